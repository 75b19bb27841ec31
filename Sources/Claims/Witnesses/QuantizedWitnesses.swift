import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import VAE

extension QuantizedWitness {
  /// Two images of six numbers, two positions of four codes, a hidden layer each way; the k-th parameter is 0.8 sin k.
  static func sines(_ likelihood: Likelihood, images: [[Double]]) -> QuantizedWitness {
    let architecture = QuantizedArchitecture(
      image: ImageShape(height: 2, width: 3), positions: 2, codes: 4, dimension: 2, encoder: [4],
      decoder: [3], activation: .tanh, likelihood: likelihood)
    var k = 0.0
    return QuantizedWitness(architecture, images: images, commitment: 0.25) { _, _, _ in
      k += 1
      return 0.8 * sin(k)
    }
  }

  /// Two images of six grey values about 0.
  static let grey: [[Double]] = [
    AutoencoderWitness.grey, [-0.5, 0.7, 0.1, -1.2, 0.4, 0.6],
  ]

  /// Two images of black and white pixels.
  static let blackAndWhite: [[Double]] = [[1, 0, 1, 1, 0, 1], [0, 0, 1, 0, 1, 1]]

  /// One of each likelihood that needs no number of its own.
  static let fixed: [Subject<QuantizedWitness>] = [
    Subject("Bernoulli VQ-VAE", sines(.bernoulli, images: blackAndWhite)),
    Subject("Gaussian VQ-VAE, variance 1", sines(.gaussian(variance: 1), images: grey)),
    Subject("diagonal Gaussian VQ-VAE", sines(.gaussianDiagonal, images: grey)),
  ]

  /// Draws likelihood, activation, sizes, parameters, two images and β, until all encodings keep clear of the borders
  /// between codes, two codes are chosen and one is not.
  static func random(
    _ likelihood: Likelihood? = nil, using generator: inout Philox
  ) -> QuantizedWitness {
    func pick<Value>(_ values: [Value]) -> Value {
      values[Int(Double(values.count) * (1 - generator.uniform()))]
    }
    while true {
      let variance = 0.3 + 0.9 * generator.uniform()
      let kind = pick([
        Likelihood.bernoulli, .gaussian(variance: variance), .gaussianLearnedVariance,
        .gaussianDiagonal,
      ])
      let architecture = QuantizedArchitecture(
        image: ImageShape(height: 2, width: pick([2, 3])), positions: pick([1, 2, 3]),
        codes: pick([3, 4, 5, 6]), dimension: pick([1, 2, 3]), encoder: pick([[4], [3, 3]]),
        decoder: pick([[3], [3, 2]]), activation: pick([.tanh, .softplus, .sigmoid]),
        likelihood: likelihood ?? kind)
      let witness = QuantizedWitness(architecture, using: &generator)
      let plain = PlainQuantized(witness)
      let used = Set(plain.indices.joined()).count
      if plain.clearance > 0.1, used > 1, used < architecture.codes { return witness }
    }
  }

  /// Draws parameters, two images that suit the likelihood, and a β up to 2.
  private init(_ architecture: QuantizedArchitecture, using generator: inout Philox) {
    let images = (0..<2).map { _ in
      (0..<architecture.image.count).map { _ -> Double in
        architecture.likelihood == .bernoulli
          ? (generator.uniform() <= 0.5 ? 1 : 0) : generator.standardNormal()
      }
    }
    let commitment = 2 * generator.uniform()
    self.init(architecture, images: images, commitment: commitment) { block, _, _ in
      if block.name.hasPrefix("codebook") { return 0.8 * generator.standardNormal() }
      let size = block.name.hasSuffix("weight") ? 1.6 / Double(block.rows).squareRoot() : 0.5
      return size * (2 * generator.uniform() - 1)
    }
  }
}

extension Laboratory {
  /// Three fixed VQ-VAEs, then fifty random ones of all likelihoods.
  var quantizedAutoencoders: [Subject<QuantizedWitness>] {
    family(fixed: QuantizedWitness.fixed, "quantized autoencoder") {
      QuantizedWitness.random(using: &$0)
    }
  }

  /// A fixed VQ-VAE with a Gaussian decoder of variance 1, then fifty random ones.
  var unitVarianceQuantized: [Subject<QuantizedWitness>] {
    family(fixed: [QuantizedWitness.fixed[1]], "unit-variance quantized autoencoder") {
      QuantizedWitness.random(.gaussian(variance: 1), using: &$0)
    }
  }
}
