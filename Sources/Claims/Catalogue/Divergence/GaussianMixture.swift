import Distributions
import Foundation
import Numerics

/// A mixture of two scalar Gaussians: a law that no single Gaussian equals.
public struct GaussianMixture: Sendable {
  /// The weights, shape `[2]`.
  public let weights: [Double]

  /// The components, shape `[2]`.
  public let components: [Gaussian]

  /// Mixes two Gaussians.
  public init(weight: Double, _ first: Gaussian, _ second: Gaussian) {
    weights = [weight, 1 - weight]
    components = [first, second]
  }

  /// ½N(−2, ½²) + ½N(2, ½²).
  public static let ledger = GaussianMixture(
    weight: 0.5, Gaussian(mean: -2, standardDeviation: 0.5),
    Gaussian(mean: 2, standardDeviation: 0.5))

  /// Draws two components that lie at least four deviations apart.
  static func random(using generator: inout Philox) -> GaussianMixture {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    let weight = between(0.25, 0.75)
    let first = Gaussian(mean: -between(1.2, 2.2), standardDeviation: between(0.3, 0.6))
    return GaussianMixture(
      weight: weight, first,
      Gaussian(mean: between(1.2, 2.2), standardDeviation: between(0.3, 0.6)))
  }

  /// log p(z).
  public func logDensity(at z: Double) -> Double {
    logSumExp(
      log(weights[0]) + components[0].logDensity(at: z),
      log(weights[1]) + components[1].logDensity(at: z))
  }

  /// ∂ log p(z)/∂z.
  func slope(at z: Double) -> Double {
    let total = logDensity(at: z)
    return (0..<2).reduce(0.0) { sum, k in
      let share = exp(log(weights[k]) + components[k].logDensity(at: z) - total)
      return sum + share * components[k].logDensitySlope(at: z)
    }
  }

  /// The Gaussian with the mixture's mean and variance (law of total variance).
  public var matched: Gaussian {
    let mean = weights[0] * components[0].mean + weights[1] * components[1].mean
    let variance = (0..<2).reduce(0.0) { sum, k in
      let shift = components[k].mean - mean
      return sum + weights[k] * (components[k].variance + shift * shift)
    }
    return Gaussian(mean: mean, standardDeviation: variance.squareRoot())
  }

  /// The component with the larger weight, the first where they are equal.
  public var dominant: Gaussian { weights[0] >= weights[1] ? components[0] : components[1] }

  /// KL of the mixture from a Gaussian, by quadrature.
  public func divergence(to q: Gaussian) throws(NumericsError) -> Bounded {
    try total { z in
      let logP = logDensity(at: z)
      return exp(logP) * (logP - q.logDensity(at: z))
    }
  }

  /// KL of a Gaussian from the mixture, by quadrature.
  public func divergence(from q: Gaussian) throws(NumericsError) -> Bounded {
    try LineIntegral.total(over: q) { z in
      q.density(at: z) * (q.logDensity(at: z) - logDensity(at: z))
    }
  }

  /// ∂KL(q‖p)/∂σ at a Gaussian q, with the noise held fixed: −1/σ − E_ε[ε·∂ log p(μ + σε)].
  func reverseSlope(at q: Gaussian) throws(NumericsError) -> Bounded {
    -(1 / q.standardDeviation)
      - (try LineIntegral.total(over: .standard) { noise in
        Gaussian.standard.density(at: noise) * noise * slope(at: q.reparameterized(noise))
      })
  }

  /// ∂KL(p‖q)/∂σ at a Gaussian q: −E_p of the score in σ.
  func forwardSlope(at q: Gaussian) throws(NumericsError) -> Bounded {
    -(try total { z in exp(logDensity(at: z)) * q.score(at: z).standardDeviation })
  }

  /// The Gaussian with the smallest KL(q‖p) near a start, by the simplex of Nelder and Mead.
  public func reverseOptimum(
    from start: Gaussian
  ) throws(NumericsError) -> (law: Gaussian, divergence: Bounded) {
    let found = try Minimization.minimum(
      of: { point in
        let q = Gaussian(mean: point[0], logVariance: 2 * point[1])
        return (try? divergence(from: q).value) ?? .infinity
      }, from: [start.mean, start.logStandardDeviation], steps: [0.1, 0.1], tolerance: 1e-6)
    let law = Gaussian(mean: found.argument[0], logVariance: 2 * found.argument[1])
    return (law, try divergence(from: law))
  }

  private func total(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    var ends = components.flatMap { law in
      let half = LineIntegral.reach * law.standardDeviation
      return [law.mean - half, law.mean, law.mean + half]
    }
    ends.sort()
    let rule = Quadrature(absoluteTolerance: 1e-14, relativeTolerance: 1e-14)
    var parts: [Bounded] = []
    for (a, b) in zip(ends, ends.dropFirst()) {
      parts.append(try rule.integral(from: a, to: b, of: f))
    }
    return parts.sum()
  }
}
