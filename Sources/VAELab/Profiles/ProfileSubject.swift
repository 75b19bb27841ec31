import Claims
import Distributions
import Foundation
import Numerics

/// What `vae-lab profile` follows while a parameter of the normal law q moves.
public enum ProfileSubject: String, ArgumentValue, Sendable, CaseIterable {
  /// The bound and its parts on W-LG, whose posterior is normal.
  case bound
  /// The same on W-BL, whose posterior is not.
  case logistic
  /// The divergence between q and the standard normal law, in both directions.
  case divergence
  /// The divergence between q and a mixture of two normal laws, in both directions.
  case mixture

  /// The law q where nothing moves it.
  var law: Gaussian {
    switch self {
    case .bound: LinearGaussianWitness.ledger.approximate
    case .logistic: Gaussian(mean: 0.6, standardDeviation: 0.8)
    case .divergence: .standard
    case .mixture: GaussianMixture.ledger.components[1]
    }
  }

  /// The law that q is compared with, in words.
  var title: String {
    switch self {
    case .bound: "W-LG: z ~ N(0, 1), x|z ~ N(1.5z + 0.3, 0.7²), x = 2"
    case .logistic: "W-BL: z ~ N(0, 1), x|z ~ Bernoulli(sigmoid(2z − 0.5)), x = 1"
    case .divergence: "p = N(0, 1)"
    case .mixture: "p = ½N(−2, ½²) + ½N(2, ½²)"
    }
  }

  /// Where a parameter goes if no range is given.
  func range(of parameter: ProfileParameter) -> Sweep.Range {
    let (low, high, count) =
      switch (self, parameter) {
      case (.mixture, .mean): (-4.0, 4.0, 81)
      case (_, .mean): (-1.0, 2.5, 71)
      case (_, .deviation): (0.2, 3.0, 57)
      }
    return Sweep.Range(low: low, high: high, count: count, isLogarithmic: false)
  }

  /// The names of what is computed, in the order of ``values(at:)``.
  var names: [String] {
    switch self {
    case .bound, .logistic:
      ["log_evidence", "bound", "reconstruction", "prior_divergence", "gap"]
    case .divergence, .mixture: ["forward", "reverse"]
    }
  }

  /// Computes everything at one law q, each along two routes where there are two.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  func values(at q: Gaussian) throws -> [ProfileValue] {
    switch self {
    case .bound:
      let fixed = LinearGaussianWitness.ledger
      let witness = LinearGaussianWitness(
        weight: fixed.weight, bias: fixed.bias, noise: fixed.noise,
        observation: fixed.observation, mean: q.mean, deviation: q.standardDeviation)
      return try Self.parts(of: witness, q)
    case .logistic:
      let fixed = try BernoulliLogisticWitness.ledger()
      let witness = try BernoulliLogisticWitness(
        weight: fixed.weight, bias: fixed.bias, observation: fixed.observation, mean: q.mean,
        deviation: q.standardDeviation)
      return try Self.parts(of: witness, q)
    case .divergence:
      return [
        ProfileValue(
          try Self.integral(from: .standard, to: q), Self.closed(from: .standard, to: q)),
        ProfileValue(
          try Self.integral(from: q, to: .standard), Self.closed(from: q, to: .standard)),
      ]
    case .mixture:
      let mixture = GaussianMixture.ledger
      // KL(p‖q) = KL(p‖q*) + KL(q*‖q), where q* has the mixture's moments.
      let split =
        try mixture.divergence(to: mixture.matched) + Self.closed(from: mixture.matched, to: q)
      return [
        ProfileValue(try mixture.divergence(to: q), split),
        ProfileValue(try mixture.divergence(from: q)),
      ]
    }
  }

  /// The log evidence, the bound, its two terms and what it loses; the two terms are a second route to the
  /// bound, and evidence less bound one to the loss.
  private static func parts(of witness: some Witness, _ q: Gaussian) throws -> [ProfileValue] {
    let bound = try witness.evidenceLowerBound()
    let reconstruction = try witness.reconstruction()
    let prior = closed(from: q, to: .standard)
    return [
      ProfileValue(witness.logEvidence, try witness.marginalized()),
      ProfileValue(bound, reconstruction - prior),
      ProfileValue(reconstruction),
      ProfileValue(try witness.divergence(from: .approximatePosterior, to: .prior), prior),
      ProfileValue(
        try witness.divergence(from: .approximatePosterior, to: .posterior),
        witness.logEvidence - bound),
    ]
  }

  /// The divergence of two normal laws in closed form.
  private static func closed(from q: Gaussian, to p: Gaussian) -> Bounded {
    let ratio = q.standardDeviation / p.standardDeviation
    let shift = (q.mean - p.mean) / p.standardDeviation
    return Bounded(
      rounded: klDivergence(from: q, to: p), magnitude: 1 + ratio * ratio + shift * shift)
  }

  /// The divergence of two normal laws by quadrature.
  private static func integral(from q: Gaussian, to p: Gaussian) throws -> Bounded {
    let reach = 12 * q.standardDeviation
    return try Quadrature().integral(from: q.mean - reach, to: q.mean + reach) { z in
      exp(q.logDensity(at: z)) * (q.logDensity(at: z) - p.logDensity(at: z))
    }
  }
}

/// The parameters of q.
enum ProfileParameter: String, CaseIterable, Sendable {
  case mean, deviation

  /// The law with this parameter changed; `nil` for a deviation that is not positive.
  func law(_ law: Gaussian, at value: Double) -> Gaussian? {
    switch self {
    case .mean: Gaussian(mean: value, standardDeviation: law.standardDeviation)
    case .deviation: value > 0 ? Gaussian(mean: law.mean, standardDeviation: value) : nil
    }
  }
}

/// A number and, where there is a second route to it, what that one gives.
struct ProfileValue: Sendable {
  let value: Double

  /// The gap between the routes over what their error bounds allow; `nil` with one route.
  let share: Double?

  init(_ first: Bounded, _ second: Bounded? = nil) {
    value = first.value
    share = second.map { second in
      let gap = (first.value - second.value).magnitude
      return gap == 0 ? 0 : gap / (first.error + second.error)
    }
  }
}
