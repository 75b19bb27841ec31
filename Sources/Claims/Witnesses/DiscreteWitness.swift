import Distributions
import Foundation
import Numerics

/// W-D and its relatives: K latent values, M symbols, every expectation an exact sum.
///
/// The likelihood rows and q are kept as logits; the parameters are the logit of the observed symbol in each
/// row (`θ0`, `θ1`, …) and the logits of q (`φ0`, `φ1`, …).
public struct DiscreteWitness: Witness {
  /// p(z), shape `[K]`.
  public let prior: [Double]

  /// Logits of p(x|z), shape `[K][M]`.
  public let likelihoodLogits: [[Double]]

  /// The observed symbol, 0 … M−1.
  public let observation: Int

  /// Logits of q(z|x), shape `[K]`.
  public let approximateLogits: [Double]

  /// p(x|z), shape `[K][M]`.
  public let likelihood: [[Double]]

  /// q(z|x), shape `[K]`.
  public let approximate: [Double]

  /// p(x) of the observed symbol.
  public let evidence: Double

  /// p(z|x), shape `[K]`, as joint over evidence.
  public let posterior: [Double]

  private let logPriors: [Double]
  private let logLikelihoods: [Double]
  private let logPosteriors: [Double]
  private let logApproximates: [Double]

  /// Sets up the tables.
  public init(
    prior: [Double], likelihoodLogits: [[Double]], observation: Int, approximateLogits: [Double]
  ) {
    precondition(
      prior.count == likelihoodLogits.count && prior.count == approximateLogits.count,
      "prior \(prior.count), likelihood \(likelihoodLogits.count) and q \(approximateLogits.count) must agree"
    )
    self.prior = prior
    self.likelihoodLogits = likelihoodLogits
    self.observation = observation
    self.approximateLogits = approximateLogits
    likelihood = likelihoodLogits.map(DiscreteWitness.softmax)
    approximate = DiscreteWitness.softmax(approximateLogits)
    let joint = zip(prior, likelihood).map { $0 * $1[observation] }
    let sum: Double = joint.reduce(0, +)
    evidence = sum
    posterior = joint.map { $0 / sum }
    logPriors = prior.map { log($0) }
    logLikelihoods = likelihood.map { log($0[observation]) }
    logPosteriors = posterior.map { log($0) }
    logApproximates = approximate.map { log($0) }
  }

  /// Sets up the tables from probabilities.
  public init(
    prior: [Double], likelihood: [[Double]], observation: Int, approximate: [Double]
  ) {
    self.init(
      prior: prior, likelihoodLogits: likelihood.map { $0.map { log($0) } },
      observation: observation, approximateLogits: approximate.map { log($0) })
  }

  /// Draws the tables: 2 to 6 latent values, 2 to 5 symbols, every probability bounded away from zero.
  public static func random(using generator: inout Philox) -> DiscreteWitness {
    let values = 2 + Int(5 * (1 - generator.uniform()))
    let symbols = 2 + Int(4 * (1 - generator.uniform()))
    func logits(_ count: Int) -> [Double] {
      (0..<count).map { _ in 1.2 * generator.standardNormal() }
    }
    return DiscreteWitness(
      prior: softmax(logits(values)), likelihoodLogits: (0..<values).map { _ in logits(symbols) },
      observation: Int(Double(symbols) * (1 - generator.uniform())),
      approximateLogits: logits(values))
  }

  /// log p(x) of the exact sum of probabilities.
  public var logEvidence: Bounded { Bounded(rounded: log(evidence), magnitude: 1) }

  /// log p(z).
  public func logPrior(_ z: Latent) -> Double { logPriors[Int(z.x)] }

  /// log p(x|z) at the observation.
  public func logLikelihood(_ z: Latent) -> Double { logLikelihoods[Int(z.x)] }

  /// log p(z|x).
  public func logPosterior(_ z: Latent) -> Double { logPosteriors[Int(z.x)] }

  /// log q(z|x).
  public func logApproximatePosterior(_ z: Latent) -> Double { logApproximates[Int(z.x)] }

  /// Σ_z f(z), exact up to rounding.
  public func total(over law: Law, of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    (0..<prior.count).map { index in
      Bounded(rounded: f(Latent(Double(index), 0)), magnitude: 1, ulps: 8)
    }.sum()
  }

  /// One draw of the latent from a law.
  public func sample(_ law: Law, using generator: inout Philox) -> Latent {
    let table =
      switch law {
      case .prior: prior
      case .approximatePosterior: approximate
      case .posterior: posterior
      }
    return Latent(Double(DiscreteWitness.draw(table, using: &generator)), 0)
  }

  /// One symbol from p(x|z).
  public func sampleObservation(given z: Latent, using generator: inout Philox) -> Int {
    DiscreteWitness.draw(likelihood[Int(z.x)], using: &generator)
  }

  /// The parameters, model first.
  public var parameters: [Parameter] {
    prior.indices.map { Parameter("θ\($0)", .model) }
      + prior.indices.map { Parameter("φ\($0)", .variational) }
  }

  /// The value of a parameter.
  public func value(of parameter: Parameter) -> Double {
    let index = DiscreteWitness.index(parameter)
    return parameter.side == .model
      ? likelihoodLogits[index][observation] : approximateLogits[index]
  }

  /// The same witness with one parameter changed.
  public func with(_ parameter: Parameter, _ value: Double) throws(NumericsError) -> DiscreteWitness
  {
    let index = DiscreteWitness.index(parameter)
    var rows = likelihoodLogits
    var logits = approximateLogits
    if parameter.side == .model { rows[index][observation] = value } else { logits[index] = value }
    return DiscreteWitness(
      prior: prior, likelihoodLogits: rows, observation: observation, approximateLogits: logits)
  }

  /// The derivative of the log density that a parameter belongs to, at fixed z.
  public func score(_ parameter: Parameter, at z: Latent) -> Double {
    let index = DiscreteWitness.index(parameter)
    let here = Int(z.x) == index
    switch parameter.side {
    case .model: return here ? 1 - likelihood[index][observation] : 0
    case .variational: return (here ? 1 : 0) - approximate[index]
    }
  }

  private static func index(_ parameter: Parameter) -> Int {
    guard let index = Int(parameter.name.dropFirst()) else {
      preconditionFailure("no parameter \(parameter.name) in a discrete witness")
    }
    return index
  }

  private static func softmax(_ logits: [Double]) -> [Double] {
    let top = logits.max() ?? 0
    let weights = logits.map { exp($0 - top) }
    let sum: Double = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  private static func draw(_ table: [Double], using generator: inout Philox) -> Int {
    var left = generator.uniform()
    for (index, probability) in table.enumerated() {
      left -= probability
      if left <= 0 { return index }
    }
    return table.count - 1
  }
}
