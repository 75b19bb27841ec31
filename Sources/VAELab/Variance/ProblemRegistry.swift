import Claims
import Distributions
import Estimators

/// The problems that the variance commands know, by name.
enum ProblemRegistry {
  /// All problems, in the order of `--list`.
  static let problems: [ProblemKind] = [quadratic]

  /// The problem of `variance-report` without arguments.
  static let standard = quadratic

  private static let quadratic = ProblemKind(
    "quadratic", "(z − center)² under N(mean, deviation²)",
    [.mean(1), .deviation(1), ProblemParameter("center", 0, .real, "c, where f is smallest")]
  ) { values, samples in
    let problem = Quadratic(law: law(values), center: values["center"])
    func entry(_ estimator: some NoiseEstimator) -> EstimatorEntry {
      EstimatorEntry(estimator) {
        let gradient = try Truth.gradient(of: problem)
        let mean = try Truth.moments(of: estimator) { $0.mean }
        let deviation = try Truth.moments(of: estimator) { $0.deviation }
        return [
          ExactMoments(gradient: gradient.mean, mean: mean.mean, variance: mean.variance),
          ExactMoments(
            gradient: gradient.deviation, mean: deviation.mean, variance: deviation.variance),
        ]
      }
    }
    return EstimatorFamily(entries: [entry(ScoreFunction(problem)), entry(Pathwise(problem))])
  }

  /// N(mean, deviation²).
  private static func law(_ values: ParameterValues) -> Gaussian {
    Gaussian(mean: values["mean"], standardDeviation: values["deviation"])
  }
}
