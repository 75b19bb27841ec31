import Distributions

/// The pathwise (reparameterised) estimator: f′(μ + σε) ∂z/∂φ.
///
/// - Contract: unbiased where f is absolutely continuous and f′ integrable; wrong for a step (mean 0).
/// - Cost: one evaluation of f′.
/// - Variance: that of f′, whatever the size of f; grows with the frequency of f.
/// - Note: Kingma and Welling (2014), Rezende et al. (2014).
public struct Pathwise<Problem: LineProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Biased where f is not continuous.
  public var contract: Contract {
    Contract("pathwise", "slope of f along z = μ + σε", isBiased: !problem.isContinuous)
  }

  /// f′(z) and f′(z) ε.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let slope = problem.slope(problem.law.mean + problem.law.standardDeviation * noise)
    return LineGradient(mean: slope, deviation: slope * noise)
  }
}
