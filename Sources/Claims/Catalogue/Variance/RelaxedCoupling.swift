import Distributions
import Estimators
import Foundation
import Numerics

// C36: REBAR, (f(b) − c(z̃))(b − θ) + ∂c(z) − ∂c(z̃), c(z) = f(sigmoid(z/τ)), has the right mean however b and the free
// z are coupled, because only z̃ meets the score. The variance does depend on it: with b = 1[u < θ] in the place of
// b = 1[u > 1 − θ] (and the noise added to θ for logit θ) θ = 0.3, t = 0.45, τ = ½ gives 0.00436 for 0.02156.
// So a check of the mean accepts the wrong program, and a check of the variance does not.

extension Claim {
  /// What the mean sees, and what the variance sees.
  static let relaxedCoupling = Claim(
    "gradient.variance.relaxed-coupling", identity: "C36",
    title: "A wrong coupling of REBAR leaves the mean and is seen by the variance alone",
    statement: #"""
      E\bigl[(f(b)-c(\tilde z))(b-\theta)+\partial c(z)-\partial c(\tilde z)\bigr] = \#
      \theta(1-\theta)\Delta \text{ for every coupling of } (b, z)
      """#,
    setting: #"""
      Let $b$ be 1 with probability $\theta$ and 0 otherwise, $z$ a relaxed number, $\tilde z$ \#
      one that is drawn given $b$, $c$ the function that predicts $f(b)$ from it, $\partial$ the \#
      derivative by the logit of $\theta$, and $\Delta = f(1) - f(0)$.
      """#,
    rows: [],
    checks: [
      .equality(
        "mean", on: { relaxedBits($0) },
        routes: ("quadrature over both noises, chain rule", "θ(1 − θ)Δ"),
        states: { s in try s.moments().mean },
        equals: { s in DiscreteTruth.gradient(of: s.problem)[0] },
        variants: [
          .equivalent("b = 1[u < θ]") { s in try s.moments(isReversed: true).mean },
          .equivalent("b = 1[u < θ], and noise added to θ for logit θ") { s in
            try s.moments(isReversed: true, location: s.shipped).mean
          },
          .equivalent("z̃ drawn without regard to b: REINFORCE and noise") { s in
            try s.moments(isUnconditional: true).mean
          },
          .mutant("no gradient through the conditional draw", from: "duvenaud/relax #6") { s in
            try s.moments(isDropped: true).mean
          },
          .mutant("the score's part alone, its correction left out") { s in
            try s.moments(isUncorrected: true).mean
          },
        ]),
      .equality(
        "variance of one draw", on: { relaxedBits($0) },
        routes: ("quadrature over both noises, chain rule", "quadrature of the estimator's parts"),
        states: { s in try s.moments().variance },
        equals: { s in
          try DiscreteTruth.moments(of: Rebar(s.problem, temperature: s.τ))?[0].variance ?? 0
        },
        variants: [
          .mutant("b = 1[u < θ]", from: "duvenaud/relax, relax-autograd/relax.py") { s in
            try s.moments(isReversed: true).variance
          },
          .mutant(
            "b = 1[u < θ], and noise added to θ for logit θ",
            from: "duvenaud/relax, relax-autograd/relax.py"
          ) { s in try s.moments(isReversed: true, location: s.shipped).variance },
          .mutant("no gradient through the conditional draw", from: "duvenaud/relax #6") { s in
            try s.moments(isDropped: true).variance
          },
          .mutant("z̃ drawn without regard to b") { s in
            try s.moments(isUnconditional: true).variance
          },
        ]),
      .mean(
        "mean of draws", on: { _ in [fixed] }, draws: 20_000, against: "θ(1 − θ)Δ",
        of: { s in s.rebar },
        equals: { s in DiscreteTruth.gradient(of: s.problem)[0] },
        variants: [
          .equivalent("b = 1[u < θ], and noise added to θ for logit θ") { s in s.shippedDraw }
        ]),
      .variance(
        "variance of draws", on: { _ in [fixed] }, draws: 20_000, against: "quadrature",
        of: { s in s.rebar },
        equals: { s in
          try DiscreteTruth.moments(of: Rebar(s.problem, temperature: s.τ))?[0].variance ?? 0
        },
        variants: [
          .mutant(
            "b = 1[u < θ], and noise added to θ for logit θ",
            from: "duvenaud/relax, relax-autograd/relax.py"
          ) { s in s.shippedDraw }
        ]),
    ])

  private static let fixed = Subject(
    "θ = 0.3, t = 0.45, τ = 0.5", RelaxedBit(θ: 0.3, t: 0.45, τ: 0.5))

  private static func relaxedBits(_ laboratory: Laboratory) -> [Subject<RelaxedBit>] {
    laboratory.family(fixed: [fixed], "relaxed-bit") { generator in
      RelaxedBit(
        θ: 0.1 + 0.8 * generator.uniform(), t: 0.45 + 0.3 * generator.standardNormal(),
        τ: 0.4 + 0.6 * generator.uniform())
    }
  }
}

/// One bit, f(b) = (b − t)², and its relaxation at a temperature, by the chain rule as it stands.
private struct RelaxedBit: Sendable {
  let θ: Double
  let t: Double
  let τ: Double

  /// What the noise is added to, and its slope in the logit.
  typealias Location = (value: Double, slope: Double)

  var problem: SingleBernoulli { SingleBernoulli(probability: θ, target: t) }

  /// logit θ.
  private var published: Location { (log(θ) - log(1 - θ), 1) }

  /// θ itself, as shipped.
  var shipped: Location { (θ, θ * (1 - θ)) }

  private func f(_ b: Double) -> Double { (b - t) * (b - t) }

  /// f(sigmoid(z/τ)) and its slope in z.
  private func relaxed(_ z: Double) -> (value: Double, slope: Double) {
    let s = 1 / (1 + exp(-z / τ))
    return (f(s), 2 * (s - t) * s * (1 - s) / τ)
  }

  /// ∂c(z) for z = location + logit u.
  private func free(_ u: Double, _ location: Location) -> Double {
    relaxed(location.value + log(u) - log(1 - u)).slope * location.slope
  }

  /// (f(b) − c(z̃))(b − θ) − ∂c(z̃), with noise uniform in (1 − θ, 1) for b = 1 and in (0, 1 − θ) for b = 0.
  private func conditional(
    _ b: Double, _ v: Double, _ location: Location, isDropped: Bool, isUnconditional: Bool,
    isUncorrected: Bool
  ) -> Double {
    let noise: Double
    let motion: Double
    if isUnconditional {
      noise = log(v) - log(1 - v)
      motion = 0
    } else if b == 1 {
      let u = 1 - θ + v * θ
      noise = log(u) - log(θ * (1 - v))
      motion = -(1 - θ) / u
    } else {
      let rest = 1 - v * (1 - θ)
      noise = log(v * (1 - θ)) - log(rest)
      motion = -θ / rest
    }
    let c = relaxed(location.value + noise)
    let speed = location.slope + (isDropped ? 0 : motion)
    return (f(b) - c.value) * (b - θ) - (isUncorrected ? 0 : c.slope * speed)
  }

  /// The mean and variance of one draw, from integrals over each noise given b.
  func moments(
    isReversed: Bool = false, location: Location? = nil, isDropped: Bool = false,
    isUnconditional: Bool = false, isUncorrected: Bool = false
  ) throws(NumericsError) -> (mean: Bounded, variance: Bounded) {
    let place = location ?? published
    let rule = Quadrature()
    func moments(
      from low: Double, to high: Double, _ g: (Double) -> Double
    ) throws(NumericsError) -> (mean: Bounded, square: Bounded) {
      let width = 1 / (high - low)
      let mean = try rule.integral(from: low, to: high) { g($0) * width }
      let square = try rule.integral(from: low, to: high) { g($0) * g($0) * width }
      return (mean, square)
    }
    var parts: [(weight: Double, mean: Bounded, square: Bounded)] = []
    for (b, weight) in [(0.0, 1 - θ), (1.0, θ)] {
      // The free noise that goes with b: above 1 − θ for 1, or, reversed, below θ.
      let cut = isReversed ? θ : 1 - θ
      let isUpper = (b == 1) != isReversed
      let first = try moments(from: isUpper ? cut : 0, to: isUpper ? 1 : cut) {
        isUncorrected ? 0 : free($0, place)
      }
      let second = try moments(from: 0, to: 1) { v in
        conditional(
          b, v, place, isDropped: isDropped, isUnconditional: isUnconditional,
          isUncorrected: isUncorrected)
      }
      // Given b the two noises are independent.
      parts.append(
        (
          weight, first.mean + second.mean,
          first.square + second.square + 2 * (first.mean * second.mean)
        ))
    }
    let mean = parts.map { $0.mean * $0.weight }.sum()
    return (mean, parts.map { $0.square * $0.weight }.sum() - mean.squared)
  }

  /// Draws of the estimator of the library.
  var rebar: (inout Philox) -> Double {
    let estimator = Rebar(problem, temperature: τ)
    return { generator in
      estimator.problem.withScratch(estimator.vectors + 1) { scratch in
        estimator.draw(into: scratch[0], aside: scratch.dropping(1), using: &generator)
        return scratch[0][0]
      }
    }
  }

  /// Draws of the program as shipped.
  var shippedDraw: (inout Philox) -> Double {
    { generator in
      let (u, v) = (generator.openUniform(), generator.openUniform())
      let b = u < θ ? 1.0 : 0.0
      return free(u, shipped)
        + conditional(
          b, v, shipped, isDropped: false, isUnconditional: false,
          isUncorrected: false)
    }
  }
}
