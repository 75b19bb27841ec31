import Foundation

/// The normal law of a vector with any positive definite covariance.
public struct MultivariateGaussian: Distribution, Equatable {
  // MARK: Domain

  /// The means, shape `[d]`.
  public let mean: [Double]
  /// The covariance, shape `[d, d]`, row-major.
  public let covariance: [Double]
  /// The factor of the covariance.
  public let factor: Cholesky

  /// Creates the law from a row-major covariance.
  ///
  /// - Parameters:
  ///   - mean: Shape `[d]`.
  ///   - covariance: Shape `[d, d]`, row-major.
  /// - Throws: `CovarianceError` if the covariance is not symmetric and positive definite.
  /// - Precondition: The shapes fit and the means are finite.
  public init(mean: [Double], covariance: [Double]) throws(CovarianceError) {
    precondition(
      mean.allSatisfy(\.isFinite), "MultivariateGaussian needs finite means, got \(mean)")
    self.factor = try Cholesky(covariance, dimension: mean.count)
    self.mean = mean
    self.covariance = covariance
  }

  /// Creates the law from the rows of a covariance.
  ///
  /// - Throws: `CovarianceError` if the covariance is not symmetric and positive definite.
  /// - Precondition: There are d rows of d elements, and the means are finite.
  public init(mean: [Double], covariance rows: [[Double]]) throws(CovarianceError) {
    precondition(
      rows.count == mean.count && rows.allSatisfy { $0.count == mean.count },
      "\(mean.count) means and covariance rows of \(rows.map(\.count))")
    try self.init(mean: mean, covariance: rows.flatMap(\.self))
  }

  /// Creates the law of independent coordinates.
  ///
  /// - Throws: `CovarianceError` if a variance underflows.
  public init(_ law: DiagonalGaussian) throws(CovarianceError) {
    let d = law.dimension
    var covariance = [Double](repeating: 0, count: d * d)
    for (index, variance) in law.variances.enumerated() { covariance[index * (d + 1)] = variance }
    try self.init(mean: law.mean, covariance: covariance)
  }

  /// The number of coordinates d.
  public var dimension: Int { mean.count }

  // MARK: Log density

  /// Returns the log density at a vector of shape `[d]`, in nats.
  ///
  /// - Precondition: The vector has d coordinates.
  /// - Complexity: O(d²).
  public func logDensity(at value: [Double]) -> Double {
    -0.5 * squaredDistance(to: value) - 0.5 * logDeterminant - Double(dimension) * halfLogTwoPi
  }

  /// Returns the squared Mahalanobis distance (x - μ)ᵀ Σ⁻¹ (x - μ) of a vector from the mean.
  ///
  /// - Precondition: The vector has d coordinates.
  public func squaredDistance(to value: [Double]) -> Double {
    precondition(value.count == dimension, "\(value.count) coordinates under a law of \(dimension)")
    return factor.solved(zip(value, mean).map { $0 - $1 }).reduce(0) { $0 + $1 * $1 }
  }

  // MARK: Sampling

  /// Returns μ + L ε, the vector that standard normal numbers ε of shape `[d]` are mapped to.
  public func reparameterized(_ noise: [Double]) -> [Double] {
    zip(mean, factor.multiplied(by: noise)).map { $0 + $1 }
  }

  /// Returns one draw of shape `[d]`, from d words of the generator.
  public func sample(using generator: inout some RandomNumberGenerator) -> [Double] {
    var noise = mean
    for index in noise.indices { noise[index] = generator.standardNormal() }
    return reparameterized(noise)
  }

  // MARK: Moments

  /// The logarithm of the determinant of the covariance.
  public var logDeterminant: Double {
    (0..<dimension).reduce(0) { $0 + 2 * log(factor.lower[$1 * (dimension + 1)]) }
  }

  /// The differential entropy ½ log det(2πeΣ), in nats.
  public var entropy: Double {
    0.5 * logDeterminant + Double(dimension) * (halfLogTwoPi + 0.5)
  }
}

// MARK: Divergences

/// Returns KL(q‖p) of two Gaussians with any covariances, in nats.
///
/// It is ½ (tr Σp⁻¹Σq + (μp - μq)ᵀ Σp⁻¹ (μp - μq) - d + log det Σp - log det Σq).
///
/// - Precondition: Both have the same dimension.
/// - Complexity: O(d³).
public func klDivergence(from q: MultivariateGaussian, to p: MultivariateGaussian) -> Double {
  let quadratic = p.expectedSquaredDistance(under: q)
  return 0.5 * (quadratic - Double(q.dimension) + p.logDeterminant - q.logDeterminant)
}

/// Returns the cross-entropy -E_p log q of two Gaussians with any covariances, in nats.
///
/// - Precondition: Both have the same dimension.
public func crossEntropy(
  of p: MultivariateGaussian, relativeTo q: MultivariateGaussian
) -> Double {
  0.5 * (q.expectedSquaredDistance(under: p) + q.logDeterminant)
    + Double(p.dimension) * halfLogTwoPi
}

extension MultivariateGaussian {
  /// Returns tr Σ⁻¹Σ' + (μ' - μ)ᵀ Σ⁻¹ (μ' - μ) for another law with μ' and Σ'.
  fileprivate func expectedSquaredDistance(under other: MultivariateGaussian) -> Double {
    precondition(
      dimension == other.dimension, "dimensions \(dimension) and \(other.dimension) differ")
    // The trace is the squared Frobenius norm of L⁻¹ L', column by column.
    var trace = 0.0
    for column in 0..<dimension {
      let values = (0..<dimension).map { other.factor.lower[$0 * dimension + column] }
      trace += factor.solved(values).reduce(0) { $0 + $1 * $1 }
    }
    return trace + squaredDistance(to: other.mean)
  }
}
