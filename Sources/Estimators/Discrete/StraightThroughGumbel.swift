import Distributions

/// Straight-through Gumbel: the slope of f at a hard draw, passed back through the relaxed draw of the same noise.
///
/// x = threshold(φ + noise), s = relax((φ + noise)/τ), and the draw is Jᵀ∇f(x)/τ with the Jacobian J at s.
///
/// - Contract: biased, also as τ → 0, unless f is linear on the scale of one step.
/// - Cost: one evaluation of ∇f, at a state.
/// - Variance: of order 1/τ, as for the relaxed draw.
/// - Note: Jang, Gu and Poole (2017), section 2.2.
public struct StraightThroughGumbel<Problem: DiscreteProblem>: UniformEstimator {
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
    Contract(
      "straight-through-gumbel", "slope of f at a hard draw, along the relaxed one",
      isBiased: true)
  }

  /// The uniform numbers, the scores, a point (hard, then relaxed) and the slope.
  public var vectors: Int { 4 }

  /// Jᵀ∇f(x)/τ.
  @inlinable public func gradient(
    uniforms: Coordinates, into row: Coordinates, aside scratch: Scratch
  ) {
    let (scores, point, slope) = (scratch[0], scratch[1], scratch[2])
    for d in 0..<row.count { scores[d] = problem.logits[d] + problem.noise(uniforms[d]) }
    problem.threshold(scores, into: point)
    problem.slope(point, into: slope)
    problem.relax(scores, temperature: temperature, into: point)
    problem.pullBack(slope, at: point, into: row)
    for d in 0..<row.count { row[d] /= temperature }
  }
}

extension StraightThroughGumbel: CellEstimator where Problem: BernoulliProblem {
  /// The bit changes at 1 − θ.
  public func cuts(_ coordinate: Int) -> [Double] { [1 - problem.probabilities[coordinate]] }
}
