import Distributions

/// The score function with K draws, each of which has the mean of the K − 1 others as its baseline (RLOO).
///
/// (1/K) Σ (fₖ − f̄₋ₖ) Sₖ = Σ (fₖ − f̄)(Sₖ − S̄)/(K − 1): the sample covariance of f and the score, which is how it is
/// computed, in one pass.
///
/// - Contract: unbiased for K of 2 and more.
/// - Cost: K evaluations of f.
/// - Variance: that of the exact-mean baseline over K, and Var f · I / (K(K − 1)) more, less g²/(K(K − 1)).
/// - Note: Kool, van Hoof and Welling (2019); Salimans and Knowles (2014).
public struct ScoreLeaveOneOut<Problem: LineProblem>: LineEstimator {
  /// What is estimated.
  public let problem: Problem

  /// K.
  public let samples: Int

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: There are at least 2 samples.
  public init(_ problem: Problem, samples: Int) {
    precondition(samples >= 2, "leave-one-out needs at least 2 samples, not \(samples)")
    self.problem = problem
    self.samples = samples
  }

  /// Unbiased.
  public var contract: Contract {
    Contract(
      "rloo", "score of each of K draws with the mean of the others as baseline",
      evaluations: Double(samples))
  }

  /// The sample covariances of f with ε/σ and with (ε² − 1)/σ.
  @inlinable public func draw(using generator: inout Philox) -> LineGradient {
    let law = problem.law
    let σ = law.standardDeviation
    var (valueMean, noiseMean, squareMean) = (0.0, 0.0, 0.0)
    var (withNoise, withSquare) = (0.0, 0.0)
    for index in 1...samples {
      let share = 1 / Double(index)
      let noise = generator.standardNormal()
      let square = noise * noise - 1
      let gap = problem.value(law.mean + σ * noise) - valueMean
      valueMean += gap * share
      noiseMean += (noise - noiseMean) * share
      squareMean += (square - squareMean) * share
      withNoise += gap * (noise - noiseMean)
      withSquare += gap * (square - squareMean)
    }
    let scale = 1 / (σ * Double(samples - 1))
    return LineGradient(mean: withNoise * scale, deviation: withSquare * scale)
  }
}
