import Distributions
import Foundation
import Numerics

/// A witness together with one value of its latent: the subject of a statement that holds at every z.
struct AtLatent<W: Sendable>: Sendable {
  /// The witness.
  let witness: W

  /// z.
  let latent: Latent
}

extension Witness {
  /// A few values of the latent: every one where it is discrete, three near the prior's mass otherwise.
  var someLatents: [Latent] {
    if let discrete = self as? DiscreteWitness {
      return discrete.prior.indices.map { Latent(Double($0), 0) }
    }
    return [Latent(-1, 0.5), Latent(0.4, -0.7), Latent(1, 0.3)]
  }

  /// log p(x,z) with its rounding.
  func boundedLogJoint(_ z: Latent) -> Bounded { Bounded(rounded: logJoint(z), magnitude: 1) }

  /// log p(z|x) with its rounding and the bound of the evidence that normalises it.
  func boundedLogPosterior(_ z: Latent) -> Bounded {
    Bounded(rounded: logPosterior(z), magnitude: 1) + normalization
  }

  /// Zero, as exactly as p(z|x) is normalised: what an expectation of log p(z|x) has to allow for.
  var normalization: Bounded { Bounded(0, error: logEvidence.error) }

  /// log ∫ p(x|z) dz: what the evidence would be if every z counted the same.
  func logLikelihoodMass() throws(NumericsError) -> Bounded {
    try total(over: .posterior) { z in exp(logLikelihood(z)) }.logarithm
  }

  /// The largest joint log density among the points that the sum or the quadrature of the evidence visits.
  func largestLogJoint() throws(NumericsError) -> Bounded {
    var largest = -Double.infinity
    _ = try total(over: .posterior) { z in
      let value = logJoint(z)
      largest = max(largest, value)
      return exp(value)
    }
    return Bounded(rounded: largest, magnitude: 1)
  }
}

extension Laboratory {
  /// Pairs witnesses with latents: the fixed ones with several, every random one with one of its own.
  static func atLatents<W>(
    _ subjects: [Subject<W>], _ latents: (W) -> [Latent]
  ) -> [Subject<AtLatent<W>>] {
    subjects.enumerated().flatMap { index, subject -> [Subject<AtLatent<W>>] in
      let all = latents(subject.value)
      let chosen = subject.isRandom ? [all[index % all.count]] : all
      return chosen.map { z in
        Subject(
          "\(subject.name) at z = \(subject.value is TwoLatentWitness ? "(\(z.x), \(z.y))" : "\(z.x)")",
          AtLatent(witness: subject.value, latent: z), isRandom: subject.isRandom)
      }
    }
  }

  /// Every kind of witness, each at values of its latent.
  var witnessesAtLatents: [Subject<AtLatent<any Witness>>] {
    Laboratory.atLatents(witnesses.all) { $0.someLatents }
  }

  /// The linear-Gaussian witnesses, each at values of its latent.
  var linearGaussianAtLatents: [Subject<AtLatent<LinearGaussianWitness>>] {
    Laboratory.atLatents(witnesses.linearGaussian) { $0.someLatents }
  }
}

extension LinearGaussianWitness {
  /// The same model looking at another x.
  func observing(_ x: Double) -> LinearGaussianWitness {
    LinearGaussianWitness(
      weight: weight, bias: bias, noise: noise, observation: x, mean: approximate.mean,
      deviation: approximate.standardDeviation)
  }

  /// The law of x when z is drawn from a Gaussian: N(wm + b, w²σ² + s²).
  func predictive(_ latent: Gaussian) -> Gaussian {
    Gaussian(
      mean: weight * latent.mean + bias,
      standardDeviation: (weight * weight * latent.variance + noise * noise).squareRoot())
  }

  /// E[log p(x|z)] for a Gaussian z: −½log(2πs²) − ((x − b − wm)² + w²σ²)/(2s²).
  func closedReconstruction(_ latent: Gaussian) -> Double {
    let residual = observation - bias - weight * latent.mean
    let spread = weight * weight * latent.variance
    return -0.5 * log(2 * Double.pi * noise * noise)
      - (residual * residual + spread) / (2 * noise * noise)
  }
}

extension Gaussian {
  /// ∫ f(x) p(x) dx, or without the weight where `weighted` is false, over twelve deviations on each side.
  func integral(
    weighted: Bool = true, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let half = 12 * standardDeviation
    return try Quadrature().integral(from: mean - half, to: mean + half) { x in
      (weighted ? exp(logDensity(at: x)) : 1) * f(x)
    }
  }
}
