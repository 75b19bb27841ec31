import Distributions

/// f(z) = (z − c)²: everything about it is known in closed form.
public struct Quadratic: LineProblem {
  /// `quadratic`.
  public static let name = "quadratic"

  /// N(μ, σ²).
  public let law: Gaussian

  /// c.
  public let center: Double

  /// Sets up the problem.
  public init(law: Gaussian, center: Double) {
    self.law = law
    self.center = center
  }

  /// (z − c)².
  @inlinable public func value(_ z: Double) -> Double { (z - center) * (z - center) }

  /// 2(z − c).
  @inlinable public func slope(_ z: Double) -> Double { 2 * (z - center) }

  /// 2.
  @inlinable public func curvature(_ z: Double) -> Double { 2 }
}
