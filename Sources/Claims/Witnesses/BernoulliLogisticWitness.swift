import Distributions
import Foundation
import Numerics

/// W-BL and its relatives: z ~ N(0, 1), x|z ~ Bernoulli(sigmoid(wz + b)), q = N(m, σ²); no closed evidence.
public struct BernoulliLogisticWitness: ReparameterizedWitness {
  /// w, the decoder's slope.
  public let weight: Double

  /// b, the decoder's offset.
  public let bias: Double

  /// x, 0 or 1.
  public let observation: Int

  /// q(z|x) = N(m, σ²).
  public let approximate: Gaussian

  /// p(z) = N(0, 1).
  public let prior: Gaussian

  /// By doubly adaptive quadrature (cquad), where `marginalized` uses Gauss–Kronrod.
  public let logEvidence: Bounded

  /// Integrates the evidence.
  public init(
    weight: Double, bias: Double, observation: Int, mean: Double, deviation: Double
  ) throws(NumericsError) {
    self.weight = weight
    self.bias = bias
    self.observation = observation
    approximate = Gaussian(mean: mean, standardDeviation: deviation)
    let standard = Gaussian(mean: 0, standardDeviation: 1)
    prior = standard
    let evidence = try Quadrature().doublyAdaptive(
      from: -LineIntegral.reach, to: LineIntegral.reach
    ) { z in
      exp(
        standard.logDensity(at: z)
          + BernoulliLogisticWitness.logLikelihood(weight * z + bias, observation))
    }
    logEvidence = evidence.logarithm
  }

  /// Draws the parameters.
  public static func random(
    using generator: inout Philox
  ) throws(NumericsError) -> BernoulliLogisticWitness {
    func sign() -> Double { generator.uniform() <= 0.5 ? -1 : 1 }
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    return try BernoulliLogisticWitness(
      weight: sign() * between(0.8, 3), bias: sign() * between(0.2, 1.5),
      observation: generator.uniform() <= 0.5 ? 0 : 1, mean: sign() * between(0.2, 1),
      deviation: between(0.4, 0.85))
  }

  /// log p(x|logit) = x·logit − softplus(logit).
  private static func logLikelihood(_ logit: Double, _ observation: Int) -> Double {
    Bernoulli(logit: logit).logDensity(at: observation)
  }

  /// The decoder's logit wz + b.
  public func logit(_ z: Latent) -> Double { weight * z.x + bias }

  /// log p(z).
  public func logPrior(_ z: Latent) -> Double { prior.logDensity(at: z.x) }

  /// log p(x|z) at the observation.
  public func logLikelihood(_ z: Latent) -> Double {
    BernoulliLogisticWitness.logLikelihood(logit(z), observation)
  }

  /// log p(z|x) = log p(x,z) − log p(x), the evidence by quadrature.
  public func logPosterior(_ z: Latent) -> Double { logJoint(z) - logEvidence.value }

  /// log q(z|x).
  public func logApproximatePosterior(_ z: Latent) -> Double { approximate.logDensity(at: z.x) }

  /// ∫ f(z) dz over mean ± 12 standard deviations of q, or of the prior, which covers the posterior.
  public func total(over law: Law, of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    // The posterior has no closed form; it is at most a constant times the prior.
    let cover = law == .approximatePosterior ? approximate : prior
    return try LineIntegral.total(over: cover) { z in f(Latent(z, 0)) }
  }

  /// One draw of the latent; from the posterior by rejection from the prior.
  public func sample(_ law: Law, using generator: inout Philox) -> Latent {
    switch law {
    case .prior: return Latent(prior.sample(using: &generator), 0)
    case .approximatePosterior: return Latent(approximate.sample(using: &generator), 0)
    case .posterior:
      // Rejection from the prior, accepted with probability p(x|z).
      while true {
        let z = Latent(prior.sample(using: &generator), 0)
        if generator.uniform() <= exp(logLikelihood(z)) { return z }
      }
    }
  }

  /// The parameters, model first.
  public var parameters: [Parameter] {
    [
      Parameter("w", .model), Parameter("b", .model),
      Parameter("m", .variational), Parameter("σ", .variational),
    ]
  }

  /// The value of a parameter.
  public func value(of parameter: Parameter) -> Double {
    switch parameter.name {
    case "w": weight
    case "b": bias
    case "m": approximate.mean
    case "σ": approximate.standardDeviation
    default: preconditionFailure("no parameter \(parameter.name) in a Bernoulli-logistic witness")
    }
  }

  /// The same witness with one parameter changed.
  public func with(
    _ parameter: Parameter, _ value: Double
  ) throws(NumericsError) -> BernoulliLogisticWitness {
    func pick(_ name: String, _ old: Double) -> Double { parameter.name == name ? value : old }
    return try BernoulliLogisticWitness(
      weight: pick("w", weight), bias: pick("b", bias), observation: observation,
      mean: pick("m", approximate.mean), deviation: pick("σ", approximate.standardDeviation))
  }

  /// The derivative of the log density that a parameter belongs to, at fixed z.
  public func score(_ parameter: Parameter, at z: Latent) -> Double {
    let error = Double(observation) - sigmoid(logit(z))
    let μ = approximate.mean
    let σ = approximate.standardDeviation
    switch parameter.name {
    case "w": return error * z.x
    case "b": return error
    case "m": return (z.x - μ) / (σ * σ)
    case "σ": return (z.x - μ) * (z.x - μ) / (σ * σ * σ) - 1 / σ
    default: preconditionFailure("no parameter \(parameter.name) in a Bernoulli-logistic witness")
    }
  }

  /// ∂ log p(x|z)/∂z.
  public func logLikelihoodGradient(_ z: Latent) -> Latent {
    Latent(weight * (Double(observation) - sigmoid(logit(z))), 0)
  }
}

extension BernoulliLogisticWitness: ScalarReparameterization {}
