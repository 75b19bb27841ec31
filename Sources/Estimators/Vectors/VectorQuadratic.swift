import CKernels
import Distributions

/// f(z) = Σ (z_d − c_d)²: everything about it is known in closed form, in any dimension.
public struct VectorQuadratic: VectorProblem {
  /// `quadratic-dimensions`.
  public static let name = "quadratic-dimensions"

  /// N(μ, diag σ²).
  public let law: DiagonalGaussian

  /// c, shape `[D]`.
  public let center: [Double]

  /// Sets up the problem.
  ///
  /// - Precondition: The center has as many coordinates as the law.
  public init(law: DiagonalGaussian, center: [Double]) {
    precondition(
      center.count == law.dimension,
      "a center of \(center.count) coordinates under a law of \(law.dimension)")
    self.law = law
    self.center = center
  }

  /// Sets up the problem with equal coordinates.
  public init(dimension: Int, mean: Double, deviation: Double, center: Double) {
    self.init(
      law: DiagonalGaussian(
        mean: [Double](repeating: mean, count: dimension),
        standardDeviations: [Double](repeating: deviation, count: dimension)),
      center: [Double](repeating: center, count: dimension))
  }

  /// Σ (z_d − c_d)².
  public func evaluate(_ points: Tile, values: UnsafeMutablePointer<Double>) {
    values.update(repeating: 0, count: points.rows)
    for column in 0..<dimension {
      ckAddSquares(values, points[column], center[column], points.rows)
    }
  }

  /// 2(z − c).
  public func differentiate(_ points: Tile, slopes: Tile) {
    for column in 0..<dimension {
      ckAffine(slopes[column], points[column], 2, -2 * center[column], points.rows)
    }
  }
}
