import Distributions
import Estimators
import Foundation
import Numerics

extension LineTruth {
  /// Coupled halves: an integral over the Rayleigh number for μ, and over the Maxwell number and its fraction for σ.
  ///
  /// - Returns: Without the mean and the variance of σ where f varies so fast that two dimensions are out of reach.
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ estimator: MeasureCoupled<some LineProblem>
  ) throws(NumericsError) -> [ExactMoments] {
    let gradient = try Truth.gradient(of: estimator.problem)
    let places = Truth.noisePlaces(estimator.problem)
    let scale = Truth.scale(of: estimator.problem)
    let mean = try overRayleigh(places, floor: 1e-3 * scale) { w in estimator.mean(rayleigh: w) }
    let center = mean.value
    let least = 1e-6 * scale * scale
    let spread = try overRayleigh(places, floor: max(center * center, least)) { w in
      let gap = estimator.mean(rayleigh: w) - center
      return gap * gap
    }
    let slope = try overMaxwellFractions(places, floor: 1e-3 * scale) { m, u in
      estimator.deviation(maxwell: m, fraction: u)
    }
    let scatter: Bounded?
    if let slope {
      let middle = slope.value
      scatter = try overMaxwellFractions(places, floor: max(middle * middle, least)) { m, u in
        let gap = estimator.deviation(maxwell: m, fraction: u) - middle
        return gap * gap
      }.map { widened($0, by: slope) }
    } else {
      scatter = nil
    }
    return [
      ExactMoments(gradient: gradient.mean, mean: mean, variance: widened(spread, by: mean)),
      ExactMoments(gradient: gradient.deviation, mean: slope, variance: scatter),
    ]
  }

  /// Independent halves: the difference of their means, and the sum of their variances.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ estimator: MeasureUncoupled<some LineProblem>
  ) throws(NumericsError) -> [ExactMoments] {
    let gradient = try Truth.gradient(of: estimator.problem)
    let places = Truth.noisePlaces(estimator.problem)
    let right = try half { (floor, f) throws(NumericsError) in
      try overRayleigh(places, floor: floor) { w in f(estimator.mean(rayleigh: w, sign: 1)) }
    }
    let left = try half { (floor, f) throws(NumericsError) in
      try overRayleigh(places, floor: floor) { w in f(estimator.mean(rayleigh: w, sign: -1)) }
    }
    let wide = try half { (floor, f) throws(NumericsError) in
      try Truth.overNoise(singularities: places, floor: floor) { m in
        m * m * f(estimator.deviation(noise: m))
      }
    }
    let narrow = try half { (floor, f) throws(NumericsError) in
      try Truth.overNoise(singularities: places, floor: floor) { n in
        f(estimator.deviation(noise: n))
      }
    }
    return [
      ExactMoments(
        gradient: gradient.mean, mean: right.mean - left.mean,
        variance: right.variance + left.variance),
      ExactMoments(
        gradient: gradient.deviation, mean: wide.mean - narrow.mean,
        variance: wide.variance + narrow.variance),
    ]
  }

  /// The mean and the variance of one half, from its expectations above a floor.
  private static func half(
    _ expectation: (Double, (Double) -> Double) throws(NumericsError) -> Bounded
  ) throws(NumericsError) -> (mean: Bounded, variance: Bounded) {
    let mean = try expectation(0) { $0 }
    let center = mean.value
    let spread = try expectation(center * center) { ($0 - center) * ($0 - center) }
    return (mean, widened(spread, by: mean))
  }

  /// E (g − c)² as the variance: it exceeds it by (E g − c)², at most the square of the mean's error.
  private static func widened(_ spread: Bounded, by mean: Bounded) -> Bounded {
    Bounded(spread.value, error: spread.error + mean.error * mean.error)
  }

  /// ∫ w exp(−w²/2) f(w) dw over the positive half-line.
  private static func overRayleigh(
    _ places: [Double], floor: Double = 0, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    // f sees ±w, so a place on either side splits the range.
    let range = PiecewiseIntegral(
      from: 0, to: LineIntegral.reach, splitAt: places.map(\.magnitude))
    return try range.total(floor: floor) { w in f(w) * w * exp(-0.5 * w * w) }
  }

  /// ∫ m² φ(m) ∫₀¹ f(m, u) du dm; `nil` where a hundred million evaluations are not enough.
  private static func overMaxwellFractions(
    _ places: [Double], floor: Double = 0, of f: (Double, Double) -> Double
  ) throws(NumericsError) -> Bounded? {
    var failure: NumericsError?
    var largest = 0.0
    var evaluations = 0
    let budget = 100_000_000
    // The outer rule asks for less than the inner one gives: it cannot see below its noise.
    let total = try Truth.overNoise(singularities: [0] + places, within: 1e-10, floor: floor) { m in
      guard failure == nil, evaluations < budget else { return 0 }
      var range = PiecewiseIntegral(from: 0, to: 1, splitAt: places.map { $0 / m })
      range.halvings = 1
      do throws(NumericsError) {
        let slice = try range.total(floor: floor) { u in
          evaluations += 1
          return f(m, u)
        }
        largest = max(largest, slice.error * m * m * exp(-0.5 * m * m))
        return m * m * slice.value
      } catch {
        failure = error
        return 0
      }
    }
    guard evaluations < budget else { return nil }
    if let failure { throw failure }
    return Bounded(total.value, error: total.error + largest * 2 * LineIntegral.reach)
  }
}
