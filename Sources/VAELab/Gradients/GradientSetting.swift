import Datasets
import Distributions
import Reporting
import VAE

/// The network and the batch on which gradients are certified.
package struct GradientSetting: Sendable, Encodable {
  /// What stands between encoder and decoder.
  package enum Latents: Sendable {
    /// Latent dimensions, samples an image and the weight of the divergence.
    case gaussian(latent: Int, samples: Int, beta: Double)
    /// Codes an image, codes in a codebook, numbers of a code and the weight of the commitment loss.
    case quantized(positions: Int, codes: Int, dimension: Int, commitment: Double)
  }

  /// Rows and columns of the images.
  package var side: Int
  /// Images.
  package var images: Int
  /// What stands between encoder and decoder.
  package var latents: Latents
  /// Widths of the hidden layers, from the image to the latent; the decoder has them the other way round.
  package var hidden: [Int]
  /// The seed.
  package var seed: UInt64

  /// The subject of a combination.
  ///
  /// Half of a residual quantiser's images, drawn one by one, have random codes in the place of their last ones.
  ///
  /// The noise, the images and the weights depend on the seed and on the shapes alone, and so do the codes, but for what
  /// the encoder emits.
  ///
  /// - Precondition: The combination and the setting are of the same kind of model.
  package func subject(_ combination: GradientCase) -> any CertifiableGradient {
    switch (combination.loss, latents) {
    case (.bound(let objective, let scale), .gaussian(let latent, _, _)):
      return GradientSubject(
        random: Architecture(
          image: ImageShape(height: side, width: side), latent: latent, encoder: hidden,
          decoder: hidden.reversed(), activation: combination.activation,
          likelihood: combination.likelihood, posteriorScale: scale),
        objective: objective, examples: images, using: Philox(seed: seed))
    case (
      .quantized(let term, let quantizer),
      .quantized(let positions, let codes, let dimension, let β)
    ):
      return QuantizedSubject(
        random: QuantizedArchitecture(
          image: ImageShape(height: side, width: side), positions: positions, codes: codes,
          dimension: dimension, quantizer: quantizer, encoder: hidden, decoder: hidden.reversed(),
          activation: combination.activation, likelihood: combination.likelihood),
        loss: term.part(of: QuantizedLoss(commitment: β)), examples: images,
        codeNoise: quantizer == .residual ? 0.5 : 0, using: Philox(seed: seed))
    default:
      preconditionFailure("\(combination.name) in a setting of another model")
    }
  }

  /// `4-4-3-2 and back · 3 images × 3 samples · β 0.7 · seed 0`.
  var title: String {
    let layers = ([side * side] + hidden).map { "\($0)-" }.joined()
    let parts: [String] =
      switch latents {
      case .gaussian(let latent, let samples, let beta):
        [
          "\(layers)\(latent) and back", "\(images) images × \(samples) samples",
          "β \(NumberFormat.significant(beta))",
        ]
      case .quantized(let positions, let codes, let dimension, let commitment):
        [
          "\(layers)\(positions)×\(dimension) and back, \(codes) codes", "\(images) images",
          "β \(NumberFormat.significant(commitment))",
        ]
      }
    return (parts + ["seed \(seed)"]).joined(separator: " · ")
  }

  /// Writes the numbers side by side.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(side, forKey: .side)
    try container.encode(images, forKey: .images)
    try container.encode(hidden, forKey: .hidden)
    try container.encode(seed, forKey: .seed)
    switch latents {
    case .gaussian(let latent, let samples, let beta):
      try container.encode(latent, forKey: .latent)
      try container.encode(samples, forKey: .samples)
      try container.encode(beta, forKey: .beta)
    case .quantized(let positions, let codes, let dimension, let commitment):
      try container.encode(positions, forKey: .positions)
      try container.encode(codes, forKey: .codes)
      try container.encode(dimension, forKey: .codeDimension)
      try container.encode(commitment, forKey: .commitment)
    }
  }

  private enum Key: String, CodingKey {
    case side, images, hidden, seed, latent, samples, beta, positions, codes, commitment
    case codeDimension = "code_dimension"
  }
}
