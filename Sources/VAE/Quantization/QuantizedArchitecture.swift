import Datasets
import Networks
import Tensors

/// The shape of a VQ-VAE: everything but its numbers.
///
/// An image has `positions` codes; each is one of the `codes` rows, of `dimension` numbers, of one codebook.
public struct QuantizedArchitecture: Sendable, Equatable, Codable {
  /// The images.
  public var image: ImageShape
  /// Codes an image.
  public var positions: Int
  /// K, codes in the codebook.
  public var codes: Int
  /// Numbers of a code.
  public var dimension: Int
  /// Widths of the encoder's hidden layers, from the image on.
  public var encoder: [Int]
  /// Widths of the decoder's hidden layers, from the codes on.
  public var decoder: [Int]
  /// The nonlinearity of the hidden layers.
  public var activation: Activation
  /// The decoder's law.
  public var likelihood: Likelihood

  /// Creates an architecture.
  public init(
    image: ImageShape, positions: Int, codes: Int, dimension: Int, encoder: [Int], decoder: [Int],
    activation: Activation = .relu, likelihood: Likelihood = .bernoulli
  ) {
    self.image = image
    self.positions = positions
    self.codes = codes
    self.dimension = dimension
    self.encoder = encoder
    self.decoder = decoder
    self.activation = activation
    self.likelihood = likelihood
  }

  /// The most codes of a codebook.
  public static let codeLimit = 1 << 16

  /// Numbers that the encoder emits for an image.
  public var latent: Int { positions * dimension }

  /// Why there can be no such model; `nil` where there can.
  public var obstacle: String? {
    guard (1...Self.codeLimit).contains(codes) else {
      return "a codebook of \(codes) codes is outside 1 … \(Self.codeLimit)"
    }
    let limit = Architecture.widthLimit
    let widths =
      [image.channels, image.height, image.width, positions, dimension] + encoder + decoder
    guard widths.allSatisfy({ (1...limit).contains($0) }), image.count <= limit, latent <= limit
    else {
      return
        "a model of \(image) pixels, \(positions) codes of \(dimension) numbers and layers \(encoder) and \(decoder) is outside 1 … \(limit)"
    }
    return nil
  }
}
