import Distributions
import Estimators
import Foundation
import Numerics

/// The family of estimators for laws without an explicit path, with their exact moments.
public enum ImplicitTruth {
  /// Every estimator of the family, bound to a problem.
  ///
  /// - Parameters:
  ///   - problem: The problem.
  ///   - samples: Of no effect: no estimator of the family takes several samples.
  /// - Throws: `NumericsError` where the quadrature of the baseline fails.
  public static func entries(
    for problem: some ImplicitProblem, samples: Int = 1
  ) throws(NumericsError) -> EstimatorFamily {
    let mean = try expectation(over: problem) { problem.value($0) }.value
    let plain = DensityScore(problem)
    let centered = DensityScore(problem, mean: mean)
    let implicit = ImplicitReparameterization(problem)
    return EstimatorFamily(
      entries: [
        EstimatorEntry(plain) { try exact(problem, plain.gradient) },
        EstimatorEntry(centered) { try exact(problem, centered.gradient) },
        EstimatorEntry(implicit) { try exact(problem, implicit.gradient) },
      ],
      inapplicable: ["pathwise": "the law has no explicit path z = g(ε); implicit finds one"])
  }

  /// The exact moments of an estimator that is a function of one draw z.
  ///
  /// - Parameters:
  ///   - problem: The problem, whose gradient is integrated as f(z) ∂ log p(z)/∂φ.
  ///   - gradient: What the estimator gives for a parameter, by its place, at z.
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func exact(
    _ problem: some ImplicitProblem, _ gradient: (Int, Double) -> Double
  ) throws(NumericsError) -> [ExactMoments] {
    var moments: [ExactMoments] = []
    for parameter in problem.parameters.indices {
      let truth = try expectation(over: problem) { z in
        problem.value(z) * problem.score(parameter, at: z)
      }
      let mean = try expectation(over: problem) { z in gradient(parameter, z) }
      let spread = try expectation(over: problem) { z in
        let gap = gradient(parameter, z) - mean.value
        return gap * gap
      }
      let variance = Bounded(spread.value, error: spread.error + mean.error * mean.error)
      moments.append(ExactMoments(gradient: truth, mean: mean, variance: variance))
    }
    return moments
  }

  /// ∫ p(z) g(z) dz between the problem's landmarks, in log z where z is positive.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func expectation(
    over problem: some ImplicitProblem, of g: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    guard problem.isPositive else {
      return try PiecewiseIntegral(between: problem.landmarks).total { z in
        exp(problem.logDensity(at: z)) * g(z)
      }
    }
    return try PiecewiseIntegral(between: problem.landmarks.map { log($0) }).total { t in
      let z = exp(t)
      return exp(problem.logDensity(at: z) + t) * g(z)
    }
  }
}
