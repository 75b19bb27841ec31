import Distributions

/// h(z) = f(m) + f′(m)(z − m) + ½f″(m)(z − m)²: f to second order about the mean of its law.
///
/// Its expectation is known, so it serves as a control variate. The point of expansion does not move with μ.
public struct SecondOrderExpansion: Sendable, Equatable {
  /// m.
  public let center: Double

  /// f(m).
  public let value: Double

  /// f′(m).
  public let slope: Double

  /// f″(m).
  public let curvature: Double

  /// Expands the objective of a problem about the mean of its law.
  ///
  /// - Complexity: One evaluation of f and of its two derivatives.
  public init(_ problem: some LineProblem) {
    center = problem.law.mean
    value = problem.value(center)
    slope = problem.slope(center)
    curvature = problem.curvature(center)
  }

  /// h(z).
  @inlinable public func value(_ z: Double) -> Double {
    let offset = z - center
    return value + offset * (slope + 0.5 * curvature * offset)
  }

  /// h′(z).
  @inlinable public func slope(_ z: Double) -> Double { slope + curvature * (z - center) }

  /// The gradient of E h: f′(m) in μ and f″(m)σ in σ.
  @inlinable public func gradient(standardDeviation: Double) -> LineGradient {
    LineGradient(mean: slope, deviation: curvature * standardDeviation)
  }
}
