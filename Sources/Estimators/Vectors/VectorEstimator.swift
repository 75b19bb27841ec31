import CKernels
import Distributions

/// An estimator of the gradient of E f(z), z ~ N(μ, diag σ²), in μ and σ.
///
/// It works on tiles: the noise of a tile is drawn column by column, so a draw is fixed by its place in the tile and
/// the tile's length, not by its number alone.
public protocol VectorEstimator: GradientEstimator {
  /// The type of what is estimated.
  associatedtype Problem: VectorProblem

  /// What is estimated.
  var problem: Problem { get }

  /// Fills a tile with draws, shape `[2 D, rows]`: the columns of the means, then those of the deviations.
  func fill(_ tile: Tile, using generator: inout Philox)
}

extension VectorEstimator {
  /// The means in order, `mean-1` first, then the deviations.
  public var parameters: [String] {
    (1...problem.dimension).map { "mean-\($0)" } + (1...problem.dimension).map { "deviation-\($0)" }
  }

  /// Fills a block with draws, row by row: shape `[draws, 2 D]`.
  public func fill(_ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox) {
    let width = 2 * problem.dimension
    precondition(
      block.count.isMultiple(of: width),
      "a block of \(block.count) numbers is not of whole rows of \(width)")
    let count = block.count / width
    Tile.temporary(columns: width, rows: Tile.mostRows) { memory in
      for start in stride(from: 0, to: count, by: Tile.mostRows) {
        let tile = Tile(memory.base, columns: width, rows: min(Tile.mostRows, count - start))
        fill(tile, using: &generator)
        for row in 0..<tile.rows {
          for column in 0..<width { block[(start + row) * width + column] = tile[column][row] }
        }
      }
    }
  }

  /// Sets points = μ + σε, both of shape `[D, rows]`.
  func place(_ points: Tile, noise: Tile) {
    let law = problem.law
    for column in 0..<problem.dimension {
      ckAffine(
        points[column], noise[column], law.standardDeviations[column], law.mean[column], noise.rows)
    }
  }
}
