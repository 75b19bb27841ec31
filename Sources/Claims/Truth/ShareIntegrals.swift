import Distributions
import Estimators
import Foundation
import Numerics

/// Exact moments of Σ ŵ_k^p a(ε_k) over K independent samples, for any K, by integrals of dimension two.
///
/// With S = Σ w_k, the identity 1/Sⁿ = ∫ tⁿ⁻¹ e^{−tS} dt/(n−1)! separates the samples: each of them contributes a
/// factor M(t) = E e^{−tw}, and those that are named an expectation like E[w a e^{−tw}]. Written with y = tw and
/// dt/t = ds, all integrands are smooth and vanish at both ends:
///
/// - E Σ ŵ^p a = K/Γ(p) ∫ M^{K−1} E[y^p a e^{−y}] ds,
/// - E (Σ ŵ^p a)² = K/Γ(2p) ∫ (M^{K−1} E[y^{2p} a² e^{−y}] + (K−1) M^{K−2} E[y^p a e^{−y}]²) ds,
/// - E log S = ∫ (e^{−e^s} − M^K) ds, whose gradient in (μ, σ) needs values of log w only:
///   ∇ E log S = −K ∫ M^{K−1} E[((1 + y) e^{−y} − 1) ∇ log q] ds.
///
/// Both integrals are taken by the trapezoidal rule, which converges exponentially for such integrands, the outer
/// one in u with s = c sinh(u/c); the steps are halved until two results agree, and their distance is the error.
struct ShareIntegrals {
  /// One column of an estimator: the power of the weight and what a sample contributes.
  struct Column {
    /// p, 1 or 2.
    let power: Int
    /// a(ε).
    let contribution: (Double) -> Double
  }

  /// What the integrals give.
  struct Result {
    /// E log (1/K) S.
    let bound: Bounded
    /// ∂/∂μ and ∂/∂σ of it.
    let gradient: [Bounded]
    /// The mean of each column.
    let mean: [Bounded]
    /// The variance of each column.
    let variance: [Bounded]
  }

  /// log w as a function of ε.
  let logWeight: (Double) -> Double
  /// σ, by which the score of q is scaled.
  let deviation: Double
  /// K, at least 2.
  let samples: Int
  /// How far rounding can move one contribution, positive: a column that is smaller has no digits to agree on.
  let rounding: Double
  /// The columns.
  let columns: [Column]

  /// Two results that agree to this, relative to the size of a draw, are final.
  private static let agreement = 1e-11
  /// Where the points run out, two that agree to this are taken, with their distance as the error.
  private static let rough = 1e-6
  /// The largest number of points (u, ε) of one sum, for a unit of u: some seconds.
  private static let limit = 6e6
  /// The range of u over which s = sinh u, stretched by it, is about linear; log w of wide range has long tails in s.
  private static let stretch = 8.0

  /// Halves the step in ε until the results agree, then that in s.
  ///
  /// - Throws: `NumericsError` where log w is not a number, or where the sums do not converge.
  /// - Complexity: About 10⁵ points (s, ε) where log w is of moderate range, each of two exponentials.
  func result() throws(NumericsError) -> Result {
    precondition(samples >= 2, "\(samples) samples have no shares")
    let step = 0.3
    guard let first = try sums(intervals: 128, step: step, centers: nil) else {
      throw tooWide(gap: .infinity)
    }
    // What is only weighted, and not squared, may be taken from any center: Σ ŵ = 1.
    let centers = zip(columns, first.means).map { $0.power == 1 ? $1 : 0 }
    let inner = try refined(from: first) { level throws(NumericsError) in
      try sums(intervals: 128 << level, step: step, centers: centers)
    }
    let outer = try refined(from: inner.fine) { level throws(NumericsError) in
      try sums(
        intervals: inner.fine.intervals, step: step / Double(1 << level), centers: centers)
    }
    return outer.fine.result(beside: [inner.coarse, outer.coarse])
  }

  /// Refines until two results agree, or until the next would need too many points.
  ///
  /// - Throws: `NumericsError` where the last two do not even roughly agree.
  private func refined(
    from first: ShareSums, _ sums: (Int) throws(NumericsError) -> ShareSums?
  ) throws(NumericsError) -> (coarse: ShareSums, fine: ShareSums) {
    var (coarse, fine) = (first, first)
    var gap = Double.infinity
    for level in 1... {
      guard let finer = try sums(level) else { break }
      (coarse, fine) = (fine, finer)
      gap = fine.gap(to: coarse)
      if gap <= ShareIntegrals.agreement { return (coarse, fine) }
    }
    guard gap <= ShareIntegrals.rough else { throw tooWide(gap: gap) }
    return (coarse, fine)
  }

  /// The failure to converge.
  private func tooWide(gap: Double) -> NumericsError {
    NumericsError(
      routine: "shares", reason: .status(code: 11, name: "GSL_EMAXITER"),
      message:
        "log w varies too widely for \(samples) samples and \(Int(ShareIntegrals.limit)) points: "
        + "two results still differ by \(gap) of their size")
  }

  /// The trapezoidal sums with a number of intervals in ε and a step in u; `nil` if they need too many points.
  private func sums(
    intervals: Int, step: Double, centers: [Double]?
  ) throws(NumericsError) -> ShareSums? {
    let centers = centers ?? columns.map { _ in 0 }
    let nodes = try ShareNodes(self, intervals: intervals, centers: centers)
    var sums = ShareSums(
      samples: samples, powers: columns.map(\.power), centers: centers, rounding: rounding,
      deviation: deviation, origin: nodes.origin, intervals: intervals)
    var points = 0
    for direction in [1.0, -1.0] {
      var quiet = 0.0
      var index = direction > 0 ? 0.0 : 1.0
      // The integrand has vanished when it has been negligible over four units of u.
      while quiet < 4 / step {
        let u = direction * index * step
        let place = nodes.origin + ShareIntegrals.stretch * sinh(u / ShareIntegrals.stretch)
        let measure = step * cosh(u / ShareIntegrals.stretch)
        guard
          let negligible = sums.add(nodes.expectations(at: place), at: place, measure: measure)
        else { throw .notFinite(at: [place], value: .nan, routine: "shares") }
        quiet = negligible ? quiet + 1 : 0
        index += 1
        points += nodes.count
        guard Double(points) * step <= ShareIntegrals.limit else { return nil }
      }
    }
    return sums
  }
}

/// The points in ε with everything that does not depend on s.
private struct ShareNodes {
  let count: Int
  let width: Int
  /// Where the integrals over s begin: about −log of the largest weight that matters.
  let origin: Double
  private let logWeights: [Double]
  private let masses: [Double]
  private let scores: [(mean: Double, deviation: Double)]
  /// Shape `[count, width]`.
  private let contributions: [Double]
  private let powers: [Int]

  init(_ integrals: ShareIntegrals, intervals: Int, centers: [Double]) throws(NumericsError) {
    let reach = LineIntegral.reach
    let step = 2 * reach / Double(intervals)
    let places = (0...intervals).map { -reach + Double($0) * step }
    let σ = integrals.deviation
    self.count = places.count
    width = centers.count
    powers = integrals.columns.map(\.power)
    masses = places.map { step * exp(-0.5 * $0 * $0) / (2 * Double.pi).squareRoot() }
    let logs = places.map(integrals.logWeight)
    if let fault = logs.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(at: [places[fault]], value: logs[fault], routine: "shares")
    }
    logWeights = logs
    scores = places.map { ($0 / σ, ($0 * $0 - 1) / σ) }
    contributions = places.flatMap { ε in
      zip(integrals.columns, centers).map { $0.contribution(ε) - $1 }
    }
    let top = zip(places, logs).map { $1 - 0.5 * $0 * $0 }.max() ?? 0
    origin = -top - log(Double(integrals.samples))
  }

  /// The expectations over ε at one s.
  func expectations(at s: Double) -> ShareExpectations {
    var sums = ShareExpectations(width: width)
    for i in 0..<count {
      let y = exp(s + logWeights[i])
      // e^{−y} and all that it multiplies are 0.
      guard y < 745 else {
        sums.missing += masses[i]
        sums.score.mean -= masses[i] * scores[i].mean
        sums.score.deviation -= masses[i] * scores[i].deviation
        continue
      }
      let damping = exp(-y)
      let less = expm1(-y)
      let mass = masses[i]
      sums.present += mass * damping
      sums.missing -= mass * less
      let kernel = mass * (less + y * damping)
      sums.score.mean += kernel * scores[i].mean
      sums.score.deviation += kernel * scores[i].deviation
      let first = mass * damping * y
      for column in 0..<width {
        let value = contributions[i * width + column]
        let power = powers[column] == 1 ? 1 : y
        sums.first[column] += first * power * value
        sums.second[column] += first * y * power * power * value * value
      }
    }
    return sums
  }
}

/// Expectations over ε at one s.
private struct ShareExpectations {
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
private struct ShareSums {
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
    return gaps.reduce(0) { $1 <= $0 ? $0 : $1 }
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
