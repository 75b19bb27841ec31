import Distributions

/// DisARM (unbiased uniform gradient): ARM with the uniform number averaged out, given both states.
///
/// ½ (f(b) − f(b̃)) (−1)^{b̃} 1[b ≠ b̃] max(θ, 1 − θ), coordinate by coordinate.
///
/// - Contract: unbiased: a conditional expectation of ARM.
/// - Cost: two evaluations of f.
/// - Variance: never above ARM's (Rao–Blackwell); for one bit exactly 0 at θ = ½, where the pair always differs.
/// - Note: Dong, Mnih and Tucker (2020); Yin, Ho, Yan, Qian and Zhou (2020).
public struct DisARM<Problem: BernoulliProblem>: CellEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract {
    Contract("disarm", "ARM with its uniform numbers averaged out", evaluations: 2)
  }

  /// The uniform numbers and a state.
  public var vectors: Int { 2 }

  /// ±½ (f(b) − f(b̃)) max(θ, 1 − θ) where the pair differs, otherwise 0.
  @inlinable public func gradient(
    uniforms: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    let gap = 0.5 * problem.antitheticGap(uniforms, aside: scratch[0])
    for d in 0..<row.count {
      let θ = problem.probabilities[d]
      let first = uniforms[d] > 1 - θ
      let second = uniforms[d] < θ
      row[d] = first == second ? 0 : (second ? -gap : gap) * max(θ, 1 - θ)
    }
  }

  /// The bits change at θ and 1 − θ.
  public func cuts(_ coordinate: Int) -> [Double] { problem.antitheticCuts(coordinate) }
}
