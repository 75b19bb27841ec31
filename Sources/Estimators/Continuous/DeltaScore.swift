import Distributions

/// The score function of what a second-order expansion of f leaves over: (f − h) ∇ log q + ∇E h.
///
/// - Contract: unbiased, whatever h; the coefficient of the control variate is 1.
/// - Cost: one evaluation of f, and one of f, f′ and f″ at the mean for all draws together.
/// - Variance: 0 for a quadratic; small where q is narrow beside the features of f. Where it is wide the expansion is
///   far from f, and the variance may exceed that without it.
/// - Note: Paisley, Blei and Jordan (2012), the delta method.
public struct DeltaScore<Problem: LineProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// h.
  public let expansion: SecondOrderExpansion

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) {
    self.problem = problem
    self.expansion = SecondOrderExpansion(problem)
  }

  /// Unbiased.
  public var contract: Contract {
    Contract("delta", "score of f less its second-order expansion, whose gradient is exact")
  }

  /// (f − h) ε/σ + f′(m) and (f − h)(ε² − 1)/σ + f″(m)σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    let z = problem.law.mean + σ * noise
    let rest = problem.value(z) - expansion.value(z)
    let exact = expansion.gradient(standardDeviation: σ)
    return LineGradient(
      mean: rest * noise / σ + exact.mean,
      deviation: rest * (noise * noise - 1) / σ + exact.deviation)
  }
}
