import Distributions

/// The importance-weighted gradient by path derivatives only: Σ ŵ_k times the path derivative of log w_k.
///
/// - Contract: **biased** for q when K > 1: the score of q that is left out has mean 0 by itself, but not when it is
///   weighted by ŵ_k. Right for the model. `DoublyReparameterized` is the correction.
/// - Cost: K values and slopes of log w.
/// - Variance: 0 where q is the exact posterior.
/// - Note: Roeder, Wu and Duvenaud (2017), shown to be biased by Tucker et al. (2019).
public struct ImportanceWeightedPath<Problem: BoundProblem>: SelfNormalizedEstimator {
  /// 1.
  public static var power: Int { 1 }

  /// What is estimated.
  public let problem: Problem

  /// K.
  public let samples: Int

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: There is at least one sample.
  public init(_ problem: Problem, samples: Int) {
    precondition(samples >= 1, "an importance-weighted bound of \(samples) samples")
    self.problem = problem
    self.samples = samples
  }

  /// Biased for more than one sample.
  public var contract: Contract {
    Contract(
      "stl-iwae", "path derivative of log w, weighted by the share of each sample",
      isBiased: samples > 1, evaluations: Double(samples))
  }

  /// f′(z) and f′(z) ε.
  @inlinable public func direction(noise: Double) -> LineGradient {
    PathDerivative(problem).gradient(noise: noise)
  }
}
