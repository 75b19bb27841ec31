import Distributions
import Estimators
import Foundation
import Numerics

// C36: ∂μ of E f is (E f(μ + σw) − E f(μ − σw))/(σ√2π), w Rayleigh (Weibull of scale √2 and shape 2), and ∂σ is
// (E f(μ + σm) − E f(μ + σn))/σ, m double-sided Maxwell, n normal. For (z − c)²: with one w on both sides, and n = mu,
// 4d²(4/π − 1) and 4(d² + σ²); with independent halves (2/π)((4 − π)d² + 2σ²) and 16d² + 8σ².

extension Claim {
  /// Both couplings of the measure-valued estimator.
  static let measureValuedVariance = Claim(
    "gradient.variance.measure-valued", identity: "C36",
    title: "Coupling the halves of the measure-valued gradient of E(z − c)² lowers its variance",
    statement: #"""
      \int_0^\infty we^{-w^2/2}\left(\frac{(d+\sigma w)^2-(d-\sigma \#
      w)^2}{\sigma\sqrt{2\pi}}\right)^2dw - (2d)^2 = 4d^2\left(\tfrac4\pi-1\right), \quad \#
      \mathbb{E}_{p(m)}\left[m^2h(m)\right] - (2\sigma)^2 = 4(d^2+\sigma^2), \quad \#
      \frac{1}{2\pi\sigma^2}\left(\int_0^\infty we^{-w^2/2}\left((d+\sigma w)^4 + (d-\sigma \#
      w)^4\right)dw - \left(\int_0^\infty we^{-w^2/2}(d+\sigma w)^2\,dw\right)^2 - \#
      \left(\int_0^\infty we^{-w^2/2}(d-\sigma w)^2\,dw\right)^2\right) = \#
      2d^2\left(\tfrac4\pi-1\right) + \frac{4\sigma^2}{\pi}, \quad \#
      \frac{1}{\sigma^2}\left(\mathbb{E}_{p(m)}\left[m^2(d+\sigma m)^4\right] - \#
      \left(\mathbb{E}_{p(m)}\left[m^2(d+\sigma m)^2\right]\right)^2 + \#
      \operatorname{Var}_{p(m)}\left[(d+\sigma m)^2\right]\right) = 16d^2+8\sigma^2
      """#,
    setting: #"""
      Let $d = \mu - c$ and $p(m) = \mathcal{N}(m; 0, 1)$, let $w$ be a Rayleigh number, of the \#
      density $we^{-w^2/2}$, and let the density of a double-sided Maxwell number be $m^2\,p(m)$; \#
      $(z-c)^2$ is $(d+\sigma w)^2$ at $\mu+\sigma w$. Each left side is a mean square less the \#
      squared mean, or a sum of two such: first the coupled halves, in $\mu$ by one $w$ on both \#
      sides and in $\sigma$ by a uniform share $u$ of the Maxwell number for the normal one, over \#
      which the mean square is $\int_0^1\left(\frac{(d+\sigma m)^2-(d+\sigma \#
      um)^2}{\sigma}\right)^2du = h(m)$ with $h(m) = m^2\left(\tfrac43d^2 + \tfrac53d\sigma m + \#
      \tfrac8{15}\sigma^2m^2\right)$, then independent halves in $\mu$ and in $\sigma$.
      """#,
    rows: [],
    checks: [
      .equality(
        "coupled", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over the Rayleigh and Maxwell numbers"),
        states: { s in try s.closedVariance("measure-coupled") },
        equals: { s in
          let exact = try LineTruth.exact(MeasureCoupled(s.problem))[s.inDeviation ? 1 : 0]
          // In μ the squares cancel: what is left of them is rounding.
          let law = s.problem.law
          let reach = law.mean.magnitude + 4 * law.standardDeviation + s.problem.center.magnitude
          let δ = Bounded(rounded: reach * reach / law.standardDeviation).error
          return exact.blurred(by: δ).variance ?? 0
        },
        variants: [
          .mutant("independent halves", from: "google-deepmind/mc_gradients, its log prefix") { s in
            try s.closedVariance("measure-uncoupled")
          },
          .mutant("Rayleigh number of scale 1: Weibull's √2 lost; normal for Maxwell") { s in
            s.formula(
              mean: 2 * s.offsetSquare * (4 / Double.pi - 1),
              deviation: 8 * (s.offsetSquare + s.variance))
          },
          .mutant("the constant 1/√2π lost") { s in
            try 2 * Double.pi * s.closedVariance("measure-coupled")
          },
        ]),
      .equality(
        "independent halves", on: { quadraticCases($0) },
        routes: ("closed form", "quadrature over each half"),
        states: { s in try s.closedVariance("measure-uncoupled") },
        equals: { s in
          try LineTruth.exact(MeasureUncoupled(s.problem))[s.inDeviation ? 1 : 0].variance ?? 0
        },
        variants: [
          .mutant("coupled halves") { s in try s.closedVariance("measure-coupled") },
          .mutant("one half only") { s in try 0.5 * s.closedVariance("measure-uncoupled") },
        ]),
    ])
}
