import Distributions
import Estimators
import Foundation
import Numerics

/// A problem on the line and the parameter in which it is differentiated.
struct LineCase<Problem: LineProblem>: Sendable {
  /// E f(z) under N(μ, σ²).
  let problem: Problem

  /// Whether σ is the parameter, and not μ.
  let inDeviation: Bool

  /// K of the estimators that take several draws.
  var samples = 4

  /// The number of this parameter.
  func pick(_ pair: LineClosedForms.Pair) -> Bounded { inDeviation ? pair.deviation : pair.mean }

  /// The number of this parameter.
  func pick(_ gradient: LineGradient) -> Double {
    inDeviation ? gradient.deviation : gradient.mean
  }

  /// The formula for μ or that for σ, a sum of terms of one sign.
  func formula(mean: Double, deviation: Double) -> Bounded {
    Bounded(rounded: inDeviation ? deviation : mean)
  }

  /// The mean and variance of one draw, by quadrature over its noise.
  ///
  /// - Parameters:
  ///   - estimator: The estimator.
  ///   - scale: The size of the terms of which a draw is made, where they may cancel altogether.
  func moments(
    of estimator: some NoiseEstimator, scale: Double = 0
  ) throws(NumericsError) -> (mean: Bounded, variance: Bounded) {
    try Truth.moments(of: estimator, singularities: Truth.noisePlaces(problem), scale: scale) {
      pick($0)
    }
  }

  /// The mean and variance of a function of the noise, by quadrature.
  func moments(
    scale: Double = 0, of draw: (Double) -> Double
  ) throws(NumericsError) -> (mean: Bounded, variance: Bounded) {
    let places = Truth.noisePlaces(problem)
    let mean = try Truth.overNoise(singularities: places, floor: 1e-3 * scale, of: draw)
    let floor = max(mean.value * mean.value, 1e-6 * scale * scale)
    let spread = try Truth.overNoise(singularities: places, floor: floor) { ε in
      let gap = draw(ε) - mean.value
      return gap * gap
    }
    return (mean, Bounded(spread.value, error: spread.error + mean.error * mean.error))
  }

  /// What f at the noise ε and the slope of log q there are.
  func parts(noise ε: Double) -> (value: Double, score: Double) {
    let (μ, σ) = (problem.law.mean, problem.law.standardDeviation)
    return (problem.value(μ + σ * ε), inDeviation ? (ε * ε - 1) / σ : ε / σ)
  }
}

extension LineCase where Problem == Quadratic {
  /// d², with d = μ − c.
  var offsetSquare: Double {
    let d = problem.law.mean - problem.center
    return d * d
  }

  /// σ².
  var variance: Double { problem.law.variance }

  /// A closed form of the variance by the estimator's name.
  func closedVariance(_ name: String) throws -> Bounded {
    guard let pair = LineClosedForms.variance(of: name, on: problem, samples: samples) else {
      throw MissingClosedForm(name: name)
    }
    return pick(pair)
  }

  /// The closed form with the square of the mean added: a second moment.
  func closedSecondMoment(_ name: String) throws -> Bounded {
    try closedVariance(name) + pick(LineClosedForms.gradient(of: problem)).squared
  }
}

/// A name for which `LineClosedForms` has no formula.
struct MissingClosedForm: Error {
  /// The name.
  let name: String
}

/// (z − c)² under normal laws: a grid at μ = σ = 1, one with σ ≠ 1, and random ones.
func quadraticCases(_ laboratory: Laboratory) -> [Subject<LineCase<Quadratic>>] {
  let unit = Gaussian(mean: 1, standardDeviation: 1)
  let grid = [-3.0, 0, 1, 3].map {
    (name: "c = \(Int($0))", problem: Quadratic(law: unit, center: $0))
  }
  let narrow = Quadratic(law: Gaussian(mean: 0.4, standardDeviation: 0.6), center: 1.7)
  return laboratory.family(
    fixed: bothParameters(grid + [(name: "N(0.4, 0.6²), c = 1.7", problem: narrow)]),
    "quadratic"
  ) { generator in
    let law = Gaussian.random(using: &generator)
    let problem = Quadratic(law: law, center: 2 * generator.standardNormal())
    return LineCase(
      problem: problem, inDeviation: generator.uniform() < 0.5,
      samples: 2 + Int(10 * generator.uniform()))
  }
}

/// Each problem twice: differentiated in μ and in σ.
func bothParameters<Problem: LineProblem>(
  _ problems: [(name: String, problem: Problem)]
) -> [Subject<LineCase<Problem>>] {
  problems.flatMap { entry in
    [false, true].map { inDeviation in
      Subject(
        "\(entry.name), ∂\(inDeviation ? "σ" : "μ")",
        LineCase(problem: entry.problem, inDeviation: inDeviation))
    }
  }
}

extension Gaussian {
  /// A law of moderate location and width.
  static func random(using generator: inout Philox) -> Gaussian {
    let mean = 1.5 * generator.standardNormal()
    return Gaussian(mean: mean, standardDeviation: exp(0.4 * generator.standardNormal()))
  }

  /// The same law with its variance taken for its standard deviation.
  var misread: Gaussian { Gaussian(mean: mean, standardDeviation: variance) }
}
