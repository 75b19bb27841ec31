import Datasets
import Distributions
import Networks
import Tensors

/// q(z|x) = N(z; μ(x), diag σ²(x)), p(z) = N(0, I) and p(x|z) by the architecture's likelihood, with perceptrons for
/// μ, σ and the decoder; Kingma and Welling (2014).
///
/// The value holds the shape; the numbers are `Parameters`, so that one model serves training in `Float`
/// and certification in `Double`.
public struct VariationalAutoencoder: Sendable {
  /// The shape.
  public let architecture: Architecture
  /// All parameter blocks.
  public let layout: ParameterLayout
  /// Image → [μ | s], 2 · latent outputs.
  public let encoder: Perceptron
  /// Latent → what the likelihood needs.
  public let decoder: Perceptron
  /// p(x|z).
  public let observation: ObservationModel

  /// Lays the parameters out.
  public init(_ architecture: Architecture) {
    self.architecture = architecture
    var layout = ParameterLayout()
    let (numbers, latent) = (architecture.image.count, architecture.latent)
    encoder = Perceptron(
      "encoder", widths: [numbers] + architecture.encoder + [2 * latent],
      hidden: architecture.activation, in: &layout)
    decoder = Perceptron(
      "decoder",
      widths: [latent] + architecture.decoder
        + [numbers * architecture.likelihood.outputsPerNumber],
      hidden: architecture.activation, in: &layout)
    observation = ObservationModel(architecture.likelihood, in: &layout)
    self.layout = layout
  }

  /// Draws parameters.
  ///
  /// - Parameters:
  ///   - initializer: The law of the weights.
  ///   - pixelMeans: Mean intensity of every number of an image, for a Bernoulli decoder that begins at its
  ///     logits (kept within 0.001 … 0.999), as Burda et al. do.
  ///   - generator: The stream whose named sub-streams the blocks draw from.
  public func initialParameters<Element: Scalar>(
    _ initializer: Initializer, pixelMeans: [Double]? = nil, using generator: Philox
  ) -> Parameters<Element> {
    let parameters = Parameters<Element>(layout)
    initializer.initialize(encoder, of: parameters, heads: 2, using: generator)
    initializer.initialize(
      decoder, of: parameters, heads: architecture.likelihood.outputsPerNumber, using: generator)
    if let pixelMeans { observation.start(decoder, at: pixelMeans, in: parameters) }
    return parameters
  }
}
