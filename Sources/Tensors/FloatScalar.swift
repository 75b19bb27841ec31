import COneDNN
import Foundation

extension Float: Scalar {
  /// The number in double precision.
  @inlinable public var double: Double { Double(self) }
  /// 2⁻²⁴.
  public static var unitRoundoff: Double { 0x1p-24 }
  /// 2⁻¹²⁶.
  public static var leastNormal: Double { 0x1p-126 }
  /// The exponential.
  @inlinable public static func exp(_ value: Float) -> Float { Foundation.exp(value) }
  /// The natural logarithm.
  @inlinable public static func log(_ value: Float) -> Float { Foundation.log(value) }
  /// log(1 + x).
  @inlinable public static func log1p(_ value: Float) -> Float { Foundation.log1p(value) }
  /// The hyperbolic tangent.
  @inlinable public static func tanh(_ value: Float) -> Float { Foundation.tanh(value) }
  /// The square root.
  @inlinable public static func squareRoot(_ value: Float) -> Float { value.squareRoot() }

  /// oneDNN, on the calling thread (see `inParallel`).
  public static func multiply(
    _ a: UnsafePointer<Float>, transposed aTransposed: Bool, _ b: UnsafePointer<Float>,
    transposed bTransposed: Bool, into c: UnsafeMutablePointer<Float>, m: Int, n: Int, k: Int,
    accumulating: Bool
  ) {
    guard m > 0, n > 0 else { return }
    omp_set_num_threads(1)
    let status = dnnl_sgemm(
      aTransposed ? 84 : 78, bTransposed ? 84 : 78, dnnl_dim_t(m), dnnl_dim_t(n), dnnl_dim_t(k),
      1, a, dnnl_dim_t(max(aTransposed ? m : k, 1)), b, dnnl_dim_t(max(bTransposed ? k : n, 1)),
      accumulating ? 1 : 0, c, dnnl_dim_t(n))
    precondition(status == dnnl_success, "the product of \(m) × \(k) and \(k) × \(n): \(status)")
  }
}
