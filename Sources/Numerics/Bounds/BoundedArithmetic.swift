import Foundation

extension Bounded {
  /// Returns the number with its sign changed, which is exact.
  @inlinable public static prefix func - (x: Bounded) -> Bounded {
    Bounded(-x.value, error: x.error)
  }

  /// Returns the sum.
  @inlinable public static func + (x: Bounded, y: Bounded) -> Bounded {
    Bounded(x.value + y.value, propagating: x.error + y.error)
  }

  /// Returns the difference.
  @inlinable public static func - (x: Bounded, y: Bounded) -> Bounded {
    Bounded(x.value - y.value, propagating: x.error + y.error)
  }

  /// Returns the product.
  @inlinable public static func * (x: Bounded, y: Bounded) -> Bounded {
    let first = x.value.magnitude * y.error + y.value.magnitude * x.error
    return Bounded(x.value * y.value, propagating: first + x.error * y.error)
  }

  /// Returns the quotient.
  ///
  /// Where the divisor can be zero the error is NaN.
  @inlinable public static func / (x: Bounded, y: Bounded) -> Bounded {
    let quotient = x.value / y.value
    let nearest = y.value.magnitude - y.error
    guard nearest > 0 else { return Bounded(quotient, error: .nan) }
    return Bounded(
      quotient, propagating: (x.error + (quotient.magnitude + quotient.ulp) * y.error) / nearest)
  }

  /// Returns the sum with an exact number.
  @inlinable public static func + (x: Bounded, y: Double) -> Bounded { x + Bounded(exactly: y) }
  /// Returns the sum with an exact number.
  @inlinable public static func + (x: Double, y: Bounded) -> Bounded { Bounded(exactly: x) + y }
  /// Returns the difference with an exact number.
  @inlinable public static func - (x: Bounded, y: Double) -> Bounded { x - Bounded(exactly: y) }
  /// Returns the difference with an exact number.
  @inlinable public static func - (x: Double, y: Bounded) -> Bounded { Bounded(exactly: x) - y }
  /// Returns the product with an exact number.
  @inlinable public static func * (x: Bounded, y: Double) -> Bounded { x * Bounded(exactly: y) }
  /// Returns the product with an exact number.
  @inlinable public static func * (x: Double, y: Bounded) -> Bounded { Bounded(exactly: x) * y }
  /// Returns the quotient by an exact number.
  @inlinable public static func / (x: Bounded, y: Double) -> Bounded { x / Bounded(exactly: y) }
  /// Returns the quotient of an exact number.
  @inlinable public static func / (x: Double, y: Bounded) -> Bounded { Bounded(exactly: x) / y }

  /// Adds a number in place.
  @inlinable public static func += (x: inout Bounded, y: Bounded) { x = x + y }
  /// Subtracts a number in place.
  @inlinable public static func -= (x: inout Bounded, y: Bounded) { x = x - y }
  /// Multiplies by a number in place.
  @inlinable public static func *= (x: inout Bounded, y: Bounded) { x = x * y }
  /// Divides by a number in place.
  @inlinable public static func /= (x: inout Bounded, y: Bounded) { x = x / y }
}

extension Bounded {
  /// The exponential.
  @inlinable public var exponential: Bounded {
    let result = exp(value)
    return Bounded(result, propagating: (result + result.ulp) * expm1(error), ulps: 2)
  }

  /// The natural logarithm; its error is NaN where the number can be zero or negative.
  @inlinable public var logarithm: Bounded {
    guard value > error else { return Bounded(log(value), error: .nan) }
    return Bounded(log(value), propagating: -log1p(-error / value), ulps: 2)
  }

  /// The square root.
  ///
  /// A number that can be negative only by its error has the root of its non-negative part; the
  /// error is NaN where no value within the bound is non-negative.
  @inlinable public var squareRoot: Bounded {
    let low = value - error
    let high = value + error
    guard high >= 0 else { return Bounded(.nan, error: .nan) }
    let root = max(value, 0).squareRoot()
    guard low > 0 else {
      return Bounded(root, propagating: max(root, high.squareRoot() - root))
    }
    return Bounded(root, propagating: error / (root + low.squareRoot()))
  }

  /// The square.
  @inlinable public var squared: Bounded {
    Bounded(value * value, propagating: error * (2 * value.magnitude + error))
  }

  /// The absolute value, which is exact.
  @inlinable public var magnitude: Bounded { Bounded(value.magnitude, error: error) }
}

extension Sequence where Element == Bounded {
  /// Returns the sum of the numbers, added with compensation.
  ///
  /// - Returns: The sum; 0, exactly, for an empty sequence. Beside the errors of the terms the
  ///   bound holds that of compensated summation: one ulp of the result and a term of second
  ///   order in the unit roundoff (Ogita, Rump and Oishi 2005, proposition 4.5).
  public func sum() -> Bounded {
    var total = 0.0
    var lost = 0.0
    var errors = 0.0
    var magnitudes = 0.0
    var count = 0.0
    for term in self {
      let next = total + term.value
      let shifted = next - total
      lost += (total - (next - shifted)) + (term.value - shifted)
      total = next
      errors += term.error
      magnitudes += term.value.magnitude
      count += 1
    }
    guard count > 0 else { return Bounded(exactly: 0) }
    let unit = count * 0x1p-53
    let secondOrder = 2 * unit * unit * magnitudes
    return Bounded(total + lost, propagating: errors * (1 + 2 * unit) + secondOrder)
  }
}
