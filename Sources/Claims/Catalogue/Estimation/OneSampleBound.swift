import Distributions
import Foundation
import Numerics

// C27: L̃ = log p(x,z) − log q(z|x) at z = g(ε): E L̃ = ELBO; log q(g(ε)) = log p(ε) − Σ log σ_j; at q = posterior
// L̃ = log p(x) for every ε.

extension Claim {
  /// The estimator with everything sampled.
  static let oneSampleBound = Claim(
    "estimator.one-sample-bound", identity: "C27",
    title: "One sample of log p(x,z) − log q(z|x) estimates the bound without bias",
    statement: #"""
      \mathbb{E}_{p(\varepsilon)}\left[\log p_\theta(x,z) - \log q_\phi(z|x)\right] = \#
      \mathrm{ELBO} \le \log p_\theta(x)
      """#,
    setting: #"""
      Let $\mathrm{ELBO} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - \#
      D_{KL}(q_\phi(z|x)\,\|\,p(z))$ and let $z = g(\varepsilon,\phi)$ with $\varepsilon \sim \#
      p(\varepsilon)$ be a sample of $q_\phi(z|x)$.
      """#,
    rows: ["S0-24", "S0-38", "S0-41"],
    checks: [boundOverNoise, boundOnAverage, boundMean, boundVariance])

  private static let boundOverNoise: Check =
    Check.equality(
      "expectation over the noise", on: { scalarSubjects($0) },
      routes: ("quadrature over ε", "closed divergence and quadrature over z"),
      states: { w in try w.overNoise { w.oneSampleBound(noise: $0) } },
      equals: { w in try w.reconstruction() - w.closedDivergence },
      variants: [
        .mutant("log q added") { w in
          try w.overNoise { noise in
            let z = Latent(w.approximate.reparameterized(noise), 0)
            return w.logJoint(z) + w.logApproximatePosterior(z)
          }
        },
        .mutant("log p(ε) for log q") { w in
          try w.overNoise { noise in
            w.logJoint(Latent(w.approximate.reparameterized(noise), 0))
              - Gaussian.standard.logDensity(at: noise)
          }
        },
        .mutant("log q left out") { w in
          try w.overNoise { w.logJoint(Latent(w.approximate.reparameterized($0), 0)) }
        },
        .mutant("noise taken for z") { w in
          try w.overNoise { w.logJoint(Latent($0, 0)) - w.logApproximatePosterior(Latent($0, 0)) }
        },
        .equivalent("z = μ − σε, the same law") { w in
          try w.overNoise { w.oneSampleBound(noise: -$0) }
        },
      ])

  private static let boundOnAverage: Check =
    Check.order(
      "not above log p(x), on average", on: { $0.witnesses.linearGaussian },
      routes: ("quadrature over ε", "log evidence in closed form"),
      states: { w in try w.overNoise { w.oneSampleBound(noise: $0) } },
      isAtMost: { w in w.logEvidence },
      variants: [
        .mutant("every sample below log p(x)") { w in
          let samples = (-40...40).map { w.oneSampleBound(noise: 0.1 * Double($0)) }
          return Bounded(rounded: samples.max() ?? .nan, magnitude: 8)
        },
        .mutant("sign") { w in -(try w.overNoise { w.oneSampleBound(noise: $0) }) },
      ])

  private static let boundMean: Check =
    Check.mean(
      "mean of the estimator", on: { _ in [Subject("W-LG", LinearGaussianWitness.ledger)] },
      against: "closed form",
      of: { w in { w.oneSampleBound(noise: $0.standardNormal()) } },
      equals: { w in w.boundInNoise.mean },
      variants: [
        .mutant("log p(ε) for log q") { w in
          { generator in
            let noise = generator.standardNormal()
            return w.logJoint(Latent(w.approximate.reparameterized(noise), 0))
              - Gaussian.standard.logDensity(at: noise)
          }
        },
        .mutant("z from the prior") { w in
          { generator in
            let z = Latent(generator.standardNormal(), 0)
            return w.logJoint(z) - w.logApproximatePosterior(z)
          }
        },
      ])

  private static let boundVariance: Check =
    Check.variance(
      "variance of the estimator", on: { _ in [Subject("W-LG", LinearGaussianWitness.ledger)] },
      against: "closed form",
      of: { w in { w.oneSampleBound(noise: $0.standardNormal()) } },
      equals: { w in w.boundInNoise.variance },
      variants: [
        .mutant("closed divergence taken to lower it") { w in
          { w.logLikelihood(noise: $0.standardNormal()) }
        },
        .mutant("log q left out") { w in
          { w.logJoint(Latent(w.approximate.reparameterized($0.standardNormal()), 0)) }
        },
      ])

  /// log q by change of variables.
  static let logDensityOfSample = Claim(
    "estimator.log-density-of-sample", identity: "C27",
    title: "The log density of a sample is that of its noise minus the log deviations",
    statement: #"""
      \log\mathcal{N}(\mu + \sigma\odot\varepsilon; \mu, \operatorname{diag}(\sigma^2)) = \#
      \log\mathcal{N}(\varepsilon; 0, I) - \sum_j\log|\sigma_j|
      """#,
    setting: #"""
      Let $\varepsilon$ be standard normal noise and $q_\phi(z|x)$ the law $\mathcal{N}(z; \mu, \#
      \operatorname{diag}(\sigma^2))$ of $\mu + \sigma\odot\varepsilon$.
      """#,
    rows: ["S0-41"],
    checks: [
      .equality(
        "at a sample of two coordinates", on: { noisy($0.witnesses.twoLatent) },
        routes: ("noise and Jacobian", "diagonal law of the model side"),
        states: { s in s.changeOfVariables(sign: -1) },
        equals: { s in
          let w = s.model
          let z = w.reparameterized(s.noise)
          let law = DiagonalGaussian(
            mean: [w.mean.x, w.mean.y], standardDeviations: [w.deviation.x, w.deviation.y])
          return Bounded(rounded: law.logDensity(at: [z.x, z.y]), magnitude: s.magnitude)
        },
        variants: [
          .mutant("Jacobian added") { s in s.changeOfVariables(sign: 1) },
          .mutant("Jacobian left out") { s in s.changeOfVariables(sign: 0) },
          .mutant("variances in the Jacobian") { s in s.changeOfVariables(sign: -2) },
        ])
    ])

  /// At the posterior every sample gives the evidence.
  static let sampleBoundAtPosterior = Claim(
    "estimator.zero-variance-at-posterior", identity: "C27",
    title: "At the exact posterior one sample is the log evidence, whatever the noise",
    statement: #"q = p(z|x) \Rightarrow \log p(x,z) - \log q(z|x) = \log p(x)"#
      + #" \text{ for every } z"#,
    rows: ["S0-38"],
    checks: [
      .equality(
        "mean squared distance from log p(x)", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over ε", "zero"),
        states: { w in
          let best = w.atPosterior
          return try squaredDistance(w) { best.oneSampleBound(noise: $0) }
        },
        equals: { _ in 0 },
        variants: [
          .mutant("q as it is") { w in
            try squaredDistance(w) { w.oneSampleBound(noise: $0) }
          },
          .mutant("divergence in closed form") { w in
            let best = w.atPosterior
            let kl = best.closedDivergence.value
            return try squaredDistance(w) { best.logLikelihood(noise: $0) - kl }
          },
          .mutant("q at the prior") { w in
            try squaredDistance(w) { w.logLikelihood(Latent($0, 0)) }
          },
        ])
    ])

  /// E(h(ε) − log p(x))², with what the rounding δ of the difference adds: δ² and 2δ times the root.
  private static func squaredDistance(
    _ w: LinearGaussianWitness, of h: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let evidence = w.logEvidence
    let square = try w.overNoise { noise in
      let d = h(noise) - evidence.value
      return d * d
    }
    let rounding = evidence.error + Bounded(rounded: evidence.value, magnitude: 8).error
    let root = square.value.magnitude.squareRoot()
    return square + Bounded(0, error: rounding * (rounding + 2 * root))
  }

  /// Each witness with noise of its own: (0.5, −0.8) on the fixed one, then points on a circle of radius 1.5.
  private static func noisy(
    _ subjects: [Subject<TwoLatentWitness>]
  ) -> [Subject<NoisySample>] {
    subjects.enumerated().map { index, subject in
      let angle = Double(index)
      let noise = index == 0 ? Latent(0.5, -0.8) : 1.5 * Latent(cos(angle), sin(angle))
      return Subject(
        subject.name, NoisySample(model: subject.value, noise: noise), isRandom: subject.isRandom)
    }
  }
}

/// A two-latent witness and one value of the noise.
private struct NoisySample: Sendable {
  let model: TwoLatentWitness
  let noise: Latent

  /// The size of the terms that are added.
  var magnitude: Double { 8 + (noise * noise).sum() }

  /// log p(ε) + sign·Σ log σ_j, with the noise's density from the reference.
  func changeOfVariables(sign: Double) -> Bounded {
    let value =
      log(Reference.gaussianDensity(noise.x)) + log(Reference.gaussianDensity(noise.y))
      + sign * log(model.deviation.x * model.deviation.y)
    return Bounded(rounded: value, magnitude: magnitude)
  }
}
