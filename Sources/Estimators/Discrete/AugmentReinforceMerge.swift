import Distributions

/// ARM (augment, REINFORCE, merge): a pair of antithetic states from one uniform number a bit.
///
/// b = 1[u > 1 − θ], b̃ = 1[u < θ]; the draw is (f(b) − f(b̃)) (u − ½).
///
/// - Contract: unbiased, also for many bits: each coordinate's flip is averaged over the others'.
/// - Cost: two evaluations of f.
/// - Variance: no factor of f's size, only of its differences; but u varies also where nothing flips.
/// - Note: Yin and Zhou (2019).
public struct AugmentReinforceMerge<Problem: BernoulliProblem>: CellEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract {
    Contract("arm", "difference of f at antithetic states, times u − ½", evaluations: 2)
  }

  /// The uniform numbers and a state.
  public var vectors: Int { 2 }

  /// (f(b) − f(b̃)) (u − ½).
  @inlinable public func gradient(
    uniforms: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    let gap = problem.antitheticGap(uniforms, aside: scratch[0])
    for d in 0..<row.count { row[d] = gap * (uniforms[d] - 0.5) }
  }

  /// The bits change at θ and 1 − θ.
  public func cuts(_ coordinate: Int) -> [Double] { problem.antitheticCuts(coordinate) }
}

extension BernoulliProblem {
  /// f(b) − f(b̃) for b = 1[u > 1 − θ] and b̃ = 1[u < θ].
  @inlinable func antitheticGap(_ uniforms: Coordinates, aside state: Coordinates) -> Double {
    for d in 0..<state.count { state[d] = uniforms[d] > 1 - probabilities[d] ? 1 : 0 }
    let first = value(state)
    for d in 0..<state.count { state[d] = uniforms[d] < probabilities[d] ? 1 : 0 }
    return first - value(state)
  }

  /// θ and 1 − θ in ascending order, once where they coincide.
  func antitheticCuts(_ coordinate: Int) -> [Double] {
    let θ = probabilities[coordinate]
    return θ == 1 - θ ? [θ] : [min(θ, 1 - θ), max(θ, 1 - θ)]
  }
}
