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
      \operatorname{Var}_{\text{coupled}} = 4d^2\bigl(\tfrac4\pi-1\bigr),\; 4(d^2+\sigma^2);\quad \#
      \operatorname{Var}_{\text{independent}} = \tfrac2\pi\bigl[(4-\pi)d^2+2\sigma^2\bigr],\; \#
      16d^2+8\sigma^2
      """#,
    setting: #"""
      Let $d = \mu - c$ and $f(z) = (z-c)^2$, let $w$ be of Rayleigh's law, $m$ of the \#
      double-sided Maxwell law and $n$ standard normal. In $\mu$ the estimator is \#
      $\frac{1}{\sigma\sqrt{2\pi}}$ times the difference of $f$ at $\mu + \sigma w$ and at $\mu - \#
      \sigma w$, in $\sigma$ it is $\frac1\sigma$ times the difference of $f$ at $\mu + \sigma m$ \#
      and at $\mu + \sigma n$; of each pair of variances the first is in $\mu$. The halves are \#
      coupled by one $w$ on both sides and by $n$ as a uniform share of $m$.
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
