import Distributions
import Estimators
import Foundation
import Numerics

/// The exact gradient beside the exact mean and variance of one draw of an estimator, for one parameter.
public struct ExactMoments: Sendable, Equatable {
  /// The gradient of the objective, which an unbiased estimator has as its mean.
  public let gradient: Bounded

  /// The mean of one draw, by quadrature or sum over the estimator's own noise; `nil` where there is no such route.
  public let mean: Bounded?

  /// The variance of one draw; `nil` where there is no exact route.
  public let variance: Bounded?

  /// Puts exact numbers together.
  public init(gradient: Bounded, mean: Bounded? = nil, variance: Bounded? = nil) {
    self.gradient = gradient
    self.mean = mean
    self.variance = variance
  }
}

/// Exact gradients and variances: where the estimators of the model side meet the quadrature of the oracle side.
public enum Truth {
  /// ∂/∂μ and ∂/∂σ of E f(z) by quadrature of f(z) ∇ log q(z): right for any integrable f, also a step.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func gradient(
    of problem: some LineProblem
  ) throws(NumericsError) -> (mean: Bounded, deviation: Bounded) {
    let law = problem.law
    let σ = law.standardDeviation
    let places = problem.singularities.map { ($0 - law.mean) / σ }
    let mean = try overNoise(singularities: places) { ε in
      problem.value(law.mean + σ * ε) * ε / σ
    }
    let deviation = try overNoise(singularities: places) { ε in
      problem.value(law.mean + σ * ε) * (ε * ε - 1) / σ
    }
    return (mean, deviation)
  }

  /// The exact mean and variance of one draw, by quadrature over its noise: E g and E (g − E g)².
  ///
  /// - Parameters:
  ///   - estimator: The estimator.
  ///   - singularities: Values of the noise at which it is not smooth.
  ///   - scale: The size of the terms of which a draw is made: their rounding is no variance.
  ///   - component: One parameter's part of a draw.
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func moments(
    of estimator: some NoiseEstimator, singularities: [Double] = [], scale: Double = 0,
    _ component: (LineGradient) -> Double
  ) throws(NumericsError) -> (mean: Bounded, variance: Bounded) {
    let mean = try overNoise(singularities: singularities, floor: 1e-3 * scale) { ε in
      component(estimator.gradient(noise: ε))
    }
    let center = mean.value
    let floor = max(center * center, 1e-6 * scale * scale)
    let spread = try overNoise(singularities: singularities, floor: floor) { ε in
      let gap = component(estimator.gradient(noise: ε)) - center
      return gap * gap
    }
    // E (g − c)² exceeds the variance by (E g − c)², at most the square of the mean's error.
    return (mean, Bounded(spread.value, error: spread.error + mean.error * mean.error))
  }

  /// ∫ φ(ε) f(ε) dε over twelve standard deviations, split where f is not smooth.
  ///
  /// - Parameters:
  ///   - singularities: Where f is not smooth.
  ///   - tolerance: The error at which the quadrature may stop, relative to E |f|.
  ///   - floor: A size of f of no interest, as in `E (g − E g)²` the square of the mean.
  ///   - f: The integrand.
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func overNoise(
    singularities: [Double] = [], within tolerance: Double = 1e-12, floor: Double = 0,
    of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let half = LineIntegral.reach
    let range = PiecewiseIntegral(from: -half, to: half, splitAt: singularities)
    return try range.total(within: tolerance, floor: floor) { ε in
      f(ε) * exp(-0.5 * ε * ε - 0.5 * log(2 * Double.pi))
    }
  }
}
