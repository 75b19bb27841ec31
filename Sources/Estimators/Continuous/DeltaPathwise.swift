import Distributions

/// The pathwise estimator of what a second-order expansion of f leaves over: (f′ − h′) ∂z/∂φ + ∇E h.
///
/// - Contract: unbiased where the pathwise estimator is; the coefficient of the control variate is 1.
/// - Cost: one evaluation of f′, and one of f, f′ and f″ at the mean for all draws together.
/// - Variance: 0 for a quadratic; may exceed that without the control variate where q is wide.
/// - Note: Miller, Foti, D'Amour and Adams (2017).
public struct DeltaPathwise<Problem: LineProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// h.
  public let expansion: SecondOrderExpansion

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) {
    self.problem = problem
    self.expansion = SecondOrderExpansion(problem)
  }

  /// Biased where f is not continuous.
  public var contract: Contract {
    Contract(
      "delta-pathwise", "slope of f less that of its second-order expansion",
      isBiased: !problem.isContinuous)
  }

  /// f′ − h′ + f′(m) and (f′ − h′)ε + f″(m)σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    let z = problem.law.mean + σ * noise
    let rest = problem.slope(z) - expansion.slope(z)
    let exact = expansion.gradient(standardDeviation: σ)
    return LineGradient(mean: rest + exact.mean, deviation: rest * noise + exact.deviation)
  }
}
