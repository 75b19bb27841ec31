import Distributions
import Estimators
import Foundation
import Numerics
import Synchronization

/// A draw that was not a number.
public struct NonFiniteDraw: Error, Sendable, Equatable, CustomStringConvertible {
  /// The estimator.
  public let estimator: String

  /// The parameter.
  public let parameter: String

  /// The draw, counted from 0.
  public let draw: Int

  /// The value: NaN or infinite.
  public let value: Double

  /// What, where.
  public var description: String {
    "draw \(draw) of \(estimator) gave \(value) for \(parameter)"
  }
}

/// The moments of an estimator's draws, one set a parameter, in constant memory.
public struct Measurement: Sendable, Equatable {
  /// The names of the parameters.
  public let parameters: [String]

  /// The moments of each parameter's column.
  public let moments: [RunningMoments]

  /// How many draws a block has; each block is a stream of its own.
  public static let block = 8192

  /// How many runs of blocks are kept apart and merged at the end, at most.
  static let runs = 1024

  /// Draws from an estimator.
  ///
  /// The blocks and the order in which their moments are merged depend on the number of draws only, so the result has
  /// the same bits on any number of threads.
  ///
  /// - Parameters:
  ///   - estimator: What is drawn from.
  ///   - draws: How many draws, 2 or more.
  ///   - generator: The root of the blocks' streams.
  ///   - threads: How many threads; `nil` for one a core.
  ///   - progress: Called from any thread with the number of finished draws.
  /// - Throws: `NonFiniteDraw`, the first in order of the draws of the first run of blocks that has one.
  /// - Complexity: O(*draws*) time, O(1) memory.
  public static func run(
    _ estimator: some GradientEstimator, draws: Int, from generator: Philox, threads: Int? = nil,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws(NonFiniteDraw) -> Measurement {
    precondition(draws >= 2, "\(draws) draws have no variance")
    let parameters = estimator.parameters
    let width = parameters.count
    let blocks = (draws + block - 1) / block
    let perRun = (blocks + runs - 1) / runs
    let count = (blocks + perRun - 1) / perRun
    let finished = Atomic(0)
    let columns = try Parallel.map(count: count, threads: threads) {
      (run) throws(NonFiniteDraw) -> [RunningMoments] in
      var collector = MomentCollector(estimator)
      for index in (run * perRun)..<min((run + 1) * perRun, blocks) {
        let first = index * block
        let rows = min(block, draws - first)
        try collector.add(rows, draws: first, from: generator.substream(index))
        progress(finished.wrappingAdd(rows, ordering: .relaxed).newValue)
      }
      return collector.moments
    }
    return Measurement(
      parameters: parameters,
      moments: (0..<width).map { column in RunningMoments(merging: columns.map { $0[column] }) })
  }
}
