import Distributions
import Estimators
import Foundation
import Numerics

/// Variances and gradients on the line in closed form: a second route beside the quadrature, which it shares nothing
/// with.
///
/// All are expectations of polynomials, waves and bells under N(μ, σ²); the derivations need E ε⁸ at most.
public enum LineClosedForms {
  /// A number for μ and one for σ.
  public typealias Pair = (mean: Bounded, deviation: Bounded)

  // MARK: (z − c)², d = μ − c

  /// 2d and 2σ.
  public static func gradient(of problem: Quadratic) -> Pair {
    exact(2 * (problem.law.mean - problem.center), 2 * problem.law.standardDeviation)
  }

  /// The variance of one draw of an estimator by its name, for every estimator of the line.
  ///
  /// - Parameters:
  ///   - name: The estimator.
  ///   - problem: The problem.
  ///   - samples: K of `rloo`.
  ///   - memory: n of `score-running-baseline`.
  /// - Returns: `nil` for a name that is not of the family.
  public static func variance(
    of name: String, on problem: Quadratic, samples: Int, memory: Int = 19
  ) -> Pair? {
    let d2 = (problem.law.mean - problem.center) * (problem.law.mean - problem.center)
    let σ2 = problem.law.variance
    let others = Double(samples - 1)
    switch name {
    case "score":
      let square = d2 * d2 / σ2
      return exact(square + 14 * d2 + 15 * σ2, 2 * square + 60 * d2 + 74 * σ2)
    case "score-constant-baseline":
      return exact(8 * d2 + 15 * σ2, 40 * d2 + 74 * σ2)
    case "score-mean-baseline":
      return exact(8 * d2 + 10 * σ2, 40 * d2 + 56 * σ2)
    case "score-running-baseline":
      let noise = (4 * d2 + 2 * σ2) / Double(memory)
      return exact(8 * d2 + 10 * σ2 + noise, 40 * d2 + 56 * σ2 + 2 * noise)
    case "score-optimal-baseline":
      return exact(8 * d2 + 6 * σ2, 40 * d2 + 24 * σ2)
    case "rloo":
      return exact(
        (8 * d2 + 10 * σ2 + (8 * d2 + 2 * σ2) / others) / Double(samples),
        (40 * d2 + 56 * σ2 + (8 * d2 + 8 * σ2) / others) / Double(samples))
    case "delta", "delta-pathwise": return exact(0, 0)
    case "pathwise": return exact(4 * σ2, 4 * d2 + 8 * σ2)
    case "measure-coupled":
      return exact(4 * d2 * (4 / Double.pi - 1), 4 * (d2 + σ2))
    case "measure-uncoupled":
      let mean = 2 / Double.pi * ((4 - Double.pi) * d2 + 2 * σ2)
      return exact(mean, 16 * d2 + 8 * σ2)
    default: return nil
    }
  }

  // MARK: cos(kz)

  /// −k sin(kμ) E and −k²σ cos(kμ) E, E = exp(−k²σ²/2).
  public static func gradient(of problem: Cosine) -> Pair {
    let (k, μ, σ) = (problem.frequency, problem.law.mean, problem.law.standardDeviation)
    let damping = exp(-0.5 * k * k * σ * σ)
    return exact(-k * sin(k * μ) * damping, -k * k * σ * cos(k * μ) * damping)
  }

  /// The variance of one draw of `score` or `pathwise`; `nil` for other names.
  public static func variance(of name: String, on problem: Cosine) -> Pair? {
    let (k, σ) = (problem.frequency, problem.law.standardDeviation)
    let t2 = 4 * k * k * σ * σ
    let wave = cos(2 * k * problem.law.mean) * exp(-0.5 * t2)
    let gradient = gradient(of: problem)
    let (g, s) = (gradient.mean.value, gradient.deviation.value)
    switch name {
    case "score":
      let scale = 1 / (2 * σ * σ)
      let second = 1 + (1 - t2) * wave
      let fourth = 2 + (t2 * t2 - 4 * t2 + 2) * wave
      let largest = scale * max(1, (t2 * t2 + 4 * t2 + 2) * wave.magnitude)
      return difference(scale * second, g * g, scale * fourth, s * s, magnitude: largest)
    case "pathwise":
      let scale = 0.5 * k * k
      let largest = scale * max(1, (1 + t2) * wave.magnitude)
      return difference(
        scale * (1 - wave), g * g, scale * (1 - (1 - t2) * wave), s * s, magnitude: largest)
    default: return nil
    }
  }

  // MARK: exp(−kz²)

  /// The law tilted by exp(−az²): its mass Z, and moments of z − μ.
  private struct Tilt {
    let mass, mean, variance, second, third, fourth: Double

    /// 4(μ² + v), which bounds the terms of second order that cancel.
    let size: Double

    init(_ law: Gaussian, by a: Double) {
      let spread = 1 + 2 * a * law.variance
      mass = exp(-a * law.mean * law.mean / spread) / spread.squareRoot()
      mean = law.mean / spread
      variance = law.variance / spread
      size = 4 * (law.mean * law.mean + variance)
      let δ = mean - law.mean
      second = δ * δ + variance
      third = δ * (δ * δ + 3 * variance)
      fourth = δ * δ * (δ * δ + 6 * variance) + 3 * variance * variance
    }
  }

  /// Z(m − μ)/σ² and Z(((m − μ)² + v)/σ³ − 1/σ) of the law tilted by k.
  public static func gradient(of problem: SquaredExponential) -> Pair {
    let (law, σ) = (problem.law, problem.law.standardDeviation)
    let tilt = Tilt(law, by: problem.rate)
    return (
      Bounded(
        rounded: tilt.mass * (tilt.mean - law.mean) / law.variance,
        magnitude: tilt.mass * law.mean / law.variance),
      Bounded(
        rounded: tilt.mass * (tilt.second / law.variance - 1) / σ,
        magnitude: tilt.mass * (law.mean * law.mean / law.variance + 1) / σ)
    )
  }

  /// The variance of one draw of `score` or `pathwise`; `nil` for other names.
  public static func variance(of name: String, on problem: SquaredExponential) -> Pair? {
    let (law, k) = (problem.law, problem.rate)
    let (μ, σ2) = (law.mean, law.variance)
    let tilt = Tilt(law, by: 2 * k)
    let gradient = gradient(of: problem)
    let (g, s) = (gradient.mean.value, gradient.deviation.value)
    switch name {
    case "score":
      let second = tilt.mass * tilt.second / (σ2 * σ2)
      let fourth = tilt.fourth / (σ2 * σ2) - 2 * tilt.second / σ2 + 1
      let largest = tilt.mass / σ2 * (tilt.size * tilt.size / (σ2 * σ2) + 1)
      return difference(second, g * g, tilt.mass * fourth / σ2, s * s, magnitude: largest)
    case "pathwise":
      let scale = 4 * k * k * tilt.mass
      let first = scale * (tilt.mean * tilt.mean + tilt.variance)
      let mixed = μ * μ * tilt.second + 2 * μ * tilt.third + tilt.fourth
      let largest = scale / σ2 * (μ * μ + tilt.size) * (μ * μ + tilt.size)
      return difference(
        first, g * g, scale * mixed / σ2, s * s, magnitude: max(largest, first))
    default: return nil
    }
  }

  /// Sums of terms of one sign: rounding relative to the result.
  private static func exact(_ mean: Double, _ deviation: Double) -> Pair {
    (Bounded(rounded: mean), Bounded(rounded: deviation))
  }

  /// Differences of terms whose largest is known: rounding relative to that one.
  private static func difference(
    _ mean: Double, _ meanSquare: Double, _ deviation: Double, _ deviationSquare: Double,
    magnitude: Double
  ) -> Pair {
    (
      Bounded(rounded: mean - meanSquare, magnitude: magnitude),
      Bounded(rounded: deviation - deviationSquare, magnitude: magnitude)
    )
  }
}
