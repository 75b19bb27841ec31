import Distributions

/// f(z) = 1 above a threshold and 0 up to it: its slope is 0 almost everywhere, and tells nothing of its mean.
public struct Step: LineProblem {
  /// `step`.
  public static let name = "step"

  /// N(μ, σ²).
  public let law: Gaussian

  /// Where f jumps.
  public let threshold: Double

  /// Sets up the problem.
  ///
  /// - Precondition: The threshold is finite.
  public init(law: Gaussian, threshold: Double = 0) {
    precondition(threshold.isFinite, "a step needs a finite threshold, got \(threshold)")
    self.law = law
    self.threshold = threshold
  }

  /// 1{z > t}.
  @inlinable public func value(_ z: Double) -> Double { z > threshold ? 1 : 0 }

  /// 0, almost everywhere.
  @inlinable public func slope(_ z: Double) -> Double { 0 }

  /// 0, almost everywhere.
  @inlinable public func curvature(_ z: Double) -> Double { 0 }

  /// The threshold.
  public var singularities: [Double] { [threshold] }

  /// False.
  public var isContinuous: Bool { false }
}
