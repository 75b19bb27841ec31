import Distributions
import Foundation

/// The measure-valued estimator with independent halves: that of `MeasureCoupled` without its coupling.
///
/// - Contract: unbiased for any integrable f, continuous or not; the two columns share noise.
/// - Cost: four evaluations of f, two for each parameter.
/// - Variance: the sum of the variances of the two halves.
/// - Note: Pflug (1989), Mohamed et al. (2020).
public struct MeasureUncoupled<Problem: LineProblem>: LineEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract {
    Contract(
      "measure-uncoupled", "f at Weibull and Maxwell points less f at independent points",
      evaluations: 4)
  }

  /// One half of the derivative in μ: f(μ ± σw)/(σ√2π), to be subtracted where the sign is minus.
  @inlinable public func mean(rayleigh w: Double, sign: Double) -> Double {
    let law = problem.law
    let f = problem.value(law.mean + sign * law.standardDeviation * w)
    return f / (law.standardDeviation * (2 * Double.pi).squareRoot())
  }

  /// One half of the derivative in σ: f(μ + σx)/σ, with x Maxwell, or normal and to be subtracted.
  @inlinable public func deviation(noise x: Double) -> Double {
    problem.value(problem.law.mean + problem.law.standardDeviation * x)
      / problem.law.standardDeviation
  }

  /// One draw, from two uniform numbers and two normal ones.
  @inlinable public func draw(using generator: inout Philox) -> LineGradient {
    let noise = MeasureNoise.draw(using: &generator)
    let other = (-2 * log(generator.uniform())).squareRoot()
    let normal = generator.standardNormal()
    return LineGradient(
      mean: mean(rayleigh: noise.rayleigh, sign: 1) - mean(rayleigh: other, sign: -1),
      deviation: deviation(noise: noise.maxwell) - deviation(noise: normal))
  }
}
