import Foundation

/// A probability law that can be evaluated and sampled; all logarithms are natural (nats).
///
/// Each law's file has the same order: domain, log density, sampling, moments, divergences.
public protocol Distribution<Value>: Sendable {
  /// What the law draws: a number, a count, a category, or a vector.
  associatedtype Value

  /// Returns the logarithm of the density (or of the probability, for a discrete law) at a value.
  ///
  /// - Returns: Nats; -∞ outside the support.
  func logDensity(at value: Value) -> Double

  /// Returns one draw.
  func sample(using generator: inout some RandomNumberGenerator) -> Value

  /// The expectation of minus the log density, in nats; differential for a continuous law.
  var entropy: Double { get }
}

extension Distribution {
  /// Returns the density (or the probability, for a discrete law) at a value.
  @inlinable
  public func density(at value: Value) -> Double {
    exp(logDensity(at: value))
  }

  /// Returns independent draws.
  ///
  /// - Parameters:
  ///   - count: How many; not negative.
  ///   - generator: The source of randomness.
  @inlinable
  public func samples(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(sample(using: &generator)) }
    return values
  }
}
