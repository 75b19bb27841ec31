import Foundation

/// A number with a bound on its error.
///
/// The exact quantity lies in `[value - error, value + error]`. Arithmetic propagates the bound
/// and adds one unit in the last place of the result for its rounding. An error that is not known
/// (a quotient by an interval that contains zero, an overflow) is NaN, so that every comparison
/// with it fails.
@frozen public struct Bounded: Sendable, Equatable, Codable {
  /// The computed number.
  public var value: Double
  /// The bound on the distance between `value` and the exact quantity: finite and at least 0, or NaN.
  public var error: Double

  /// Creates a number that is within `error` of the exact quantity.
  ///
  /// - Precondition: `error` is not negative. An infinite error is stored as NaN.
  @inlinable
  public init(_ value: Double, error: Double) {
    precondition(!(error < 0), "the error bound of \(value) is negative: \(error)")
    self.value = value
    self.error = value.isFinite && error.isFinite ? error : .nan
  }

  /// Creates a number without error.
  @inlinable
  public init(exactly value: Double) {
    self.init(value, error: 0)
  }

  /// Creates the result of a closed form whose error is rounding only.
  ///
  /// - Parameters:
  ///   - value: The computed result.
  ///   - magnitude: The largest magnitude of the terms that were added or cancelled on the way.
  ///   - ulps: The number of relative roundings of size 2⁻⁵² to allow for.
  @inlinable
  public init(rounded value: Double, magnitude: Double = 0, ulps: Double = 64) {
    self.init(value, error: ulps * 0x1p-52 * max(value.magnitude, magnitude.magnitude))
  }

  /// Creates the result of an operation from its value and the propagated error, adding rounding.
  @inlinable
  init(_ value: Double, propagating error: Double, ulps: Double = 1) {
    // The error itself is computed with a few roundings, which the factor covers.
    self.init(value, error: value.isFinite ? error * (1 + 0x1p-49) + ulps * value.ulp : .nan)
  }

  /// Returns whether the exact quantity can be `other`.
  @inlinable
  public func contains(_ other: Double) -> Bool {
    (value - other).magnitude <= error
  }
}

extension Bounded: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Creates an exact number.
  @inlinable
  public init(floatLiteral value: Double) {
    self.init(exactly: value)
  }

  /// Creates an exact number.
  ///
  /// - Precondition: The literal is at most 2⁵³ in magnitude.
  @inlinable
  public init(integerLiteral value: Int) {
    precondition(value.magnitude <= 1 << 53, "\(value) has no exact value in binary64")
    self.init(exactly: Double(value))
  }
}

extension Bounded: CustomStringConvertible {
  /// The value and its error bound, as in `1.5 ± 2e-16`.
  public var description: String { "\(value) ± \(error)" }
}
