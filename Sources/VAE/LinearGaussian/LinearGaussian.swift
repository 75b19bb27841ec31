import Datasets
import Distributions
import Foundation
import Networks
import Tensors

/// z ~ N(0, I), x|z ~ N(Wz + b, σ²I): probabilistic PCA, where everything is known exactly.
///
/// A variational autoencoder whose decoder has no hidden layer and whose likelihood is a Gaussian with one variance
/// is this model; Tipping and Bishop (1999). Then
/// - log p(x) = log N(x; b, WWᵀ + σ²I),
/// - p(z|x) = N(z; M⁻¹Wᵀ(x − b), σ²M⁻¹) with M = WᵀW + σ²I,
/// - ELBO = log p(x) − KL(q(z|x) ‖ p(z|x)) for every q.
public struct LinearGaussian: Sendable {
  /// Wᵀ, one row a latent dimension, one column a number of an image.
  public let weight: Matrix<Double>
  /// b.
  public let offset: [Double]
  /// σ².
  public let variance: Double
  /// N(b, WWᵀ + σ²I), the law of x.
  public let marginal: MultivariateGaussian
  /// σ²M⁻¹, row-major: the posterior's covariance, the same for every x.
  public let posteriorCovariance: [Double]

  /// Creates the model from its numbers.
  ///
  /// - Throws: `CovarianceError` if rounding leaves a covariance that is not positive definite.
  /// - Precondition: One offset a column, and a positive variance.
  /// - Complexity: O(*numbers*³).
  public init(
    weight: Matrix<Double>, offset: [Double], variance: Double
  ) throws(CovarianceError) {
    precondition(
      offset.count == weight.columns && variance > 0,
      "\(offset.count) offsets for \(weight.columns) numbers, variance \(variance)")
    self.weight = weight
    self.offset = offset
    self.variance = variance
    let (latent, numbers) = (weight.rows, weight.columns)

    var covariance = [Double](repeating: 0, count: numbers * numbers)
    for a in 0..<numbers {
      for b in 0..<numbers {
        for j in 0..<latent { covariance[a * numbers + b] += weight[j, a] * weight[j, b] }
      }
      covariance[a * (numbers + 1)] += variance
    }
    marginal = try MultivariateGaussian(mean: offset, covariance: covariance)

    // M/σ² = I + WᵀW/σ² = LLᵀ, and its inverse is that of L with itself.
    var precision = [Double](repeating: 0, count: latent * latent)
    for i in 0..<latent {
      for j in 0..<latent {
        for a in 0..<numbers { precision[i * latent + j] += weight[i, a] * weight[j, a] / variance }
      }
      precision[i * (latent + 1)] += 1
    }
    let factor = try Cholesky(precision, dimension: latent)
    let columns = (0..<latent).map { j in
      factor.solved((0..<latent).map { $0 == j ? 1 : 0 })
    }
    posteriorCovariance = columns.flatMap { left in
      columns.map { right in zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// Reads the decoder of a variational autoencoder.
  ///
  /// - Throws: As above.
  /// - Precondition: The decoder has no hidden layer and the likelihood is a Gaussian with one variance.
  public init(
    _ model: VariationalAutoencoder, _ parameters: Parameters<Double>
  ) throws(CovarianceError) {
    precondition(
      model.decoder.layers.count == 1,
      "a decoder of \(model.decoder.layers.count) layers is not linear")
    let layer = model.decoder.layers[0]
    let variance: Double
    switch (model.architecture.likelihood, model.observation.logVariance) {
    case (.gaussian(let fixed), _): variance = fixed
    case (.gaussianLearnedVariance, .some(let block)): variance = exp(parameters[block][0, 0])
    default:
      preconditionFailure(
        "\(model.architecture.likelihood.rawValue) is no Gaussian of one variance")
    }
    try self.init(
      weight: parameters[layer.weight].copy(), offset: Array(parameters[layer.bias].values),
      variance: variance)
  }

  /// log p(x), in nats.
  ///
  /// - Precondition: One number for every offset.
  public func logEvidence(of x: [Double]) -> Double { marginal.logDensity(at: x) }

  /// p(z|x).
  ///
  /// - Throws: As above.
  public func posterior(of x: [Double]) throws(CovarianceError) -> MultivariateGaussian {
    let latent = weight.rows
    let projected = (0..<latent).map { j in
      x.indices.reduce(0) { $0 + weight[j, $1] * (x[$1] - offset[$1]) } / variance
    }
    let mean = (0..<latent).map { i in
      (0..<latent).reduce(0) { $0 + posteriorCovariance[i * latent + $1] * projected[$1] }
    }
    return try MultivariateGaussian(mean: mean, covariance: posteriorCovariance)
  }
}
