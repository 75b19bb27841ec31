import Foundation
import Numerics

/// An integral over a finite range, taken piece by piece between the points where the integrand is not smooth.
///
/// No piece is extrapolated: the integrands of means are of both signs and nearly cancel, which extrapolation mistakes
/// for convergence. All tolerances are relative to the integral of the magnitude, so an integrand may be of any size.
struct PiecewiseIntegral {
  /// The ends of the pieces, ascending.
  let points: [Double]

  /// How often a piece on which the rule stops early is halved, at most.
  var halvings = 5

  /// Integrals of a magnitude below this are as good as 0.
  private static let negligible = 1e-200

  /// Splits a range; points outside it are ignored.
  init(from low: Double, to high: Double, splitAt places: [Double] = []) {
    points = [low] + Set(places.filter { low < $0 && $0 < high }).sorted() + [high]
  }

  /// Takes pieces as they are.
  init(between points: [Double]) { self.points = points }

  /// The integral.
  ///
  /// - Parameters:
  ///   - tolerance: The error at which the rule may stop, relative to the integral of the magnitude.
  ///   - floor: A size below which the integral of the magnitude is of no interest, such as the square of a mean beside
  ///     the variance: an integrand that is nothing but rounding has no accurate integral.
  ///   - f: The integrand.
  /// - Throws: The first piece's failure.
  func total(
    within tolerance: Double = 1e-12, floor: Double = 0, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    var size = floor
    let coarse = Quadrature(
      absoluteTolerance: max(1e-3 * floor, Self.negligible), relativeTolerance: 1e-3)
    for (low, high) in zip(points, points.dropFirst()) {
      do throws(NumericsError) {
        size += try coarse.integral(from: low, to: high) { x in f(x).magnitude }.value
      } catch {
        guard case .status = error.reason, let reached = error.partial else { throw error }
        size += reached.value
      }
    }
    let rule = Quadrature(
      absoluteTolerance: tolerance * max(size, Self.negligible), relativeTolerance: tolerance,
      subdivisions: 500)
    var parts: [Bounded] = []
    for (low, high) in zip(points, points.dropFirst()) {
      parts.append(
        try piece(from: low, to: high, by: rule, size: size, halvings: halvings, of: f))
    }
    return parts.count == 1 ? parts[0] : parts.sum()
  }

  /// The integral over one piece, or over its halves where the rule stops on the whole.
  ///
  /// A rule that stops because of its rounding returns an estimate of what that does, which is taken as it is when it is
  /// small beside the integral of the magnitude, or so small that the integrand is the rounding of something else.
  private func piece(
    from low: Double, to high: Double, by rule: Quadrature, size: Double, halvings: Int,
    of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    do throws(NumericsError) {
      return try rule.integral(from: low, to: high, of: f)
    } catch {
      guard case .status = error.reason else { throw error }
      if let reached = error.partial, reached.error <= max(1e-10 * size, 1e-16) { return reached }
      guard halvings > 0 else { throw error }
      let middle = 0.5 * (low + high)
      let left = try piece(
        from: low, to: middle, by: rule, size: size, halvings: halvings - 1, of: f)
      let right = try piece(
        from: middle, to: high, by: rule, size: size, halvings: halvings - 1, of: f)
      return left + right
    }
  }
}
