import CKernels
import Distributions

/// The score-function estimator in D dimensions: f(z) ε/σ and f(z) (ε² − 1)/σ.
///
/// - Contract: unbiased for any f that q can integrate.
/// - Cost: one evaluation of f.
/// - Variance: every coordinate's grows with E f², so like D² for a sum over coordinates.
public struct VectorScoreFunction<Problem: VectorProblem>: VectorEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract { Contract("score", "f(z) times the score of q") }

  /// f ε/σ and f (ε² − 1)/σ.
  public func fill(_ tile: Tile, using generator: inout Philox) {
    let dimension = problem.dimension
    Tile.temporary(columns: 2 * dimension + 1, rows: tile.rows) { memory in
      let noise = memory.columns(0..<dimension)
      let points = memory.columns(dimension..<(2 * dimension))
      let values = memory[2 * dimension]
      generator.fillNormals(noise.numbers)
      place(points, noise: noise)
      problem.evaluate(points, values: values)
      for column in 0..<dimension {
        ckScores(
          tile[column], tile[dimension + column], values, noise[column],
          1 / problem.law.standardDeviations[column], tile.rows)
      }
    }
  }
}
