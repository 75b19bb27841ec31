import CKernels
import Distributions
import Estimators
import Numerics

/// Draws from an estimator and keeps the moments of each column.
///
/// Rows are cut into tiles of a fixed length; the moments of a tile's column are sums over the whole of it, and are
/// merged into those of the tiles before.
struct MomentCollector<Estimator: GradientEstimator> {
  /// The moments so far, one set a parameter.
  private(set) var moments: [RunningMoments]

  private let estimator: Estimator

  /// The length of a tile.
  private static var length: Int { Tile.mostRows }

  /// Starts with no draws.
  init(_ estimator: Estimator) {
    self.estimator = estimator
    moments = [RunningMoments](repeating: RunningMoments(), count: estimator.parameters.count)
  }

  /// Adds draws.
  ///
  /// - Parameters:
  ///   - rows: How many.
  ///   - first: The number of the first one, for a message.
  ///   - stream: The noise.
  /// - Throws: `NonFiniteDraw`, the first in order of the draws.
  /// - Complexity: O(*rows*) time; memory for `rows` draws, or for one tile of an estimator that works on tiles.
  mutating func add(
    _ rows: Int, draws first: Int, from stream: Philox
  ) throws(NonFiniteDraw) {
    if let estimator = estimator as? any VectorEstimator {
      try addTiles(of: estimator, rows, first, stream)
      return
    }
    var stream = stream
    let width = moments.count
    let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: rows * width)
    defer { memory.deallocate() }
    estimator.fill(memory, using: &stream)
    guard let base = memory.baseAddress else { return }
    for start in Swift.stride(from: 0, to: rows, by: Self.length) {
      try merge(
        base + start * width, rows: min(Self.length, rows - start), steps: (row: width, column: 1),
        first: first + start)
    }
  }

  /// Adds draws tile by tile, which then never leave the cache.
  private mutating func addTiles(
    of estimator: some VectorEstimator, _ rows: Int, _ first: Int, _ stream: Philox
  ) throws(NonFiniteDraw) {
    var stream = stream
    let width = moments.count
    let memory = UnsafeMutablePointer<Double>.allocate(capacity: Self.length * width)
    defer { memory.deallocate() }
    for start in Swift.stride(from: 0, to: rows, by: Self.length) {
      let tile = Tile(memory, columns: width, rows: min(Self.length, rows - start))
      estimator.fill(tile, using: &stream)
      try merge(
        memory, rows: tile.rows, steps: (row: 1, column: tile.rows), first: first + start)
    }
  }

  /// Merges one tile, whose rows and columns are so many numbers apart.
  private mutating func merge(
    _ base: UnsafePointer<Double>, rows: Int, steps: (row: Int, column: Int), first: Int
  ) throws(NonFiniteDraw) {
    var isFinite = true
    for column in moments.indices {
      var sums = CKMoments()
      ckMoments(&sums, base + column * steps.column, rows, steps.row)
      isFinite = isFinite && (sums.mean + sums.sum2).isFinite
      moments[column].merge(
        RunningMoments(
          count: rows, mean: sums.mean, sums: (sums.sum2, sums.sum3, sums.sum4)))
    }
    if isFinite { return }
    // Finite draws may still have squares that are not.
    for row in 0..<rows {
      for column in moments.indices {
        let value = base[row * steps.row + column * steps.column]
        guard value.isFinite else {
          throw NonFiniteDraw(
            estimator: estimator.contract.name, parameter: estimator.parameters[column],
            draw: first + row, value: value)
        }
      }
    }
  }
}
