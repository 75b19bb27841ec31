import Datasets
import Networks
import Tensors

/// The shape of a VQ-VAE: everything but its numbers.
///
/// An image has `positions` codes; each is one of the `codes` rows, of `dimension` numbers, of a codebook.
public struct QuantizedArchitecture: Sendable, Equatable, Codable {
  /// The images.
  public var image: ImageShape
  /// Codes an image.
  public var positions: Int
  /// K, codes in a codebook.
  public var codes: Int
  /// Numbers of a code.
  public var dimension: Int
  /// How the codes make z_q.
  public var quantizer: Quantizer
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
    image: ImageShape, positions: Int, codes: Int, dimension: Int,
    quantizer: Quantizer = .product, encoder: [Int], decoder: [Int], activation: Activation = .relu,
    likelihood: Likelihood = .bernoulli
  ) {
    self.image = image
    self.positions = positions
    self.codes = codes
    self.dimension = dimension
    self.quantizer = quantizer
    self.encoder = encoder
    self.decoder = decoder
    self.activation = activation
    self.likelihood = likelihood
  }

  /// The most codes of all codebooks.
  public static let codeLimit = 1 << 16

  /// Why there can be no such model; `nil` where there can.
  public var obstacle: String? {
    guard (1...Self.codeLimit).contains(codes) else {
      return "a codebook of \(codes) codes is outside 1 … \(Self.codeLimit)"
    }
    let limit = Architecture.widthLimit
    let widths =
      [image.channels, image.height, image.width, positions, dimension] + encoder + decoder
    guard widths.allSatisfy({ (1...limit).contains($0) }), image.count <= limit,
      positions * dimension <= limit
    else {
      return
        "a model of \(image) pixels, \(positions) codes of \(dimension) numbers and layers \(encoder) and \(decoder) is outside 1 … \(limit)"
    }
    guard codebooks * codes <= Self.codeLimit else {
      return "\(codebooks) codebooks of \(codes) codes are more than \(Self.codeLimit) codes"
    }
    return nil
  }
}

extension QuantizedArchitecture {
  /// Reads a shape; one that names no quantiser has the product.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      image: try values.decode(ImageShape.self, forKey: .image),
      positions: try values.decode(Int.self, forKey: .positions),
      codes: try values.decode(Int.self, forKey: .codes),
      dimension: try values.decode(Int.self, forKey: .dimension),
      quantizer: try values.decodeIfPresent(Quantizer.self, forKey: .quantizer) ?? .product,
      encoder: try values.decode([Int].self, forKey: .encoder),
      decoder: try values.decode([Int].self, forKey: .decoder),
      activation: try values.decode(Activation.self, forKey: .activation),
      likelihood: try values.decode(Likelihood.self, forKey: .likelihood))
  }
}
