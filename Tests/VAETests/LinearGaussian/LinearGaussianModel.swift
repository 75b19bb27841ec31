import Datasets
import Distributions
import Networks
import Tensors
import VAE

/// A linear autoencoder of eight numbers and three latents, and data whose covariance is known.
enum LinearCase {
  static let numbers = 8
  static let latent = 3

  static func model(_ likelihood: Likelihood) -> VariationalAutoencoder {
    VariationalAutoencoder(
      Architecture(
        image: ImageShape(height: 2, width: 4), latent: latent, encoder: [], decoder: [],
        likelihood: likelihood))
  }

  /// ±√3 eⱼ: their mean is that of any quadratic function of three standard normals, without an error.
  static func fillSigmaPoints(_ noise: Matrix<Double>) {
    noise.fill(0)
    for row in 0..<noise.rows {
      let point = row % (2 * latent)
      let size = Double(latent).squareRoot()
      noise[row, point / 2] = point.isMultiple(of: 2) ? size : -size
    }
  }

  /// A random orthogonal matrix, by Gram and Schmidt.
  static func rotation(using generator: inout Philox) -> [[Double]] {
    var rows: [[Double]] = []
    for _ in 0..<numbers {
      var row = (0..<numbers).map { _ in generator.standardNormal() }
      for _ in 0..<2 {
        for other in rows {
          let overlap = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          row = zip(row, other).map { $0 - overlap * $1 }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      rows.append(row.map { $0 / length })
    }
    return rows
  }

  static let eigenvalues = [4.0, 2.2, 1.1, 0.5, 0.4, 0.3, 0.2, 0.1]

  /// Sixteen rows with mean `center` and covariance Σ λⱼ uⱼuⱼᵀ, from the first eight Walsh functions.
  static func data(axes: [[Double]], center: [Double]) -> Matrix<Double> {
    let rows = Matrix<Double>(rows: 16, columns: numbers)
    for row in 0..<16 {
      for a in 0..<numbers {
        rows[row, a] = center[a]
        for (j, λ) in eigenvalues.enumerated() {
          let sign = (row & (j + 1)).nonzeroBitCount.isMultiple(of: 2) ? 1.0 : -1.0
          rows[row, a] += sign * λ.squareRoot() * axes[j][a]
        }
      }
    }
    return rows
  }

  /// The maximum of the likelihood: W = U √(Λ − σ²), b the mean, and q(z|x) the exact posterior, which is diagonal.
  ///
  /// - Parameter scale: What the posterior's deviation is multiplied by: 1 if it is to be exact.
  static func optimum(
    _ model: VariationalAutoencoder, axes: [[Double]], center: [Double], variance: Double,
    scale: Double = 1
  ) -> Parameters<Double> {
    let parameters = Parameters<Double>(model.layout)
    let (weight, bias) = (parameters["decoder.0.weight"], parameters["decoder.0.bias"])
    let (encoder, head) = (parameters["encoder.0.weight"], parameters["encoder.0.bias"])
    for a in 0..<numbers { bias[0, a] = center[a] }
    for j in 0..<latent {
      // M = WᵀW + σ² is λⱼ on the diagonal; an axis below σ² is left out.
      let λ = max(eigenvalues[j], variance)
      for a in 0..<numbers {
        weight[j, a] = (λ - variance).squareRoot() * axes[j][a]
        encoder[a, j] = weight[j, a] / λ
        head[0, j] -= encoder[a, j] * center[a]
      }
      head[0, latent + j] = Double.log(variance / λ * scale * scale)
    }
    if let block = model.observation.logVariance { parameters[block][0, 0] = Double.log(variance) }
    return parameters
  }
}
