import Distributions

/// The wake-phase update of q in reweighted wake-sleep: Σ ŵ_k ∇ log q(z_k).
///
/// - Contract: **biased** for the importance-weighted bound, because it is the gradient of something else: as K grows
///   its mean goes to that of E log q(z) under the posterior, which lessens KL(p(z|x) ‖ q). For K = 1 its mean is 0.
///   Right for the model.
/// - Cost: K values of log w; needs no slope, so z may be discrete.
/// - Variance: falls as 1/K at a fixed mean.
/// - Note: Bornschein and Bengio (2015); Le et al. (2019).
public struct ReweightedWakeSleep<Problem: BoundProblem>: SelfNormalizedEstimator {
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

  /// Biased: it ascends another objective.
  public var contract: Contract {
    Contract(
      "rws", "score of q, weighted by the share of each sample (wake phase)",
      isBiased: true, evaluations: Double(samples))
  }

  /// ε/σ and (ε² − 1)/σ.
  @inlinable public func direction(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    return LineGradient(mean: noise / σ, deviation: (noise * noise - 1) / σ)
  }
}
