import Datasets
import Distributions
import Foundation
import Networks
import Tensors

/// A VQ-VAE; van den Oord, Vinyals and Kavukcuoglu (2017).
///
/// The encoder emits z_e; q(k|x) puts all its mass on one code a position, the nearest to the position's part of z_e or to
/// what the positions before left over (`Quantizer`); the decoder reads what these make, z_q; the prior over the codes is uniform while the model is trained. As a variational autoencoder
/// its divergence is that of a point mass from a uniform law, log K a position, whatever the image: what is left of the
/// bound is log p(x|z_q), which has no derivative by the encoder. `QuantizedLoss` says what is differentiated instead.
public struct QuantizedAutoencoder: Sendable {
  /// The shape.
  public let architecture: QuantizedArchitecture
  /// All parameter blocks.
  public let layout: ParameterLayout
  /// Image → z_e of all positions.
  public let encoder: Perceptron
  /// z_q of all positions → what the likelihood needs.
  public let decoder: Perceptron
  /// p(x|z_q).
  public let observation: ObservationModel
  /// e, one code a row, codebook after codebook.
  public let codebook: ParameterLayout.Block
  /// Running mean of how many vectors of a step choose each code; follows the data, has no gradient.
  public let usage: ParameterLayout.Block
  /// Running sum of the vectors that choose each code, for a codebook that follows a moving average.
  public let sums: ParameterLayout.Block

  /// Lays the parameters out.
  public init(_ architecture: QuantizedArchitecture) {
    self.architecture = architecture
    var layout = ParameterLayout()
    let numbers = architecture.image.count
    encoder = Perceptron(
      "encoder", widths: [numbers] + architecture.encoder + [architecture.latent],
      hidden: architecture.activation, in: &layout)
    decoder = Perceptron(
      "decoder",
      widths: [architecture.latent] + architecture.decoder
        + [numbers * architecture.likelihood.outputsPerNumber],
      hidden: architecture.activation, in: &layout)
    observation = ObservationModel(architecture.likelihood, in: &layout)
    let codes = architecture.codebooks * architecture.codes
    codebook = layout.add("codebook", rows: codes, columns: architecture.dimension)
    usage = layout.add("codebook.usage", rows: 1, columns: codes)
    sums = layout.add("codebook.sums", rows: codes, columns: architecture.dimension)
    self.layout = layout
  }

  /// Draws parameters; the codebook is standard normal until it is seeded with data.
  ///
  /// - Parameters:
  ///   - initializer: The law of the weights.
  ///   - pixelMeans: As for `VariationalAutoencoder`.
  ///   - generator: The stream whose named sub-streams the blocks draw from.
  public func initialParameters<Element: Scalar>(
    _ initializer: Initializer, pixelMeans: [Double]? = nil, using generator: Philox
  ) -> Parameters<Element> {
    let parameters = Parameters<Element>(layout)
    initializer.initialize(encoder, of: parameters, using: generator)
    initializer.initialize(
      decoder, of: parameters, heads: architecture.likelihood.outputsPerNumber, using: generator)
    if let pixelMeans { observation.start(decoder, at: pixelMeans, in: parameters) }
    var stream = generator.substream(codebook.name)
    for place in 0..<codebook.count {
      parameters[codebook].start[place] = Element(stream.standardNormal())
    }
    return parameters
  }

  /// log K a position: the divergence of a point mass from the uniform law over the codes, in nats an image.
  public var divergence: Double {
    Double(architecture.positions) * log(Double(architecture.codes))
  }
}
