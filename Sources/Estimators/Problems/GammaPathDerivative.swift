import Distributions
import Foundation

/// Returns ∂z/∂α = −(∂P(α, z)/∂α)/p(z), how a Gamma(α, 1) draw moves with its shape at a fixed rank.
///
/// Up to α + 1 it is the series P/p = Σ rₙ, rₙ = zⁿ⁺¹/(α(α+1)…(α+n)), differentiated term by term; above it the
/// continued fraction of Q/p, differentiated step by step. Either sum has terms of one sign but for the first few, so
/// neither cancels.
///
/// - Parameters:
///   - shape: α, positive.
///   - digamma: ψ(α).
///   - z: The draw, positive.
/// - Returns: The derivative, positive; NaN where the expansion does not converge.
/// - Complexity: O(√α) steps near z = α, fewer elsewhere.
/// - Note: Figurnov, Mohamed and Mnih (2018); Moore (1982) for the derivatives of the expansions.
@inlinable
public func gammaPathDerivative(shape: Double, digamma: Double, at z: Double) -> Double {
  z < shape + 1
    ? lowerPathDerivative(shape, digamma, z) : upperPathDerivative(shape, digamma, z)
}

/// −Σ rₙ (log z − ψ(α + n + 1)).
@usableFromInline func lowerPathDerivative(
  _ shape: Double, _ digamma: Double, _ z: Double
) -> Double {
  var ratio = z / shape
  var slope = log(z) - digamma - 1 / shape
  var total = -ratio * slope
  for n in 1...expansionLimit {
    let next = shape + Double(n)
    ratio *= z / next
    slope -= 1 / next
    let term = -ratio * slope
    total += term
    // The terms left over are less than a geometric series of ratio z/(α + n), but for the slow growth of ψ.
    if term >= 0 && total > 0 && term * z <= 0x1p-54 * total * (next - z) { return total }
  }
  return .nan
}

/// z (h (log z − ψ(α)) + ∂h/∂α) with h = Q/(z p), by Lentz's algorithm and its derivative in α.
@usableFromInline func upperPathDerivative(
  _ shape: Double, _ digamma: Double, _ z: Double
) -> Double {
  // Each pair is a number and its derivative in α.
  var b = z + 1 - shape
  var c = (1e300, 0.0)
  var d = (1 / b, 1 / (b * b))
  var h = d
  for n in 1...expansionLimit {
    let a = (-Double(n) * (Double(n) - shape), Double(n))
    b += 2
    let divisor = (a.0 * d.0 + b, a.1 * d.0 + a.0 * d.1 - 1)
    c = (b + a.0 / c.0, (a.1 - a.0 * c.1 / c.0) / c.0 - 1)
    d = (1 / divisor.0, -divisor.1 / (divisor.0 * divisor.0))
    let factor = (d.0 * c.0, d.1 * c.0 + d.0 * c.1)
    h = (h.0 * factor.0, h.1 * factor.0 + h.0 * factor.1)
    if (factor.0 - 1).magnitude <= 0x1p-51 && (h.0 * factor.1).magnitude <= 0x1p-51 * h.1.magnitude
    {
      return z * (h.0 * (log(z) - digamma) + h.1)
    }
  }
  return .nan
}

/// Steps after which an expansion is given up.
@usableFromInline var expansionLimit: Int { 100_000 }
