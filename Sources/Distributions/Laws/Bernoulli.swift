import Foundation

/// The law of one coin: 1 with probability sigmoid(`logit`), otherwise 0.
public struct Bernoulli: Distribution, Equatable {
  // MARK: Domain

  /// The log odds of 1; ±∞ for a coin that never changes.
  public let logit: Double

  /// Creates the law from the log odds of 1.
  ///
  /// - Precondition: The logit is not NaN.
  public init(logit: Double) {
    precondition(!logit.isNaN, "Bernoulli needs log odds, got \(logit)")
    self.logit = logit
  }

  /// Creates the law from the probability of 1.
  ///
  /// - Precondition: The probability is in [0, 1].
  public init(probability: Double) {
    precondition(
      probability >= 0 && probability <= 1,
      "Bernoulli needs a probability in [0, 1], got \(probability)")
    self.logit = Distributions.logit(probability)
  }

  /// The probability of 1.
  @inlinable public var probability: Double { sigmoid(logit) }

  // MARK: Log density

  /// Returns the logarithm of the probability of 0 or 1, in nats; -∞ for any other number.
  @inlinable
  public func logDensity(at value: Int) -> Double {
    switch value {
    case 1: logSigmoid(logit)
    case 0: logSigmoid(-logit)
    default: -.infinity
    }
  }

  /// Returns the slope of the log probability in the logit: value less probability.
  @inlinable
  public func score(at value: Int) -> Double {
    value == 1 ? sigmoid(-logit) : -sigmoid(logit)
  }

  // MARK: Sampling

  /// Returns 0 or 1, from one word of the generator.
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Int {
    generator.uniform() <= probability ? 1 : 0
  }

  // MARK: Moments

  /// The mean, which is the probability of 1.
  @inlinable public var mean: Double { probability }

  /// The variance p(1 - p).
  @inlinable public var variance: Double { sigmoid(logit) * sigmoid(-logit) }

  /// The entropy in nats, between 0 and log 2.
  @inlinable public var entropy: Double {
    let odds = logit.magnitude
    return softplus(-odds) + weighted(sigmoid(-odds), odds)
  }
}

// MARK: Divergences

/// Returns KL(q‖p) of two Bernoulli laws, in nats; +∞ where q admits a value that p excludes.
@inlinable
public func klDivergence(from q: Bernoulli, to p: Bernoulli) -> Double {
  let one = weighted(sigmoid(q.logit), logSigmoid(q.logit) - logSigmoid(p.logit))
  let zero = weighted(sigmoid(-q.logit), logSigmoid(-q.logit) - logSigmoid(-p.logit))
  return one + zero
}

/// Returns the cross-entropy -E_p log q of two Bernoulli laws, in nats.
@inlinable
public func crossEntropy(of p: Bernoulli, relativeTo q: Bernoulli) -> Double {
  weighted(sigmoid(p.logit), softplus(-q.logit)) + weighted(sigmoid(-p.logit), softplus(q.logit))
}
