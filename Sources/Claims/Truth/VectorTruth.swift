import Distributions
import Estimators
import Foundation
import Numerics

/// The estimators of gradients in several dimensions, with their exact moments.
public enum VectorFamily {
  /// The estimators for the D-dimensional quadratic, with every gradient and variance in closed form.
  ///
  /// - Parameters:
  ///   - problem: The quadratic.
  ///   - samples: K of the leave-one-out estimator.
  public static func entries(for problem: VectorQuadratic, samples: Int) -> EstimatorFamily {
    let truth = VectorQuadraticTruth(problem)
    return family(for: problem, samples: samples) { method in
      (0..<problem.dimension).map { truth.moments(of: method, mean: $0) }
        + (0..<problem.dimension).map { truth.moments(of: method, deviation: $0) }
    }
  }

  /// The estimators for Bayesian logistic regression, with every gradient by quadrature and no exact variance: that of
  /// one draw is a sum over pairs of examples.
  ///
  /// - Parameters:
  ///   - problem: The regression.
  ///   - samples: K of the leave-one-out estimator.
  public static func entries(for problem: LogisticRegression, samples: Int) -> EstimatorFamily {
    family(for: problem, samples: samples) { _ in
      try logisticGradient(of: problem).map { ExactMoments(gradient: $0) }
    }
  }

  /// What an entry's exact moments depend on.
  enum Method: Sendable {
    case score, leaveOneOut(samples: Int), pathwise, measureValued
  }

  private static func family<Problem: VectorProblem>(
    for problem: Problem, samples: Int,
    exact: @escaping @Sendable (Method) throws -> [ExactMoments]
  ) -> EstimatorFamily {
    var entries = [
      EstimatorEntry(VectorScoreFunction(problem)) { try exact(.score) },
      EstimatorEntry(VectorPathwise(problem)) { try exact(.pathwise) },
      EstimatorEntry(VectorMeasureValued(problem)) { try exact(.measureValued) },
    ]
    guard samples >= 2 else {
      return EstimatorFamily(
        entries: entries, inapplicable: ["rloo": "it needs 2 samples or more, not \(samples)"])
    }
    entries.insert(
      EstimatorEntry(VectorLeaveOneOut(problem, samples: samples)) {
        try exact(.leaveOneOut(samples: samples))
      }, at: 1)
    return EstimatorFamily(entries: entries)
  }

  /// The exact gradient of E f for logistic regression: ∂/∂μ_1 … ∂/∂μ_D, ∂/∂σ_1 … ∂/∂σ_D.
  ///
  /// An example sees z through a = x·z ~ N(m, v), m = x·μ, v = Σ x²σ², so its gradient is x ∂/∂m and 2 x²σ ∂/∂v of an
  /// integral on the line, E log s(ya), here in score form. The prior gives −μ and −σ.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  static func logisticGradient(of problem: LogisticRegression) throws(NumericsError) -> [Bounded] {
    let (law, dimension) = (problem.law, problem.dimension)
    var mean = law.mean.map { Bounded(exactly: -$0) }
    var deviation = law.standardDeviations.map { Bounded(exactly: -$0) }
    for (example, label) in problem.labels.enumerated() {
      let x = problem.features[(example * dimension)..<((example + 1) * dimension)]
      var (m, v) = (0.0, 0.0)
      for (column, x) in x.enumerated() {
        m += x * law.mean[column]
        v += x * x * law.standardDeviations[column] * law.standardDeviations[column]
      }
      let s = v.squareRoot()
      let inMean = try Truth.overNoise { ε in logSigmoid(label * (m + s * ε)) * ε / s }
      let inVariance = try Truth.overNoise { ε in
        logSigmoid(label * (m + s * ε)) * (ε * ε - 1) / (2 * v)
      }
      for (column, x) in x.enumerated() {
        mean[column] = mean[column] + inMean * x
        deviation[column] =
          deviation[column] + inVariance * (2 * x * x * law.standardDeviations[column])
      }
    }
    return mean + deviation
  }
}

/// Closed forms for f(z) = Σ q_d, q_d = (z_d − c_d)², in δ = μ − c and σ of each coordinate.
///
/// Every variance is that of the line with f = q_j + R, in which R, the sum of the other coordinates, is independent of
/// the score S of coordinate j: E f²S² = E q_j²S² + 2 E R E q_jS² + E R² E S².
struct VectorQuadraticTruth: Sendable {
  private let problem: VectorQuadratic
  private let total: (mean: Double, variance: Double)

  /// Sums E q_d = δ² + σ² and Var q_d = 4δ²σ² + 2σ⁴ over the coordinates.
  init(_ problem: VectorQuadratic) {
    self.problem = problem
    var total = (mean: 0.0, variance: 0.0)
    for coordinate in 0..<problem.dimension {
      let own = Self.own(problem, coordinate)
      total.mean += own.mean
      total.variance += own.variance
    }
    self.total = total
  }

  private static func own(
    _ problem: VectorQuadratic, _ coordinate: Int
  ) -> (δ2: Double, σ2: Double, mean: Double, variance: Double) {
    let δ = problem.law.mean[coordinate] - problem.center[coordinate]
    let σ = problem.law.standardDeviations[coordinate]
    let (δ2, σ2) = (δ * δ, σ * σ)
    return (δ2, σ2, δ2 + σ2, 4 * δ2 * σ2 + 2 * σ2 * σ2)
  }

  /// The moments of the column of μ_j.
  func moments(of method: VectorFamily.Method, mean coordinate: Int) -> ExactMoments {
    let own = Self.own(problem, coordinate)
    let (δ2, σ2) = (own.δ2, own.σ2)
    let rest = (mean: total.mean - own.mean, variance: total.variance - own.variance)
    let variance: Double
    switch method {
    case .score:
      // E q²ε² = δ⁴ + 18δ²σ² + 15σ⁴, E qε² = δ² + 3σ², E ε² = 1.
      let square = δ2 * δ2 + 18 * δ2 * σ2 + 15 * σ2 * σ2
      let others = 2 * rest.mean * (δ2 + 3 * σ2) + rest.mean * rest.mean + rest.variance
      variance = (square + others) / σ2 - 4 * δ2
    case .leaveOneOut(let samples):
      // E (q − E q)² S² = 12δ² + 10σ²; to it the others add Var R E S².
      variance = leaveOneOut(
        samples, centred: 12 * δ2 + 10 * σ2 + rest.variance / σ2, gradientSquared: 4 * δ2,
        information: 1 / σ2)
    case .pathwise: variance = 4 * σ2
    case .measureValued: variance = 4 * δ2 * (4 / Double.pi - 1)
    }
    let δ = problem.law.mean[coordinate] - problem.center[coordinate]
    return ExactMoments(
      gradient: Bounded(rounded: 2 * δ), variance: Bounded(rounded: variance, magnitude: scale(σ2)))
  }

  /// The moments of the column of σ_j.
  func moments(of method: VectorFamily.Method, deviation coordinate: Int) -> ExactMoments {
    let own = Self.own(problem, coordinate)
    let (δ2, σ2) = (own.δ2, own.σ2)
    let rest = (mean: total.mean - own.mean, variance: total.variance - own.variance)
    let variance: Double
    switch method {
    case .score:
      // With s = ε² − 1: E q²s² = 2δ⁴ + 60δ²σ² + 78σ⁴, E qs² = 2δ² + 10σ², E s² = 2.
      let square = 2 * δ2 * δ2 + 60 * δ2 * σ2 + 78 * σ2 * σ2
      let others =
        2 * rest.mean * (2 * δ2 + 10 * σ2) + 2 * (rest.mean * rest.mean + rest.variance)
      variance = (square + others) / σ2 - 4 * σ2
    case .leaveOneOut(let samples):
      variance = leaveOneOut(
        samples, centred: 40 * δ2 + 60 * σ2 + 2 * rest.variance / σ2, gradientSquared: 4 * σ2,
        information: 2 / σ2)
    case .pathwise: variance = 4 * δ2 + 8 * σ2
    case .measureValued: variance = 4 * (δ2 + σ2)
    }
    return ExactMoments(
      gradient: Bounded(rounded: 2 * problem.law.standardDeviations[coordinate]),
      variance: Bounded(rounded: variance, magnitude: scale(σ2)))
  }

  /// The variance of a sample covariance of f and S: (E (f − E f)²S² − g²(K − 2)/(K − 1) + Var f · I/(K − 1))/K.
  private func leaveOneOut(
    _ samples: Int, centred: Double, gradientSquared: Double, information: Double
  ) -> Double {
    let k = Double(samples)
    let correction = (total.variance * information - gradientSquared * (k - 2)) / (k - 1)
    return (centred + correction) / k
  }

  /// The largest number from which a difference is formed.
  private func scale(_ σ2: Double) -> Double {
    (total.mean * total.mean + total.variance) / σ2
  }
}
