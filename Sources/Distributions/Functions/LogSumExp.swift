import Foundation

/// Returns log Σ exp xᵢ without overflow.
///
/// - Parameter values: Any length; no values give -∞.
/// - Returns: Nats; -∞ if every value is, +∞ if one value is, NaN if one value is NaN.
@inlinable
public func logSumExp(_ values: some Collection<Double>) -> Double {
  var largest = -Double.infinity
  for value in values {
    if value.isNaN { return .nan }
    if value > largest { largest = value }
  }
  guard largest.isFinite else { return largest }
  var total = 0.0
  for value in values { total += exp(value - largest) }
  return largest + log(total)
}

/// Returns log(exp a + exp b) without overflow.
@inlinable
public func logSumExp(_ a: Double, _ b: Double) -> Double {
  if a.isNaN || b.isNaN { return .nan }
  let largest = max(a, b)
  guard largest.isFinite else { return largest }
  return largest + log1p(exp(min(a, b) - largest))
}

/// Returns the logarithm of the mean of exp xᵢ without overflow.
///
/// - Parameter values: At least one; none give NaN.
@inlinable
public func logMeanExp(_ values: some Collection<Double>) -> Double {
  values.isEmpty ? .nan : logSumExp(values) - log(Double(values.count))
}

/// Returns log(1 - exp x) for x ≤ 0, accurate near 0 and far below.
///
/// - Returns: -∞ at 0; NaN above.
/// - Note: Mächler (2012): the two forms are changed at -log 2.
@inlinable
public func log1mExp(_ x: Double) -> Double {
  x > -logTwo ? log(-expm1(x)) : log1p(-exp(x))
}

/// Returns `weight` · `value`, and 0 for a weight of 0 even where the value is infinite.
@inlinable
internal func weighted(_ weight: Double, _ value: Double) -> Double {
  weight == 0 ? 0 : weight * value
}
