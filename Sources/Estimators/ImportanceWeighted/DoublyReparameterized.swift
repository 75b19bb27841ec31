import Distributions

/// The doubly reparameterised gradient (DReG): Σ ŵ_k² times the path derivative of log w_k.
///
/// The score that the total derivative leaves, weighted by ŵ_k, is reparameterised once more, which gives ŵ_k² in
/// place of ŵ_k.
///
/// - Contract: unbiased for the bound with K samples; for K = 1 the path derivative.
/// - Cost: K values and slopes of log w.
/// - Variance: 0 where q is the exact posterior, and the signal-to-noise ratio grows as √K; far from the target it is
///   worse than `ImportanceWeighted`.
/// - Note: Tucker, Lawson, Gu and Maddison (2019). The model's gradient is that of `ImportanceWeighted`.
public struct DoublyReparameterized<Problem: BoundProblem>: SelfNormalizedEstimator {
  /// 2.
  public static var power: Int { 2 }

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
      "dreg", "path derivative of log w, weighted by the squared share of each sample",
      evaluations: Double(samples))
  }

  /// f′(z) and f′(z) ε.
  @inlinable public func direction(noise: Double) -> LineGradient {
    PathDerivative(problem).gradient(noise: noise)
  }
}
