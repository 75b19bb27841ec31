import Distributions
import Estimators
import Foundation
import Numerics

// C36: one bit of probability θ, f(b) = (b − t)², ∂/∂logit. With p = θ(1 − θ), Δ = f(1) − f(0), m = max(θ, 1 − θ) the
// gradient is pΔ, and one draw varies by p[(1 − θ)f(1) + θf(0)]² (REINFORCE; 0 with that bracket as its baseline),
// Δ²p(½ − p) (leave-one-out, two draws), ⅔Δ²(⅛ − (m − ½)³) − (pΔ)² (ARM), Δ²m²(1 − m)(m − ½) (DisARM; 0 at θ = ½).

extension Claim {
  /// The table of four estimators on one bit.
  static let bernoulliVariance = Claim(
    "gradient.variance.bernoulli", identity: "C36",
    title: "The gradient estimators for one Bernoulli latent have variances in closed form",
    statement: #"""
      \text{REINFORCE: } \theta\left((1-\theta)f_1\right)^2 + (1-\theta)\left(\theta f_0\right)^2 \#
      - (v\Delta)^2 = v\left((1-\theta)f_1+\theta f_0\right)^2, \quad \text{RLOO, two draws: } \#
      2v\left(\tfrac12\Delta\right)^2 - (v\Delta)^2 = \Delta^2v(\tfrac12-v), \quad \text{ARM: } \#
      2\int_m^1\Delta^2(u-\tfrac12)^2\,du - (v\Delta)^2 = \#
      \tfrac23\Delta^2\left(\tfrac18-(m-\tfrac12)^3\right) - (v\Delta)^2, \quad \text{DisARM: } \#
      2(1-m)\left(\tfrac12m\Delta\right)^2 - \left(m(1-m)\Delta\right)^2 = \#
      \Delta^2m^2(1-m)(m-\tfrac12)
      """#,
    setting: #"""
      Let $b$ be 1 with probability $\theta$ and 0 otherwise, $v = \theta(1-\theta)$, let $f_0$ \#
      and $f_1$ be the values of $f(b)$ and $\Delta = f_1 - f_0$, so that the gradient by the \#
      logit is $v\Delta$, and let $m$ be the larger of $\theta$ and $1-\theta$. Each left side is \#
      a mean square less the squared mean: over the values of $b$, over two of them, over the \#
      uniform noise $u$ of ARM where its pair differs, and over the pairs of DisARM.
      """#,
    rows: [],
    checks: [
      .equality(
        "REINFORCE", on: { bits($0) }, routes: ("closed form", "sum over the states"),
        states: { s in s.bounded(s.p * s.bracket * s.bracket) },
        equals: { s in DiscreteTruth.moments(of: Reinforce(s.problem))[0].variance },
        variants: [
          .mutant("squared mean kept: a second moment") { s in
            s.bounded(s.p * s.bracket * s.bracket + s.p * s.p * s.Δ * s.Δ)
          },
          .mutant("f(0) and f(1) exchanged") { s in
            let bracket = s.θ * s.f(1) + (1 - s.θ) * s.f(0)
            return s.bounded(s.p * bracket * bracket)
          },
          .mutant("∂/∂θ for ∂/∂logit") { s in
            s.bounded(s.bracket * s.bracket / s.p)
          },
        ]),
      .equality(
        "REINFORCE with its best baseline", on: { bits($0) },
        routes: ("zero", "sum over the states"), states: { _ in 0 },
        equals: { s in
          let exact = DiscreteTruth.moments(of: Reinforce(s.problem, baseline: .optimal))[0]
          return Bounded(exact.variance.value, error: exact.variance.error + s.roundingOfSquare)
        },
        variants: [
          .mutant("the mean of f as the baseline") { s in
            s.bounded(s.p * pow((1 - 2 * s.θ) * s.Δ, 2))
          },
          .mutant("no baseline") { s in s.bounded(s.p * s.bracket * s.bracket) },
        ]),
      .equality(
        "leave-one-out, two draws", on: { bits($0) },
        routes: ("closed form", "sum over the pairs of states"),
        states: { s in s.bounded(s.Δ * s.Δ * s.p * (0.5 - s.p)) },
        equals: { s in s.pairVariance },
        variants: [
          .equivalent("covariance formula") { s in
            // Δ is a difference: what it lost to rounding is in proportion to f, not to itself.
            let exact = DiscreteTruth.moments(of: LeaveOneOutReinforce(s.problem, samples: 2))[0]
            return exact.variance + Bounded(0, error: s.bounded(exact.variance.value).error)
          },
          .mutant("squared mean kept: a second moment") { s in
            s.bounded(0.5 * s.Δ * s.Δ * s.p)
          },
          .mutant("none left out: the divisor 2 for 1") { s in
            s.bounded(0.25 * s.Δ * s.Δ * s.p * (0.5 - s.p))
          },
        ]),
      .equality(
        "ARM", on: { bits($0) }, routes: ("closed form", "quadrature over the cells of u"),
        states: { s in s.arm(s.m) },
        equals: { s in try DiscreteTruth.moments(of: AugmentReinforceMerge(s.problem))[0].variance
        },
        variants: [
          .mutant("squared mean kept: a second moment") { s in
            s.arm(s.m) + s.bounded(s.p * s.p * s.Δ * s.Δ)
          },
          .mutant("the pair taken as different for every u") { s in
            s.bounded(s.Δ * s.Δ * (1.0 / 12 - s.p * s.p))
          },
          .mutant("1 − θ for max(θ, 1 − θ)") { s in s.arm(1 - s.θ) },
        ]),
      .equality(
        "DisARM", on: { bits($0) }, routes: ("closed form", "sum over the cells of u"),
        states: { s in s.disarm(s.m) },
        equals: { s in try DiscreteTruth.moments(of: DisARM(s.problem))[0].variance },
        variants: [
          .mutant("min for max") { s in s.disarm(1 - s.m) },
          .mutant("factor ½ of the pair lost") { s in 4 * s.disarm(s.m) },
          .mutant("not averaged: ARM's") { s in s.arm(s.m) },
        ]),
    ])

  private static func bits(_ laboratory: Laboratory) -> [Subject<BitCase>] {
    laboratory.family(
      fixed: [0.5, 0.8, 0.3].map { Subject("θ = \($0), t = 0.45", BitCase(θ: $0, t: 0.45)) },
      "bit"
    ) { generator in
      BitCase(θ: 0.05 + 0.9 * generator.uniform(), t: 0.5 + generator.standardNormal())
    }
  }
}

/// One bit of probability θ, f(b) = (b − t)².
private struct BitCase: Sendable {
  let θ: Double
  let t: Double

  var problem: SingleBernoulli { SingleBernoulli(probability: θ, target: t) }
  var p: Double { θ * (1 - θ) }
  var m: Double { max(θ, 1 - θ) }
  var Δ: Double { f(1) - f(0) }

  /// (1 − θ)f(1) + θf(0), which is also the best baseline.
  var bracket: Double { (1 - θ) * f(1) + θ * f(0) }

  func f(_ b: Double) -> Double { (b - t) * (b - t) }

  /// The largest square of a draw.
  private var size: Double { pow(max(f(0), f(1)), 2) }

  /// What rounding leaves of a variance that is 0.
  var roundingOfSquare: Double { pow(Bounded(rounded: max(f(0), f(1))).error, 2) }

  func bounded(_ value: Double) -> Bounded { Bounded(rounded: value, magnitude: size) }

  func arm(_ m: Double) -> Bounded {
    let excess = m - 0.5
    return bounded(
      Δ * Δ * (2.0 / 3 * (0.125 - excess * excess * excess) - p * p))
  }

  func disarm(_ m: Double) -> Bounded { bounded(Δ * Δ * m * m * (1 - m) * (m - 0.5)) }

  /// The variance of ½(f(b) − f(b'))(b − b'), over the four pairs.
  var pairVariance: Bounded {
    let bits = [(0.0, 1 - θ), (1.0, θ)]
    let draws = bits.flatMap { first, left in
      bits.map { second, right in
        (weight: left * right, value: 0.5 * (f(first) - f(second)) * (first - second))
      }
    }
    return DiscreteTruth.moments(ofWeighted: draws).variance
  }
}
