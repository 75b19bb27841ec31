import Distributions
import Foundation
import Numerics

/// A law on the line with what its tests need: where to integrate, and its moments and cdf.
struct LineLaw: Sendable, CustomStringConvertible {
  let description: String
  let law: any Distribution<Double>
  let mean: Double
  let variance: Double
  let cumulative: @Sendable (Double) -> Double
  /// The density by the independent library.
  let reference: @Sendable (Double) -> Double
  /// The lower end of the support.
  let lower: Double

  /// Points among which the mass lies, and where the density has kinks.
  var marks: [Double] {
    let deviation = variance.squareRoot()
    return [-8, -2, 0, 2, 8].map { mean + $0 * deviation }.filter { $0 > lower }
  }

  /// Returns the expectation of a function of the value and the log density, by quadrature.
  func expectation(
    splittingAt points: [Double] = [], upTo end: Double = .infinity,
    of f: (_ value: Double, _ logDensity: Double) -> Double
  ) throws -> Bounded {
    try Quadrature().integral(from: lower, to: end, singularities: marks + points) { value in
      let logDensity = law.logDensity(at: value)
      let density = exp(logDensity)
      return density == 0 ? 0 : density * f(value, logDensity)
    }
  }

  /// Laws of every family on the line, some of them twice.
  static let all: [LineLaw] = {
    let infinite = -Double.infinity
    let gaussian = Gaussian(mean: 0.4, standardDeviation: 0.6)
    let narrow = Gaussian(mean: -3, logVariance: -9)
    let exponential = Exponential(rate: 2)
    let laplace = Laplace(location: -0.5, scale: 0.7)
    let gumbel = Gumbel(location: 0.3, scale: 1.4)
    let gamma = Gamma(shape: 2.5, rate: 1.3)
    let steep = Gamma(shape: 0.6, rate: 0.8)
    return [
      LineLaw(
        description: "Gaussian", law: gaussian, mean: gaussian.mean, variance: gaussian.variance,
        cumulative: { gaussian.cumulative(at: $0) },
        reference: { Reference.gaussianDensity($0, mean: 0.4, standardDeviation: 0.6) },
        lower: infinite),
      LineLaw(
        description: "narrow Gaussian", law: narrow, mean: narrow.mean, variance: narrow.variance,
        cumulative: { narrow.cumulative(at: $0) },
        reference: { Reference.gaussianDensity($0, mean: -3, standardDeviation: exp(-4.5)) },
        lower: infinite),
      LineLaw(
        description: "exponential", law: exponential, mean: exponential.mean,
        variance: exponential.variance, cumulative: { exponential.cumulative(at: $0) },
        reference: { Reference.exponentialDensity($0, rate: 2) }, lower: 0),
      LineLaw(
        description: "Laplace", law: laplace, mean: laplace.mean, variance: laplace.variance,
        cumulative: { laplace.cumulative(at: $0) },
        reference: { Reference.laplaceDensity($0, location: -0.5, scale: 0.7) }, lower: infinite),
      LineLaw(
        description: "Gumbel", law: gumbel, mean: gumbel.mean, variance: gumbel.variance,
        cumulative: { gumbel.cumulative(at: $0) },
        reference: { Reference.gumbelDensity($0, location: 0.3, scale: 1.4) }, lower: infinite),
      LineLaw(
        description: "gamma", law: gamma, mean: gamma.mean, variance: gamma.variance,
        cumulative: { Reference.gammaCDF($0, shape: 2.5, rate: 1.3) },
        reference: { Reference.gammaDensity($0, shape: 2.5, rate: 1.3) }, lower: 0),
      LineLaw(
        description: "gamma below 1", law: steep, mean: steep.mean, variance: steep.variance,
        cumulative: { Reference.gammaCDF($0, shape: 0.6, rate: 0.8) },
        reference: { Reference.gammaDensity($0, shape: 0.6, rate: 0.8) }, lower: 0),
    ]
  }()
}
