import Distributions
import Estimators
import Foundation
import Numerics

extension LineTruth {
  /// Coupled halves: an integral over the Rayleigh number for μ, and over the Maxwell number and its fraction for σ.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ estimator: MeasureCoupled<some LineProblem>
  ) throws(NumericsError) -> [ExactMoments] {
    let gradient = try Truth.gradient(of: estimator.problem)
    let places = Truth.noisePlaces(estimator.problem)
    let mean = try overRayleigh(places) { w in estimator.mean(rayleigh: w) }
    let center = mean.value
    let spread = try overRayleigh(places) { w in
      let gap = estimator.mean(rayleigh: w) - center
      return gap * gap
    }
    let slope = try overMaxwellFractions(places) { m, u in
      estimator.deviation(maxwell: m, fraction: u)
    }
    let middle = slope.value
    let scatter = try overMaxwellFractions(places) { m, u in
      let gap = estimator.deviation(maxwell: m, fraction: u) - middle
      return gap * gap
    }
    return [
      ExactMoments(gradient: gradient.mean, mean: mean, variance: widened(spread, by: mean)),
      ExactMoments(
        gradient: gradient.deviation, mean: slope, variance: widened(scatter, by: slope)),
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
    let right = try half { (f) throws(NumericsError) in
      try overRayleigh(places) { w in f(estimator.mean(rayleigh: w, sign: 1)) }
    }
    let left = try half { (f) throws(NumericsError) in
      try overRayleigh(places) { w in f(estimator.mean(rayleigh: w, sign: -1)) }
    }
    let wide = try half { (f) throws(NumericsError) in
      try overMaxwell(places) { m in f(estimator.deviation(noise: m)) }
    }
    let narrow = try half { (f) throws(NumericsError) in
      try Truth.overNoise(singularities: places) { n in f(estimator.deviation(noise: n)) }
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

  /// The mean and the variance of one half, from its expectations.
  private static func half(
    _ expectation: ((Double) -> Double) throws(NumericsError) -> Bounded
  ) throws(NumericsError) -> (mean: Bounded, variance: Bounded) {
    let mean = try expectation { $0 }
    let spread = try expectation { ($0 - mean.value) * ($0 - mean.value) }
    return (mean, widened(spread, by: mean))
  }

  /// E (g − c)² as the variance: it exceeds it by (E g − c)², at most the square of the mean's error.
  private static func widened(_ spread: Bounded, by mean: Bounded) -> Bounded {
    Bounded(spread.value, error: spread.error + mean.error * mean.error)
  }

  /// ∫ w exp(−w²/2) f(w) dw over the positive half-line.
  private static func overRayleigh(
    _ places: [Double], of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    // f sees ±w, so a place on either side splits the range.
    try PiecewiseIntegral(from: 0, to: LineIntegral.reach, splitAt: places.map(\.magnitude)).total {
      w in f(w) * w * exp(-0.5 * w * w)
    }
  }

  /// ∫ m² φ(m) f(m) dm.
  private static func overMaxwell(
    _ places: [Double], of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    try Truth.overNoise(singularities: places) { m in m * m * f(m) }
  }

  /// ∫ m² φ(m) ∫₀¹ f(m, u) du dm.
  private static func overMaxwellFractions(
    _ places: [Double], of f: (Double, Double) -> Double
  ) throws(NumericsError) -> Bounded {
    var failure: NumericsError?
    var largest = 0.0
    let rule = Quadrature(absoluteTolerance: 1e-13, relativeTolerance: 1e-13)
    let total = try overMaxwell([0] + places) { m in
      guard failure == nil else { return 0 }
      var range = PiecewiseIntegral(from: 0, to: 1, splitAt: places.map { $0 / m })
      range.rule = rule
      do throws(NumericsError) {
        let slice = try range.total { u in f(m, u) }
        largest = max(largest, slice.error * m * m * exp(-0.5 * m * m))
        return slice.value
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return Bounded(total.value, error: total.error + largest * 2 * LineIntegral.reach)
  }
}
