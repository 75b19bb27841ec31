import Distributions

/// The score-function (REINFORCE, likelihood-ratio) estimator: f(z) ∇ log q(z).
///
/// - Contract: unbiased for any f that q can integrate, continuous or not.
/// - Cost: one evaluation of f.
/// - Variance: grows with the size of f (a constant added to f adds c²/σ² to Var ∂μ) and with 1/σ².
/// - Note: Glynn (1990), Williams (1992).
public struct ScoreFunction<Problem: LineProblem>: NoiseEstimator {
  /// What is estimated.
  public let problem: Problem

  /// A constant subtracted from f, which leaves the mean alone because E ∇ log q = 0.
  public let baseline: LineGradient

  /// What it promises.
  public let contract: Contract

  /// Binds the estimator to a problem, with a constant baseline for each parameter.
  public init(
    _ problem: Problem, baseline: LineGradient = LineGradient(mean: 0, deviation: 0),
    contract: Contract = Contract("score", "f(z) times the score of q")
  ) {
    self.problem = problem
    self.baseline = baseline
    self.contract = contract
  }

  /// (f − b) ε/σ and (f − b)(ε² − 1)/σ.
  @inlinable public func gradient(noise: Double) -> LineGradient {
    let σ = problem.law.standardDeviation
    let f = problem.value(problem.law.mean + σ * noise)
    return LineGradient(
      mean: (f - baseline.mean) * noise / σ,
      deviation: (f - baseline.deviation) * (noise * noise - 1) / σ)
  }
}
