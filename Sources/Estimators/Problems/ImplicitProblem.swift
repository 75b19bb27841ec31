import Distributions

/// F(φ) = E f(z) for z from a law on the line whose draws have no simple path in φ, but whose distribution function
/// has a derivative in φ: then ∂z/∂φ = −(∂F/∂φ)/p at a fixed rank of z.
public protocol ImplicitProblem: Sendable {
  /// The name by which it is called.
  static var name: String { get }

  /// The names of the parameters.
  var parameters: [String] { get }

  /// f(z).
  func value(_ z: Double) -> Double

  /// f′(z).
  func slope(_ z: Double) -> Double

  /// One draw of z.
  func sample(using generator: inout Philox) -> Double

  /// log p(z), in nats.
  func logDensity(at z: Double) -> Double

  /// The size of the largest terms of which log p(z) is made where z lives: its rounding is that of the density.
  var logDensityScale: Double { get }

  /// ∂ log p(z)/∂φ for a parameter by its place.
  func score(_ parameter: Int, at z: Double) -> Double

  /// ∂z/∂φ at a fixed rank of z, for a parameter by its place: −(∂F/∂φ)/p.
  func pathDerivative(_ parameter: Int, at z: Double) -> Double

  /// Points that cover the law up to a negligible part, ascending, between which its density has no narrow peak; all
  /// positive where the law is.
  var landmarks: [Double] { get }

  /// Whether z is positive, so that integrals over it are better taken in its logarithm.
  var isPositive: Bool { get }
}
