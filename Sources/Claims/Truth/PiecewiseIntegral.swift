import Foundation
import Numerics

/// An integral over a finite range, taken piece by piece between the points where the integrand is not smooth.
///
/// No piece is extrapolated: the integrands of means are of both signs and nearly cancel, which extrapolation mistakes
/// for convergence.
struct PiecewiseIntegral {
  /// The ends of the pieces, ascending.
  let points: [Double]

  /// The rule for one piece.
  var rule = Quadrature()

  /// Splits a range; points outside it are ignored.
  init(from low: Double, to high: Double, splitAt places: [Double] = []) {
    points = [low] + Set(places.filter { low < $0 && $0 < high }).sorted() + [high]
  }

  /// Takes pieces as they are.
  init(between points: [Double]) { self.points = points }

  /// The integral.
  ///
  /// Where an integrand is large beside its integral, the rule stops because of its rounding, with an estimate of what
  /// that does: an integral is accepted when this is small beside the integral of the magnitude.
  ///
  /// - Throws: The first piece's failure.
  func total(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    var parts: [Bounded] = []
    for (low, high) in zip(points, points.dropFirst()) {
      do throws(NumericsError) {
        parts.append(try rule.integral(from: low, to: high, of: f))
      } catch {
        guard case .status(_, "GSL_EROUND") = error.reason, let reached = error.partial else {
          throw error
        }
        let coarse = Quadrature(absoluteTolerance: 0, relativeTolerance: 1e-3)
        let size = try coarse.integral(from: low, to: high) { x in f(x).magnitude }
        guard reached.error <= 1e-10 * size.value else { throw error }
        parts.append(reached)
      }
    }
    return parts.count == 1 ? parts[0] : parts.sum()
  }
}
