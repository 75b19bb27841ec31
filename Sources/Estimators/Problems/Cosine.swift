import Distributions
import Foundation

/// f(z) = cos(kz): bounded, with a slope that grows with k.
public struct Cosine: LineProblem {
  /// `cosine`.
  public static let name = "cosine"

  /// N(μ, σ²).
  public let law: Gaussian

  /// k.
  public let frequency: Double

  /// Sets up the problem.
  ///
  /// - Precondition: The frequency is finite.
  public init(law: Gaussian, frequency: Double = 1) {
    precondition(frequency.isFinite, "cos(kz) needs a finite k, got \(frequency)")
    self.law = law
    self.frequency = frequency
  }

  /// cos(kz).
  @inlinable public func value(_ z: Double) -> Double { cos(frequency * z) }

  /// −k sin(kz).
  @inlinable public func slope(_ z: Double) -> Double { -frequency * sin(frequency * z) }

  /// −k² cos(kz).
  @inlinable public func curvature(_ z: Double) -> Double {
    -frequency * frequency * cos(frequency * z)
  }
}
