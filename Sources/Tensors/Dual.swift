/// A dual number a + b ε with ε² = 0: what is computed with it carries its derivative along exactly.
///
/// The value is a, the tangent b is the derivative by whatever the inputs' tangents stand for. A gradient evaluated at
/// θ + ε v has the product of the Hessian with v as its tangent; dual numbers over dual numbers carry second
/// derivatives. Comparisons look at values alone, so a branch is taken as it is without the tangent.
public struct Dual<Base: Scalar>: Scalar {
  /// a.
  public var value: Base
  /// b.
  public var tangent: Base

  /// Creates a + b ε.
  @inlinable public init(_ value: Base, tangent: Base) {
    self.value = value
    self.tangent = tangent
  }

  /// Creates a constant.
  @inlinable public init(_ value: Double) {
    self.init(Base(value), tangent: .zero)
  }

  /// 0.
  @inlinable public static var zero: Dual { Dual(.zero, tangent: .zero) }
  /// The value in double precision.
  @inlinable public var double: Double { value.double }
  /// That of the parts.
  public static var unitRoundoff: Double { Base.unitRoundoff }
  /// That of the parts.
  public static var leastNormal: Double { Base.leastNormal }

  /// (a + b ε) + (c + d ε) = (a + c) + (b + d) ε.
  @inlinable public static func + (left: Dual, right: Dual) -> Dual {
    Dual(left.value + right.value, tangent: left.tangent + right.tangent)
  }
  /// (a + b ε) − (c + d ε) = (a − c) + (b − d) ε.
  @inlinable public static func - (left: Dual, right: Dual) -> Dual {
    Dual(left.value - right.value, tangent: left.tangent - right.tangent)
  }
  /// (a + b ε)(c + d ε) = ac + (ad + bc) ε.
  @inlinable public static func * (left: Dual, right: Dual) -> Dual {
    Dual(
      left.value * right.value, tangent: left.value * right.tangent + left.tangent * right.value)
  }
  /// (a + b ε)/(c + d ε) = q + (b − q d)/c ε with q = a/c.
  @inlinable public static func / (left: Dual, right: Dual) -> Dual {
    let quotient = left.value / right.value
    return Dual(quotient, tangent: (left.tangent - quotient * right.tangent) / right.value)
  }
  /// −a − b ε.
  @inlinable public static prefix func - (number: Dual) -> Dual {
    Dual(-number.value, tangent: -number.tangent)
  }
  /// Adds.
  @inlinable public static func += (left: inout Dual, right: Dual) { left = left + right }
  /// Multiplies.
  @inlinable public static func *= (left: inout Dual, right: Dual) { left = left * right }
  /// Compares the values.
  @inlinable public static func < (left: Dual, right: Dual) -> Bool { left.value < right.value }

  /// eᵃ + b eᵃ ε.
  @inlinable public static func exp(_ number: Dual) -> Dual {
    let value = Base.exp(number.value)
    return Dual(value, tangent: number.tangent * value)
  }
  /// log a + b/a ε.
  @inlinable public static func log(_ number: Dual) -> Dual {
    Dual(Base.log(number.value), tangent: number.tangent / number.value)
  }
  /// log(1 + a) + b/(1 + a) ε.
  @inlinable public static func log1p(_ number: Dual) -> Dual {
    Dual(Base.log1p(number.value), tangent: number.tangent / (Base(1) + number.value))
  }
  /// tanh a + b (1 − tanh² a) ε.
  @inlinable public static func tanh(_ number: Dual) -> Dual {
    let value = Base.tanh(number.value)
    return Dual(value, tangent: number.tangent * (Base(1) - value * value))
  }
  /// √a + b/(2√a) ε.
  @inlinable public static func squareRoot(_ number: Dual) -> Dual {
    let value = Base.squareRoot(number.value)
    return Dual(value, tangent: number.tangent / (Base(2) * value))
  }

  /// C = A B by products of the parts: values multiply, and the tangents' product is A B′ + A′ B.
  public static func multiply(
    _ a: UnsafePointer<Dual>, transposed aTransposed: Bool, _ b: UnsafePointer<Dual>,
    transposed bTransposed: Bool, into c: UnsafeMutablePointer<Dual>, m: Int, n: Int, k: Int,
    accumulating: Bool
  ) {
    let (left, right) = (
      UnsafeBufferPointer(start: a, count: m * k), UnsafeBufferPointer(start: b, count: k * n)
    )
    let (values, tangents) = (left.map(\.value), left.map(\.tangent))
    let (otherValues, otherTangents) = (right.map(\.value), right.map(\.tangent))
    var (product, slope) = ([Base](repeating: .zero, count: m * n), [Base]())
    func multiply(_ x: [Base], _ y: [Base], accumulating: Bool) {
      Base.multiply(
        x, transposed: aTransposed, y, transposed: bTransposed, into: &product, m: m, n: n, k: k,
        accumulating: accumulating)
    }
    multiply(values, otherTangents, accumulating: false)
    multiply(tangents, otherValues, accumulating: true)
    slope = product
    multiply(values, otherValues, accumulating: false)
    for place in 0..<m * n {
      let number = Dual(product[place], tangent: slope[place])
      c[place] = accumulating ? c[place] + number : number
    }
  }
}
