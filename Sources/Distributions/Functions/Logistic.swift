import Foundation

/// Returns log(1 + exp x), without overflow and with full relative accuracy far below 0.
@inlinable
public func softplus(_ x: Double) -> Double {
  max(x, 0) + log1p(exp(-x.magnitude))
}

/// Returns 1 / (1 + exp(-x)), with full relative accuracy far below 0.
@inlinable
public func sigmoid(_ x: Double) -> Double {
  let e = exp(-x.magnitude)
  return (x < 0 ? e : 1) / (1 + e)
}

/// Returns log sigmoid x = -softplus(-x).
@inlinable
public func logSigmoid(_ x: Double) -> Double {
  -softplus(-x)
}

/// Returns log(p / (1 - p)), the inverse of the sigmoid.
///
/// - Parameter probability: In [0, 1]; the ends give -∞ and +∞, anything else outside gives NaN.
@inlinable
public func logit(_ probability: Double) -> Double {
  log(probability) - log1p(-probability)
}
