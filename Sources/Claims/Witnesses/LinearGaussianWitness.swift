import Distributions
import Foundation
import Numerics

/// W-LG and its relatives: z ~ N(0, 1), x|z ~ N(wz + b, s²), q = N(m, σ²); everything in closed form.
public struct LinearGaussianWitness: ReparameterizedWitness {
  /// w, the decoder's slope.
  public let weight: Double

  /// b, the decoder's offset.
  public let bias: Double

  /// s, the standard deviation of x given z.
  public let noise: Double

  /// x.
  public let observation: Double

  /// q(z|x) = N(m, σ²).
  public let approximate: Gaussian

  /// p(z) = N(0, 1).
  public let prior: Gaussian

  /// p(z|x) = N(w(x−b)/(w²+s²), s²/(w²+s²)).
  public let posterior: Gaussian

  /// p(x) = N(x; b, w² + s²), the law of the observation.
  public let marginal: Gaussian

  /// Sets up the closed forms.
  public init(
    weight: Double, bias: Double, noise: Double, observation: Double, mean: Double,
    deviation: Double
  ) {
    self.weight = weight
    self.bias = bias
    self.noise = noise
    self.observation = observation
    approximate = Gaussian(mean: mean, standardDeviation: deviation)
    prior = Gaussian(mean: 0, standardDeviation: 1)
    let variance = weight * weight + noise * noise
    posterior = Gaussian(
      mean: weight * (observation - bias) / variance,
      standardDeviation: noise / variance.squareRoot())
    marginal = Gaussian(mean: bias, standardDeviation: variance.squareRoot())
  }

  /// Draws the parameters away from the values that hide mistakes (σ = 1, w = s, b = 0).
  public static func random(using generator: inout Philox) -> LinearGaussianWitness {
    func sign() -> Double { generator.uniform() <= 0.5 ? -1 : 1 }
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    let weight = sign() * between(0.6, 2.2)
    let noise = between(0.35, 0.9)
    return LinearGaussianWitness(
      weight: weight, bias: sign() * between(0.2, 1), noise: noise,
      observation: sign() * between(0.7, 2.5), mean: sign() * between(0.2, 1.2),
      deviation: between(0.35, 0.85))
  }

  /// log N(x; b, w² + s²).
  public var logEvidence: Bounded {
    Bounded(rounded: marginal.logDensity(at: observation), magnitude: 1)
  }

  /// log p(z).
  public func logPrior(_ z: Latent) -> Double { prior.logDensity(at: z.x) }

  /// log p(x|z) at the observation.
  public func logLikelihood(_ z: Latent) -> Double {
    Gaussian(mean: weight * z.x + bias, standardDeviation: noise).logDensity(at: observation)
  }

  /// log p(z|x).
  public func logPosterior(_ z: Latent) -> Double { posterior.logDensity(at: z.x) }

  /// log q(z|x).
  public func logApproximatePosterior(_ z: Latent) -> Double { approximate.logDensity(at: z.x) }

  /// The scalar law of the latent.
  public func gaussian(_ law: Law) -> Gaussian {
    switch law {
    case .prior: prior
    case .approximatePosterior: approximate
    case .posterior: posterior
    }
  }

  /// ∫ f(z) dz over mean ± 12 standard deviations of the law.
  public func total(over law: Law, of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    try LineIntegral.total(over: gaussian(law)) { z in f(Latent(z, 0)) }
  }

  /// One draw of the latent from a law.
  public func sample(_ law: Law, using generator: inout Philox) -> Latent {
    Latent(gaussian(law).sample(using: &generator), 0)
  }

  /// One observation from p(x|z).
  public func sampleObservation(given z: Latent, using generator: inout Philox) -> Double {
    weight * z.x + bias + noise * generator.standardNormal()
  }

  /// The parameters, model first.
  public var parameters: [Parameter] {
    [
      Parameter("w", .model), Parameter("b", .model), Parameter("s", .model),
      Parameter("m", .variational), Parameter("σ", .variational),
    ]
  }

  /// The value of a parameter.
  public func value(of parameter: Parameter) -> Double {
    switch parameter.name {
    case "w": weight
    case "b": bias
    case "s": noise
    case "m": approximate.mean
    case "σ": approximate.standardDeviation
    default: preconditionFailure("no parameter \(parameter.name) in a linear-Gaussian witness")
    }
  }

  /// The same witness with one parameter changed.
  public func with(
    _ parameter: Parameter, _ value: Double
  ) throws(NumericsError) -> LinearGaussianWitness {
    func pick(_ name: String, _ old: Double) -> Double { parameter.name == name ? value : old }
    return LinearGaussianWitness(
      weight: pick("w", weight), bias: pick("b", bias), noise: pick("s", noise),
      observation: observation, mean: pick("m", approximate.mean),
      deviation: pick("σ", approximate.standardDeviation))
  }

  /// The derivative of the log density that a parameter belongs to, at fixed z.
  public func score(_ parameter: Parameter, at z: Latent) -> Double {
    let residual = observation - bias - weight * z.x
    let variance = noise * noise
    let μ = approximate.mean
    let σ = approximate.standardDeviation
    switch parameter.name {
    case "w": return residual * z.x / variance
    case "b": return residual / variance
    case "s": return residual * residual / (variance * noise) - 1 / noise
    case "m": return (z.x - μ) / (σ * σ)
    case "σ": return (z.x - μ) * (z.x - μ) / (σ * σ * σ) - 1 / σ
    default: preconditionFailure("no parameter \(parameter.name) in a linear-Gaussian witness")
    }
  }

  /// ∂ log p(x|z)/∂z.
  public func logLikelihoodGradient(_ z: Latent) -> Latent {
    Latent(weight * (observation - bias - weight * z.x) / (noise * noise), 0)
  }
}

extension LinearGaussianWitness: ScalarReparameterization {}
