import Distributions

/// The exact gradient by enumeration: Σ p(x) f(x) (x − E x) over all states.
///
/// - Contract: exact, without noise.
/// - Cost: every state, each draw anew: 2^D for D bits, K for a category.
/// - Variance: 0.
public struct ExactEnumeration<Problem: DiscreteProblem>: DiscreteEstimator {
  /// What is estimated.
  public let problem: Problem

  @usableFromInline internal let probabilities: [Double]

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) {
    self.problem = problem
    probabilities = (0..<problem.stateCount).map(problem.probability(ofState:))
  }

  /// Unbiased, at the cost of all states.
  public var contract: Contract {
    Contract(
      "enumeration", "sum over all states", evaluations: Double(problem.stateCount))
  }

  /// The state.
  public var vectors: Int { 1 }

  /// The sum; the generator is not asked.
  @inlinable public func draw(
    into row: Coordinates, aside scratch: Scratch, using generator: inout Philox
  ) {
    let state = scratch[0]
    for d in 0..<row.count { row[d] = 0 }
    for index in probabilities.indices {
      problem.setState(index, in: state)
      let weight = probabilities[index] * problem.value(state)
      for d in 0..<row.count { row[d] += weight * (state[d] - problem.probabilities[d]) }
    }
  }
}
