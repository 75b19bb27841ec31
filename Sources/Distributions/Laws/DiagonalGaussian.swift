import Foundation

/// The normal law of independent coordinates.
public struct DiagonalGaussian: Distribution, Equatable {
  // MARK: Domain

  /// The means, shape `[d]`.
  public let mean: [Double]
  /// The logarithms of the variances (not of the deviations), shape `[d]`.
  public let logVariance: [Double]
  /// The standard deviations, shape `[d]`.
  public let standardDeviations: [Double]

  /// Creates the law from means and log-variances.
  ///
  /// - Parameters:
  ///   - mean: Shape `[d]`.
  ///   - logVariance: Logarithm of the variance, shape `[d]`.
  /// - Precondition: The shapes are equal; the values are finite and the deviations do not vanish.
  public init(mean: [Double], logVariance: [Double]) {
    self.init(
      mean: mean, logVariance: logVariance,
      standardDeviations: logVariance.map { exp(0.5 * $0) })
  }

  /// Creates the law from means and standard deviations, both of shape `[d]`.
  ///
  /// - Precondition: The shapes are equal; the values are finite and the deviations positive.
  public init(mean: [Double], standardDeviations: [Double]) {
    self.init(
      mean: mean, logVariance: standardDeviations.map { 2 * log($0) },
      standardDeviations: standardDeviations)
  }

  private init(mean: [Double], logVariance: [Double], standardDeviations: [Double]) {
    precondition(
      mean.count == logVariance.count,
      "DiagonalGaussian needs as many deviations as means, got \(logVariance.count), \(mean.count)")
    precondition(
      mean.allSatisfy(\.isFinite) && standardDeviations.allSatisfy { $0 > 0 && $0.isFinite },
      "DiagonalGaussian needs finite means and positive deviations, got \(mean), \(standardDeviations)"
    )
    self.mean = mean
    self.logVariance = logVariance
    self.standardDeviations = standardDeviations
  }

  /// Returns the law of independent standard normal coordinates.
  public static func standard(dimension: Int) -> DiagonalGaussian {
    let zeros = [Double](repeating: 0, count: dimension)
    return DiagonalGaussian(mean: zeros, logVariance: zeros)
  }

  /// The number of coordinates d.
  @inlinable public var dimension: Int { mean.count }

  /// The law of one coordinate.
  public subscript(coordinate: Int) -> Gaussian {
    Gaussian(mean: mean[coordinate], logVariance: logVariance[coordinate])
  }

  // MARK: Log density

  /// Returns the log density at a vector of shape `[d]`, in nats, summed over coordinates.
  ///
  /// - Precondition: The vector has d coordinates.
  @inlinable
  public func logDensity(at value: [Double]) -> Double {
    precondition(value.count == dimension, "\(value.count) coordinates under a law of \(dimension)")
    var total = -Double(dimension) * halfLogTwoPi
    for index in value.indices {
      let z = (value[index] - mean[index]) / standardDeviations[index]
      total -= 0.5 * (z * z + logVariance[index])
    }
    return total
  }

  // MARK: Sampling

  /// Returns μ + σ ⊙ ε, the vector that standard normal numbers ε of shape `[d]` are mapped to.
  ///
  /// - Precondition: The noise has d coordinates.
  @inlinable
  public func reparameterized(_ noise: [Double]) -> [Double] {
    precondition(noise.count == dimension, "\(noise.count) numbers for a law of \(dimension)")
    var value = noise
    for index in value.indices {
      value[index] = mean[index] + standardDeviations[index] * noise[index]
    }
    return value
  }

  /// Returns one draw of shape `[d]`, from d words of the generator.
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> [Double] {
    var value = mean
    sample(into: &value, using: &generator)
    return value
  }

  /// Overwrites a vector of shape `[d]` by one draw, without allocation.
  ///
  /// - Precondition: The vector has d coordinates.
  @inlinable
  public func sample(into value: inout [Double], using generator: inout some RandomNumberGenerator)
  {
    precondition(value.count == dimension, "\(value.count) coordinates for a law of \(dimension)")
    for index in value.indices {
      value[index] = mean[index] + standardDeviations[index] * generator.standardNormal()
    }
  }

  // MARK: Moments

  /// The variances, shape `[d]`.
  public var variances: [Double] { standardDeviations.map { $0 * $0 } }

  /// The differential entropy ½ Σ log(2πeσⱼ²), in nats.
  public var entropy: Double {
    0.5 * logVariance.reduce(0, +) + Double(dimension) * (halfLogTwoPi + 0.5)
  }
}

// MARK: Divergences

/// Returns KL(q‖p) of two diagonal Gaussians, in nats, summed over coordinates.
///
/// - Precondition: Both have the same dimension.
public func klDivergence(from q: DiagonalGaussian, to p: DiagonalGaussian) -> Double {
  precondition(q.dimension == p.dimension, "dimensions \(q.dimension) and \(p.dimension) differ")
  return q.mean.indices.reduce(0) { $0 + klDivergence(from: q[$1], to: p[$1]) }
}

/// Returns the cross-entropy -E_p log q of two diagonal Gaussians, in nats.
///
/// - Precondition: Both have the same dimension.
public func crossEntropy(of p: DiagonalGaussian, relativeTo q: DiagonalGaussian) -> Double {
  precondition(p.dimension == q.dimension, "dimensions \(p.dimension) and \(q.dimension) differ")
  return p.mean.indices.reduce(0) { $0 + crossEntropy(of: p[$1], relativeTo: q[$1]) }
}
