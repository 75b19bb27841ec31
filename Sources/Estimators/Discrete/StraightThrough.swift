import Distributions

/// Straight-through: the slope of f at a hard draw, passed on as if the draw were its mean: Cov(x) ∇f(x).
///
/// - Contract: biased: E ∇f(x) takes the place of the differences of f. Right for a linear f; for (b − t)² of one
///   bit the mean is 2θ(1 − θ)(θ − t), which happens to be right at θ = ½.
/// - Cost: one evaluation of ∇f.
/// - Variance: that of ∇f over the states; no factor of f itself.
/// - Note: Bengio, Léonard and Courville (2013); here through the mean's derivative, not the identity on the logit.
public struct StraightThrough<Problem: DiscreteProblem>: StateEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Biased.
  public var contract: Contract {
    Contract("straight-through", "slope of f at a hard draw, times ∂E x/∂φ", isBiased: true)
  }

  /// The state, the slope and the mean.
  public var vectors: Int { 3 }

  /// Cov(x) ∇f(state).
  @inlinable public func gradient(
    at state: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    let mean = scratch[1]
    for d in 0..<mean.count { mean[d] = problem.probabilities[d] }
    problem.slope(state, into: scratch[0])
    problem.pullBack(scratch[0], at: mean, into: row)
  }
}
