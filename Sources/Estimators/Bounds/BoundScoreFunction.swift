import Distributions

/// The score-function estimator of the whole integrand: (log p(x, z) − log q(z)) ∇ log q(z).
///
/// The term −∇ log q(z) of the product rule is left out: its mean is 0.
///
/// - Contract: unbiased.
/// - Cost: one value of log p(x, z) − log q(z).
/// - Variance: not 0 at the exact posterior unless log p(x) = 0: the integrand is then the constant log p(x), and
///   Var ∂μ is its square over σ².
/// - Note: Paisley, Blei and Jordan (2012), Ranganath, Gerrish and Blei (2014).
public struct BoundScoreFunction<Problem: BoundProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// What it promises.
  public var contract: Contract {
    Contract("elbo-score", "log p(x, z) − log q(z) times the score of q")
  }

  /// f(z) ε/σ and f(z)(ε² − 1)/σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    let value = problem.value(problem.law.mean + σ * noise)
    return LineGradient(
      mean: value * noise / σ, deviation: value * (noise * noise - 1) / σ)
  }
}
