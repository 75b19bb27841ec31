import Distributions

/// REINFORCE of K samples, each with the mean of the others' f as its baseline.
///
/// The average over the samples is the sample covariance of f and the score, with the divisor K − 1, and is
/// computed as such.
///
/// - Contract: unbiased: a sample and its baseline are independent.
/// - Cost: K evaluations of f.
/// - Variance: that of a covariance of K pairs; near 1/K of REINFORCE with the mean baseline for large K.
/// - Note: Salimans and Knowles (2014); Kool, van Hoof and Welling (2019).
public struct LeaveOneOutReinforce<Problem: DiscreteProblem>: DiscreteEstimator {
  /// What is estimated.
  public let problem: Problem

  /// K.
  public let samples: Int

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: At least two samples.
  public init(_ problem: Problem, samples: Int = 2) {
    precondition(samples >= 2, "\(samples) samples leave none out")
    self.problem = problem
    self.samples = samples
  }

  /// Unbiased, at the cost of K samples.
  public var contract: Contract {
    Contract(
      "reinforce-rloo", "f less the mean of the other samples, times the score",
      evaluations: Double(samples))
  }

  /// The state, and the mean score so far.
  public var vectors: Int { 2 }

  /// The covariance, updated sample by sample.
  @inlinable public func draw(
    into row: Coordinates, aside scratch: Scratch, using generator: inout Philox
  ) {
    let state = scratch[0]
    let meanScore = scratch[1]
    var meanValue = 0.0
    for d in 0..<row.count {
      row[d] = 0
      meanScore[d] = 0
    }
    for sample in 0..<samples {
      problem.sample(into: state, using: &generator)
      let count = Double(sample + 1)
      let gap = problem.value(state) - meanValue
      meanValue += gap / count
      for d in 0..<row.count {
        meanScore[d] += (state[d] - problem.probabilities[d] - meanScore[d]) / count
        row[d] += gap * (state[d] - problem.probabilities[d] - meanScore[d])
      }
    }
    let scale = 1 / Double(samples - 1)
    for d in 0..<row.count { row[d] *= scale }
  }
}
