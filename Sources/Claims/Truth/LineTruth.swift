import Distributions
import Estimators
import Foundation
import Numerics

/// The family of estimators on the line, with their exact moments.
public enum LineTruth {
  /// Every estimator of the family, bound to a problem.
  ///
  /// The exact-mean and the optimal baselines are computed here, by quadrature.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - samples: K of the leave-one-out estimator, 2 or more.
  /// - Throws: `NumericsError` where the quadrature of a baseline fails.
  public static func entries(
    for problem: some LineProblem, samples: Int
  ) throws(NumericsError) -> EstimatorFamily {
    let moments = try ValueMoments(problem)
    let inapplicable = [
      "implicit": "z = μ + σε is an explicit path: pathwise is the same estimator"
    ]
    return EstimatorFamily(
      entries: [
        entry(ScoreFunction(problem)),
        entry(ScoreFunction.constantBaseline(problem, problem.value(problem.law.mean))),
        entry(ScoreFunction.meanBaseline(problem, mean: moments.mean.value)),
        EstimatorEntry(RunningBaseline(problem)) { try exact(RunningBaseline(problem)) },
        entry(ScoreFunction.optimalBaseline(problem, moments.optimalBaseline)),
        EstimatorEntry(ScoreLeaveOneOut(problem, samples: samples)) {
          try exact(ScoreLeaveOneOut(problem, samples: samples))
        },
        entry(DeltaScore(problem)),
        entry(Pathwise(problem)),
        entry(DeltaPathwise(problem)),
        EstimatorEntry(MeasureCoupled(problem)) { try exact(MeasureCoupled(problem)) },
        EstimatorEntry(MeasureUncoupled(problem)) { try exact(MeasureUncoupled(problem)) },
      ], inapplicable: inapplicable)
  }

  /// The entry of an estimator that is a function of one standard normal.
  private static func entry<Estimator: LineNoiseEstimator>(_ estimator: Estimator) -> EstimatorEntry
  {
    EstimatorEntry(estimator) { try exact(estimator) }
  }

  /// A function of one standard normal: integrals over it.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ estimator: some LineNoiseEstimator
  ) throws(NumericsError) -> [ExactMoments] {
    let problem = estimator.problem
    let places = Truth.noisePlaces(problem)
    let gradient = try Truth.gradient(of: problem)
    let scale = Truth.scale(of: problem)
    let mean = try Truth.moments(of: estimator, singularities: places, scale: scale) { $0.mean }
    let deviation = try Truth.moments(of: estimator, singularities: places, scale: scale) {
      $0.deviation
    }
    return [
      ExactMoments(gradient: gradient.mean, mean: mean.mean, variance: mean.variance),
      ExactMoments(
        gradient: gradient.deviation, mean: deviation.mean, variance: deviation.variance),
    ]
  }

  /// Leave-one-out: the variance of the sample covariance of f and the score, from integrals over one draw.
  ///
  /// (1/K) (E (f − E f)²S² − g²(K − 2)/(K − 1) + Var f · I/(K − 1)), with g = Cov(f, S) and I = Var S.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ estimator: ScoreLeaveOneOut<some LineProblem>
  ) throws(NumericsError) -> [ExactMoments] {
    let moments = try ValueMoments(estimator.problem)
    let count = Double(estimator.samples)
    return moments.components.map { part in
      let own = part.centeredSquare - part.covariance.squared * ((count - 2) / (count - 1))
      let shared = moments.variance * part.information / (count - 1)
      return ExactMoments(
        gradient: part.gradient, mean: part.covariance, variance: (own + shared) / count)
    }
  }

  /// The running baseline: independent of its draw, with the mean E f and the variance Var f/n in every row.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ estimator: RunningBaseline<some LineProblem>
  ) throws(NumericsError) -> [ExactMoments] {
    let moments = try ValueMoments(estimator.problem)
    return moments.components.map { part in
      let noise = moments.variance * part.information / Double(estimator.memory)
      return ExactMoments(
        gradient: part.gradient, mean: part.covariance,
        variance: part.centeredSquare - part.covariance.squared + noise)
    }
  }
}

/// An estimator on the line that is a function of one standard normal, and tells its problem.
public protocol LineNoiseEstimator: NoiseEstimator {
  /// The kind of problem.
  associatedtype Problem: LineProblem

  /// What is estimated.
  var problem: Problem { get }
}

extension ScoreFunction: LineNoiseEstimator {}
extension Pathwise: LineNoiseEstimator {}
extension DeltaScore: LineNoiseEstimator {}
extension DeltaPathwise: LineNoiseEstimator {}

extension Truth {
  /// Where f is not smooth, in units of the noise.
  static func noisePlaces(_ problem: some LineProblem) -> [Double] {
    problem.singularities.map { ($0 - problem.law.mean) / problem.law.standardDeviation }
  }

  /// The size of f about the mean of its law, to second order, in units of a gradient.
  static func scale(of problem: some LineProblem) -> Double {
    let (μ, σ) = (problem.law.mean, problem.law.standardDeviation)
    let (slope, curvature) = (problem.slope(μ).magnitude, problem.curvature(μ).magnitude)
    return problem.value(μ).magnitude / σ + slope + curvature * σ
  }
}
