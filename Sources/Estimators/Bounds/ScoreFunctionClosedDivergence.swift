import Distributions

/// The score-function gradient of the reconstruction, less the gradient of KL(q ‖ p(z)) in closed form.
///
/// - Contract: unbiased, also where log p(x|z) has no slope.
/// - Cost: one value of log p(x|z).
/// - Variance: grows with the size of log p(x|z).
/// - Note: Mnih and Gregor (2014).
public struct ScoreFunctionClosedDivergence<Problem: BoundProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// The gradient of the divergence.
  @usableFromInline let divergence: LineGradient

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) {
    self.problem = problem
    divergence = problem.divergenceGradient
  }

  /// What it promises.
  public var contract: Contract {
    Contract("elbo-score-closed-kl", "log p(x|z) times the score of q, divergence in closed form")
  }

  /// r(z) ε/σ − ∂KL/∂μ and r(z)(ε² − 1)/σ − ∂KL/∂σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    let value = problem.reconstruction(problem.law.mean + σ * noise)
    return LineGradient(
      mean: value * noise / σ - divergence.mean,
      deviation: value * (noise * noise - 1) / σ - divergence.deviation)
  }
}
