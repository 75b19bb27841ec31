import Foundation
import Networks
import Tensors

/// How fast f(θ + t v) leaves its Taylor polynomials of degree 0, 1 and 2 as t grows, along one direction.
///
/// |f(θ + tv) − f(θ)| grows like t, less t gᵀv like t², less ½ t² vᵀHv like t³ — if g is the gradient and H v the
/// product with the Hessian. A gradient that is wrong anywhere leaves a rest that grows like t.
public struct TaylorTest: Sendable, Equatable, Codable {
  /// The lengths t.
  public let lengths: [Double]
  /// The three remainders at every length.
  public let remainders: [[Double]]
  /// The slopes of their logarithms; wanted 1, 2 and 3.
  public let fits: [SlopeFit]
  /// gᵀv.
  public let slope: Double
  /// vᵀHv.
  public let curvature: Double
  /// The rounding error of f.
  public let noise: Double

  /// Whether all three slopes are right.
  public var holds: Bool {
    slope.isFinite && curvature.isFinite
      && zip(fits, [1.0, 2, 3]).allSatisfy { $0.supports($1) }
  }

  /// Measures the remainders.
  init(_ line: ParameterLine, slope: Double, curvature: Double) {
    let lengths = (-48...0).map { pow(10, Double($0) / 4) }
    self.init(
      lengths, values: lengths.map(line.value(at:)), at: line.derivatives[0], noise: line.noise,
      slope: slope, curvature: curvature)
  }

  /// The same function against another gradient.
  func replacing(slope: Double) -> TaylorTest {
    let values = remaindersOfValue.map { $0 + origin }
    return TaylorTest(
      lengths, values: values, at: origin, noise: noise, slope: slope, curvature: curvature)
  }

  private let origin: Double
  private let remaindersOfValue: [Double]

  private init(
    _ lengths: [Double], values: [Double], at origin: Double, noise: Double, slope: Double,
    curvature: Double
  ) {
    self.lengths = lengths
    self.origin = origin
    (self.noise, self.slope, self.curvature) = (noise, slope, curvature)
    let change = values.map { $0 - origin }
    remaindersOfValue = change
    remainders = [
      change.map(\.magnitude),
      zip(lengths, change).map { ($1 - $0 * slope).magnitude },
      zip(lengths, change).map { ($1 - $0 * slope - 0.5 * $0 * $0 * curvature).magnitude },
    ]
    let floor = [Double](repeating: noise, count: lengths.count)
    fits = remainders.map { SlopeFit(lengths, $0, noise: floor) }
  }

  private enum CodingKeys: String, CodingKey {
    case lengths, remainders, fits, slope, curvature, noise, origin
    case remaindersOfValue = "changes"
  }
}
