import Distributions

/// The pathwise gradient of the reconstruction, less the gradient of KL(q ‖ p(z)) in closed form.
///
/// - Contract: unbiased.
/// - Cost: one slope of log p(x|z).
/// - Variance: that of the reconstruction alone; not always the smaller one, because the sampled terms of the
///   divergence can cancel part of it.
/// - Note: Kingma and Welling (2014), the estimator B of the bound.
public struct ClosedDivergence<Problem: BoundProblem>: NoiseEstimator {
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
    Contract("elbo-closed-kl", "reconstruction sampled pathwise, divergence in closed form")
  }

  /// r′(z) − ∂KL/∂μ and r′(z) ε − ∂KL/∂σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let law = problem.law
    let slope = problem.reconstructionSlope(law.mean + law.standardDeviation * noise)
    return LineGradient(
      mean: slope - divergence.mean, deviation: slope * noise - divergence.deviation)
  }
}
