import Foundation

/// Returns log Γ(x) for x > 0, NaN for other x.
public func logGamma(_ x: Double) -> Double {
  guard x > 0 else { return .nan }
  let (value, _): (Double, Int) = lgamma(x)
  return value
}

/// Returns the digamma function ψ(x), the slope of log Γ, for x > 0; NaN for other x.
///
/// - Complexity: At most ten divisions for the recurrence ψ(x) = ψ(x + 1) - 1/x, and one logarithm.
/// - Note: From 10 upwards the asymptotic series to x⁻¹⁴ is exact to rounding.
public func digamma(_ x: Double) -> Double {
  guard x > 0 else { return .nan }
  var argument = x
  var shift = 0.0
  while argument < 10 {
    shift += 1 / argument
    argument += 1
  }
  let r = 1 / argument
  let square = r * r
  // Coefficients B₂ₖ / 2k, from the highest order down.
  var series = 1.0 / 12
  series = 691.0 / 32760 - square * series
  series = 1.0 / 132 - square * series
  series = 1.0 / 240 - square * series
  series = 1.0 / 252 - square * series
  series = 1.0 / 120 - square * series
  series = 1.0 / 12 - square * series
  return log(argument) - 0.5 * r - square * series - shift
}

/// Returns a/b - 1 - log(a/b) for positive a and b, accurate also where they are close.
@inlinable
internal func excessOverLogarithm(_ a: Double, _ b: Double) -> Double {
  let growth = (a - b) / b
  return growth.magnitude < 0.5 ? growth - log1p(growth) : a / b - 1 - (log(a) - log(b))
}

/// Returns what Stirling's formula ½ log 2πx + x log x - x lacks of log x!, for x of 16 or more.
internal func stirlingError(_ x: Double) -> Double {
  let r = 1 / x
  let square = r * r
  var series = 691.0 / 360360
  series = 1.0 / 1188 - square * series
  series = 1.0 / 1680 - square * series
  series = 1.0 / 1260 - square * series
  series = 1.0 / 360 - square * series
  series = 1.0 / 12 - square * series
  return r * series
}
