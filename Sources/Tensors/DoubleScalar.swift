import CBLAS
import Foundation

extension Double: Scalar {
  /// The number itself.
  @inlinable public var double: Double { self }
  /// 2⁻⁵³.
  public static var unitRoundoff: Double { 0x1p-53 }
  /// 2⁻¹⁰²².
  public static var leastNormal: Double { 0x1p-1022 }
  /// The exponential.
  @inlinable public static func exp(_ value: Double) -> Double { Foundation.exp(value) }
  /// The natural logarithm.
  @inlinable public static func log(_ value: Double) -> Double { Foundation.log(value) }
  /// log(1 + x).
  @inlinable public static func log1p(_ value: Double) -> Double { Foundation.log1p(value) }
  /// The hyperbolic tangent.
  @inlinable public static func tanh(_ value: Double) -> Double { Foundation.tanh(value) }
  /// The square root.
  @inlinable public static func squareRoot(_ value: Double) -> Double { value.squareRoot() }

  /// OpenBLAS, on the calling thread.
  public static func multiply(
    _ a: UnsafePointer<Double>, transposed aTransposed: Bool, _ b: UnsafePointer<Double>,
    transposed bTransposed: Bool, into c: UnsafeMutablePointer<Double>, m: Int, n: Int, k: Int,
    accumulating: Bool
  ) {
    _ = singleThreaded
    guard m > 0, n > 0 else { return }
    cblas_dgemm(
      CblasRowMajor, aTransposed ? CblasTrans : CblasNoTrans,
      bTransposed ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k), 1, a,
      blasint(max(aTransposed ? m : k, 1)), b, blasint(max(bTransposed ? k : n, 1)),
      accumulating ? 1 : 0, c, blasint(n))
  }

  /// Set once: the number of threads would change the order of the sums, and so the bits.
  private static let singleThreaded: Void = openblas_set_num_threads(1)
}
