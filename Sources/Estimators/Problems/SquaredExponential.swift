import Distributions
import Foundation

/// f(z) = exp(−kz²): bounded, and the narrower the larger k.
public struct SquaredExponential: LineProblem {
  /// `exponential`.
  public static let name = "exponential"

  /// N(μ, σ²).
  public let law: Gaussian

  /// k.
  public let rate: Double

  /// Sets up the problem.
  ///
  /// - Precondition: The rate is positive and finite.
  public init(law: Gaussian, rate: Double = 1) {
    precondition(rate > 0 && rate.isFinite, "exp(−kz²) needs a positive k, got \(rate)")
    self.law = law
    self.rate = rate
  }

  /// exp(−kz²).
  @inlinable public func value(_ z: Double) -> Double { exp(-rate * z * z) }

  /// −2kz exp(−kz²).
  @inlinable public func slope(_ z: Double) -> Double { -2 * rate * z * exp(-rate * z * z) }

  /// (4k²z² − 2k) exp(−kz²).
  @inlinable public func curvature(_ z: Double) -> Double {
    (4 * rate * rate * z * z - 2 * rate) * exp(-rate * z * z)
  }

  /// The peak and both ends of the range on which it rises above exp(−64): f is smooth there, but may be narrow.
  public var singularities: [Double] {
    let reach = 8 / rate.squareRoot()
    return [-reach, 0, reach]
  }
}
