import Distributions

/// The bound of z ~ N(0, 1), x|z ~ N(wz + b, s²), whose posterior is normal: f(z) = log p(x, z) − log q(z).
///
/// The exact posterior is N(w(x−b)/(w²+s²), s²/(w²+s²)); there f is the constant log p(x).
public struct LinearGaussianBound: BoundProblem {
  /// `linear-gaussian`.
  public static let name = "linear-gaussian"

  /// q(z|x) = N(μ, σ²).
  public let law: Gaussian

  /// w, the slope of the decoder.
  public let weight: Double

  /// b, the offset of the decoder.
  public let bias: Double

  /// s, the standard deviation of x given z.
  public let noise: Double

  /// x.
  public let observation: Double

  /// −log s − log √2π, the constant of log p(x|z).
  @usableFromInline let constant: Double

  /// Sets up the problem; by default the ledger's witness W-LG.
  ///
  /// - Precondition: The noise is positive and all numbers are finite.
  public init(
    law: Gaussian = Gaussian(mean: 0.4, standardDeviation: 0.6), weight: Double = 1.5,
    bias: Double = 0.3, noise: Double = 0.7, observation: Double = 2
  ) {
    precondition(
      weight.isFinite && bias.isFinite && observation.isFinite,
      "the model is not finite: w = \(weight), b = \(bias), x = \(observation)")
    self.law = law
    self.weight = weight
    self.bias = bias
    self.noise = noise
    self.observation = observation
    constant = Gaussian(mean: 0, standardDeviation: noise).logDensity(at: 0)
  }

  /// p(z|x).
  public var posterior: Gaussian {
    let variance = weight * weight + noise * noise
    return Gaussian(
      mean: weight * (observation - bias) / variance,
      standardDeviation: noise / variance.squareRoot())
  }

  /// (x − b − wz)/s.
  @inlinable func residual(_ z: Double) -> Double {
    (observation - bias - weight * z) / noise
  }

  /// log p(x, z) − log q(z).
  @inlinable public func value(_ z: Double) -> Double {
    let ε = (z - law.mean) / law.standardDeviation
    // The constants log √2π of the prior and of q cancel.
    return reconstruction(z) + 0.5 * (ε * ε - z * z) + law.logStandardDeviation
  }

  /// ∂/∂z at fixed parameters of q.
  @inlinable public func slope(_ z: Double) -> Double {
    reconstructionSlope(z) - z - law.logDensitySlope(at: z)
  }

  /// 1/σ² − 1 − w²/s².
  @inlinable public func curvature(_ z: Double) -> Double {
    let precision = weight / noise
    return 1 / law.variance - 1 - precision * precision
  }

  /// log N(x; wz + b, s²).
  @inlinable public func reconstruction(_ z: Double) -> Double {
    let residual = residual(z)
    return constant - 0.5 * residual * residual
  }

  /// w(x − b − wz)/s².
  @inlinable public func reconstructionSlope(_ z: Double) -> Double {
    weight * residual(z) / noise
  }

  /// z(x − b − wz)/s².
  @inlinable public func weightScore(_ z: Double) -> Double { z * residual(z) / noise }

  /// (μ, σ − 1/σ).
  public var divergenceGradient: LineGradient { .divergenceFromStandard(law) }
}

extension LineGradient {
  /// ∂/∂μ and ∂/∂σ of KL(N(μ, σ²) ‖ N(0, 1)) = ½(μ² + σ² − 1) − log σ.
  @inlinable static func divergenceFromStandard(_ law: Gaussian) -> LineGradient {
    LineGradient(mean: law.mean, deviation: law.standardDeviation - 1 / law.standardDeviation)
  }
}
