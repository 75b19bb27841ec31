import Foundation

/// The Laplace law, a two-sided exponential with a location m and a scale b.
public struct Laplace: Distribution, Equatable {
  // MARK: Domain

  /// The location m: mean, median and mode.
  public let location: Double
  /// The scale b, the mean distance from the location.
  public let scale: Double
  @usableFromInline internal let logWidth: Double

  /// Creates the law from location and scale.
  ///
  /// - Precondition: The location is finite; the scale is positive and finite.
  public init(location: Double, scale: Double) {
    precondition(
      location.isFinite && scale > 0 && scale.isFinite,
      "Laplace needs a finite location and a positive scale, got \(location), \(scale)")
    self.location = location
    self.scale = scale
    self.logWidth = log(scale) + logTwo
  }

  // MARK: Log density

  /// Returns the log density -|x - m|/b - log 2b at a real number, in nats.
  @inlinable
  public func logDensity(at value: Double) -> Double {
    -(value - location).magnitude / scale - logWidth
  }

  /// Returns the probability of a value at most `value`, with full relative accuracy far below.
  @inlinable
  public func cumulative(at value: Double) -> Double {
    let z = (value - location) / scale
    let tail = 0.5 * exp(-z.magnitude)
    return z < 0 ? tail : 1 - tail
  }

  // MARK: Sampling

  /// Returns one draw, from one word of the generator.
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let centred = generator.centredUniform()
    let distance = -scale * log(1 - 2 * centred.magnitude)
    return centred < 0 ? location - distance : location + distance
  }

  // MARK: Moments

  /// The mean, which is the location.
  @inlinable public var mean: Double { location }

  /// The variance 2b².
  @inlinable public var variance: Double { 2 * scale * scale }

  /// The differential entropy 1 + log 2b, in nats.
  @inlinable public var entropy: Double { 1 + logWidth }
}

// MARK: Divergences

/// Returns KL(q‖p) = log(bp/bq) + (d + bq exp(-d/bq))/bp - 1, in nats, where d = |mq - mp|.
@inlinable
public func klDivergence(from q: Laplace, to p: Laplace) -> Double {
  let distance = (q.location - p.location).magnitude
  // d + bq (exp(-d/bq) - 1) vanishes with d; what is left depends on the scales only.
  let shift = (distance + q.scale * expm1(-distance / q.scale)) / p.scale
  return shift + excessOverLogarithm(q.scale, p.scale)
}

/// Returns the cross-entropy -E_p log q of two Laplace laws, in nats.
@inlinable
public func crossEntropy(of p: Laplace, relativeTo q: Laplace) -> Double {
  let distance = (p.location - q.location).magnitude
  return (distance + p.scale * exp(-distance / p.scale)) / q.scale + q.logWidth
}
