import Distributions
import Foundation
import Tensors

/// Single-precision numbers whose kernels are the definitions: what `Float`'s kernels are held against bit for bit.
struct PlainFloat: Scalar {
  var value: Float

  init(value: Float) { self.value = value }
  init(_ value: Double) { self.value = Float(value) }

  static var zero: PlainFloat { PlainFloat(value: 0) }
  var double: Double { Double(value) }
  static var unitRoundoff: Double { 0x1p-24 }
  static var leastNormal: Double { 0x1p-126 }
  static func + (left: Self, right: Self) -> Self { Self(value: left.value + right.value) }
  static func - (left: Self, right: Self) -> Self { Self(value: left.value - right.value) }
  static func * (left: Self, right: Self) -> Self { Self(value: left.value * right.value) }
  static func / (left: Self, right: Self) -> Self { Self(value: left.value / right.value) }
  static prefix func - (value: Self) -> Self { Self(value: -value.value) }
  static func += (left: inout Self, right: Self) { left.value += right.value }
  static func *= (left: inout Self, right: Self) { left.value *= right.value }
  static func < (left: Self, right: Self) -> Bool { left.value < right.value }
  static func exp(_ value: Self) -> Self { Self(value: Foundation.exp(value.value)) }
  static func log(_ value: Self) -> Self { Self(value: Foundation.log(value.value)) }
  static func log1p(_ value: Self) -> Self { Self(value: Foundation.log1p(value.value)) }
  static func tanh(_ value: Self) -> Self { Self(value: Foundation.tanh(value.value)) }
  static func squareRoot(_ value: Self) -> Self { Self(value: value.value.squareRoot()) }
}

/// What kernels are tried on.
enum KernelInputs {
  /// Lengths around one and several vectors, that of an image, and one beyond the longest product of factors.
  static let lengths = [1, 7, 16, 17, 200, 784, 1100]

  /// Half a unit in the last place, relative: the error of one rounding.
  static let unit = 0x1p-24

  /// Normal numbers, the same for the same name.
  static func normals(_ count: Int, scale: Float = 1, _ name: String) -> [Float] {
    var generator = Philox(seed: 4).substream(name)
    return (0..<count).map { _ in scale * Float(generator.standardNormal()) }
  }

  /// Numbers in (0, 1], the same for the same name.
  static func uniforms(_ count: Int, _ name: String) -> [Float] {
    var generator = Philox(seed: 5).substream(name)
    return (0..<count).map { _ in Float(generator.uniform()) }
  }

  /// Zeros and ones and numbers between, as pixels are.
  static func pixels(_ count: Int, _ name: String) -> [Float] {
    normals(count, name).map { max(0, min(1, 0.5 + $0)) }
  }

  /// Where functions change their ways.
  static let special: [Float] = [
    0, -0.0, 0x1p-140, -0x1p-140, 1e-7, -1e-7, 0.1733, -0.1733, 0.3466, -0.3466, 1, -1, 9, -9, 17,
    -17,
    87.3, -87.3, 88, -88, 104, -104, 1e30, -1e30,
  ]

  /// Bits, all NaN alike.
  static func bits(_ values: [Float]) -> [UInt32] {
    values.map { ($0.isNaN ? Float.nan : $0).bitPattern }
  }
}

extension [Float] {
  var doubles: [Double] { map(Double.init) }
  var plain: [PlainFloat] { map(PlainFloat.init(value:)) }
}

extension [PlainFloat] {
  var floats: [Float] { map(\.value) }
}
