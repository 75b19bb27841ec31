import Distributions

/// The coupled measure-valued estimator in D dimensions: that of the line for each coordinate in turn, with the other
/// coordinates at one common draw of z.
///
/// - Contract: unbiased for any integrable f, continuous or not.
/// - Cost: 4 D evaluations of f, four a coordinate.
/// - Variance: a coordinate's is that of the line, whatever is added to f by the others.
/// - Note: Pflug (1989), Mohamed et al. (2020).
public struct VectorMeasureValued<Problem: VectorProblem>: VectorEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract {
    Contract(
      "measure-coupled", "f at Weibull and Maxwell points less f at coupled points",
      evaluations: 4 * Double(problem.dimension))
  }

  /// (f(μ + σw) − f(μ − σw))/(σ√2π) and (f(μ + σm) − f(μ + σmu))/σ, coordinate by coordinate.
  public func fill(_ tile: Tile, using generator: inout Philox) {
    let (dimension, rows, law) = (problem.dimension, tile.rows, problem.law)
    Tile.temporary(columns: 2 * dimension + 9, rows: rows) { memory in
      let noise = memory.columns(0..<dimension)
      let points = memory.columns(dimension..<(2 * dimension))
      let spare = memory.columns((2 * dimension)..<memory.columns)
      // Four places of the coordinate, f at each of them, and the coordinate's own place.
      let (places, values, kept) = (spare.columns(0..<4), spare.columns(4..<8), spare[8])
      generator.fillNormals(noise.numbers)
      place(points, noise: noise)
      for column in 0..<dimension {
        let (μ, σ) = (law.mean[column], law.standardDeviations[column])
        let coordinate = points[column]
        for row in 0..<rows {
          let noise = MeasureNoise.draw(using: &generator)
          places[0][row] = μ + σ * noise.rayleigh
          places[1][row] = μ - σ * noise.rayleigh
          places[2][row] = μ + σ * noise.maxwell
          places[3][row] = μ + σ * noise.maxwell * generator.uniform()
        }
        kept.update(from: coordinate, count: rows)
        for place in 0..<4 {
          coordinate.update(from: places[place], count: rows)
          problem.evaluate(points, values: values[place])
        }
        coordinate.update(from: kept, count: rows)
        let scale = σ * (2 * Double.pi).squareRoot()
        for row in 0..<rows {
          tile[column][row] = (values[0][row] - values[1][row]) / scale
          tile[dimension + column][row] = (values[2][row] - values[3][row]) / σ
        }
      }
    }
  }
}
