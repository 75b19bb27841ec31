import Distributions
import Estimators
import Foundation
import Numerics

// C36: leave-one-out is the sample covariance of f and the score S in K draws, a U-statistic: with g = Cov(f, S) and
// I = Var S its variance is (E(f − E f)²S² − g²(K − 2)/(K − 1) + Var f · I/(K − 1))/K. For (z − c)² in μ and σ:
// (8d² + 10σ² + (8d² + 2σ²)/(K − 1))/K and (40d² + 56σ² + (8d² + 8σ²)/(K − 1))/K.

extension Claim {
  /// The closed form, the general formula, and draws.
  static let leaveOneOutVariance = Claim(
    "gradient.variance.leave-one-out", identity: "C36",
    title: "Leave-one-out is a sample covariance, and has its variance",
    statement: #"""
      \operatorname{Var}_{z_{1:K} \sim q_\phi(z)}\left[\frac1K\sum_{k=1}^K\left(f(z_k) - \#
      \frac{1}{K-1}\sum_{j\ne k}f(z_j)\right)S(z_k)\right] = \#
      \frac1K\left(\mathbb{E}_{q_\phi(z)}\left[(f(z)-\bar f)^2S(z)^2\right] - \#
      \frac{K-2}{K-1}\,g^2 + \frac{\operatorname{Var}_{q_\phi(z)}[f(z)]\,I}{K-1}\right), \quad g \#
      = \operatorname{Cov}_{q_\phi(z)}(f(z), S(z)), \quad I = \#
      \operatorname{Var}_{q_\phi(z)}[S(z)]
      """#,
    setting: #"""
      Let $S(z) = \partial_\phi\log q_\phi(z)$ be the score and $\bar f = \#
      \mathbb{E}_{q_\phi(z)}[f(z)]$, and let $z_1, \dots, z_K$ be independent samples of \#
      $q_\phi(z)$.
      """#,
    condition: "K ≥ 2", rows: [],
    checks: [
      .equality(
        "(z − c)², K draws", on: { quadraticCases($0) },
        routes: ("closed form", "covariance formula with integrals over one draw"),
        states: { s in try s.closedVariance("rloo") },
        equals: { s in
          let estimator = ScoreLeaveOneOut(s.problem, samples: s.samples)
          return try LineTruth.exact(estimator)[s.inDeviation ? 1 : 0].variance ?? 0
        },
        variants: [
          .mutant("noise of the baseline forgotten") { s in
            try s.closedVariance("score-mean-baseline") / Double(s.samples)
          },
          .mutant("none left out: the divisor K for K − 1") { s in
            let share = Double(s.samples - 1) / Double(s.samples)
            return try share * share * s.closedVariance("rloo")
          },
          .mutant("variance of one draw for that of the mean of K") { s in
            try Double(s.samples) * s.closedVariance("rloo")
          },
        ]),
      .equality(
        "pairs, cos kz", on: { laboratory in Array(cosineCases(laboratory).prefix(16)) },
        routes: ("covariance formula with integrals over one draw", "sums over pairs of draws"),
        states: { s in
          let estimator = ScoreLeaveOneOut(s.problem, samples: 2)
          return try LineTruth.exact(estimator)[s.inDeviation ? 1 : 0].variance ?? 0
        },
        equals: { s in pairVariance(s) },
        variants: [
          .mutant("exact mean as the baseline") { s in
            let part = try ValueMoments(s.problem).components[s.inDeviation ? 1 : 0]
            return 0.5 * (part.centeredSquare - part.covariance.squared)
          },
          .mutant("pairs counted with the weight of three draws") { s in
            let estimator = ScoreLeaveOneOut(s.problem, samples: 3)
            return try LineTruth.exact(estimator)[s.inDeviation ? 1 : 0].variance ?? 0
          },
        ]),
      .variance(
        "draws, cos z under N(1, 1), ∂μ, K = 4", on: { _ in [unit] }, draws: 50_000,
        against: "covariance formula",
        of: { s in
          let estimator = ScoreLeaveOneOut(s.problem, samples: s.samples)
          return { s.pick(estimator.draw(using: &$0)) }
        },
        equals: { s in
          let estimator = ScoreLeaveOneOut(s.problem, samples: s.samples)
          return try LineTruth.exact(estimator)[0].variance ?? 0
        },
        variants: [
          .mutant("one draw uses the mean of the three others") { s in
            return { generator in
              let others = (0..<3).map { _ in s.parts(noise: generator.standardNormal()).value }
              let (value, score) = s.parts(noise: generator.standardNormal())
              return (value - (others[0] + others[1] + others[2]) / 3) * score
            }
          }
        ]),
    ])

  private static let unit = Subject(
    "cos z, N(1, 1), ∂μ",
    LineCase(
      problem: Cosine(law: Gaussian(mean: 1, standardDeviation: 1), frequency: 1),
      inDeviation: false))

  /// The variance of ½(f₁ − f₂)(S₁ − S₂), by the trapezoidal rule on two grids of pairs.
  private static func pairVariance(_ s: LineCase<Cosine>) -> Bounded {
    NoisePairs.moments { ε in
      s.parts(noise: ε)
    } of: { first, second in
      0.5 * (first.value - second.value) * (first.score - second.score)
    }.variance
  }
}

/// Expectations of symmetric functions of two independent normal noises.
///
/// The trapezoidal rule converges exponentially for smooth functions that vanish at both ends; the distance from the
/// rule with twice the step is the error.
enum NoisePairs {
  /// Steps of 1/7 over eight deviations and a half to each side: an odd number of places.
  static let noises = (-60...60).map { Double($0) / 7 }

  /// φ(ε) times the step.
  private static let masses = noises.map {
    exp(-0.5 * $0 * $0) / (7 * (2 * Double.pi).squareRoot())
  }

  /// The mean and variance of a symmetric function of two parts, each of which belongs to one noise.
  ///
  /// - Complexity: 121 · 122/2 calls of `draw`.
  static func moments<Part>(
    _ part: (Double) -> Part, of draw: (Part, Part) -> Double
  ) -> (mean: Bounded, variance: Bounded) {
    let parts = noises.map(part)
    var (fine, coarse) = (PairSums(), PairSums())
    for i in parts.indices {
      for j in i..<parts.count {
        let value = draw(parts[i], parts[j])
        let mass = masses[i] * masses[j] * (i == j ? 1 : 2)
        fine.add(value, mass: mass)
        // The rule with twice the step uses every other place, with four times the mass.
        if i.isMultiple(of: 2) && j.isMultiple(of: 2) { coarse.add(value, mass: 4 * mass) }
      }
    }
    func bounded(_ value: Double, _ other: Double, size: Double) -> Bounded {
      let rounding = Bounded(rounded: value, magnitude: size, ulps: 1024).error
      return Bounded(value, error: (value - other).magnitude + rounding)
    }
    let mean = bounded(fine.mean, coarse.mean, size: fine.size)
    return (mean, bounded(fine.square, coarse.square, size: fine.square) - mean.squared)
  }
}

/// Running sums of a function over pairs.
private struct PairSums {
  var mean = 0.0
  var square = 0.0
  var size = 0.0

  mutating func add(_ value: Double, mass: Double) {
    let term = mass * value
    mean += term
    square += term * value
    size += term.magnitude
  }
}
