import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Reporting

/// What `bench estimators` measured.
struct EstimatorBenchmark: Encodable {
  /// One estimator.
  struct Row: Encodable {
    var estimator: String
    /// Draws a second: the median over the repeats.
    var drawsPerSecond: Double
    /// The rate of each repeat.
    var rates: [Double]
    /// The largest standardised gap between a column's mean and the exact gradient.
    var worstBias: Double
    /// The largest standardised gap between a column's variance and the exact one.
    var worstVariance: Double

    private enum CodingKeys: String, CodingKey {
      case estimator
      case drawsPerSecond = "draws_per_second"
      case rates
      case worstBias = "worst_bias_z"
      case worstVariance = "worst_variance_z"
    }
  }

  var rows: [Row]
  var draws: Int
  var dimension: Int
  var threads: Int

  /// Whether every mean and variance is compatible with the exact one.
  var holds: Bool {
    rows.allSatisfy { $0.worstBias.magnitude <= 5 && $0.worstVariance.magnitude <= 5 }
  }

  /// Runs the measurement.
  ///
  /// The law is N(0, I) in ten dimensions and f(z) = Σ (z − 1)². At σ = 1 the gradient in log σ is that in σ.
  ///
  /// - Throws: `NonFiniteDraw`, which this problem does not give, and `NumericsError`.
  static func run(seed: UInt64, repeats: Int, threads: Int?) throws -> EstimatorBenchmark {
    let problem = VectorQuadratic(dimension: 10, mean: 0, deviation: 1, center: 1)
    let family = VectorFamily.entries(for: problem, samples: 2)
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let draws = 1_000_000
    let rows = try ["pathwise", "score"].compactMap { family.entry($0) }.map { entry in
      try row(entry, draws: draws, seed: seed, repeats: repeats, threads: threads)
    }
    return EstimatorBenchmark(
      rows: rows, draws: draws, dimension: problem.dimension, threads: threads)
  }

  /// Measures one estimator, after a run that is not counted; each repeat has a stream of its own.
  private static func row(
    _ entry: EstimatorEntry, draws: Int, seed: UInt64, repeats: Int, threads: Int
  ) throws -> Row {
    let root = Philox(seed: seed).substream(entry.name)
    let exact = try entry.exact()
    var row = Row(
      estimator: entry.name, drawsPerSecond: 0, rates: [], worstBias: 0, worstVariance: 0)
    for run in 0...repeats {
      let start = ContinuousClock.now
      let measured = try Measurement.run(
        entry.estimator, draws: draws, from: root.substream(run), threads: threads)
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      if run > 0 { row.rates.append(Double(draws) / seconds) }
      for (moments, exact) in zip(measured.moments, exact) {
        row.worstBias = worse(
          row.worstBias, Statistics.zScore(of: moments, against: exact.gradient))
        guard let variance = exact.variance else { continue }
        row.worstVariance = worse(
          row.worstVariance, Statistics.varianceZScore(of: moments, against: variance))
      }
    }
    row.drawsPerSecond = median(row.rates)
    return row
  }

  /// The larger in magnitude; NaN counts as larger than everything.
  private static func worse(_ a: Double, _ b: Double) -> Double {
    b.magnitude <= a.magnitude ? a : b
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The result for people.
  var text: String {
    let lines = rows.map { row in
      """
      \(row.estimator): \(NumberFormat.significant(row.drawsPerSecond / 1e6, digits: 4)) million \
      draws a second, largest |z| of a gradient \
      \(NumberFormat.significant(row.worstBias.magnitude, digits: 2)), of a variance \
      \(NumberFormat.significant(row.worstVariance.magnitude, digits: 2))

      """
    }
    return lines.joined()
      + """
      \(draws) draws in \(dimension) dimensions \
      (threads: \(threads), median of \(rows.first?.rates.count ?? 0) runs)

      """
  }
}
