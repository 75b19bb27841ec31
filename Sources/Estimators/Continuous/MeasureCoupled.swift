import Distributions
import Foundation

/// The measure-valued estimator with its two halves coupled.
///
/// The derivative of a law in a parameter is a multiple of the difference of two laws (a weak derivative):
/// ∂μ: (1/(σ√2π)) (law of μ + σw − law of μ − σw), w Weibull with scale √2 and shape 2, which is Rayleigh;
/// ∂σ: (1/σ) (law of μ + σm − law of μ + σn), m double-sided Maxwell (density m²φ(m)), n standard normal.
/// Coupled: the same w on both sides, and n = mu with u uniform in (0, 1].
///
/// - Contract: unbiased for any integrable f, continuous or not; the two columns share noise.
/// - Cost: four evaluations of f, two for each parameter.
/// - Variance: bounded for a bounded f whatever its frequency; does not see a constant added to f.
/// - Note: Pflug (1989), Heidergott, Vázquez-Abad and Volk-Makarewicz (2008), Mohamed et al. (2020).
public struct MeasureCoupled<Problem: LineProblem>: LineEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract {
    Contract(
      "measure-coupled", "f at Weibull and Maxwell points less f at coupled points",
      evaluations: 4)
  }

  /// The derivative in μ that a Rayleigh number gives.
  @inlinable public func mean(rayleigh w: Double) -> Double {
    let law = problem.law
    let reach = law.standardDeviation * w
    let gap = problem.value(law.mean + reach) - problem.value(law.mean - reach)
    return gap / (law.standardDeviation * (2 * Double.pi).squareRoot())
  }

  /// The derivative in σ that a double-sided Maxwell number and a fraction of it give.
  @inlinable public func deviation(maxwell m: Double, fraction u: Double) -> Double {
    let law = problem.law
    let σ = law.standardDeviation
    return (problem.value(law.mean + σ * m) - problem.value(law.mean + σ * m * u)) / σ
  }

  /// One draw, from two uniform numbers and a normal one.
  @inlinable public func draw(using generator: inout Philox) -> LineGradient {
    let noise = MeasureNoise.draw(using: &generator)
    return LineGradient(
      mean: mean(rayleigh: noise.rayleigh),
      deviation: deviation(maxwell: noise.maxwell, fraction: generator.uniform()))
  }
}

/// The noise of the measure-valued estimators.
@usableFromInline struct MeasureNoise {
  /// Rayleigh (Weibull with scale √2 and shape 2).
  @usableFromInline let rayleigh: Double

  /// Double-sided Maxwell, density m²φ(m).
  @usableFromInline let maxwell: Double

  @inlinable init(rayleigh: Double, maxwell: Double) {
    self.rayleigh = rayleigh
    self.maxwell = maxwell
  }

  /// The length of a normal vector in the plane, and that in space with the third coordinate's sign.
  @inlinable static func draw(using generator: inout Philox) -> MeasureNoise {
    let square = -2 * log(generator.uniform())
    let third = generator.standardNormal()
    let length = (square + third * third).squareRoot()
    return MeasureNoise(rayleigh: square.squareRoot(), maxwell: third < 0 ? -length : length)
  }
}
