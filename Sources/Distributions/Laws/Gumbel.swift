import Foundation

/// The Gumbel law of a maximum, with a location μ (its mode) and a scale β.
public struct Gumbel: Distribution, Equatable {
  // MARK: Domain

  /// The location μ, which is the mode.
  public let location: Double
  /// The scale β.
  public let scale: Double
  @usableFromInline internal let logScale: Double

  /// Creates the law from location and scale.
  ///
  /// - Precondition: The location is finite; the scale is positive and finite.
  public init(location: Double, scale: Double) {
    precondition(
      location.isFinite && scale > 0 && scale.isFinite,
      "Gumbel needs a finite location and a positive scale, got \(location), \(scale)")
    self.location = location
    self.scale = scale
    self.logScale = log(scale)
  }

  // MARK: Log density

  /// Returns the log density -z - exp(-z) - log β, z = (x - μ)/β, at a real number, in nats.
  @inlinable
  public func logDensity(at value: Double) -> Double {
    let z = (value - location) / scale
    // Far below, exp(-z) overflows and wins over -z.
    return z == -.infinity ? z : -z - exp(-z) - logScale
  }

  /// Returns the probability exp(-exp(-z)) of a value at most `value`.
  @inlinable
  public func cumulative(at value: Double) -> Double {
    exp(-exp((location - value) / scale))
  }

  // MARK: Sampling

  /// Returns one draw, by inversion of one uniform number in (0, 1).
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    location - scale * log(-log(generator.openUniform()))
  }

  // MARK: Moments

  /// The mean μ + γβ.
  @inlinable public var mean: Double { location + eulerGamma * scale }

  /// The variance π²β²/6.
  @inlinable public var variance: Double { .pi * .pi * scale * scale / 6 }

  /// The differential entropy log β + γ + 1, in nats.
  @inlinable public var entropy: Double { logScale + eulerGamma + 1 }
}

// MARK: Divergences

/// Returns KL(q‖p) of two Gumbel laws, in nats.
///
/// It is log(βp/βq) + (μq - μp)/βp + γ(r - 1) + exp((μp - μq)/βp) Γ(1 + r) - 1, r = βq/βp.
public func klDivergence(from q: Gumbel, to p: Gumbel) -> Double {
  crossEntropy(of: q, relativeTo: p) - q.entropy
}

/// Returns the cross-entropy -E_p log q of two Gumbel laws, in nats.
public func crossEntropy(of p: Gumbel, relativeTo q: Gumbel) -> Double {
  let ratio = p.scale / q.scale
  let distance = (p.location - q.location) / q.scale
  return q.logScale + distance + eulerGamma * ratio + exp(logGamma(1 + ratio) - distance)
}
