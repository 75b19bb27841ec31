import Distributions
import Foundation
import Numerics

// C26: Var[(1/L) Σ_l log p(x|z_l)] = Var_q(log p)/L for independent draws, in any dimension; for a linear decoder
// Var_q(log p) = (w⁴σ⁴/2 + w²σ²r²)/s⁴, r = x − b − wm. Averaged over the model's x with q = posterior: ½(1 − s⁴/V²).

extension Claim {
  /// How the spread of the estimator falls with L and depends on q and s.
  static let monteCarloVariance = Claim(
    "estimator.monte-carlo-variance", identity: "C26",
    title: "The variance of the estimate is that of one draw over L, which q and s decide",
    statement: #"""
      \operatorname{Var}_{z_{1:L} \sim q(z|x)}\left[\tfrac1L\sum_{l=1}^L\log p(x|z_l)\right] = \#
      \tfrac1L\operatorname{Var}_{q(z|x)}[\log p(x|z)] = \frac1L\cdot\frac{w^4\sigma^4/2 + \#
      (x-b-wm)^2\,w^2\sigma^2}{s^4}
      """#,
    setting: #"""
      Let $p(x|z) = \mathcal{N}(x; b + wz, s^2)$ and $q(z|x) = \mathcal{N}(z; m, \sigma^2)$.
      """#,
    condition: "the draws are independent",
    rows: ["S0-26", "S1-68", "S4-23", "S4-24", "S4-25"],
    checks: [singleDrawVariance, meanOfDrawsVariance, independentDraws])

  private static let singleDrawVariance: Check =
    Check.equality(
      "variance of one draw", on: { $0.witnesses.linearGaussian },
      routes: ("closed form", "quadrature"),
      states: { w in variance(w, deviation: w.approximate.standardDeviation, noise: w.noise) },
      equals: { w in
        let problem = GradientProblem.logLikelihood(w)
        return try problem.variance(of: problem.f)
      },
      variants: [
        .mutant("s forgotten") { w in
          variance(w, deviation: w.approximate.standardDeviation, noise: 1)
        },
        .mutant("σ of q forgotten") { w in variance(w, deviation: 1, noise: w.noise) },
        .mutant("σ² for σ") { w in
          variance(w, deviation: w.approximate.variance, noise: w.noise)
        },
        .mutant("s² for s⁴") { w in
          variance(w, deviation: w.approximate.standardDeviation, noise: w.noise.squareRoot())
        },
        .equivalent("2a² + b² of the quadratic in ε") { w in w.logLikelihoodInNoise.variance },
      ])

  private static let meanOfDrawsVariance: Check =
    Check.variance(
      "variance of the mean of L draws",
      on: { _ in [1, 16].map { Subject("W-LG, L = \($0)", $0) } }, draws: 30_000,
      against: "closed form over L",
      of: { count in { meanOfDraws(count, correlation: 0, using: &$0) } },
      equals: { count in LinearGaussianWitness.ledger.logLikelihoodInNoise.variance / Double(count)
      },
      variants: [
        .written(
          "S1-68", #"\text{MCMC estimate of the cross-entropy}"#,
          "a Markov chain with q as its law, correlation 0.8"
        ) { count in { meanOfDraws(count, correlation: 0.8, using: &$0) } },
        .mutant("sum for mean") { count in
          { Double(count) * meanOfDraws(count, correlation: 0, using: &$0) }
        },
        .mutant("one draw used L times") { _ in
          { meanOfDraws(1, correlation: 0, using: &$0) }
        },
      ])

  private static let independentDraws: Check =
    Check.mean(
      "product of two successive draws, standardised", on: { _ in [Subject("q of W-LG", 0.0)] },
      draws: 50_000, against: "zero",
      of: { correlation in
        { generator in
          let first = generator.standardNormal()
          return first * next(after: first, correlation, using: &generator)
        }
      },
      equals: { _ in 0 },
      variants: [
        .written(
          "S1-68", #"\text{MCMC estimate of the cross-entropy}"#,
          "successive states of a Markov chain"
        ) { _ in
          { generator in
            let first = generator.standardNormal()
            return first * next(after: first, 0.8, using: &generator)
          }
        },
        .mutant("antithetic draws") { _ in
          { generator in
            let first = generator.standardNormal()
            return first * next(after: first, -1, using: &generator)
          }
        },
      ])

  /// When one draw is enough.
  static let singleDrawSuffices = Claim(
    "estimator.single-draw", identity: "C26",
    title:
      "At the posterior one draw has a variance of at most ½ a latent dimension, over the model's x",
    statement: #"""
      \operatorname{Var}_{p(z|x)}[\log p(x|z)] = \frac{w^4}{2V^2} + \frac{(x-b)^2\,w^2s^2}{V^3}, \#
      \quad \mathbb{E}_{p(x)}\left[\frac{w^4}{2V^2} + \frac{(x-b)^2\,w^2s^2}{V^3}\right] = \#
      \tfrac12\left(1-\frac{s^4}{V^2}\right) \le \tfrac12, \quad V = w^2 + s^2
      """#,
    setting: #"Let $p(z) = \mathcal{N}(z; 0, 1)$ and $p(x|z) = \mathcal{N}(x; b + wz, s^2)$."#,
    condition: "q is the posterior; elsewhere no bound holds for all s",
    rows: ["S4-25"],
    checks: [
      .order(
        "variance of one draw, averaged over x", on: { sharpening($0) },
        routes: ("quadrature over x of the closed variance", "one half"),
        states: { w in try averaged(w) { $0.posterior } }, isAtMost: { _ in 0.5 },
        variants: [
          .without(condition: "q is the posterior", "q of the witness, whatever x") { w in
            try averaged(w) { $0.approximate }
          },
          .mutant("at the prior") { w in try averaged(w) { $0.prior } },
          .mutant("posterior variance s²/w for s²/(w² + s²)") { w in
            try averaged(w) { v in
              Gaussian(
                mean: v.posterior.mean,
                standardDeviation: v.noise / v.weight.magnitude.squareRoot())
            }
          },
        ]),
      .equality(
        "the same, exactly", on: { sharpening($0) },
        routes: ("quadrature over x of the closed variance", "closed form"),
        states: { w in try averaged(w) { $0.posterior } },
        equals: { w in
          let ratio = w.noise * w.noise / (w.weight * w.weight + w.noise * w.noise)
          return Bounded(rounded: 0.5 * (1 - ratio * ratio), magnitude: 1)
        },
        variants: [
          .mutant("variance independent of s: ½") { _ in 0.5 },
          .mutant("x drawn about the prior mean with variance w²") { w in
            let law = Gaussian(mean: w.bias, standardDeviation: w.weight.magnitude)
            return try averaged(w, over: law) { $0.posterior }
          },
        ]),
    ])

  /// Neither estimator of the bound has the lower variance everywhere.
  static let eitherEstimatorMayBeBetter = Claim(
    "estimator.closed-divergence.either-order", identity: "C25",
    title: "The closed divergence lowers the variance for narrow q and raises it at the posterior",
    statement: #"""
      \operatorname{Var}_{p(z|x)}[\log p(x,z)-\log p(z|x)] \le \operatorname{Var}_{p(z|x)}[\log \#
      p(x|z)], \quad \operatorname{Var}_{q(z)}[\log p(x,z)-\log q(z)] \ge \#
      \operatorname{Var}_{q(z)}[\log p(x|z)] \text{ with } q(z) = \mathcal{N}\left(z; \#
      \tfrac{w(x-b)}{w^2+s^2}, \tfrac{1}{100}\cdot\tfrac{s^2}{w^2+s^2}\right)
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; b + wz, s^2)$, and let $x$ be \#
      within ten deviations of $b$.
      """#,
    rows: ["S1-71"],
    checks: [
      .order(
        "at the posterior", on: { atPosterior($0) },
        routes: ("quadrature, everything sampled", "quadrature, divergence closed"),
        states: { w in try noiseVariance(w) { w.oneSampleBound(noise: $0) } },
        isAtMost: { w in try noiseVariance(w) { w.logLikelihood(noise: $0) } },
        variants: [
          .mutant("log q added") { w in
            try noiseVariance(w) { noise in
              let z = Latent(w.approximate.reparameterized(noise), 0)
              return w.logJoint(z) + w.logApproximatePosterior(z)
            }
          },
          .mutant("log q left out") { w in
            try noiseVariance(w) {
              w.logJoint(Latent(w.approximate.reparameterized($0), 0))
            }
          },
        ]),
      .order(
        "ten times narrower", on: { narrowed($0) },
        routes: ("quadrature, divergence closed", "quadrature, everything sampled"),
        states: { w in try noiseVariance(w) { w.logLikelihood(noise: $0) } },
        isAtMost: { w in try noiseVariance(w) { w.oneSampleBound(noise: $0) } },
        variants: [
          .mutant("mean of q ignored") { w in
            try noiseVariance(w) { w.logLikelihood(Latent($0, 0)) }
          },
          .mutant("log q kept twice") { w in
            try noiseVariance(w) { noise in
              let z = Latent(w.approximate.reparameterized(noise), 0)
              return w.logJoint(z) - 2 * w.logApproximatePosterior(z)
            }
          },
        ]),
    ])

  /// (w⁴σ⁴/2 + w²σ²r²)/s⁴.
  private static func variance(
    _ w: LinearGaussianWitness, deviation σ: Double, noise s: Double
  ) -> Bounded {
    let r = w.observation - w.bias - w.weight * w.approximate.mean
    let spread = w.weight * w.weight * σ * σ
    return Bounded(rounded: (0.5 * spread * spread + spread * r * r) / (s * s * s * s))
  }

  /// ρ·noise + √(1 − ρ²)·fresh noise.
  private static func next(
    after noise: Double, _ correlation: Double, using generator: inout Philox
  ) -> Double {
    correlation * noise
      + (1 - correlation * correlation).squareRoot() * generator.standardNormal()
  }

  /// The mean of log p(x|z) on W-LG over a stationary chain in q; independent draws for correlation 0.
  private static func meanOfDraws(
    _ count: Int, correlation: Double, using generator: inout Philox
  ) -> Double {
    let w = LinearGaussianWitness.ledger
    var noise = generator.standardNormal()
    var sum = w.logLikelihood(noise: noise)
    for _ in 1..<max(count, 1) {
      noise = next(after: noise, correlation, using: &generator)
      sum += w.logLikelihood(noise: noise)
    }
    return sum / Double(count)
  }

  /// E_x Var_q(log p(x|z)) with q chosen for each x; x from p(x) unless told otherwise.
  private static func averaged(
    _ w: LinearGaussianWitness, over law: Gaussian? = nil,
    _ choice: (LinearGaussianWitness) -> Gaussian
  ) throws(NumericsError) -> Bounded {
    let marginal = law ?? w.marginal
    return try LineIntegral.total(over: marginal) { x in
      let here = LinearGaussianWitness(
        weight: w.weight, bias: w.bias, noise: w.noise, observation: x,
        mean: w.approximate.mean, deviation: w.approximate.standardDeviation)
      return exp(marginal.logDensity(at: x))
        * here.logLikelihoodInNoise(under: choice(here)).variance.value
    }
  }

  /// Var h(ε).
  private static func noiseVariance(
    _ w: LinearGaussianWitness, of h: @escaping @Sendable (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    try GradientProblem(law: .standard, f: h, slope: { _ in 0 }).variance(of: h)
  }

  /// W-LG with s = 0.7, 1, 0.1 and 0.01, then the random relatives.
  private static func sharpening(_ laboratory: Laboratory) -> [Subject<LinearGaussianWitness>] {
    let w = LinearGaussianWitness.ledger
    let fixed = [0.7, 1, 0.1, 0.01].map { s in
      Subject(
        "W-LG, s = \(s)",
        LinearGaussianWitness(
          weight: w.weight, bias: w.bias, noise: s, observation: w.observation,
          mean: w.approximate.mean, deviation: w.approximate.standardDeviation))
    }
    return fixed + laboratory.witnesses.linearGaussian.dropFirst()
  }

  private static func atPosterior(_ laboratory: Laboratory) -> [Subject<LinearGaussianWitness>] {
    laboratory.witnesses.linearGaussian.prefix(1)
      + laboratory.witnesses.linearGaussian.map {
        Subject("\($0.name) at its posterior", $0.value.atPosterior, isRandom: $0.isRandom)
      }
  }

  private static func narrowed(_ laboratory: Laboratory) -> [Subject<LinearGaussianWitness>] {
    laboratory.witnesses.linearGaussian.map { subject in
      let w = subject.value
      let narrow = LinearGaussianWitness(
        weight: w.weight, bias: w.bias, noise: w.noise, observation: w.observation,
        mean: w.posterior.mean, deviation: 0.1 * w.posterior.standardDeviation)
      return Subject("\(subject.name), narrow q", narrow, isRandom: subject.isRandom)
    }
  }
}
