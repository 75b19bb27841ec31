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
      let spread = try expectation(over: problem, floor: mean.value * mean.value) { z in
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
  /// The bound holds, beside that of the quadrature, what the rounding of log p(z) does to the integral.
  ///
  /// - Parameters:
  ///   - problem: The problem, which has the law.
  ///   - floor: A size of g of no interest, as in `E (g − E g)²` the square of the mean.
  ///   - g: The integrand.
  /// - Throws: `NumericsError` where the quadrature fails.
  public static func expectation(
    over problem: some ImplicitProblem, floor: Double = 0, of g: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let isPositive = problem.isPositive
    let points = problem.landmarks.map { isPositive ? log($0) : $0 }
    let range = PiecewiseIntegral(between: points)
    func weighted(_ x: Double) -> Double {
      let z = isPositive ? exp(x) : x
      return exp(problem.logDensity(at: z) + (isPositive ? x : 0)) * g(z)
    }
    let rounding = 4 * 0x1p-52 * problem.logDensityScale
    let total = try range.total(within: max(1e-12, 4 * rounding), floor: floor, of: weighted)
    let size = try range.total(within: 1e-3, floor: floor) { x in weighted(x).magnitude }
    return Bounded(total.value, error: total.error + rounding * size.value)
  }
}
