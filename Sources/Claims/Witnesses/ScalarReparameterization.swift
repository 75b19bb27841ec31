import Distributions
import Foundation
import Numerics

/// What the witnesses with one latent coordinate, a standard normal prior and a Gaussian q share.
protocol ScalarReparameterization: ReparameterizedWitness {
  var approximate: Gaussian { get }
  var prior: Gaussian { get }
}

extension ScalarReparameterization {

  /// log p(ε), the standard normal density of the noise.
  public func logNoise(_ noise: Latent) -> Double {
    -0.5 * noise.x * noise.x - 0.5 * log(2 * Double.pi)
  }

  /// z = m + σ⊙ε.
  public func reparameterized(_ noise: Latent) -> Latent {
    Latent(approximate.mean + approximate.standardDeviation * noise.x, 0)
  }

  /// ∂z/∂parameter at fixed ε.
  public func pathDerivative(_ parameter: Parameter, at noise: Latent) -> Latent {
    switch parameter.name {
    case "m": Latent(1, 0)
    case "σ": Latent(noise.x, 0)
    default: Latent(0, 0)
    }
  }

  /// ∂ log p(z)/∂z.
  public func logPriorGradient(_ z: Latent) -> Latent { Latent(-z.x, 0) }

  /// ∂ log q(z|x)/∂z.
  public func logApproximatePosteriorGradient(_ z: Latent) -> Latent {
    Latent(-(z.x - approximate.mean) / approximate.variance, 0)
  }

  /// ∫ f(ε) dε.
  public func totalOverNoise(of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    try LineIntegral.total(over: prior) { f(Latent($0, 0)) }
  }

  /// One draw of the noise.
  public func sampleNoise(using generator: inout Philox) -> Latent {
    Latent(generator.standardNormal(), 0)
  }
}

/// ∫ over the line of an integrand that dies off like a Gaussian.
enum LineIntegral {
  /// Half-width of the range in standard deviations: the mass outside is below 4·10⁻³³.
  static let reach = 12.0

  /// Integrates over mean ± 12 standard deviations of a law.
  static func total(
    over law: Gaussian, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let half = reach * law.standardDeviation
    return try Quadrature().integral(from: law.mean - half, to: law.mean + half, of: f)
  }
}
