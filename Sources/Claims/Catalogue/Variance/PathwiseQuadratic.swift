import Distributions
import Estimators
import Numerics

// C36: for (z − c)² the pathwise estimator 2(z − c) ∂z/∂φ has variance 4σ² in μ and 4d² + 8σ² in σ. The second-order
// delta method leaves nothing of a quadratic: (f − h) S + ∇E h = ∇E h, variance 0, if ∇E h is added back.

extension Claim {
  /// The pathwise estimator.
  static let pathwiseQuadraticVariance = Claim(
    "gradient.variance.pathwise.quadratic", identity: "C36",
    title: "The pathwise gradient of E(z − c)² varies less, and in μ whatever the offset",
    statement: #"""
      \operatorname{Var}_{p(\varepsilon)}\left[\partial_\mu(\mu+\sigma\varepsilon-c)^2\right] = \#
      4\sigma^2, \quad \#
      \operatorname{Var}_{p(\varepsilon)}\left[\partial_\sigma(\mu+\sigma\varepsilon-c)^2\right] \#
      = 4d^2 + 8\sigma^2
      """#,
    setting: #"Let $p(\varepsilon) = \mathcal{N}(\varepsilon; 0, 1)$ and $d = \mu - c$."#,
    rows: [],
    checks: [
      .equality(
        "variance of one draw", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in try s.closedVariance("pathwise") },
        equals: { s in try s.moments(of: Pathwise(s.problem)).variance },
        variants: [
          .mutant("∂z/∂σ = 1: the noise is not in the path") { s in
            Bounded(rounded: 4 * s.variance)
          },
          .mutant("variance read as the deviation", from: "rachtsingh/ibp_vae #3") { s in
            let law = s.problem.law.misread
            let other = LineCase(
              problem: Quadratic(law: law, center: s.problem.center), inDeviation: s.inDeviation)
            return try other.closedVariance("pathwise")
          },
          .mutant("gradient path dropped: z held fixed", from: "duvenaud/relax #6") { _ in 0 },
        ])
    ])

  /// The delta method, which is exact for a quadratic.
  static let deltaMethodVariance = Claim(
    "gradient.variance.delta-method", identity: "C36",
    title: "The second-order control variate leaves no variance of a quadratic",
    statement: #"""
      g_\mu(z) = (f(z)-h(z))\,\partial_\mu\log q(z) + \partial_\mu\mathbb{E}_{q(z)}[h(z)], \quad \#
      \operatorname{Var}_{q(z)}[g_\mu(z)] = 0, \quad \mathbb{E}_{q(z)}[g_\mu(z)] = 2(\mu-c), \#
      \quad g_\sigma(z) = (f(z)-h(z))\,\partial_\sigma\log q(z) + \#
      \partial_\sigma\mathbb{E}_{q(z)}[h(z)], \quad \operatorname{Var}_{q(z)}[g_\sigma(z)] = 0, \#
      \quad \mathbb{E}_{q(z)}[g_\sigma(z)] = 2\sigma
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$, $f(z) = (z-c)^2$ and $h(z) = f(\mu) + \#
      (z-\mu)\,\frac{\partial f(\mu)}{\partial\mu} + \tfrac12(z-\mu)^2\,\frac{\partial^2 \#
      f(\mu)}{\partial\mu^2}$.
      """#,
    condition: "coefficient 1, and ∇E h added back", rows: [],
    checks: [
      .equality(
        "variance of one draw", on: { quadraticCases($0) },
        routes: ("quadrature over the noise", "zero"),
        states: { s in
          try blurred(s, s.moments(of: DeltaScore(s.problem), scale: scale(s)).variance)
        },
        equals: { _ in 0 },
        variants: [
          .equivalent("along the path") { s in
            try blurred(s, s.moments(of: DeltaPathwise(s.problem), scale: scale(s)).variance)
          },
          .equivalent("∇E h not added back: seen by the mean only") { s in
            let h = SecondOrderExpansion(s.problem)
            return try blurred(
              s, s.moments(scale: scale(s)) { left(s, h.value, noise: $0) }.variance)
          },
          .mutant("expansion of first order") { s in
            let h = SecondOrderExpansion(s.problem)
            let first: (Double) -> Double = { h.value + h.slope * ($0 - h.center) }
            return try s.moments(scale: scale(s)) { left(s, first, noise: $0) }.variance
          },
          .mutant("coefficient ½") { s in
            let h = SecondOrderExpansion(s.problem)
            return try s.moments(scale: scale(s)) { left(s, { 0.5 * h.value($0) }, noise: $0) }
              .variance
          },
          .mutant("½ of the second-order term lost") { s in
            let h = SecondOrderExpansion(s.problem)
            let whole: (Double) -> Double = { z in
              h.value + (z - h.center) * (h.slope + h.curvature * (z - h.center))
            }
            return try s.moments(scale: scale(s)) { left(s, whole, noise: $0) }.variance
          },
        ]),
      .equality(
        "mean", on: { quadraticCases($0) },
        routes: ("quadrature over the noise", "2d and 2σ"),
        states: { s in try blurred(s, s.moments(of: DeltaScore(s.problem), scale: scale(s)).mean) },
        equals: { s in s.pick(LineClosedForms.gradient(of: s.problem)) },
        variants: [
          .mutant("∇E h not added back") { s in
            let h = SecondOrderExpansion(s.problem)
            return try blurred(s, s.moments(scale: scale(s)) { left(s, h.value, noise: $0) }.mean)
          }
        ]),
    ])

  /// (f − h) times the score.
  private static func left(
    _ s: LineCase<Quadratic>, _ h: (Double) -> Double, noise ε: Double
  ) -> Double {
    let (value, score) = s.parts(noise: ε)
    return (value - h(s.problem.law.mean + s.problem.law.standardDeviation * ε)) * score
  }

  /// The size of the terms of a draw within four deviations.
  private static func scale(_ s: LineCase<Quadratic>) -> Double {
    let law = s.problem.law
    let reach = law.mean.magnitude + 4 * law.standardDeviation + s.problem.center.magnitude
    return 16 * reach * reach / law.standardDeviation
  }

  /// A moment of a draw that rounding moves by up to 64 ulps of its terms.
  private static func blurred(_ s: LineCase<Quadratic>, _ moment: Bounded) -> Bounded {
    let δ = Bounded(rounded: scale(s)).error
    let high = max(0, moment.value + moment.error)
    return Bounded(
      moment.value, error: moment.error + δ * (1 + 2 * high.squareRoot() + δ))
  }
}
