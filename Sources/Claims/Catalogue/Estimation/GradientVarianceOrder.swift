import Distributions
import Foundation
import Numerics

// C36: which estimator varies more. For f = log p(x|z) of the scalar witnesses the score function does; for f = sin kz
// under N(μ, σ²) in μ, with t = 2kσ, Q = cos(2kμ)exp(−t²/2), g = k cos(kμ)exp(−k²σ²/2):
// path k²(1 + Q)/2 − g², score (1 − (1 − t²)Q)/(2σ²) − g²: for large k the order turns round.

extension Claim {
  /// The usual order, and where it does not hold.
  static let gradientVarianceOrder = Claim(
    "gradient.variance.usual-order", identity: "C36",
    title: "For the witnesses' smooth log likelihoods the pathwise estimator varies less",
    statement: #"""
      \operatorname{Var}_{q(z)}\left[\partial_z f(z)\right] \le \#
      \operatorname{Var}_{q(z)}\left[f(z)\,\partial_m\log q(z)\right], \quad \#
      \operatorname{Var}_{q(z)}\left[\partial_z h(z)\right] \le \#
      \operatorname{Var}_{q(z)}\left[h(z)\,\partial_m\log q(z)\right]
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; m, \sigma^2)$, and let $f(z) = \log\mathcal{N}(x; b+wz, s^2)$ \#
      and $h(z) = x(b+wz) - \log(1+e^{b+wz})$ be $\log p(x|z)$ of a Gaussian and of a Bernoulli \#
      decoder.
      """#,
    condition: "f varies slowly on the scale of q: not for sin 20z under N(0, 1)",
    rows: ["S2-36", "S3-58", "S3-69"],
    checks: [
      .order(
        "pathwise over score-function variance, in m", on: { scalarSubjects($0) },
        routes: ("ratio of quadratures", "one"),
        states: { w in try ratio(.logLikelihood(w)) }, isAtMost: { _ in 1 },
        variants: [
          .without(
            condition: "f varies slowly on the scale of q",
            "f = sin(20(z − m)/σ) under the same q"
          ) { w in
            let q = w.approximate
            let k = 20 / q.standardDeviation
            return try ratio(
              GradientProblem(
                law: q, f: { sin(k * ($0 - q.mean)) }, slope: { k * cos(k * ($0 - q.mean)) }))
          },
          .mutant("the estimators exchanged") { w in
            1 / (try ratio(.logLikelihood(w)))
          },
          .mutant("variance of the score alone, f left out") { w in
            let problem = GradientProblem.logLikelihood(w)
            return try problem.pathVariance(.mean)
              / problem.variance { problem.score(.mean, at: $0) }
          },
        ])
    ])

  /// The variances for a sine, which cross.
  static let gradientVarianceSine = Claim(
    "gradient.variance.sine", identity: "C36",
    title: "For f = sin kz the order of the two variances turns round as k grows",
    statement: #"""
      \operatorname{Var}_{p(\varepsilon)}\left[\partial_\mu\sin(k(\mu+\sigma\varepsilon))\right] \#
      = \tfrac{k^2}{2}(1+R) - g^2, \quad \#
      \operatorname{Var}_{q(z)}\left[\sin(kz)\,\partial_\mu\log q(z)\right] = \#
      \frac{1-(1-4k^2\sigma^2)R}{2\sigma^2} - g^2, \quad R = e^{-2k^2\sigma^2}\cos(2k\mu), \quad \#
      g = \partial_\mu\mathbb{E}_{q(z)}[\sin(kz)] = k\cos(k\mu)\,e^{-k^2\sigma^2/2}
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and $p(\varepsilon) = \mathcal{N}(\varepsilon; \#
      0, 1)$.
      """#,
    rows: ["S3-58", "S3-69"],
    checks: [
      .equality(
        "pathwise variance", on: { sines($0) }, routes: ("closed form", "quadrature"),
        states: { s in s.pathVariance }, equals: { s in try s.problem.pathVariance(.mean) },
        variants: [
          .mutant("squared mean kept") { s in s.pathVariance + s.squaredMean },
          .mutant("closed form of the score function") { s in s.scoreVariance },
        ]),
      .equality(
        "score-function variance", on: { sines($0) }, routes: ("closed form", "quadrature"),
        states: { s in s.scoreVariance }, equals: { s in try s.problem.scoreVariance(.mean) },
        variants: [
          .mutant("never below the pathwise variance: their maximum") { s in
            s.scoreVariance.value > s.pathVariance.value ? s.scoreVariance : s.pathVariance
          },
          .mutant("squared mean kept") { s in s.scoreVariance + s.squaredMean },
        ]),
    ])

  private static func ratio(_ problem: GradientProblem) throws(NumericsError) -> Bounded {
    try problem.pathVariance(.mean) / problem.scoreVariance(.mean)
  }

  private static func sines(_ laboratory: Laboratory) -> [Subject<SineProblem>] {
    laboratory.family(
      fixed: [
        Subject("sin 20z, N(0, 1)", SineProblem(law: .standard, k: 20)),
        Subject("sin z, N(0, 1)", SineProblem(law: .standard, k: 1)),
      ], "sine-problem"
    ) { generator in
      let law = NormalPoint.random(using: &generator).law
      return SineProblem(law: law, k: 0.3 + 3 * generator.uniform())
    }
  }
}

/// f = sin kz under a normal law, differentiated in μ.
private struct SineProblem: Sendable {
  let law: Gaussian
  let k: Double

  var problem: GradientProblem { .sine(law, frequency: k) }

  private var q: Double {
    let s = k * law.standardDeviation
    return cos(2 * k * law.mean) * exp(-2 * s * s)
  }

  /// The square of the true gradient.
  var squaredMean: Bounded {
    let s = k * law.standardDeviation
    let g = k * cos(k * law.mean) * exp(-0.5 * s * s)
    return Bounded(rounded: g * g)
  }

  var pathVariance: Bounded {
    Bounded(rounded: 0.5 * k * k * (1 + q), magnitude: k * k) - squaredMean
  }

  var scoreVariance: Bounded {
    let t = 2 * k * law.standardDeviation
    let moment = (1 - (1 - t * t) * q) / (2 * law.variance)
    return Bounded(rounded: moment, magnitude: (1 + t * t) / law.variance) - squaredMean
  }
}
