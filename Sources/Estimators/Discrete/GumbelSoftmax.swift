import Distributions

/// Gumbel-softmax (for bits: the binary concrete law): the pathwise gradient of f at a relaxed draw.
///
/// s = relax((φ + noise)/τ), and the draw is Jᵀ∇f(s)/τ with the Jacobian J of the relaxation at s.
///
/// - Contract: biased: it is the exact gradient of E f(s), not of E f(x); the bias vanishes with τ.
/// - Cost: one evaluation of ∇f between the states, where f need not mean anything.
/// - Variance: of order 1/τ: the draw is of size 1/τ with a probability of order τ.
/// - Note: Jang, Gu and Poole (2017); Maddison, Mnih and Teh (2017).
public struct GumbelSoftmax<Problem: DiscreteProblem>: UniformEstimator {
  /// What is estimated.
  public let problem: Problem

  /// τ.
  public let temperature: Double

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: The temperature is positive.
  public init(_ problem: Problem, temperature: Double = 0.5) {
    precondition(
      temperature > 0 && temperature.isFinite, "the temperature is not positive: \(temperature)")
    self.problem = problem
    self.temperature = temperature
  }

  /// Biased.
  public var contract: Contract {
    Contract("gumbel-softmax", "slope of f along a relaxed draw", isBiased: true)
  }

  /// The uniform numbers, the scores, the relaxed point and the slope.
  public var vectors: Int { 4 }

  /// Jᵀ∇f(s)/τ.
  @inlinable public func gradient(
    uniforms: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    let (scores, relaxed, slope) = (scratch[0], scratch[1], scratch[2])
    for d in 0..<row.count { scores[d] = problem.logits[d] + problem.noise(uniforms[d]) }
    problem.relax(scores, temperature: temperature, into: relaxed)
    problem.slope(relaxed, into: slope)
    problem.pullBack(slope, at: relaxed, into: row)
    for d in 0..<row.count { row[d] /= temperature }
  }
}
