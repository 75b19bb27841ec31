import Distributions
import Foundation
import Numerics

/// A value of the latent variable: one or two coordinates; a discrete value sits in the first.
public typealias Latent = SIMD2<Double>

/// The laws over the latent variable that every statement speaks of.
public enum Law: Sendable, CaseIterable {
  /// p(z).
  case prior
  /// q(z|x), what the encoder says.
  case approximatePosterior
  /// p(z|x), what Bayes' rule says.
  case posterior
}

/// A parameter of the model (θ) or of the approximate posterior (φ).
public struct Parameter: Sendable, Equatable {
  /// Which side of the bound the parameter belongs to.
  public enum Side: Sendable { case model, variational }

  /// The name: `w`, `b`, `s` for the model, `m`, `σ` for the approximate posterior.
  public let name: String

  /// The side.
  public let side: Side

  /// Names a parameter.
  public init(_ name: String, _ side: Side) {
    self.name = name
    self.side = side
  }
}

/// A joint law p(z)p(x|z) at one observation x, with an approximate posterior: small enough to know everything.
///
/// Densities are with respect to counting measure where the latent is discrete, Lebesgue measure otherwise.
/// This is the one place where a joint law of the model side meets the sums and quadratures of the oracle side.
public protocol Witness: Sendable {
  /// log p(z).
  func logPrior(_ z: Latent) -> Double

  /// log p(x|z) at the observation.
  func logLikelihood(_ z: Latent) -> Double

  /// log p(z|x), by closed form or normalised sum where there is one.
  func logPosterior(_ z: Latent) -> Double

  /// log q(z|x).
  func logApproximatePosterior(_ z: Latent) -> Double

  /// log p(x), by a route that is not `total`: closed form, exact sum in probabilities, or a second quadrature.
  var logEvidence: Bounded { get }

  /// Σ_z f(z) or ∫ f(z) dz over the region that holds the mass of a law.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  func total(over law: Law, of f: (Latent) -> Double) throws(NumericsError) -> Bounded

  /// One draw from a law.
  func sample(_ law: Law, using generator: inout Philox) -> Latent

  /// The parameters, model first.
  var parameters: [Parameter] { get }

  /// The value of a parameter.
  func value(of parameter: Parameter) -> Double

  /// The same witness with one parameter changed.
  func with(_ parameter: Parameter, _ value: Double) throws(NumericsError) -> Self

  /// ∂/∂parameter of log p(x,z) for a model parameter, of log q(z|x) for a variational one, at fixed z.
  func score(_ parameter: Parameter, at z: Latent) -> Double
}

/// A witness whose approximate posterior is the law of g(ε, φ) for noise ε that knows no φ.
public protocol ReparameterizedWitness: Witness {
  /// log p(ε) of the standard normal noise.
  func logNoise(_ noise: Latent) -> Double

  /// z = g(ε, φ) = μ + σ⊙ε.
  func reparameterized(_ noise: Latent) -> Latent

  /// ∂g/∂parameter at fixed ε; zero for a model parameter.
  func pathDerivative(_ parameter: Parameter, at noise: Latent) -> Latent

  /// ∂ log p(x|z)/∂z.
  func logLikelihoodGradient(_ z: Latent) -> Latent

  /// ∂ log p(z)/∂z.
  func logPriorGradient(_ z: Latent) -> Latent

  /// ∂ log q(z|x)/∂z.
  func logApproximatePosteriorGradient(_ z: Latent) -> Latent

  /// ∫ f(ε) dε over the region that holds the mass of the noise.
  func totalOverNoise(of f: (Latent) -> Double) throws(NumericsError) -> Bounded

  /// One draw of the noise; coordinates that the latent does not have are zero.
  func sampleNoise(using generator: inout Philox) -> Latent
}

extension Witness {
  /// log p(x,z) = log p(z) + log p(x|z).
  public func logJoint(_ z: Latent) -> Double { logPrior(z) + logLikelihood(z) }

  /// The log density of a law.
  public func logDensity(_ law: Law, _ z: Latent) -> Double {
    switch law {
    case .prior: logPrior(z)
    case .approximatePosterior: logApproximatePosterior(z)
    case .posterior: logPosterior(z)
    }
  }

  /// E_law[f(z)], with 0·f = 0 where the law has no mass.
  public func expectation(
    under law: Law, of f: (Latent) -> Double
  ) throws(NumericsError) -> Bounded {
    try total(over: law) { z in
      let weight = exp(logDensity(law, z))
      return weight == 0 ? 0 : weight * f(z)
    }
  }

  /// KL(from‖to) = E_from[log from − log to], in nats.
  public func divergence(from q: Law, to p: Law) throws(NumericsError) -> Bounded {
    try expectation(under: q) { z in logDensity(q, z) - logDensity(p, z) }
  }

  /// The bound in its joint form E_q[log p(x,z) − log q(z|x)].
  public func evidenceLowerBound() throws(NumericsError) -> Bounded {
    try expectation(under: .approximatePosterior) { z in logJoint(z) - logApproximatePosterior(z) }
  }

  /// E_q[log p(x|z)], the reconstruction term.
  public func reconstruction(
    under law: Law = .approximatePosterior
  ) throws(NumericsError) -> Bounded {
    try expectation(under: law) { z in logLikelihood(z) }
  }

  /// log Σ_z p(z)p(x|z) or log ∫ p(z)p(x|z) dz: the evidence by marginalisation.
  public func marginalized() throws(NumericsError) -> Bounded {
    try total(over: .posterior) { z in exp(logJoint(z)) }.logarithm
  }

  /// The parameters of the model, θ.
  public var modelParameters: [Parameter] { parameters.filter { $0.side == .model } }

  /// The parameters of the approximate posterior, φ.
  public var variationalParameters: [Parameter] { parameters.filter { $0.side == .variational } }
}
