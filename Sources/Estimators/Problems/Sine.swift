import Distributions
import Foundation

/// f(z) = sin(kz), k = 20 unless said otherwise: its slope varies far more than it does itself, so that the usual
/// order of the estimators is reversed.
public struct Sine: LineProblem {
  /// `sine`.
  public static let name = "sine"

  /// N(μ, σ²).
  public let law: Gaussian

  /// k.
  public let frequency: Double

  /// Sets up the problem.
  ///
  /// - Precondition: The frequency is finite.
  public init(law: Gaussian, frequency: Double = 20) {
    precondition(frequency.isFinite, "sin(kz) needs a finite k, got \(frequency)")
    self.law = law
    self.frequency = frequency
  }

  /// sin(kz).
  @inlinable public func value(_ z: Double) -> Double { sin(frequency * z) }

  /// k cos(kz).
  @inlinable public func slope(_ z: Double) -> Double { frequency * cos(frequency * z) }

  /// −k² sin(kz).
  @inlinable public func curvature(_ z: Double) -> Double {
    -frequency * frequency * sin(frequency * z)
  }
}
