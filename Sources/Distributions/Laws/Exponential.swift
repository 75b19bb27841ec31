import Foundation

/// The exponential law on [0, ∞) with a rate λ and mean 1/λ.
public struct Exponential: Distribution, Equatable {
  // MARK: Domain

  /// The rate λ, the reciprocal of the mean.
  public let rate: Double
  /// The logarithm of the rate.
  public let logRate: Double

  /// Creates the law from its rate.
  ///
  /// - Precondition: The rate is positive and finite.
  public init(rate: Double) {
    precondition(rate > 0 && rate.isFinite, "Exponential needs a positive rate, got \(rate)")
    self.rate = rate
    self.logRate = log(rate)
  }

  // MARK: Log density

  /// Returns the log density at a number, in nats; -∞ below 0.
  @inlinable
  public func logDensity(at value: Double) -> Double {
    value < 0 ? -.infinity : logRate - rate * value
  }

  /// Returns the probability of a value at most `value`.
  @inlinable
  public func cumulative(at value: Double) -> Double {
    value > 0 ? -expm1(-rate * value) : 0
  }

  /// Returns the slope of the log density in the rate: 1/λ - x.
  @inlinable
  public func score(at value: Double) -> Double {
    1 / rate - value
  }

  // MARK: Sampling

  /// Returns one draw, by inversion of one uniform number in (0, 1].
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    -log(generator.uniform()) / rate
  }

  // MARK: Moments

  /// The mean 1/λ.
  @inlinable public var mean: Double { 1 / rate }

  /// The variance 1/λ².
  @inlinable public var variance: Double { 1 / rate / rate }

  /// The differential entropy 1 - log λ, in nats.
  @inlinable public var entropy: Double { 1 - logRate }
}

// MARK: Divergences

/// Returns KL(q‖p) = log(λq/λp) + λp/λq - 1 of two exponential laws, in nats.
@inlinable
public func klDivergence(from q: Exponential, to p: Exponential) -> Double {
  excessOverLogarithm(p.rate, q.rate)
}

/// Returns the cross-entropy -E_p log q of two exponential laws, in nats.
@inlinable
public func crossEntropy(of p: Exponential, relativeTo q: Exponential) -> Double {
  q.rate / p.rate - q.logRate
}
