import Foundation
import Numerics

/// What one comparison found, and whether it supports the statement.
///
/// The bounds are carried by the numbers themselves (`Bounded`): rounding in units in the last place,
/// the quadrature's own error bound, or the standard error of a sample. Nobody types a tolerance.
public enum Evidence: Sendable, Equatable {
  /// Two numbers that must agree within the sum of their error bounds.
  case equality(left: Bounded, right: Bounded)

  /// Two numbers of which the first must not exceed the second, beyond the sum of their error bounds.
  case order(lesser: Bounded, greater: Bounded)

  /// Two numbers that must differ by more than the sum of their error bounds.
  case separation(left: Bounded, right: Bounded)

  /// A standardised gap between a sample statistic and its expectation.
  ///
  /// `detectable` is the smallest discrepancy, in the units of the statistic, that the check sees with
  /// probability 1 − 10⁻⁶ at this sample size.
  case statistical(
    estimate: Double, expectation: Double, z: Double, draws: Int, detectable: Double)

  /// The computation itself failed: supports nothing and refutes nothing.
  case failure(reason: String)

  /// The largest standardised gap that a statistical check accepts.
  ///
  /// Two-sided probability 1.97·10⁻⁹ under the normal law; `docs/tolerances.md` adds it up over the suite.
  public static let threshold = 6.0

  /// Whether the evidence supports the statement.
  ///
  /// NaN never supports anything: every comparison is written so that NaN fails.
  public var holds: Bool {
    switch self {
    case .equality(let left, let right):
      (left.value - right.value).magnitude <= left.error + right.error
        && left.error.isFinite && right.error.isFinite
    case .order(let lesser, let greater):
      lesser.value <= greater.value + (lesser.error + greater.error)
        && lesser.error.isFinite && greater.error.isFinite
    case .separation(let left, let right):
      (left.value - right.value).magnitude > left.error + right.error
    case .statistical(_, _, let z, _, _):
      z.magnitude <= Evidence.threshold
    case .failure:
      false
    }
  }

  /// Whether the evidence contradicts the statement: it fails, and not because a computation broke down.
  public var refutes: Bool {
    if case .failure = self { return false }
    return !holds
  }

  /// The gap as a fraction of what is allowed: at most 1 where the evidence holds.
  ///
  /// For a separation it is the inverse: what must be exceeded, as a fraction of the gap.
  public var strain: Double {
    switch self {
    case .equality(let left, let right):
      Evidence.ratio((left.value - right.value).magnitude, left.error + right.error)
    case .order(let lesser, let greater):
      Evidence.ratio(max(0, lesser.value - greater.value), lesser.error + greater.error)
    case .separation(let left, let right):
      Evidence.ratio(left.error + right.error, (left.value - right.value).magnitude)
    case .statistical(_, _, let z, _, _): z.magnitude / Evidence.threshold
    case .failure: .infinity
    }
  }

  /// A quotient with 0/0 = 0: no gap is no strain, however small the bound.
  private static func ratio(_ gap: Double, _ allowed: Double) -> Double {
    gap == 0 ? 0 : gap / allowed
  }
}

extension Evidence: Encodable {
  private enum Key: String, CodingKey {
    case kind, left, right, lesser, greater, gap, bound, estimate, expectation, z, draws
    case detectable, reason, holds
  }

  /// Writes the kind and its numbers, flat: `{"kind": "equality", "left", "right", "gap", "bound"}`.
  public func encode(to encoder: any Encoder) throws {
    var box = encoder.container(keyedBy: Key.self)
    try box.encode(holds, forKey: .holds)
    switch self {
    case .equality(let left, let right), .separation(let left, let right):
      if case .equality = self {
        try box.encode("equality", forKey: .kind)
      } else {
        try box.encode("separation", forKey: .kind)
      }
      try box.encode(left.value, forKey: .left)
      try box.encode(right.value, forKey: .right)
      try box.encode((left.value - right.value).magnitude, forKey: .gap)
      try box.encode(left.error + right.error, forKey: .bound)
    case .order(let lesser, let greater):
      try box.encode("order", forKey: .kind)
      try box.encode(lesser.value, forKey: .lesser)
      try box.encode(greater.value, forKey: .greater)
      try box.encode(greater.value - lesser.value, forKey: .gap)
      try box.encode(lesser.error + greater.error, forKey: .bound)
    case .statistical(let estimate, let expectation, let z, let draws, let detectable):
      try box.encode("statistical", forKey: .kind)
      try box.encode(estimate, forKey: .estimate)
      try box.encode(expectation, forKey: .expectation)
      try box.encode(z, forKey: .z)
      try box.encode(draws, forKey: .draws)
      try box.encode(detectable, forKey: .detectable)
    case .failure(let reason):
      try box.encode("failure", forKey: .kind)
      try box.encode(reason, forKey: .reason)
    }
  }
}
