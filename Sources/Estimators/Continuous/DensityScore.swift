import Distributions

/// The score-function estimator of a law that is not normal: (f(z) − b) ∂ log p(z)/∂φ.
///
/// - Contract: unbiased for any f that p can integrate.
/// - Cost: one evaluation of f.
/// - Variance: grows with the size of f − b.
public struct DensityScore<Problem: ImplicitProblem>: GradientEstimator {
  /// What is estimated.
  public let problem: Problem

  /// b.
  public let baseline: Double

  /// What it promises.
  public let contract: Contract

  /// Binds the estimator to a problem, without a baseline.
  public init(_ problem: Problem) {
    self.problem = problem
    baseline = 0
    contract = Contract("score", "f(z) times the score of q")
  }

  /// Binds the estimator to a problem, with E f, computed by the caller, as the baseline.
  public init(_ problem: Problem, mean: Double) {
    self.problem = problem
    baseline = mean
    contract = Contract("score-mean-baseline", "f(z) − E f times the score")
  }

  /// Those of the problem.
  public var parameters: [String] { problem.parameters }

  /// (f(z) − b) ∂ log p(z)/∂φ for one parameter.
  @inlinable public func gradient(_ parameter: Int, at z: Double) -> Double {
    (problem.value(z) - baseline) * problem.score(parameter, at: z)
  }

  /// Fills a block with draws, row by row: shape `[draws, parameters.count]`.
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    let width = problem.parameters.count
    precondition(
      block.count.isMultiple(of: width),
      "a block of \(block.count) numbers does not hold whole rows of \(width)")
    for row in 0..<(block.count / width) {
      let z = problem.sample(using: &generator)
      for parameter in 0..<width {
        block[row * width + parameter] = gradient(parameter, at: z)
      }
    }
  }
}
