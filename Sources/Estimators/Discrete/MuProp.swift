import Distributions

/// MuProp: REINFORCE on what the first-order expansion of f at E x leaves, plus the expansion's own gradient.
///
/// With m = E x: (f(x) − f(m) − ∇f(m)·(x − m)) (x − m) + Cov(x) ∇f(m).
///
/// - Contract: unbiased: the expansion's gradient is Cov(x) ∇f(m) in closed form.
/// - Cost: one evaluation of f a draw; f and ∇f at the mean once, when it is bound to the problem.
/// - Variance: that of the expansion's remainder; 0 for a linear f. A quadratic f of one bit keeps its curvature.
/// - Note: Gu, Levine, Sutskever and Mnih (2016).
public struct MuProp<Problem: DiscreteProblem>: StateEstimator {
  /// What is estimated.
  public let problem: Problem

  @usableFromInline internal let center: Double
  @usableFromInline internal let slope: [Double]
  @usableFromInline internal let known: [Double]

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) {
    self.problem = problem
    (center, slope, known) = problem.withScratch(3) { scratch in
      let mean = scratch[0]
      for d in 0..<mean.count { mean[d] = problem.probabilities[d] }
      problem.slope(mean, into: scratch[1])
      problem.pullBack(scratch[1], at: mean, into: scratch[2])
      return (problem.value(mean), Array(scratch[1]), Array(scratch[2]))
    }
  }

  /// Unbiased.
  public var contract: Contract {
    Contract("muprop", "score of the remainder of f's expansion at the mean, plus its gradient")
  }

  /// The state.
  public var vectors: Int { 1 }

  /// The remainder times the score, plus the known gradient.
  @inlinable public func gradient(
    at state: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    var rest = problem.value(state) - center
    for d in 0..<row.count { rest -= slope[d] * (state[d] - problem.probabilities[d]) }
    for d in 0..<row.count { row[d] = rest * (state[d] - problem.probabilities[d]) + known[d] }
  }
}
