import Distributions

/// REINFORCE: (f(x) − b) times the score x − E x, with a constant baseline b for each logit.
///
/// - Contract: unbiased for any f and any constant baseline.
/// - Cost: one evaluation of f; the mean and optimal baselines are found once, by enumeration of all states.
/// - Variance: grows with the size of f where there is no baseline; the optimal one, E f s²/E s², takes it to 0 for
///   one Bernoulli latent (two states, one baseline), but not for more states.
/// - Note: Williams (1992); Greensmith, Bartlett and Baxter (2004) for the optimal baseline.
public struct Reinforce<Problem: DiscreteProblem>: StateEstimator {
  /// Which constant is subtracted from f.
  public enum Baseline: String, Sendable, CaseIterable {
    /// 0.
    case none = "reinforce"

    /// E f.
    case mean = "reinforce-mean-baseline"

    /// E f s²/E s² for the score s of each logit: the constant of least variance.
    case optimal = "reinforce-optimal-baseline"

    var summary: String {
      switch self {
      case .none: "f(x) times the score"
      case .mean: "f(x) − E f times the score"
      case .optimal: "f less its best constant, times the score"
      }
    }
  }

  /// What is estimated.
  public let problem: Problem

  /// The constants, shape `[width]`.
  public let baselines: [Double]

  /// What it promises.
  public let contract: Contract

  /// Binds the estimator to a problem.
  ///
  /// - Complexity: O(states · width) for a baseline.
  public init(_ problem: Problem, baseline: Baseline = .none) {
    self.problem = problem
    baselines = Self.constants(problem, baseline)
    contract = Contract(baseline.rawValue, baseline.summary)
  }

  private static func constants(_ problem: Problem, _ baseline: Baseline) -> [Double] {
    let width = problem.width
    guard baseline != .none else { return [Double](repeating: 0, count: width) }
    return problem.withScratch(1) { scratch in
      let state = scratch[0]
      var above = [Double](repeating: 0, count: width)
      var below = above
      for index in 0..<problem.stateCount {
        problem.setState(index, in: state)
        let f = problem.value(state)
        let probability = problem.probability(ofState: index)
        for d in 0..<width {
          let score = state[d] - problem.probabilities[d]
          let weight = baseline == .mean ? probability : probability * score * score
          above[d] += weight * f
          below[d] += weight
        }
      }
      return (0..<width).map { above[$0] / below[$0] }
    }
  }

  /// The state.
  public var vectors: Int { 1 }

  /// (f − b)(x − E x).
  @inlinable public func gradient(
    at state: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    let f = problem.value(state)
    for d in 0..<row.count { row[d] = (f - baselines[d]) * (state[d] - problem.probabilities[d]) }
  }
}
