import Distributions
import Estimators
import Foundation
import Numerics

/// The gradients of the evidence bound with their exact moments: every one of them is a function of one normal ε.
public enum BoundTruth {
  /// The estimators of the gradient of a bound, in (μ, σ).
  public static func entries(for problem: some BoundProblem) -> EstimatorFamily {
    EstimatorFamily(entries: [
      entry(TotalDerivative(problem), on: problem),
      entry(ClosedDivergence(problem), on: problem),
      entry(PathDerivative(problem), on: problem),
      entry(BoundScoreFunction(problem), on: problem),
      entry(ScoreFunctionClosedDivergence(problem), on: problem),
    ])
  }

  /// An estimator beside its exact moments.
  private static func entry(
    _ estimator: some NoiseEstimator, on problem: some BoundProblem
  ) -> EstimatorEntry {
    EstimatorEntry(estimator) { try moments(of: estimator, on: problem) }
  }

  /// The exact moments for μ and σ: the gradient by quadrature of f(z) ∇ log q(z), which uses no slope of f, and the
  /// mean and variance of one draw by quadrature of what the estimator returns.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  public static func moments(
    of estimator: some NoiseEstimator, on problem: some BoundProblem
  ) throws(NumericsError) -> [ExactMoments] {
    let gradient = try Truth.gradient(of: problem)
    let δ = rounding(in: problem)
    // At the exact posterior the terms of a draw cancel: their size says what is rounding.
    let scale = δ / Bounded(rounded: 1).error
    let mean = try Truth.moments(of: estimator, scale: scale) { $0.mean }
    let deviation = try Truth.moments(of: estimator, scale: scale) { $0.deviation }
    return [
      ExactMoments(gradient: gradient.mean, mean: mean.mean, variance: mean.variance).blurred(
        by: δ),
      ExactMoments(
        gradient: gradient.deviation, mean: deviation.mean, variance: deviation.variance
      ).blurred(by: δ),
    ]
  }

  /// How far rounding can move one draw: 64 ulps of the largest term of its slope within three deviations.
  ///
  /// At the exact posterior the terms cancel and this is all that is left of some estimators.
  static func rounding(in problem: some BoundProblem) -> Double {
    let (μ, σ) = (problem.law.mean, problem.law.standardDeviation)
    let terms = [-3.0, 3.0].map { ε in
      let z = μ + σ * ε
      let reconstruction = problem.reconstructionSlope(z)
      // The slope of log p(z) is at most the last two together.
      return 3
        * max(
          reconstruction.magnitude, problem.weightScore(z).magnitude,
          (problem.slope(z) - reconstruction).magnitude + ε.magnitude / σ)
    }
    return Bounded(rounded: terms.max() ?? 0).error
  }
}

extension ExactMoments {
  /// The same when each draw may be moved by up to δ.
  func blurred(by δ: Double) -> ExactMoments {
    ExactMoments(
      gradient: Bounded(gradient.value, error: gradient.error + δ),
      mean: mean.map { Bounded($0.value, error: $0.error + δ) },
      variance: variance.map {
        let high = $0.value.magnitude + $0.error
        return Bounded($0.value, error: $0.error + 2 * δ * high.squareRoot() + δ * δ)
      })
  }
}
