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
/// Both integrals are taken by the trapezoidal rule, which converges exponentially for such integrands; its steps
/// are halved until two results agree, and their distance is the error.
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
  /// K.
  let samples: Int
  /// The columns.
  let columns: [Column]

  /// The two that agree to this, relative to the size of a draw, are final.
  private static let agreement = 1e-11
  /// Two that do not agree to this are no result.
  private static let failure = 1e-7
  /// The largest number of points (s, ε) of one trapezoidal sum.
  private static let limit = 60_000_000

  /// Halves the steps until the results agree.
  ///
  /// - Throws: `NumericsError` where log w is not a number, or where the sums do not converge.
  /// - Complexity: About 10⁶ evaluations of the exponential where log w is of moderate range.
  func result() throws(NumericsError) -> Result {
    var centers = [Double](repeating: 0, count: columns.count)
    var coarse = try sums(level: 0, centers: centers)
    for level in 1... {
      centers = zip(columns, coarse.means).map { $0.power == 1 ? $1 : 0 }
      let fine = try sums(level: level, centers: centers)
      let gap = fine.gap(to: coarse)
      if gap <= ShareIntegrals.agreement { return fine.result(beside: coarse) }
      if fine.points > ShareIntegrals.limit / 4 {
        if gap <= ShareIntegrals.failure { return fine.result(beside: coarse) }
        break
      }
      coarse = fine
    }
    throw NumericsError(
      routine: "shares", reason: .status(code: 11, name: "GSL_EMAXITER"),
      message:
        "the weights of \(samples) samples vary too widely for \(ShareIntegrals.limit) points")
  }

  /// The trapezoidal sums with 128 · 2^level steps in ε and a step of 2^−(level + 2) in s.
  private func sums(level: Int, centers: [Double]) throws(NumericsError) -> ShareSums {
    let nodes = try ShareNodes(
      self, count: 128 << level, centers: centers)
    let step = 0.25 / Double(1 << level)
    var sums = ShareSums(
      samples: samples, powers: columns.map(\.power), centers: centers, origin: nodes.origin,
      step: step)
    for direction in [1.0, -1.0] {
      var quiet = 0
      var index = direction > 0 ? 0 : 1
      // The integrand has vanished when it has been negligible over four units of s.
      while quiet < 16 << level {
        let place = nodes.origin + direction * Double(index) * step
        guard let negligible = sums.add(nodes.expectations(at: place), at: place) else {
          throw .notFinite(at: [place], value: .nan, routine: "shares")
        }
        quiet = negligible ? quiet + 1 : 0
        index += 1
        sums.points += nodes.count
        guard sums.points <= ShareIntegrals.limit else { return sums }
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

  init(_ integrals: ShareIntegrals, count: Int, centers: [Double]) throws(NumericsError) {
    let reach = LineIntegral.reach
    let step = 2 * reach / Double(count)
    let places = (0...count).map { -reach + Double($0) * step }
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
  let origin: Double
  let step: Double
  /// Points (s, ε) visited.
  var points = 0
  /// E log S + origin, the two gradients, then each column's mean and each column's second moment.
  private var totals: [Double]
  private var magnitudes: [Double]

  init(samples: Int, powers: [Int], centers: [Double], origin: Double, step: Double) {
    self.samples = samples
    self.powers = powers
    self.centers = centers
    self.origin = origin
    self.step = step
    totals = [Double](repeating: 0, count: 3 + 2 * powers.count)
    magnitudes = totals
  }

  /// Adds the terms of one s; returns whether all of them were negligible, `nil` if one was not a number.
  mutating func add(_ sums: ShareExpectations, at s: Double) -> Bool? {
    let k = Double(samples)
    let logPresent = sums.logPresent
    // M to the power of how many samples are left, also where M is 0.
    let others = samples == 1 ? 1 : exp((k - 1) * logPresent)
    let pairs = samples == 1 ? 0 : samples == 2 ? 1 : exp((k - 2) * logPresent)
    var negligible = true
    var finite = true
    func put(_ index: Int, _ term: Double, into totals: inout [Double], _ sizes: inout [Double]) {
      totals[index] += step * term
      sizes[index] += step * term.magnitude
      if !(term.magnitude * step <= 0x1p-60 * sizes[index]) { negligible = false }
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

  /// The sizes by which gaps are judged: of the bound, of the gradients, of the columns.
  private func size(of column: Int) -> Double {
    let mean = means[column].magnitude
    return max(mean, seconds[column].magnitude.squareRoot(), .leastNormalMagnitude)
  }

  private func gap(_ a: Double, _ b: Double, size: Double) -> Double {
    (a - b).magnitude / size
  }

  /// The largest gap to another result, relative to the size of the numbers.
  func gap(to other: ShareSums) -> Double {
    var gaps = [gap(bound, other.bound, size: max(1, bound.magnitude))]
    for index in 1...2 {
      gaps.append(gap(totals[index], other.totals[index], size: magnitudes[index]))
    }
    for column in powers.indices {
      let size = size(of: column)
      gaps.append(gap(means[column], other.means[column], size: size))
      gaps.append(gap(variances[column], other.variances[column], size: size * size))
    }
    return gaps.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }
  }

  /// The numbers, with their distance from a coarser result and the rounding as the error.
  func result(beside coarse: ShareSums) -> ShareIntegrals.Result {
    func bounded(_ value: Double, _ other: Double, magnitude: Double) -> Bounded {
      Bounded(
        value,
        error: (value - other).magnitude + Bounded(rounded: value, magnitude: magnitude).error)
    }
    return ShareIntegrals.Result(
      bound: bounded(bound, coarse.bound, magnitude: magnitudes[0]),
      gradient: (1...2).map {
        bounded(totals[$0], coarse.totals[$0], magnitude: magnitudes[$0])
      },
      mean: powers.indices.map {
        bounded(means[$0], coarse.means[$0], magnitude: size(of: $0))
      },
      variance: powers.indices.map {
        bounded(variances[$0], coarse.variances[$0], magnitude: size(of: $0) * size(of: $0))
      })
  }
}
