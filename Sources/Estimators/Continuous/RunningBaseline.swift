import Distributions

/// The score function with an exponentially decaying mean of earlier values as its baseline.
///
/// The baseline is b ← ρb + (1 − ρ)f, moved only after the draw that it served: a baseline that has already seen its
/// own draw is correlated with it and biases the gradient. It starts anew in every block, with the mean of `memory`
/// values of f drawn for nothing else. With ρ = (n − 1)/(n + 1) that mean of n values has the mean and the variance,
/// Var f / n, that the decaying mean keeps: no row of a block is different from another in its first two moments.
///
/// - Contract: unbiased; draws of one block are uncorrelated, but not independent.
/// - Cost: one evaluation of f, and `memory` more in a block.
/// - Variance: that with the exact mean, and I Var f / n for the noise of the baseline, I = E(∂ log q)².
public struct RunningBaseline<Problem: LineProblem>: GradientEstimator {
  /// What is estimated.
  public let problem: Problem

  /// n, the number of values whose mean would vary as much as the baseline.
  public let memory: Int

  /// Binds the estimator to a problem; the default memory makes the decay ρ 0.9.
  ///
  /// - Precondition: The memory is at least 1.
  public init(_ problem: Problem, memory: Int = 19) {
    precondition(memory >= 1, "a running baseline needs a memory of at least 1, not \(memory)")
    self.problem = problem
    self.memory = memory
  }

  /// Unbiased.
  public var contract: Contract {
    Contract("score-running-baseline", "f(z) minus a decaying mean of earlier f, times the score")
  }

  /// `mean` and `deviation`.
  public var parameters: [String] { ["mean", "deviation"] }

  /// ρ = (n − 1)/(n + 1).
  @inlinable public var decay: Double { Double(memory - 1) / Double(memory + 1) }

  /// (f − b) ε/σ and (f − b)(ε² − 1)/σ, row by row: shape `[draws, 2]`.
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    precondition(
      block.count.isMultiple(of: 2), "a block of \(block.count) numbers holds half a row")
    let law = problem.law
    let σ = law.standardDeviation
    let ρ = decay
    var baseline = 0.0
    for _ in 0..<memory {
      baseline += problem.value(law.mean + σ * generator.standardNormal()) / Double(memory)
    }
    for row in 0..<(block.count / 2) {
      let noise = generator.standardNormal()
      let f = problem.value(law.mean + σ * noise)
      block[2 * row] = (f - baseline) * noise / σ
      block[2 * row + 1] = (f - baseline) * (noise * noise - 1) / σ
      baseline = ρ * baseline + (1 - ρ) * f
    }
  }
}
