import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

/// The autoencoder without hidden layers: x|z ~ N(wz + b, s²I) for a vector w, whose evidence, posterior and
/// reconstruction term are closed (probabilistic principal components with one component).
struct LinearAutoencoder: Sendable {
  /// The model; its q(z|x) is whatever the encoder says.
  let witness: AutoencoderWitness

  /// w.
  var weight: [Double]

  /// x − b.
  var residual: [Double]

  /// s².
  var variance: Double

  /// Reads the numbers of a witness whose decoder is linear with one variance.
  init(_ witness: AutoencoderWitness) {
    self.witness = witness
    let (w, b) = (witness.parameters["decoder.0.weight"], witness.parameters["decoder.0.bias"])
    weight = (0..<w.columns).map { w[0, $0] }
    residual = witness.image.enumerated().map { $1 - b[0, $0] }
    variance = exp(witness.parameters["likelihood.log_variance"][0, 0])
  }

  /// |w|².
  var square: Double { LinearAutoencoder.dot(weight, weight) }

  /// w·(x − b).
  var projection: Double { LinearAutoencoder.dot(weight, residual) }

  /// p(z|x) = N(w·(x−b)/(|w|² + s²), s²/(|w|² + s²)), for β = 1; and what maximises E_q log p(x|z) − β KL(q‖p(z)),
  /// the same with βs² for s².
  func optimum(beta: Double = 1) -> Gaussian {
    let precision = square + beta * variance
    return Gaussian(
      mean: projection / precision,
      standardDeviation: (beta * variance / precision).squareRoot())
  }

  /// log N(x; b, s²I + wwᵀ) by the matrix determinant lemma and the Sherman–Morrison formula.
  var logEvidence: Bounded {
    let along = projection * projection / (variance + square)
    let distance = LinearAutoencoder.dot(residual, residual)
    let quadratic = (distance - along) / variance
    let logDeterminant = Double(residual.count) * log(variance) + log1p(square / variance)
    let constant = Double(residual.count) * log(2 * Double.pi)
    return Bounded(
      rounded: -0.5 * (constant + logDeterminant + quadratic), magnitude: 8 + distance / variance)
  }

  /// E log N(x; wz + b, s²I) for z ~ N(mean, spread).
  func reconstruction(mean: Double, spread: Double) -> Bounded {
    var distance = 0.0
    for (r, w) in zip(residual, weight) { distance += (r - w * mean) * (r - w * mean) }
    let error = (distance + square * spread) / variance
    let constant = Double(residual.count) * log(2 * Double.pi * variance)
    return Bounded(
      rounded: -0.5 * (constant + error), magnitude: 8 + error + constant.magnitude, ulps: 256)
  }

  /// The same model with a posterior of its own.
  func approximated(by law: Gaussian) -> LinearAutoencoder {
    LinearAutoencoder(
      witness.withPosterior(mean: law.mean, deviation: law.standardDeviation))
  }

  /// The same with the exact posterior widened and moved, in its own deviations.
  func besides(shift: Double, widening: Double) -> LinearAutoencoder {
    let law = optimum()
    return approximated(
      by: Gaussian(
        mean: law.mean + shift * law.standardDeviation,
        standardDeviation: widening * law.standardDeviation))
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for (x, y) in zip(a, b) { sum += x * y }
    return sum
  }

  /// Three numbers and a learned variance.
  private static let architecture = Architecture(
    image: ImageShape(height: 1, width: 3), latent: 1, encoder: [], decoder: [],
    likelihood: .gaussianLearnedVariance)

  /// w = (0.9, −0.5, 1.2), b = (0.2, 0.1, −0.3), s² = 0.45, x = (1.3, −0.9, 0.8).
  static let fixed: LinearAutoencoder = LinearAutoencoder(
    AutoencoderWitness(architecture, image: [1.3, -0.9, 0.8], noise: [0.8, -1.1, 0.4]) {
      block, row, column in
      switch block.name {
      case "encoder.0.weight": [[0.4, -0.2], [-0.3, 0.1], [0.5, 0.3]][row][column]
      case "encoder.0.bias": [0.1, -0.9][column]
      case "decoder.0.weight": [0.9, -0.5, 1.2][column]
      case "decoder.0.bias": [0.2, 0.1, -0.3][column]
      default: log(0.45)
      }
    })

  /// Draws the numbers away from those that hide mistakes (w = 0, s = 1).
  static func random(using generator: inout Philox) -> LinearAutoencoder {
    let image = (0..<3).map { _ in 1.3 * generator.standardNormal() }
    let noise = (0..<3).map { _ in generator.standardNormal() }
    let variance = 0.3 + 0.5 * generator.uniform()
    return LinearAutoencoder(
      AutoencoderWitness(architecture, image: image, noise: noise) { block, _, column in
        let number = 2 * generator.uniform() - 1
        switch block.name {
        case "decoder.0.weight": return number + (number < 0 ? -0.5 : 0.5)
        case "likelihood.log_variance": return log(variance)
        case "encoder.0.bias": return 0.3 * number - (column == 1 ? 0.9 : 0)
        default: return 0.3 * number
        }
      })
  }
}

extension Laboratory {
  /// The fixed linear autoencoder, then fifty random ones.
  var linearAutoencoders: [Subject<LinearAutoencoder>] {
    family(fixed: [Subject("linear VAE", LinearAutoencoder.fixed)], "linear autoencoder") {
      LinearAutoencoder.random(using: &$0)
    }
  }
}
