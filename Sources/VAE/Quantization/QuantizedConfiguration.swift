import Datasets
import Distributions
import Networks
import Tensors

/// What moves the codes.
public enum CodebookRule: String, Sendable, Codable, CaseIterable {
  /// A moving average of the vectors that choose them.
  case movingAverage = "moving-average"
  /// The gradient of the codebook loss.
  case gradient
}

/// Everything that decides the bits of a VQ-VAE's training run, beside the images.
public struct QuantizedConfiguration: Sendable, Equatable, Codable {
  /// The model's shape.
  public var architecture: QuantizedArchitecture
  /// What moves the codes.
  public var codebook: CodebookRule
  /// β, the weight of the commitment loss.
  public var commitment: Double
  /// How counts, and codes that follow them, are averaged.
  public var movingAverage: MovingAverage
  /// A code whose running count falls below this share of an equal use moves to a vector of the step; 0 for never.
  public var revival: Double
  /// The share of a step's images whose last codes are replaced by random ones.
  ///
  /// `nil` for none; see `CodeNoise`.
  public var codeNoise: Double?
  /// Images whose vectors the codebook is seeded with before the first step; 0 for random codes.
  public var seedingImages: Int
  /// The rule that moves the parameters.
  public var optimizer: Optimizer
  /// Its learning rate.
  public var learningRate: LearningRate
  /// How the parameters begin.
  public var initializer: Initializer
  /// Whether a Bernoulli decoder begins at the logits of the mean image.
  public var startsAtPixelMeans: Bool
  /// Images a step; the last step of an epoch takes what is left.
  public var batch: Int
  /// Passes through the images.
  public var epochs: Int
  /// How pixels are read.
  public var binarization: Binarization
  /// The seed of everything random.
  public var seed: UInt64

  /// Creates a configuration.
  public init(
    architecture: QuantizedArchitecture, codebook: CodebookRule = .movingAverage,
    commitment: Double = 0.25, movingAverage: MovingAverage = MovingAverage(),
    revival: Double = 0.02, codeNoise: Double? = nil, seedingImages: Int = 1000,
    optimizer: Optimizer = .adam(), learningRate: LearningRate = .constant(1e-3),
    initializer: Initializer = .lecunNormal,
    startsAtPixelMeans: Bool = false, batch: Int = 128, epochs: Int = 10,
    binarization: Binarization = .none, seed: UInt64 = 0
  ) {
    self.architecture = architecture
    self.codebook = codebook
    self.commitment = commitment
    self.movingAverage = movingAverage
    self.revival = revival
    self.codeNoise = codeNoise
    self.seedingImages = seedingImages
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.initializer = initializer
    self.startsAtPixelMeans = startsAtPixelMeans
    self.batch = batch
    self.epochs = epochs
    self.binarization = binarization
    self.seed = seed
  }

  /// The loss that is descended on.
  public var loss: QuantizedLoss {
    QuantizedLoss(commitment: commitment, codebook: codebook == .gradient ? 1 : 0)
  }
}

extension QuantizedConfiguration {
  /// The settings that training a VQ-VAE begins from.
  ///
  /// 16 positions of 64 codes of 4 numbers; layers and pixels are those of the recipe `flax`, one hidden layer of 500
  /// a side and pixels by threshold.
  public init(image: ImageShape) {
    self.init(
      architecture: QuantizedArchitecture(
        image: image, positions: 16, codes: 64, dimension: 4, encoder: [500], decoder: [500]),
      binarization: .threshold)
  }
}
