import Distributions
import Foundation
import Numerics

// C36: Var[c·∂_μ log q] = c²/σ² for constant f ≡ c, whose true gradient is 0: f's offset over σ², not the size of log q.
// With the mean of f as baseline, for f = A(z−c)² + K: A²(8d² + 10σ²), whatever K.

extension Claim {
  /// Why the score-function estimator varies.
  static let scoreVarianceCause = Claim(
    "gradient.variance.cause", identity: "C36",
    title: "The score function varies through the size of f over σ, not through log q",
    statement: #"""
      \operatorname{Var}_{q(z)}[c\,\partial_\mu\log q(z)] = \frac{c^2}{\sigma^2}, \quad \#
      \text{although } \partial_\mu\mathbb{E}_{q(z)}[c] = 0
      """#,
    setting: #"Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and let $f(z) = c$ be constant."#,
    rows: ["S3-58", "S3-60"],
    checks: [
      .equality(
        "variance for a constant f", on: { constants($0) },
        routes: ("closed form", "quadrature"),
        states: { s in Bounded(rounded: s.c * s.c / s.law.variance) },
        equals: { s in try s.problem.scoreVariance(.mean) },
        variants: [
          .written(
            "S3-60", #"\ln q \ll 0 \text{ makes the variance high}"#,
            "log q in place of its slope: Var[c·log q]"
          ) { s in
            let constant = s.c
            return try s.problem.variance { constant * s.law.logDensity(at: $0) }
          },
          .mutant("proportional to the mean of (log q)²") { s in
            s.c * s.c
              * (try s.problem.mean { s.law.logDensity(at: $0) * s.law.logDensity(at: $0) })
          },
          .mutant("zero, as the gradient is") { _ in 0 },
          .mutant("1/σ for 1/σ²") { s in
            Bounded(rounded: s.c * s.c / s.law.standardDeviation)
          },
        ]),
      .equality(
        "variance on the witnesses with the mean of f as baseline",
        on: { $0.witnesses.linearGaussian },
        routes: ("closed form, free of the offset", "quadrature"),
        states: { w in
          let (scale, d2, v) = quadratic(w)
          return Bounded(rounded: scale * scale * (8 * d2 + 10 * v))
        },
        equals: { w in
          try GradientProblem.logLikelihood(w).scoreVariance(
            .mean, baseline: w.logLikelihoodInNoise.mean.value)
        },
        variants: [
          .mutant("without the baseline") { w in
            try GradientProblem.logLikelihood(w).scoreVariance(.mean)
          },
          .mutant("log q as the cause: Var[f·log q]") { w in
            let problem = GradientProblem.logLikelihood(w)
            return try problem.variance { problem.f($0) * w.approximate.logDensity(at: $0) }
          },
          .mutant("the constant of log p dropped for a baseline") { w in
            try GradientProblem.logLikelihood(w).scoreVariance(
              .mean, baseline: -log(w.noise) - 0.5 * log(2 * Double.pi))
          },
        ]),
    ])

  /// log p(x|z) = K − A(z − c)²: A, (m − c)² and σ².
  private static func quadratic(_ w: LinearGaussianWitness) -> (Double, Double, Double) {
    let d = w.approximate.mean - (w.observation - w.bias) / w.weight
    return (0.5 * w.weight * w.weight / (w.noise * w.noise), d * d, w.approximate.variance)
  }

  private static func constants(_ laboratory: Laboratory) -> [Subject<ConstantProblem>] {
    let fixed = [1, 0.1, 0.01].map { σ in
      Subject(
        "c = −2, σ = \(σ)",
        ConstantProblem(law: Gaussian(mean: 0.4, standardDeviation: σ), c: -2))
    }
    return laboratory.family(fixed: fixed, "constant-problem") { generator in
      let law = NormalPoint.random(using: &generator).law
      return ConstantProblem(law: law, c: 0.5 + 2 * generator.uniform())
    }
  }
}

/// f ≡ c under a normal law.
private struct ConstantProblem: Sendable {
  let law: Gaussian
  let c: Double

  var problem: GradientProblem {
    let c = c
    return GradientProblem(law: law, f: { _ in c }, slope: { _ in 0 })
  }
}
