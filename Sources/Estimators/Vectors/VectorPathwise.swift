import CKernels
import Distributions

/// The pathwise (reparameterised) estimator in D dimensions: ∇f(μ + σε), and ∇f ⊙ ε.
///
/// - Contract: unbiased where f is absolutely continuous and ∇f integrable.
/// - Cost: one gradient of f.
/// - Variance: a coordinate's is that of its own slope; for a sum over coordinates it does not grow with D.
public struct VectorPathwise<Problem: VectorProblem>: VectorEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract { Contract("pathwise", "slope of f along z = μ + σε") }

  /// ∇f(z) and ∇f(z) ⊙ ε.
  public func fill(_ tile: Tile, using generator: inout Philox) {
    let dimension = problem.dimension
    Tile.temporary(columns: 2 * dimension, rows: tile.rows) { memory in
      let noise = memory.columns(0..<dimension)
      let points = memory.columns(dimension..<(2 * dimension))
      generator.fillNormals(noise.numbers)
      place(points, noise: noise)
      let slopes = tile.columns(0..<dimension)
      problem.differentiate(points, slopes: slopes)
      ckProduct(tile[dimension], slopes.base, noise.base, noise.numbers.count)
    }
  }
}
