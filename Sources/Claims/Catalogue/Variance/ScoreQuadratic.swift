import Distributions
import Estimators
import Numerics

// C36: the score-function estimator f(z) ∂ log q(z) of E(z − c)², z = μ + σε, d = μ − c. In μ and in σ:
// without a baseline d⁴/σ² + 14d² + 15σ² and 2d⁴/σ² + 60d² + 74σ²; with E f = d² + σ²: 8d² + 10σ² and 40d² + 56σ²;
// with the baseline of least variance, d² + 3σ² in μ and d² + 5σ² in σ: 8d² + 6σ² and 40d² + 24σ².

extension Claim {
  /// The score function without a baseline.
  static let scoreQuadraticVariance = Claim(
    "gradient.variance.score-function.quadratic", identity: "C36",
    title: "The score-function gradient of E(z − c)² has a variance of fourth order in the offset",
    statement: #"""
      \operatorname{Var}_{q(z)}\left[(z-c)^2\,\partial_\mu\log q(z)\right] = \#
      \tfrac{d^4}{\sigma^2} + 14d^2 + 15\sigma^2, \quad \#
      \operatorname{Var}_{q(z)}\left[(z-c)^2\,\partial_\sigma\log q(z)\right] = \#
      \tfrac{2d^4}{\sigma^2} + 60d^2 + 74\sigma^2
      """#,
    setting: #"Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and $d = \mu - c$."#,
    rows: [],
    checks: [
      .equality(
        "variance of one draw", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in try s.closedVariance("score") },
        equals: { s in try s.moments(of: ScoreFunction(s.problem)).variance },
        variants: [
          .mutant("squared mean kept: a second moment") { s in try s.closedSecondMoment("score") },
          .mutant("offset of f ignored, as if f were d² less") { s in
            s.formula(
              mean: 8 * s.offsetSquare + 15 * s.variance,
              deviation: 40 * s.offsetSquare + 74 * s.variance)
          },
          .mutant("variance read as the deviation", from: "rachtsingh/ibp_vae #3") { s in
            let law = s.problem.law.misread
            let other = LineCase(
              problem: Quadratic(law: law, center: s.problem.center), inDeviation: s.inDeviation)
            return try other.closedVariance("score")
          },
        ])
    ])

  /// The mean of f as the baseline.
  static let meanBaselineVariance = Claim(
    "gradient.variance.baseline.mean", identity: "C36",
    title: "The mean of f as a baseline takes away the fourth order, and no more",
    statement: #"""
      \operatorname{Var}_{q(z)}\left[\left((z-c)^2 - b\right)\partial_\mu\log q(z)\right] = 8d^2 \#
      + 10\sigma^2, \quad \operatorname{Var}_{q(z)}\left[\left((z-c)^2 - \#
      b\right)\partial_\sigma\log q(z)\right] = 40d^2 + 56\sigma^2
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$, $d = \mu - c$ and $b = \#
      \mathbb{E}_{q(z)}[(z-c)^2]$.
      """#,
    rows: [],
    checks: [
      .equality(
        "variance of one draw", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in try s.closedVariance("score-mean-baseline") },
        equals: { s in
          let mean = try ValueMoments(s.problem).mean.value
          return try s.moments(of: ScoreFunction.meanBaseline(s.problem, mean: mean)).variance
        },
        variants: [
          .mutant("f at the mean of z for the mean of f") { s in
            try s.closedVariance("score-constant-baseline")
          },
          .mutant("called optimal") { s in try s.closedVariance("score-optimal-baseline") },
          .mutant("mean of a batch of 20 that includes the draw itself") { s in
            try 0.95 * 0.95 * s.closedVariance("score-mean-baseline")
          },
        ])
    ])

  /// The baseline of least variance.
  static let optimalBaselineVariance = Claim(
    "gradient.variance.baseline.optimal", identity: "C36",
    title: "The best constant baseline is another one for each parameter, and not the mean of f",
    statement: #"""
      b^*_\mu = \frac{\mathbb{E}_{q(z)}[f(z)\,S(z)^2]}{\mathbb{E}_{q(z)}[S(z)^2]} = d^2 + \#
      3\sigma^2, \quad \operatorname{Var}_{q(z)}\left[(f(z) - b^*_\mu)\,S(z)\right] = 8d^2 + \#
      6\sigma^2, \quad b^*_\sigma = \#
      \frac{\mathbb{E}_{q(z)}[f(z)\,T(z)^2]}{\mathbb{E}_{q(z)}[T(z)^2]} = d^2 + 5\sigma^2, \quad \#
      \operatorname{Var}_{q(z)}\left[(f(z) - b^*_\sigma)\,T(z)\right] = 40d^2 + 24\sigma^2
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$, $d = \mu - c$ and $f(z) = (z-c)^2$. The \#
      baseline of least variance is the mean of $f(z)$ weighted with the square of the score, \#
      $S(z) = \partial_\mu\log q(z)$ or $T(z) = \partial_\sigma\log q(z)$.
      """#,
    rows: [],
    checks: [
      .equality(
        "the baseline", on: { quadraticCases($0) },
        routes: ("closed form", "E f S²/E S² by quadrature"),
        states: { s in
          s.formula(
            mean: s.offsetSquare + 3 * s.variance, deviation: s.offsetSquare + 5 * s.variance)
        },
        equals: { s in
          let moments = try ValueMoments(s.problem)
          let part = moments.components[s.inDeviation ? 1 : 0]
          return moments.mean + part.skewness / part.information
        },
        variants: [
          .mutant("the mean of f") { s in Bounded(rounded: s.offsetSquare + s.variance) },
          .mutant("the other parameter's") { s in
            s.formula(
              mean: s.offsetSquare + 5 * s.variance, deviation: s.offsetSquare + 3 * s.variance)
          },
        ]),
      .equality(
        "variance of one draw", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in try s.closedVariance("score-optimal-baseline") },
        equals: { s in
          let best = try ValueMoments(s.problem).optimalBaseline
          return try s.moments(of: ScoreFunction.optimalBaseline(s.problem, best)).variance
        },
        variants: [
          .mutant("with the mean of f") { s in try s.closedVariance("score-mean-baseline") },
          .mutant("with the other parameter's baseline") { s in
            s.formula(
              mean: 8 * s.offsetSquare + 10 * s.variance,
              deviation: 40 * s.offsetSquare + 32 * s.variance)
          },
        ]),
    ])
}
