import Foundation
import Numerics

/// Expectations over ε at one s.
struct ShareExpectations {
  /// M = E e^{−y}.
  var present = 0.0
  /// 1 − M.
  var missing = 0.0
  /// E[((1 + y) e^{−y} − 1) ∇ log q].
  var score = (mean: 0.0, deviation: 0.0)
  /// E[y^p a e^{−y}], one a column.
  var first: [Double]
  /// E[y^{2p} a² e^{−y}].
  var second: [Double]

  init(width: Int) {
    first = [Double](repeating: 0, count: width)
    second = first
  }

  /// log M, accurate at both ends; −∞ where nothing is left.
  var logPresent: Double { missing < 0.5 ? log1p(-missing) : log(present) }
}

/// The sums over s.
struct ShareSums {
  let samples: Int
  let powers: [Int]
  let centers: [Double]
  let rounding: Double
  let deviation: Double
  let origin: Double
  /// The number of intervals in ε.
  let intervals: Int
  /// E log S + origin, the two gradients, then each column's mean and each column's second moment.
  private var totals: [Double]
  private var magnitudes: [Double]

  init(
    samples: Int, powers: [Int], centers: [Double], rounding: Double, deviation: Double,
    origin: Double, intervals: Int
  ) {
    self.samples = samples
    self.powers = powers
    self.centers = centers
    self.rounding = rounding
    self.deviation = deviation
    self.origin = origin
    self.intervals = intervals
    totals = [Double](repeating: 0, count: 3 + 2 * powers.count)
    magnitudes = totals
  }

  /// Adds the terms of one s with its measure; returns whether all of them were negligible, `nil` if one was not a number.
  mutating func add(_ sums: ShareExpectations, at s: Double, measure: Double) -> Bool? {
    let k = Double(samples)
    let logPresent = sums.logPresent
    // M to the power of how many samples are left, also where M is 0.
    let others = exp((k - 1) * logPresent)
    let pairs = samples == 2 ? 1 : exp((k - 2) * logPresent)
    var negligible = true
    var finite = true
    func put(_ index: Int, _ term: Double, into totals: inout [Double], _ sizes: inout [Double]) {
      totals[index] += measure * term
      sizes[index] += measure * term.magnitude
      if !(term.magnitude * measure <= 0x1p-60 * sizes[index]) { negligible = false }
      if !term.isFinite { finite = false }
    }
    put(0, expm1(-exp(s - origin)) - expm1(k * logPresent), into: &totals, &magnitudes)
    put(1, -k * others * sums.score.mean, into: &totals, &magnitudes)
    put(2, -k * others * sums.score.deviation, into: &totals, &magnitudes)
    for (column, power) in powers.enumerated() {
      // Γ(2p): 1 for p = 1, 6 for p = 2; Γ(p) is 1 for both.
      let scale = power == 1 ? 1.0 : 1.0 / 6.0
      let first = sums.first[column]
      put(3 + column, k * others * first, into: &totals, &magnitudes)
      let second = others * sums.second[column] + (k - 1) * pairs * first * first
      put(3 + powers.count + column, k * scale * second, into: &totals, &magnitudes)
    }
    return finite ? negligible : nil
  }

  var means: [Double] { powers.indices.map { centers[$0] + totals[3 + $0] } }

  /// E (column − center)².
  private var seconds: [Double] { powers.indices.map { totals[3 + powers.count + $0] } }

  private var variances: [Double] {
    powers.indices.map { seconds[$0] - totals[3 + $0] * totals[3 + $0] }
  }

  private var bound: Double { totals[0] - origin - log(Double(samples)) }

  /// The size of a draw in a column, by which its gaps are judged.
  private func size(of column: Int) -> Double {
    max(means[column].magnitude, seconds[column].magnitude.squareRoot(), rounding)
  }

  /// The size by which gaps of a gradient are judged: where all weights are equal only the score's own is left.
  private func scoreSize(_ index: Int) -> Double { max(magnitudes[index], 1 / deviation) }

  /// What is left of the gap between two numbers after their rounding, relative to their size.
  private func gap(_ a: Double, _ b: Double, size: Double, rounding: Double = 0) -> Double {
    let rest = (a - b).magnitude - rounding
    return rest <= 0 ? 0 : rest / size
  }

  /// The largest gap to another result, relative to the size of the numbers; NaN if one is not a number.
  func gap(to other: ShareSums) -> Double {
    var gaps = [gap(bound, other.bound, size: max(1, bound.magnitude))]
    for index in 1...2 {
      gaps.append(gap(totals[index], other.totals[index], size: scoreSize(index)))
    }
    for column in powers.indices {
      let size = size(of: column)
      gaps.append(gap(means[column], other.means[column], size: size, rounding: rounding))
      gaps.append(
        gap(
          variances[column], other.variances[column], size: size * size,
          rounding: rounding * (2 * size + rounding)))
    }
    return gaps.reduce(0) { $0.isNaN || $1 <= $0 ? $0 : $1 }
  }

  /// The numbers, with their distances from coarser results and the rounding as the error.
  func result(beside coarse: [ShareSums]) -> ShareIntegrals.Result {
    func bounded(magnitude: Double, _ number: (ShareSums) -> Double) -> Bounded {
      let value = number(self)
      let distances = coarse.map { (number($0) - value).magnitude }
      return Bounded(
        value,
        error: distances.reduce(0, +) + Bounded(rounded: value, magnitude: magnitude).error)
    }
    return ShareIntegrals.Result(
      bound: bounded(magnitude: magnitudes[0]) { $0.bound },
      gradient: (1...2).map { index in
        bounded(magnitude: scoreSize(index)) { $0.totals[index] }
      },
      mean: powers.indices.map { column in
        bounded(magnitude: size(of: column)) { $0.means[column] }
      },
      variance: powers.indices.map { column in
        bounded(magnitude: size(of: column) * size(of: column)) { $0.variances[column] }
      })
  }
}
