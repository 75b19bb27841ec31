import Distributions
import Foundation

/// E (z − c)² for z ~ Gamma(shape, 1), whose gradient in the shape is wanted: 2·shape + 1 − 2c.
public struct GammaProblem: ImplicitProblem {
  /// `gamma`.
  public static let name = "gamma"

  /// The law, of rate 1.
  public let law: Gamma

  /// c.
  public let center: Double

  @usableFromInline let shapeDigamma: Double

  /// Sets up the problem.
  ///
  /// - Precondition: The shape lies in [0.1, 10⁶]: below, draws underflow; above, the series for ∂z/∂shape is long.
  ///   The center is finite.
  public init(shape: Double, center: Double = 0) {
    precondition(
      shape >= 0.1 && shape <= 1e6, "the shape must lie between 0.1 and 1e6, got \(shape)")
    precondition(center.isFinite, "(z − c)² needs a finite c, got \(center)")
    law = Gamma(shape: shape, rate: 1)
    self.center = center
    shapeDigamma = digamma(shape)
  }

  /// `shape`.
  public var parameters: [String] { ["shape"] }

  /// (z − c)².
  @inlinable public func value(_ z: Double) -> Double { (z - center) * (z - center) }

  /// 2(z − c).
  @inlinable public func slope(_ z: Double) -> Double { 2 * (z - center) }

  /// One draw of z.
  @inlinable public func sample(using generator: inout Philox) -> Double {
    law.sample(using: &generator)
  }

  /// (shape − 1) log z − z − log Γ(shape).
  @inlinable public func logDensity(at z: Double) -> Double { law.logDensity(at: z) }

  /// shape (1 + |log shape|), and no less than 1.
  public var logDensityScale: Double { max(1, law.shape * (1 + log(law.shape).magnitude)) }

  /// log z − ψ(shape).
  @inlinable public func score(_ parameter: Int, at z: Double) -> Double {
    log(z) - shapeDigamma
  }

  /// ∂z/∂shape at a fixed rank of z.
  @inlinable public func pathDerivative(_ parameter: Int, at z: Double) -> Double {
    gammaPathDerivative(shape: law.shape, digamma: shapeDigamma, at: z)
  }

  /// From where the density of log z lies e⁻⁷⁵ below its peak, to where it does so above, and around the peak.
  public var landmarks: [Double] {
    let shape = law.shape
    let low = max(-75 / shape - 1, -700 - log(shape))
    let high = log1p((200 + 13 * shape.squareRoot()) / shape)
    let width = 8 / shape.squareRoot()
    return ([low, high] + [-width, 0, width].filter { low < $0 && $0 < high }).sorted()
      .map { shape * exp($0) }
  }

  /// True.
  public var isPositive: Bool { true }
}
