import Distributions
import Foundation
import Numerics

// C30: E_q[∇_φ log q_φ(z)] = ∇_φ ∫ q_φ(z) dz = 0. The score has mean zero; its variance in the mean of a
// normal law is 1/σ², so a constant c in its place as f costs variance c²/σ² and contributes nothing.

extension Claim {
  /// The score has mean zero.
  static let scoreMean: Claim = Claim(
    "gradient.score.zero-mean", identity: "C30",
    title: "The score has mean zero, so a constant adds variance and no gradient",
    statement:
      #"\mathbb{E}_{q_\phi(z)}\left[\nabla_\phi \log q_\phi(z)\right] = 0,\qquad \mathrm{Var}_{z \sim \mathcal{N}(\mu, \sigma^2)}\left[c\,\frac{z-\mu}{\sigma^2}\right] = \frac{c^2}{\sigma^2}"#,
    rows: ["S3-60"],
    checks: [zeroMean, varianceOfConstant, varianceWithoutLogDensity])

  private static let zeroMean: Check = .equality(
    "E[∇ log q] = 0", on: Slopes.all(.variational),
    routes: ("sum or quadrature", "slope of the constant total mass"),
    states: { s in try s.expectation { z in s.score(z) } }, equals: { _ in 0 },
    variants: [
      .mutant("expectation under the prior") { s in
        try s.expectation(under: .prior) { z in s.score(z) }
      },
      .mutant("∇ log q weighted by q twice") { s in
        try s.expectation { z in exp(s.witness.logApproximatePosterior(z)) * s.score(z) }
      },
      .mutant("normalisation not differentiated") { s in
        try s.expectation { z in
          guard s.parameter.name.hasPrefix("σ") else { return s.score(z) }
          return s.score(z) + 1 / s.witness.value(of: s.parameter)
        }
      },
      .equivalent("a constant in place of f") { s in try s.expectation { z in -3 * s.score(z) } },
    ])

  private static let varianceOfConstant: Check = .equality(
    "variance of the score estimator of a constant = c²/σ²", on: normalLaws,
    routes: ("quadrature of the second moment", "closed form"),
    states: { q in
      try LineIntegral.total(over: q) { z in
        let estimate = constant * q.score(at: z).mean
        return q.density(at: z) * estimate * estimate
      }
    },
    equals: { q in Bounded(rounded: constant * constant / q.variance) },
    variants: [
      .mutant("1/σ for 1/σ²") { q in
        Bounded(rounded: constant * constant / q.standardDeviation)
      },
      .mutant("a constant thought harmless") { q in
        try LineIntegral.total(over: q) { z in q.density(at: z) * 0 }
      },
      .written(
        "S3-60", #"\ln q \ll 0 \Rightarrow \text{high variance}"#,
        "the size of log q in place of that of its gradient"
      ) { q in
        try LineIntegral.total(over: q) { z in
          let estimate = constant * q.logDensity(at: z)
          return q.density(at: z) * estimate * estimate
        }
      },
    ])

  /// The estimator's variance grows as q narrows, while log q grows: it is not log q ≪ 0 that does it.
  private static let varianceWithoutLogDensity: Check = .order(
    "variance at σ ≤ variance at σ/10, where log q is larger",
    on: { _ in [Subject("W-LG with σ = 1", try LinearGaussianWitness.ledger.with(.deviation, 1))] },
    routes: ("quadrature at σ", "quadrature at σ/10"),
    states: { w in try w.scoreVariance(scaled: 1) },
    isAtMost: { w in try w.scoreVariance(scaled: 0.1) },
    variants: [
      .mutant("narrowing thought to help: variance at σ/100") { w in
        try w.scoreVariance(scaled: 0.01)
      }
    ])

  /// The f of the check.
  private static let constant = -1.95

  private static let normalLaws: Subjects<Gaussian> = { laboratory in
    laboratory.family(
      fixed: [
        Subject("q of W-LG", LinearGaussianWitness.ledger.approximate),
        Subject("q of W-BL", Gaussian(mean: 0.6, standardDeviation: 0.8)),
      ], "normal law"
    ) { LinearGaussianWitness.random(using: &$0).approximate }
  }
}

extension LinearGaussianWitness {
  /// The variance of log p(x|z) ∂_m log q(z|x) with q's deviation scaled.
  func scoreVariance(scaled factor: Double) throws -> Bounded {
    let w = try with(.deviation, factor * approximate.standardDeviation)
    func moment(_ power: Int) throws -> Bounded {
      try w.expectation(under: .approximatePosterior) { z in
        let estimate = w.logLikelihood(z) * w.score(.mean, at: z)
        return power == 1 ? estimate : estimate * estimate
      }
    }
    return try moment(2) - moment(1).squared
  }
}
