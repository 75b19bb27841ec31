import Claims
import Distributions
import Estimators
import Numerics
import Reporting

/// Variances of some estimators wherever a problem's parameters are moved to.
struct VarianceProbe: Sendable {
  /// Mean and variance of one draw.
  struct Moments: Sendable, Equatable {
    /// The exact gradient.
    let gradient: Double
    /// The mean of one draw.
    let mean: Double
    let variance: Double
    /// Whether mean and variance are integrals; otherwise they were sampled.
    let isExact: Bool

    /// The moments of a multiple.
    func scaled(by scale: Double) -> Moments {
      Moments(
        gradient: scale * gradient, mean: scale * mean, variance: scale * scale * variance,
        isExact: isExact)
    }
  }

  let problem: ProblemSelection
  let estimators: [String]
  let targets: [EstimatorSelection.Target]
  let samples: Int
  /// Draws where a variance has no exact route.
  let draws: Int
  let seed: UInt64
  let command: String

  /// Computes the moments with some parameters moved; where no exact route exists they are sampled, from
  /// the same stream everywhere, so that neighbours share their noise.
  ///
  /// - Returns: Shape `[targets, estimators]`; `nil` where an estimator lacks the column.
  /// - Throws: `Failure` with status 65 if a quadrature fails or a draw is not finite there.
  func moments(at values: [(name: String, value: Double)]) throws(Failure) -> [[Moments?]] {
    var moved = problem
    for (name, value) in values { try moved.set(name, to: value, for: command) }
    let family = try EstimatorSelection.family(of: moved, samples: samples, for: command)
    var rows = targets.map { _ in [Moments?]() }
    for name in estimators {
      guard let entry = family.entry(name) else {
        throw Failure(
          .usage,
          "\(command): '\(name)' does not apply to \(moved.description): "
            + (family.inapplicable[name] ?? "it is not among its estimators"))
      }
      let found = try moments(of: entry, on: moved)
      for (row, target) in targets.enumerated() {
        let column = entry.estimator.parameters.firstIndex(of: target.column)
        rows[row].append(column.map { found[$0].scaled(by: target.scale(on: moved)) })
      }
    }
    return rows
  }

  /// One estimator's moments, one a parameter.
  func moments(
    of entry: EstimatorEntry, on problem: ProblemSelection
  ) throws(Failure) -> [Moments] {
    do {
      let exact = try entry.exact()
      let sampled =
        exact.contains { $0.variance == nil }
        ? try Measurement.run(
          entry.estimator, draws: draws, from: Philox(seed: seed).substream(entry.name), threads: 1)
        : nil
      return exact.enumerated().map { index, exact in
        guard let variance = exact.variance else {
          let moments = sampled?.moments[index]
          return Moments(
            gradient: exact.gradient.value, mean: moments?.mean ?? .nan,
            variance: moments?.variance ?? .nan, isExact: false)
        }
        let mean = exact.mean?.value ?? exact.gradient.value
        let rounding = 64 * Double.ulpOfOne * mean.magnitude
        let isZero = variance.value <= max(variance.error, rounding * rounding)
        return Moments(
          gradient: exact.gradient.value, mean: mean, variance: isZero ? 0 : variance.value,
          isExact: true)
      }
    } catch {
      throw Failure(
        .badData,
        "\(command): \(entry.name) on \(problem.description): \(error); "
          + "choose other parameters or drop the estimator")
    }
  }
}
