import Distributions

/// The reparameterised gradient of the importance-weighted bound: Σ ŵ_k times the total derivative of log w_k.
///
/// - Contract: unbiased for the bound with K samples; for K = 1 the total derivative of the evidence bound.
/// - Cost: K values and slopes of log w.
/// - Variance: for the model it falls as 1/K at a fixed mean. For q the mean falls as 1/K and the deviation as 1/√K
///   only, so the signal is lost in the noise as K grows.
/// - Note: Burda, Grosse and Salakhutdinov (2016); Rainforth et al. (2018).
public struct ImportanceWeighted<Problem: BoundProblem>: SelfNormalizedEstimator {
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

  /// What it promises.
  public var contract: Contract {
    Contract(
      "iwae", "total derivative of log w, weighted by the share of each sample",
      evaluations: Double(samples))
  }

  /// f′(z) − ε/σ and f′(z) ε − (ε² − 1)/σ.
  @inlinable public func direction(noise: Double) -> LineGradient {
    TotalDerivative(problem).gradient(noise: noise)
  }
}
