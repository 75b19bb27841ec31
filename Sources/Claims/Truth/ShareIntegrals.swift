import Distributions
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
