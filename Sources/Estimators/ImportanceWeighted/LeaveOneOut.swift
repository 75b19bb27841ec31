import Distributions
import Foundation

/// VIMCO: the score-function gradient of the importance-weighted bound, with a baseline for each sample made of the
/// others.
///
/// Sample k learns from log (1/K)(w_1 + … + w_K) less the same with w_k replaced by the geometric mean of the
/// others; what is subtracted does not depend on z_k, so it leaves the mean alone.
///
/// - Contract: unbiased for the bound with K samples, K ≥ 2; needs no slope, so z may be discrete.
/// - Cost: K values of log w, O(K) in all.
/// - Variance: that of a score function, with a signal for each sample of its own.
/// - Note: Mnih and Rezende (2016). The model's gradient is that of `ImportanceWeighted`.
public struct LeaveOneOut<Problem: BoundProblem>: ImportanceEstimator {
  /// What is estimated.
  public let problem: Problem

  /// K.
  public let samples: Int

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: There are at least two samples.
  public init(_ problem: Problem, samples: Int) {
    precondition(samples >= 2, "no other sample to make a baseline of: \(samples)")
    self.problem = problem
    self.samples = samples
  }

  /// What it promises.
  public var contract: Contract {
    Contract(
      "vimco", "score of q times what each sample adds to the bound beyond the others",
      evaluations: Double(samples))
  }

  /// Σ (L̂ − L̂₋ₖ − ŵ_k) ∇ log q(z_k) and Σ ŵ_k ∂ log p(x, z_k)/∂w.
  ///
  /// The term −ŵ_k ∇ log q(z_k) is what the parameters of log q inside the bound contribute.
  @inlinable public func gradient(noise: UnsafeBufferPointer<Double>) -> BoundGradient {
    // On the stack up to 1 KiB, K = 128.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: noise.count) { logWeights in
      let (μ, σ) = (problem.law.mean, problem.law.standardDeviation)
      var (largest, logSum) = (-Double.infinity, 0.0)
      for k in 0..<noise.count {
        let logWeight = problem.value(μ + σ * noise[k])
        logWeights[k] = logWeight
        logSum += logWeight
        if !(logWeight <= largest) { largest = logWeight }
      }
      var total = 0.0
      for logWeight in logWeights { total += exp(logWeight - largest) }
      var sum = BoundGradient(mean: 0, deviation: 0, weight: 0)
      for k in 0..<noise.count {
        let relative = exp(logWeights[k] - largest)
        let share = relative / total
        let geometric = (logSum - logWeights[k]) / Double(noise.count - 1) - largest
        // Taking the share away cancels only for a sample that has more than half: at most one.
        let baseline =
          share <= 0.5
          ? log(total - relative + exp(geometric))
          : logBaseline(of: logWeights, except: k, geometric: geometric, relativeTo: largest)
        let signal = log(total) - baseline - share
        let ε = noise[k]
        sum.mean += signal * ε / σ
        sum.deviation += signal * (ε * ε - 1) / σ
        sum.weight += share * problem.weightScore(μ + σ * ε)
      }
      return sum
    }
  }

  /// log (Σ_{j ≠ k} w_j + geometric mean of these), relative to `largest`, however small they are beside w_k.
  @inlinable func logBaseline(
    of logWeights: UnsafeMutableBufferPointer<Double>, except k: Int, geometric: Double,
    relativeTo largest: Double
  ) -> Double {
    var top = -Double.infinity
    for j in 0..<logWeights.count where j != k { top = max(top, logWeights[j] - largest) }
    var total = exp(geometric - top)
    for j in 0..<logWeights.count where j != k { total += exp(logWeights[j] - largest - top) }
    return top + log(total)
  }
}
