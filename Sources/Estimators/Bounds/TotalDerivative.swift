import Distributions

/// The total derivative of one sample of the bound: log p(x, z) − log q(z) differentiated through z = μ + σε and
/// through the parameters of log q.
///
/// - Contract: unbiased.
/// - Cost: one slope of log p(x, z).
/// - Variance: keeps the explicit score of q, whose mean is 0, so it does not vanish at the exact posterior.
/// - Note: Kingma and Welling (2014), the estimator A of the bound.
public struct TotalDerivative<Problem: BoundProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// What it promises.
  public var contract: Contract {
    Contract("elbo-total", "all terms sampled, differentiated through z and through log q")
  }

  /// f′(z) − ε/σ and f′(z) ε − (ε² − 1)/σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    let slope = problem.slope(problem.law.mean + σ * noise)
    return LineGradient(
      mean: slope - noise / σ, deviation: slope * noise - (noise * noise - 1) / σ)
  }
}
