import Datasets
import Tensors

/// The shape of a variational autoencoder with a diagonal Gaussian posterior: everything but its numbers.
public struct Architecture: Sendable, Equatable, Codable {
  /// The images.
  public var image: ImageShape
  /// Latent dimensions.
  public var latent: Int
  /// Widths of the encoder's hidden layers, from the image on.
  public var encoder: [Int]
  /// Widths of the decoder's hidden layers, from the latent on.
  public var decoder: [Int]
  /// The nonlinearity of the hidden layers.
  public var activation: Activation
  /// The decoder's law.
  public var likelihood: Likelihood
  /// What the encoder's second head means.
  public var posteriorScale: PosteriorScale

  /// Creates an architecture.
  public init(
    image: ImageShape, latent: Int, encoder: [Int], decoder: [Int], activation: Activation = .relu,
    likelihood: Likelihood = .bernoulli, posteriorScale: PosteriorScale = .logVariance
  ) {
    self.image = image
    self.latent = latent
    self.encoder = encoder
    self.decoder = decoder
    self.activation = activation
    self.likelihood = likelihood
    self.posteriorScale = posteriorScale
  }

  /// The most numbers of a layer.
  static let widthLimit = 1 << 20

  /// Why there can be no such model; `nil` where there can.
  public var obstacle: String? {
    let widths = [image.channels, image.height, image.width, latent] + encoder + decoder
    guard widths.allSatisfy({ (1...Self.widthLimit).contains($0) }),
      image.count <= Self.widthLimit
    else {
      return
        "a model of \(image) pixels, \(latent) latents and layers \(encoder) and \(decoder) is outside 1 … \(Self.widthLimit)"
    }
    return nil
  }
}
