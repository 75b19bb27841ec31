import Foundation

/// The gamma law on (0, ∞) with a shape a and a rate b.
public struct Gamma: Distribution, Equatable {
  // MARK: Domain

  /// The shape a.
  public let shape: Double
  /// The rate b, the reciprocal of the scale.
  public let rate: Double
  @usableFromInline internal let logNormalization: Double

  /// Creates the law from shape and rate.
  ///
  /// - Precondition: Both are positive and finite.
  public init(shape: Double, rate: Double) {
    precondition(
      shape > 0 && shape.isFinite && rate > 0 && rate.isFinite,
      "Gamma needs a positive shape and rate, got \(shape), \(rate)")
    self.shape = shape
    self.rate = rate
    self.logNormalization = shape * log(rate) - logGamma(shape)
  }

  // MARK: Log density

  /// Returns the log density at a number, in nats; -∞ below 0.
  @inlinable
  public func logDensity(at value: Double) -> Double {
    if value < 0 { return -.infinity }
    return logNormalization + weighted(shape - 1, log(value)) - rate * value
  }

  // MARK: Sampling

  /// Returns one draw; for shapes far below 1 it may round to 0.
  ///
  /// - Note: Marsaglia and Tsang (2000), "A simple method for generating gamma variables".
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let boosted = shape < 1
    let d = (boosted ? shape + 1 : shape) - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = generator.standardNormal()
      let root = 1 + c * x
      let level = log(generator.uniform())
      if root <= 0 { continue }
      let v = root * root * root
      if level < 0.5 * x * x + d * (1 - v + log(v)) {
        let draw = d * v / rate
        return boosted ? draw * exp(log(generator.uniform()) / shape) : draw
      }
    }
  }

  // MARK: Moments

  /// The mean a/b.
  public var mean: Double { shape / rate }

  /// The variance a/b².
  public var variance: Double { shape / rate / rate }

  /// The differential entropy a + (1 - a)ψ(a) + log Γ(a) - log b, in nats.
  public var entropy: Double {
    shape + (1 - shape) * digamma(shape) + logGamma(shape) - log(rate)
  }
}

// MARK: Divergences

/// Returns KL(q‖p) of two gamma laws, in nats.
///
/// It is (aq - ap)ψ(aq) - log Γ(aq) + log Γ(ap) + (ap - aq) log(bq/bp)
/// + aq (bp/bq - 1 - log(bp/bq)).
public func klDivergence(from q: Gamma, to p: Gamma) -> Double {
  let shapes = (q.shape - p.shape) * digamma(q.shape) - logGamma(q.shape) + logGamma(p.shape)
  let mixed = (p.shape - q.shape) * (log(q.rate) - log(p.rate))
  return shapes + mixed + q.shape * excessOverLogarithm(p.rate, q.rate)
}

/// Returns the cross-entropy -E_p log q of two gamma laws, in nats.
public func crossEntropy(of p: Gamma, relativeTo q: Gamma) -> Double {
  let expectedLogarithm = digamma(p.shape) - log(p.rate)
  return q.rate * p.mean - (q.shape - 1) * expectedLogarithm - q.logNormalization
}
