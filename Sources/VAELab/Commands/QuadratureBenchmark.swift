import Dispatch
import Distributions
import Foundation
import Numerics
import Reporting
import Synchronization

/// What `bench quadrature` measured.
struct QuadratureBenchmark: Encodable {
  /// Integrals a second: the median over the repeats.
  var perSecond: Double
  /// The rate of each repeat.
  var rates: [Double]
  var integrals: Int
  /// The largest gap between an integral and its closed form.
  var worstError: Double
  /// The largest error that the quadrature itself promised.
  var worstBound: Double
  var tolerance: Double
  var threads: Int
  /// Whether every error is within the tolerance.
  var holds: Bool { worstError <= tolerance }

  private enum CodingKeys: String, CodingKey {
    case perSecond = "per_second"
    case rates, integrals
    case worstError = "worst_error"
    case worstBound = "worst_bound"
    case tolerance, threads
  }

  /// Runs the measurement.
  ///
  /// - Throws: `NumericsError` if a quadrature stops without its tolerance.
  static func run(seed: UInt64, repeats: Int, threads: Int?) throws -> QuadratureBenchmark {
    var generator = Philox(seed: seed)
    let pairs = (0..<10_000).map { _ in
      Pair(
        mean: -2 + 4 * generator.uniform(), standardDeviation: 0.3 + 1.7 * generator.uniform())
    }
    let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    let tolerance = 1e-10
    var rates: [Double] = []
    var worst = Gap()
    for _ in 0..<repeats {
      let start = ContinuousClock.now
      worst = worst.larger(
        try worstGap(
          pairs, Quadrature(absoluteTolerance: tolerance, relativeTolerance: 0),
          threads: threads))
      rates.append(Double(pairs.count) / ((ContinuousClock.now - start) / .seconds(1)))
    }
    return QuadratureBenchmark(
      perSecond: median(rates), rates: rates, integrals: pairs.count, worstError: worst.error,
      worstBound: worst.bound, tolerance: tolerance, threads: threads)
  }

  /// A Gaussian to be compared with the standard normal.
  private struct Pair {
    var mean: Double
    var standardDeviation: Double

    var closedForm: Double {
      let variance = standardDeviation * standardDeviation
      return 0.5 * (mean * mean + variance - 1 - log(variance))
    }

    func integral(by quadrature: Quadrature) throws(NumericsError) -> Bounded {
      let (m, s) = (mean, standardDeviation)
      let scale = 1 / ((2 * Double.pi).squareRoot() * s)
      let logScale = -log(s)
      return try quadrature.integral(from: -.infinity, to: .infinity) { z in
        let standardized = (z - m) / s
        let exponent = -0.5 * standardized * standardized
        return exp(exponent) * scale * (exponent + logScale + 0.5 * z * z)
      }
    }
  }

  /// The largest gaps seen; NaN counts as larger than everything.
  private struct Gap {
    var error = 0.0
    var bound = 0.0

    func larger(_ other: Gap) -> Gap {
      Gap(
        error: other.error <= error ? error : other.error,
        bound: other.bound <= bound ? bound : other.bound)
    }
  }

  /// Integrates all pairs, each thread taking the next block when it is done with one.
  private static func worstGap(
    _ pairs: [Pair], _ quadrature: Quadrature, threads: Int
  ) throws(NumericsError) -> Gap {
    let block = 250
    let next = Atomic(0)
    let found = Mutex(Result<Gap, NumericsError>.success(Gap()))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let result = Result { () throws(NumericsError) -> Gap in
        var worst = Gap()
        while true {
          let start = next.wrappingAdd(block, ordering: .relaxed).oldValue
          guard start < pairs.count else { return worst }
          for pair in pairs[start..<min(start + block, pairs.count)] {
            let integral = try pair.integral(by: quadrature)
            let error = (integral.value - pair.closedForm).magnitude
            worst = worst.larger(Gap(error: error, bound: integral.error))
          }
        }
      }
      found.withLock { total in
        total = total.flatMap { total in result.map { total.larger($0) } }
      }
    }
    return try found.withLock { $0 }.get()
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The result for people.
  var text: String {
    """
    \(NumberFormat.significant(perSecond, digits: 4)) integrals a second \
    (threads: \(threads), median of \(rates.count) runs of \(integrals))
    worst error \(NumberFormat.significant(worstError, digits: 2)), \
    promised \(NumberFormat.significant(worstBound, digits: 2)), \
    tolerance \(NumberFormat.significant(tolerance, digits: 2))

    """
  }
}
