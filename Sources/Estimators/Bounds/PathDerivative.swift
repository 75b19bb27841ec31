import Distributions

/// The path derivative of the bound ("sticking the landing"): only through z, not through the parameters of log q.
///
/// - Contract: unbiased, because what is left out is the score of q, whose mean is 0.
/// - Cost: one slope of log p(x, z) − log q(z).
/// - Variance: 0 where q is the exact posterior; elsewhere it can exceed that of the total derivative.
/// - Note: Roeder, Wu and Duvenaud (2017).
public struct PathDerivative<Problem: BoundProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// What it promises.
  public var contract: Contract {
    Contract("elbo-path", "differentiated through z only (sticking the landing)")
  }

  /// f′(z) and f′(z) ε.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let law = problem.law
    let slope = problem.slope(law.mean + law.standardDeviation * noise)
    return LineGradient(mean: slope, deviation: slope * noise)
  }
}
