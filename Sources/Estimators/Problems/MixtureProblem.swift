import Distributions
import Foundation

/// E (z − c)² for z ~ w N(μ₁, σ₁²) + (1 − w) N(μ₂, σ₂²), whose gradient in log w/(1 − w), the means and the deviations
/// is wanted: the choice of a component has no path of its own, but the mixture's rank has.
public struct MixtureProblem: ImplicitProblem {
  /// `mixture`.
  public static let name = "mixture"

  /// The first component, drawn with probability w.
  public let first: Gaussian

  /// The second component.
  public let second: Gaussian

  /// log w/(1 − w).
  public let weightLogit: Double

  /// w.
  public let weight: Double

  /// c.
  public let center: Double

  /// Sets up the problem.
  ///
  /// - Precondition: The logit and the center are finite.
  public init(first: Gaussian, second: Gaussian, weightLogit: Double, center: Double = 0) {
    precondition(
      weightLogit.isFinite && center.isFinite,
      "a mixture needs a finite logit and a finite c, got \(weightLogit), \(center)")
    self.first = first
    self.second = second
    self.weightLogit = weightLogit
    self.weight = sigmoid(weightLogit)
    self.center = center
  }

  /// `weight-logit`, then the two means, then the two deviations.
  public var parameters: [String] {
    ["weight-logit", "mean-1", "mean-2", "deviation-1", "deviation-2"]
  }

  /// (z − c)².
  @inlinable public func value(_ z: Double) -> Double { (z - center) * (z - center) }

  /// 2(z − c).
  @inlinable public func slope(_ z: Double) -> Double { 2 * (z - center) }

  /// One draw of z: which component, then its value.
  @inlinable public func sample(using generator: inout Philox) -> Double {
    generator.uniform() <= weight
      ? first.sample(using: &generator) : second.sample(using: &generator)
  }

  /// log (w φ₁ + (1 − w) φ₂).
  @inlinable public func logDensity(at z: Double) -> Double {
    let one = logSigmoid(weightLogit) + first.logDensity(at: z)
    let two = logSigmoid(-weightLogit) + second.logDensity(at: z)
    return max(one, two) + log1p(exp(-(one - two).magnitude))
  }

  /// 1.
  public var logDensityScale: Double { 1 }

  /// The posterior probability of the first component, w φ₁/p.
  @inlinable public func responsibility(at z: Double) -> Double {
    sigmoid(weightLogit + first.logDensity(at: z) - second.logDensity(at: z))
  }

  /// ∂ log p(z)/∂φ: the component's own score, weighted with its responsibility; r − w for the logit.
  @inlinable public func score(_ parameter: Int, at z: Double) -> Double {
    let r = responsibility(at: z)
    switch parameter {
    case 0: return r - weight
    case 1: return r * first.score(at: z).mean
    case 2: return (1 - r) * second.score(at: z).mean
    case 3: return r * first.score(at: z).standardDeviation
    default: return (1 - r) * second.score(at: z).standardDeviation
    }
  }

  /// ∂z/∂φ at a fixed rank of z: a component's own path, weighted with its responsibility; w(1 − w)(Φ₂ − Φ₁)/p for
  /// the logit.
  @inlinable public func pathDerivative(_ parameter: Int, at z: Double) -> Double {
    let r = responsibility(at: z)
    switch parameter {
    case 0: return weight * sigmoid(-weightLogit) * excess(at: z) * exp(-logDensity(at: z))
    case 1: return r
    case 2: return 1 - r
    case 3: return r * (z - first.mean) / first.standardDeviation
    default: return (1 - r) * (z - second.mean) / second.standardDeviation
    }
  }

  /// Φ₂(z) − Φ₁(z), from the upper tails above the middle of the two means.
  @inlinable func excess(at z: Double) -> Double {
    2 * z > first.mean + second.mean
      ? first.upperTail(at: z) - second.upperTail(at: z)
      : second.cumulative(at: z) - first.cumulative(at: z)
  }

  /// Each mean, with 8 deviations around it, and the ends at 12.
  public var landmarks: [Double] {
    let points = [first, second].flatMap { law in
      [-12.0, -8, 0, 8, 12].map { law.mean + $0 * law.standardDeviation }
    }
    return Set(points).sorted()
  }

  /// False.
  public var isPositive: Bool { false }
}
