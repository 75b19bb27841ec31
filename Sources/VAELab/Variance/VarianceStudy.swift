import Claims
import Estimators
import Distributions
import Numerics
import Reporting

/// The run behind `variance-report`.
struct VarianceStudy: Sendable {
  /// How many draws each estimator gets.
  enum Length: Sendable, Equatable {
    case draws(Int)
    /// Enough for this relative standard error of every variance, up to a number of draws.
    case relativeError(Double, most: Int)
  }

  let problem: ProblemSelection
  let selection: EstimatorSelection
  let length: Length
  let seed: UInt64
  let threads: Int?
  let console: Console
  let command: String

  /// The draws with which the search for a relative error begins.
  private static let pilot = 1 << 16

  /// Draws, and puts the exact numbers beside.
  ///
  /// - Throws: `Failure` with status 65 at the first draw that is not finite.
  func document() throws(Failure) -> VarianceDocument {
    // Draws first: where f is not finite, the draw that shows it says more than a failed quadrature.
    var (draws, measured) = try measurements()
    let exact = try exactMoments()
    switch length {
    case .draws: break
    case .relativeError(let target, let most):
      while draws < most {
        let worst = largestRelativeError(measured)
        guard !(worst <= target) else { break }
        // A tenth more than the error's 1/√n asks for; at least twice as many, so that the loop ends.
        let wanted = 1.1 * Double(draws) * (worst / target) * (worst / target)
        draws = min(most, wanted < Double(most) ? max(2 * draws, Int(wanted)) : most)
        measured = try measure(draws: draws)
      }
    }
    let root = Philox(seed: seed).substream("timing")
    let nanoseconds = selection.entries.map { entry in
      DrawTimer.nanoseconds(of: entry.estimator, from: root)
    }
    var rows: [VarianceRow] = []
    for target in selection.targets {
      for (index, entry) in selection.entries.enumerated() {
        guard let column = entry.estimator.parameters.firstIndex(of: target.column) else {
          continue
        }
        rows.append(
          VarianceRow(
            entry: entry, parameter: target.name, scale: target.scale(on: problem),
            moments: measured[index].moments[column],
            exact: exact[index][column], nanoseconds: nanoseconds[index]))
      }
    }
    return VarianceDocument(
      problem: problem.description, seed: seed, draws: draws, rows: rows)
  }

  /// The first measurement.
  private func measurements() throws(Failure) -> (Int, [Measurement]) {
    let draws =
      switch length {
      case .draws(let draws): draws
      case .relativeError(_, let most): min(most, Self.pilot)
      }
    return (draws, try measure(draws: draws))
  }

  private func exactMoments() throws(Failure) -> [[ExactMoments]] {
    do {
      return try Parallel.map(count: selection.entries.count, threads: threads) { index in
        try selection.entries[index].exact()
      }
    } catch {
      throw Failure(
        .badData,
        "\(command): the exact moments on \(problem.description) cannot be computed: "
          + "\(error); choose other parameters")
    }
  }

  private func measure(draws: Int) throws(Failure) -> [Measurement] {
    let blocks = (draws + Measurement.block - 1) / Measurement.block
    let progress = ProgressLine(
      of: "blocks of \(Measurement.block) draws", total: blocks * selection.entries.count,
      on: console.errors)
    defer { progress.finish() }
    var result: [Measurement] = []
    for entry in selection.entries {
      do {
        result.append(
          try Measurement.run(
            entry.estimator, draws: draws, from: Philox(seed: seed).substream(entry.name),
            threads: threads
          ) { _ in progress.advance(entry.name) })
      } catch {
        throw Failure(
          .badData,
          "\(command): \(error) on \(problem.description); "
            + "choose other parameters or drop the estimator")
      }
    }
    return result
  }

  /// The largest relative standard error of the variances that are reported; NaN where one is NaN.
  private func largestRelativeError(_ measured: [Measurement]) -> Double {
    var worst = 0.0
    for (entry, measurement) in zip(selection.entries, measured) {
      for target in selection.targets {
        guard let column = entry.estimator.parameters.firstIndex(of: target.column) else {
          continue
        }
        let error = VarianceRow.relativeError(measurement.moments[column])
        if !(error <= worst) { worst = error }
      }
    }
    return worst
  }
}
