import Distributions
import Foundation
import Numerics

// C41: for x|z ~ N(wz + b, s²) everything is closed: p(x) = N(x; b, w² + s²); p(z|x) = N(w(x−b)/V, s²/V), V = w² + s²;
// E_q log p(x|z) = −½ log 2πs² − ((x−b−wm)² + w²σ²)/(2s²). For a decoder that is not linear these forms fail.

extension Claim {
  /// The evidence needs no quadrature.
  static let tractableEvidence = Claim(
    "tractable.evidence", identity: "C41",
    title:
      "The evidence of a linear-Gaussian model has a closed form, so needing an integral is no obstacle",
    statement: #"p(x) = \int p(x|z)p(z)\,dz = \mathcal{N}(x; b, w^2+s^2)"#,
    setting: #"Let $p(z) = \mathcal{N}(z; 0, 1)$ and $p(x|z) = \mathcal{N}(x; b + wz, s^2)$."#,
    condition: "the decoder is linear in z and Gaussian",
    rows: ["S0-03", "S1-09", "S2-08", "S3-13", "S3-15"],
    checks: [
      .equality(
        "log evidence, one latent", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over z", "closed form"),
        states: { w in try w.marginalized() }, equals: { w in w.logEvidence },
        variants: [
          .without(condition: "the decoder is linear in z", "decoder tanh(wz) + b") { w in
            try w.total(over: .prior) {
              exp(w.logPrior($0)) * density(w, mean: tanh(w.weight * $0.x) + w.bias)
            }.logarithm
          },
          .mutant("prior dropped") { w in
            try LineIntegral.total(over: likelihoodInLatent(w)) {
              exp(w.logLikelihood(Latent($0, 0)))
            }.logarithm
          },
          .mutant("variance w², s² dropped") { w in
            logDensity(w, variance: w.weight * w.weight)
          },
          .mutant("variance s², w² dropped") { w in
            logDensity(w, variance: w.noise * w.noise)
          },
          .mutant("deviation w + s") { w in
            let sum = w.weight.magnitude + w.noise
            return logDensity(w, variance: sum * sum)
          },
        ]),
      .equality(
        "log evidence, two latents and three pixels",
        on: { Array($0.witnesses.twoLatent.prefix(4)) },
        routes: ("nested quadrature over z", "completed square"),
        states: { w in try w.marginalized() }, equals: { w in w.logEvidence },
        variants: [
          .mutant("prior dropped") { w in
            try w.total(over: .posterior) { exp(w.logLikelihood($0)) }.logarithm
          },
          .mutant("largest term, at the posterior mean, for the integral") { w in
            Bounded(rounded: w.logJoint(w.posteriorMean), magnitude: 8)
          },
        ]),
    ])

  /// Bayes' rule can be inverted.
  static let tractablePosterior = Claim(
    "tractable.posterior", identity: "C41",
    title: "The posterior of a linear-Gaussian model has closed moments",
    statement: #"""
      p(z|x) = \frac{p(x|z)p(z)}{p(x)} = \mathcal{N}\left(z; \frac{w(x-b)}{w^2+s^2}, \#
      \frac{s^2}{w^2+s^2}\right)
      """#,
    setting: #"Let $p(z) = \mathcal{N}(z; 0, 1)$ and $p(x|z) = \mathcal{N}(x; b + wz, s^2)$."#,
    condition: "the decoder is linear in z and Gaussian",
    rows: ["S4-07"],
    checks: [
      .equality(
        "mean", on: { $0.witnesses.linearGaussian },
        routes: ("closed form", "quadrature of the joint, normalised"),
        states: { w in mean(w, variance: w.weight * w.weight + w.noise * w.noise) },
        equals: { w in try posteriorMoment(w) { $0 } },
        variants: [
          .mutant("s² dropped: the latent that decodes to x") { w in
            mean(w, variance: w.weight * w.weight)
          },
          .mutant("s for s²") { w in mean(w, variance: w.weight * w.weight + w.noise) },
          .without(condition: "the decoder is linear in z", "decoder tanh(wz) + b") { w in
            try posteriorMoment(w, decoder: { tanh(w.weight * $0) + w.bias }) { $0 }
          },
        ]),
      .equality(
        "variance", on: { $0.witnesses.linearGaussian },
        routes: ("closed form", "quadrature of the joint, normalised"),
        states: { w in
          let s2 = w.noise * w.noise
          return Bounded(rounded: s2 / (w.weight * w.weight + s2))
        },
        equals: { w in
          try posteriorMoment(w) { $0 * $0 } - posteriorMoment(w) { $0 }.squared
        },
        variants: [
          .mutant("1/(1 + w/s) for 1/(1 + w²/s²)") { w in
            Bounded(rounded: 1 / (1 + w.weight.magnitude / w.noise))
          },
          .mutant("variance of the prior") { _ in 1 },
          .mutant("s²/w², the prior left out") { w in
            let ratio = w.noise / w.weight
            return Bounded(rounded: ratio * ratio)
          },
        ]),
    ])

  /// So is the reconstruction term, and the divergence.
  static let tractableReconstruction = Claim(
    "tractable.reconstruction", identity: "C41",
    title:
      "With a linear Gaussian decoder the reconstruction term is closed; with others it is not",
    statement: #"""
      \mathbb{E}_{q(z|x)}[\log p(x|z)] = -\tfrac12\log(2\pi s^2) - \frac{(x-b-wm)^2 + \#
      w^2\sigma^2}{2s^2}, \quad D_{KL}(q(z|x)\,\|\,p(z)) = \tfrac12(m^2 + \sigma^2 - 1 - \#
      \log\sigma^2)
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; b + wz, s^2)$ and $q(z|x) = \#
      \mathcal{N}(z; m, \sigma^2)$.
      """#,
    condition: "the decoder is linear in z and Gaussian",
    rows: ["S2-18", "S4-19", "S4-20"],
    checks: [reconstructionClosed, divergenceClosed, plugInFails])

  private static let reconstructionClosed: Check =
    Check.equality(
      "reconstruction term", on: { $0.witnesses.linearGaussian },
      routes: ("quadrature under q", "closed form"),
      states: { w in try w.reconstruction() },
      equals: { w in closedReconstruction(w, spread: 1) },
      variants: [
        .without(condition: "the decoder is linear in z", "decoder tanh(wz) + b") { w in
          try w.expectation(under: .approximatePosterior) { z in
            log(density(w, mean: tanh(w.weight * z.x) + w.bias))
          }
        },
        .without(condition: "the decoder is Gaussian", "Laplace noise of the same spread") { w in
          let kink = (w.observation - w.bias) / w.weight
          let scale = w.noise / Double(2).squareRoot()
          let half = LineIntegral.reach * w.approximate.standardDeviation
          let centre = w.approximate.mean
          return try Quadrature().integral(
            from: centre - half, to: centre + half, singularities: [kink]
          ) { z in
            let law = Laplace(location: w.weight * z + w.bias, scale: scale)
            return exp(w.approximate.logDensity(at: z)) * law.logDensity(at: w.observation)
          }
        },
        .mutant("w²σ² dropped, the decoder at the mean of q") { w in
          closedReconstruction(w, spread: 0)
        },
        .mutant("w²σ for w²σ²") { w in
          closedReconstruction(w, spread: 1 / w.approximate.standardDeviation)
        },
        .mutant("under the prior") { w in try w.reconstruction(under: .prior) },
      ])

  private static let divergenceClosed: Check =
    Check.equality(
      "another integral in closed form: the divergence from the prior",
      on: { $0.witnesses.linearGaussian }, routes: ("quadrature under q", "closed form"),
      states: { w in try w.divergence(from: .approximatePosterior, to: .prior) },
      equals: { w in w.closedDivergence },
      variants: [
        .mutant("arguments swapped") { w in
          try w.divergence(from: .prior, to: .approximatePosterior)
        },
        .mutant("entropy forgotten") { w in
          try w.expectation(under: .approximatePosterior) { -w.logPrior($0) }
        },
      ])

  private static let plugInFails: Check =
    Check.separation(
      "Bernoulli decoder: the value at the mean of q is not the term",
      on: { $0.witnesses.bernoulliLogistic },
      routes: ("quadrature under q", "log p(x|E z)"),
      states: { w in try w.reconstruction() },
      differsFrom: { w in
        Bounded(rounded: w.logLikelihood(Latent(w.approximate.mean, 0)), magnitude: 1)
      },
      variants: [
        .mutant("spread of q lost: quadrature of the value at the mean") { w in
          try w.expectation(under: .approximatePosterior) { _ in
            w.logLikelihood(Latent(w.approximate.mean, 0))
          }
        },
        .mutant("log likelihood made linear about the mean of q") { w in
          let m = Latent(w.approximate.mean, 0)
          let slope = w.logLikelihoodGradient(m).x
          return try w.expectation(under: .approximatePosterior) { z in
            w.logLikelihood(m) + slope * (z.x - m.x)
          }
        },
      ])

  /// −½ log 2πs² − ((x−b−wm)² + spread·w²σ²)/(2s²).
  private static func closedReconstruction(
    _ w: LinearGaussianWitness, spread: Double
  ) -> Bounded {
    let r = w.observation - w.bias - w.weight * w.approximate.mean
    let s2 = w.noise * w.noise
    let square = r * r + spread * w.weight * w.weight * w.approximate.variance
    let error = 0.5 * square / s2
    return Bounded(
      rounded: -0.5 * log(2 * Double.pi * s2) - error, magnitude: 1 + error)
  }

  /// N(x; mean, s²).
  private static func density(_ w: LinearGaussianWitness, mean: Double) -> Double {
    exp(Gaussian(mean: mean, standardDeviation: w.noise).logDensity(at: w.observation))
  }

  /// log N(x; b, variance).
  private static func logDensity(_ w: LinearGaussianWitness, variance: Double) -> Bounded {
    let law = Gaussian(mean: w.bias, standardDeviation: variance.squareRoot())
    let value = law.logDensity(at: w.observation)
    return Bounded(rounded: value, magnitude: 1 + value.magnitude)
  }

  /// p(x|z) as a function of z: a normal shape about (x − b)/w with deviation s/|w|.
  private static func likelihoodInLatent(_ w: LinearGaussianWitness) -> Gaussian {
    Gaussian(
      mean: (w.observation - w.bias) / w.weight,
      standardDeviation: w.noise / w.weight.magnitude)
  }

  /// w(x − b)/variance.
  private static func mean(_ w: LinearGaussianWitness, variance: Double) -> Bounded {
    Bounded(rounded: w.weight * (w.observation - w.bias) / variance, magnitude: 4)
  }

  /// ∫ f(z)p(x,z) dz over ∫ p(x,z) dz, over twelve standard deviations of the prior.
  private static func posteriorMoment(
    _ w: LinearGaussianWitness, decoder: ((Double) -> Double)? = nil, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    func joint(_ z: Double) -> Double {
      exp(w.prior.logDensity(at: z)) * density(w, mean: decoder?(z) ?? (w.weight * z + w.bias))
    }
    let evidence = try LineIntegral.total(over: w.prior) { joint($0) }
    return try LineIntegral.total(over: w.prior) { f($0) * joint($0) } / evidence
  }
}
