import Distributions
import Estimators
import Numerics

// C36: a decaying baseline b ← ρb + (1 − ρ)f that is moved after the draw it serves is independent of it: the mean
// stays, and the variance is that with the exact mean and I Var f/n more, ρ = (n − 1)/(n + 1), here n = 19, ρ = 0.9.
// Moved before, f − b' = ρ(f − b): everything is shrunk by ρ, a bias of a tenth.

extension Claim {
  /// The decaying baseline, and the fault of moving it too early.
  static let runningBaselineVariance = Claim(
    "gradient.variance.baseline.running", identity: "C36",
    title: "A decaying baseline is unbiased only if it has not yet seen its own draw",
    statement: #"""
      \operatorname{Var}_{q(z)p(b)}\left[\left((z-c)^2 - b\right)\partial_\mu\log q(z)\right] = \#
      8d^2+10\sigma^2+\tfrac{4d^2+2\sigma^2}{n}, \quad \#
      \operatorname{Var}_{q(z)p(b)}\left[\left((z-c)^2 - b\right)\partial_\sigma\log q(z)\right] \#
      = 40d^2+56\sigma^2+\tfrac{8d^2+4\sigma^2}{n}
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and $d = \mu - c$. The baseline $b$ is made of \#
      earlier draws: independent of $z$, it has the mean of $(z-c)^2$ and one $n$-th of its \#
      variance, as with $p(b) = \mathcal{N}(b; d^2 + \sigma^2, \frac{4d^2\sigma^2 + \#
      2\sigma^4}{n})$.
      """#,
    condition: "the baseline is moved after the draw that it serves", rows: [],
    checks: [
      .equality(
        "mean", on: { quadraticCases($0) },
        routes: ("2d and 2σ", "quadrature of f times the score"),
        states: { s in s.pick(LineClosedForms.gradient(of: s.problem)) },
        equals: { s in try moments(s).covariance },
        variants: [
          .mutant("own draw included: ρ times the gradient") { s in
            0.9 * s.pick(LineClosedForms.gradient(of: s.problem))
          },
          .mutant("own draw subtracted with the whole weight") { _ in 0 },
        ]),
      .equality(
        "variance of one draw", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in try s.closedVariance("score-running-baseline") },
        equals: { s in
          try LineTruth.exact(RunningBaseline(s.problem))[s.inDeviation ? 1 : 0].variance ?? 0
        },
        variants: [
          .mutant("own draw included") { s in
            try 0.81 * s.closedVariance("score-running-baseline")
          },
          .mutant("noise of the baseline forgotten") { s in
            try s.closedVariance("score-mean-baseline")
          },
        ]),
      .mean(
        "mean of draws, z² under N(1, 1), ∂μ, n = 3", on: { _ in [unit] }, draws: 100_000,
        against: "closed form",
        of: { s in
          { draw(s, using: &$0, isMovedFirst: false) }
        },
        equals: { s in s.pick(LineClosedForms.gradient(of: s.problem)) },
        variants: [
          .mutant("own draw included") { s in
            { draw(s, using: &$0, isMovedFirst: true) }
          }
        ]),
    ])

  private static let unit = Subject(
    "z², N(1, 1), ∂μ",
    LineCase(
      problem: Quadratic(law: Gaussian(mean: 1, standardDeviation: 1), center: 0),
      inDeviation: false))

  private static func moments(
    _ s: LineCase<Quadratic>
  ) throws(NumericsError) -> ValueMoments.Component {
    try ValueMoments(s.problem).components[s.inDeviation ? 1 : 0]
  }

  /// One draw with a baseline that three values made (ρ = ½), as `RunningBaseline` starts; or with the draw in it.
  private static func draw(
    _ s: LineCase<Quadratic>, using generator: inout Philox, isMovedFirst: Bool
  ) -> Double {
    var baseline = 0.0
    for _ in 0..<3 { baseline += s.parts(noise: generator.standardNormal()).value / 3 }
    let (value, score) = s.parts(noise: generator.standardNormal())
    if isMovedFirst { baseline = 0.5 * (baseline + value) }
    return (value - baseline) * score
  }
}
