import Claims
import Distributions
import Estimators
import Numerics

/// The problems on the line that the tests share.
enum LineProblems {
  /// One or two of every kind, by a label.
  static let all: [(label: String, problem: any LineProblem)] = {
    let unit = Gaussian(mean: 1, standardDeviation: 1)
    let other = Gaussian(mean: -0.4, standardDeviation: 0.7)
    return [
      ("quadratic", Quadratic(law: unit, center: 0)),
      ("quadratic about 3", Quadratic(law: other, center: 3)),
      ("exponential", SquaredExponential(law: unit, rate: 1)),
      ("narrow exponential", SquaredExponential(law: unit, rate: 400)),
      ("cosine", Cosine(law: unit, frequency: 1)),
      ("fast cosine", Cosine(law: other, frequency: 5)),
      ("sine", Sine(law: other)),
      ("step", Step(law: unit)),
      ("step at 1", Step(law: other, threshold: 1)),
    ]
  }()

  /// The family of a problem, with K = 4.
  static func family(_ problem: any LineProblem) throws -> EstimatorFamily {
    try LineTruth.entries(for: problem, samples: 4)
  }
}

/// The magnitudes of the scores of a measured estimator against its exact moments, the largest over the parameters.
struct Verdict {
  /// Of the mean against the exact gradient.
  let bias: Double

  /// Of the mean against the estimator's own exact mean.
  let mean: Double

  /// Of the variance against the exact variance.
  let variance: Double

  /// Draws from an estimator and compares; a NaN among the scores makes the largest NaN.
  init(_ estimator: any GradientEstimator, against exact: [ExactMoments], draws: Int, seed: UInt64)
    throws
  {
    let measured = try Measurement.run(estimator, draws: draws, from: Philox(seed: seed))
    let pairs = Array(zip(measured.moments, exact))
    bias = Self.largest(pairs.map { Statistics.zScore(of: $0, against: $1.gradient) })
    mean = Self.largest(
      pairs.map { Statistics.zScore(of: $0, against: $1.mean ?? Bounded(.nan, error: .nan)) })
    variance = Self.largest(
      pairs.map {
        Statistics.varianceZScore(of: $0, against: $1.variance ?? Bounded(.nan, error: .nan))
      })
  }

  private static func largest(_ scores: [Double]) -> Double {
    scores.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1.magnitude) }
  }
}

extension Bounded {
  /// Whether two numbers can be the same.
  func agrees(with other: Bounded) -> Bool {
    (value - other.value).magnitude <= error + other.error
  }
}
