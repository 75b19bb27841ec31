import Distributions
import Foundation
import Numerics

/// What an encoder says of one example: a diagonal Gaussian over one or two latents.
struct GaussianCode: Sendable {
  /// One coordinate of the code.
  struct Coordinate {
    /// The mean.
    let μ: Double
    /// The standard deviation.
    let σ: Double
    /// The logarithm of the variance.
    let logVariance: Double
  }

  /// The law.
  let law: DiagonalGaussian

  /// Makes a code from means and standard deviations.
  init(mean: [Double], deviations: [Double]) {
    law = DiagonalGaussian(mean: mean, standardDeviations: deviations)
  }

  /// Draws a code away from μ = 0 and σ = 1, which hide mistakes.
  init(latents: Int, using generator: inout Philox) {
    let mean = (0..<latents).map { _ in
      (generator.uniform() <= 0.5 ? -1 : 1) * (0.2 + 1.3 * generator.uniform())
    }
    self.init(mean: mean, deviations: mean.map { _ in 0.3 + 0.6 * generator.uniform() })
  }

  /// The sum of a term over the coordinates, with its rounding.
  func sum(_ term: (Coordinate) -> Double) -> Bounded {
    law.mean.indices.map { index in
      let coordinate = Coordinate(
        μ: law.mean[index], σ: law.standardDeviations[index], logVariance: law.logVariance[index])
      let largest = max(1, coordinate.μ * coordinate.μ, coordinate.logVariance.magnitude)
      return Bounded(rounded: term(coordinate), magnitude: largest)
    }.sum()
  }

  /// −½ Σ (1 + log σ² − μ² − σ²).
  var closedForm: Bounded { sum { -0.5 * (1 + $0.logVariance - $0.μ * $0.μ - $0.σ * $0.σ) } }

  /// The divergence from the standard normal law by quadrature over the whole latent space.
  ///
  /// - Precondition: One or two latents.
  func divergence() throws(NumericsError) -> Bounded {
    let laws = (0..<law.dimension).map { law[$0] }
    let ranges = laws.map { law in
      let half = LineIntegral.reach * law.standardDeviation
      return (law.mean - half, law.mean + half)
    }
    switch laws.count {
    case 1:
      return try Quadrature().integral(from: ranges[0].0, to: ranges[0].1) { z in
        laws[0].density(at: z) * (laws[0].logDensity(at: z) - Gaussian.standard.logDensity(at: z))
      }
    case 2:
      return try Quadrature().integral(over: ranges[0], ranges[1]) { x, y in
        let logQ = laws[0].logDensity(at: x) + laws[1].logDensity(at: y)
        let logP = Gaussian.standard.logDensity(at: x) + Gaussian.standard.logDensity(at: y)
        return exp(logQ) * (logQ - logP)
      }
    default: preconditionFailure("\(laws.count) latents are too many for quadrature")
    }
  }

  /// W-LG and W-ND, then 44 random codes of one latent and 6 of two.
  static func subjects(_ laboratory: Laboratory) -> [Subject<GaussianCode>] {
    let fixed = [
      Subject("W-LG", GaussianCode(mean: [0.4], deviations: [0.6])),
      Subject("W-ND", GaussianCode(mean: [0.3, -0.2], deviations: [0.7, 0.5])),
    ]
    return laboratory.family(fixed: fixed, "code-1", count: 44) {
      GaussianCode(latents: 1, using: &$0)
    } + laboratory.family("code-2", count: 6) { GaussianCode(latents: 2, using: &$0) }
  }
}

/// Two encodings whose samples happen to be the same z.
struct SharedCode: Sendable {
  /// The sample.
  let z: Double
  /// One encoding.
  let first: GaussianCode
  /// Another encoding.
  let second: GaussianCode

  /// Two encodings by mean and standard deviation.
  init(_ z: Double, _ first: (Double, Double), _ second: (Double, Double)) {
    self.z = z
    self.first = GaussianCode(mean: [first.0], deviations: [first.1])
    self.second = GaussianCode(mean: [second.0], deviations: [second.1])
  }

  /// Draws z, then two encodings μ = z − σε.
  init(using generator: inout Philox) {
    let z = generator.standardNormal()
    func encoding() -> (Double, Double) {
      let σ = 0.3 + 0.9 * generator.uniform()
      return (z - σ * generator.standardNormal(), σ)
    }
    let first = encoding()
    self.init(z, first, encoding())
  }
}
