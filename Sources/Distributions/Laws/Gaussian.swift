import Foundation

/// The scalar normal law with a mean μ and a standard deviation σ.
public struct Gaussian: Distribution, Equatable {
  // MARK: Domain

  /// The location μ.
  public let mean: Double
  /// The standard deviation σ (not the variance).
  public let standardDeviation: Double
  /// The logarithm of the standard deviation.
  public let logStandardDeviation: Double

  /// Creates the law from its standard deviation.
  ///
  /// - Precondition: The mean is finite; the standard deviation is positive and finite.
  public init(mean: Double, standardDeviation: Double) {
    precondition(
      mean.isFinite && standardDeviation > 0 && standardDeviation.isFinite,
      "Gaussian needs a finite mean and a positive standard deviation, got \(mean), \(standardDeviation)"
    )
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.logStandardDeviation = log(standardDeviation)
  }

  /// Creates the law from the logarithm of its variance.
  ///
  /// - Precondition: Both are finite, and exp(½ logVariance) neither overflows nor vanishes.
  public init(mean: Double, logVariance: Double) {
    let standardDeviation = exp(0.5 * logVariance)
    precondition(
      mean.isFinite && standardDeviation > 0 && standardDeviation.isFinite,
      "Gaussian needs a finite mean and log-variance, got \(mean), \(logVariance)")
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.logStandardDeviation = 0.5 * logVariance
  }

  /// The law with mean 0 and standard deviation 1.
  public static let standard = Gaussian(mean: 0, standardDeviation: 1)

  // MARK: Log density

  /// Returns the log density at a real number, in nats.
  @inlinable
  public func logDensity(at value: Double) -> Double {
    let z = (value - mean) / standardDeviation
    return -0.5 * z * z - logStandardDeviation - halfLogTwoPi
  }

  /// Returns the probability of a value at most `value`, with full relative accuracy far below.
  @inlinable
  public func cumulative(at value: Double) -> Double {
    0.5 * erfc((mean - value) / (standardDeviation * squareRootOfTwo))
  }

  /// Returns the probability of a value above `value`, with full relative accuracy far above.
  @inlinable
  public func upperTail(at value: Double) -> Double {
    0.5 * erfc((value - mean) / (standardDeviation * squareRootOfTwo))
  }

  /// Returns the value that is not exceeded with a given probability.
  @inlinable
  public func quantile(_ probability: Double) -> Double {
    mean + standardDeviation * standardNormalQuantile(probability)
  }

  /// Returns the slope of the log density in the value: -(x - μ)/σ².
  @inlinable
  public func logDensitySlope(at value: Double) -> Double {
    -(value - mean) / standardDeviation / standardDeviation
  }

  /// Returns the score: the gradient of the log density in the parameters.
  ///
  /// - Returns: The slopes in μ, in σ and in log σ², the latter two for fixed μ.
  @inlinable
  public func score(
    at value: Double
  ) -> (mean: Double, standardDeviation: Double, logVariance: Double) {
    let z = (value - mean) / standardDeviation
    let excess = z * z - 1
    return (z / standardDeviation, excess / standardDeviation, 0.5 * excess)
  }

  // MARK: Sampling

  /// Returns μ + σε, the value that a standard normal number ε is mapped to.
  @inlinable
  public func reparameterized(_ noise: Double) -> Double {
    mean + standardDeviation * noise
  }

  /// Returns one draw, from one word of the generator.
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    mean + standardDeviation * generator.standardNormal()
  }

  // MARK: Moments

  /// The variance σ².
  @inlinable public var variance: Double { standardDeviation * standardDeviation }

  /// The logarithm of the variance.
  @inlinable public var logVariance: Double { 2 * logStandardDeviation }

  /// The differential entropy ½ log(2πeσ²), in nats.
  @inlinable public var entropy: Double { logStandardDeviation + halfLogTwoPi + 0.5 }
}

// MARK: Divergences

/// Returns KL(q‖p) = log(σp/σq) + (σq² + (μq - μp)²)/(2σp²) - ½ of two scalar Gaussians, in nats.
///
/// Only ratios enter, so that deviations as small as 1e-300 are admitted.
@inlinable
public func klDivergence(from q: Gaussian, to p: Gaussian) -> Double {
  let distance = (q.mean - p.mean) / p.standardDeviation
  let growth = (q.standardDeviation - p.standardDeviation) / p.standardDeviation
  if growth.magnitude < 0.5 {
    return 0.5 * (growth * (2 + growth) + distance * distance) - log1p(growth)
  }
  let ratio = q.standardDeviation / p.standardDeviation
  return 0.5 * (ratio * ratio + distance * distance - 1)
    - (q.logStandardDeviation - p.logStandardDeviation)
}

/// Returns the cross-entropy -E_p log q of two scalar Gaussians, in nats.
@inlinable
public func crossEntropy(of p: Gaussian, relativeTo q: Gaussian) -> Double {
  let ratio = p.standardDeviation / q.standardDeviation
  let distance = (p.mean - q.mean) / q.standardDeviation
  return 0.5 * (ratio * ratio + distance * distance) + q.logStandardDeviation + halfLogTwoPi
}
