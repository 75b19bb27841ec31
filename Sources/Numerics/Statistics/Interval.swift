/// A closed interval of real numbers, such as a confidence interval.
///
/// An end that could not be computed is NaN; such an interval contains nothing.
public struct Interval: Sendable, Equatable, Codable {
  /// The lower end.
  public var low: Double
  /// The upper end.
  public var high: Double

  /// Creates the interval between two ends.
  ///
  /// - Precondition: `low` is not above `high`; NaN is admitted in either.
  public init(low: Double, high: Double) {
    precondition(!(low > high), "interval with ends in the wrong order: \(low) > \(high)")
    self.low = low
    self.high = high
  }

  /// Distance between the ends.
  public var width: Double { high - low }

  /// Whether a number lies in the interval, ends included; false when anything is NaN.
  public func contains(_ x: Double) -> Bool { low <= x && x <= high }

  /// Whether the range of a bounded number meets the interval; false when anything is NaN.
  public func meets(_ x: Bounded) -> Bool {
    low <= x.value + x.error && x.value - x.error <= high
  }
}
