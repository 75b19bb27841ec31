import Distributions

/// The score function with a leave-one-out baseline in D dimensions (RLOO): the mean over K samples of
/// (f_k − mean of the others) times the score of sample k, which is Σ (f_k − f̄) S_k / (K − 1).
///
/// - Contract: unbiased for any f that q can integrate.
/// - Cost: K evaluations of f.
/// - Variance: every coordinate's grows with Var f, so like D/K for a sum over coordinates.
/// - Note: Salimans and Knowles (2014), Kool, van Hoof and Welling (2019).
public struct VectorLeaveOneOut<Problem: VectorProblem>: VectorEstimator {
  /// What is estimated.
  public let problem: Problem

  /// K.
  public let samples: Int

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: There are 2 samples or more.
  public init(_ problem: Problem, samples: Int) {
    precondition(samples >= 2, "\(samples) samples leave none out")
    self.problem = problem
    self.samples = samples
  }

  /// Unbiased.
  public var contract: Contract {
    Contract(
      "rloo", "score function less the mean of the other samples' f",
      evaluations: Double(samples))
  }

  /// Σ (f_k − f̄) S_k / (K − 1).
  public func fill(_ tile: Tile, using generator: inout Philox) {
    let (dimension, rows) = (problem.dimension, tile.rows)
    Tile.temporary(columns: (samples + 1) * (dimension + 1), rows: rows) { memory in
      let values = memory.columns(0..<samples)
      let average = memory[samples]
      let points = memory.columns((samples + 1)..<(samples + 1 + dimension))
      let noises = memory.columns((samples + 1 + dimension)..<memory.columns)
      generator.fillNormals(noises.numbers)
      for row in 0..<rows { average[row] = 0 }
      for sample in 0..<samples {
        place(points, noise: noises.columns((sample * dimension)..<((sample + 1) * dimension)))
        problem.evaluate(points, values: values[sample])
        for row in 0..<rows { average[row] += values[sample][row] / Double(samples) }
      }
      for number in tile.numbers.indices { tile.numbers[number] = 0 }
      for sample in 0..<samples {
        let value = values[sample]
        for column in 0..<dimension {
          let noise = noises[sample * dimension + column]
          let (mean, deviation) = (tile[column], tile[dimension + column])
          let factor = 1 / (Double(samples - 1) * problem.law.standardDeviations[column])
          for row in 0..<rows {
            let weight = (value[row] - average[row]) * factor
            let ε = noise[row]
            mean[row] += weight * ε
            deviation[row] += weight * (ε * ε - 1)
          }
        }
      }
    }
  }
}
