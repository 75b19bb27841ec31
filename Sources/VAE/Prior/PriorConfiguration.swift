import Networks

/// Everything that decides the bits of a prior's training run, beside the codes.
public struct PriorConfiguration: Sendable, Equatable, Codable {
  /// The prior's shape.
  public var architecture: PriorArchitecture
  /// The checksum of the VQ-VAE whose codes it is the law of.
  public var autoencoder: String
  /// The rule that moves the parameters.
  public var optimizer: Optimizer
  /// Its learning rate.
  public var learningRate: LearningRate
  /// How the parameters begin.
  public var initializer: Initializer
  /// The share of the hidden numbers that a step leaves out.
  public var dropout: Double
  /// Images a step; the last step of an epoch takes what is left.
  public var batch: Int
  /// Passes through the codes.
  public var epochs: Int
  /// The seed of everything random.
  public var seed: UInt64

  /// Creates a configuration.
  ///
  /// - Parameters:
  ///   - architecture: The shape; its positions and codes must be those of the autoencoder.
  ///   - autoencoder: `CodeTable.model` of the codes it is trained on.
  ///   - optimizer: The rule that moves the parameters.
  ///   - learningRate: Its learning rate.
  ///   - initializer: How the parameters begin.
  ///   - dropout: The share of the hidden numbers that a step leaves out.
  ///   - batch: Images a step.
  ///   - epochs: Passes through the codes.
  ///   - seed: The seed of everything random.
  public init(
    architecture: PriorArchitecture, autoencoder: String, optimizer: Optimizer = .adam(),
    learningRate: LearningRate = .cosine(1e-3), initializer: Initializer = .lecunNormal,
    dropout: Double = 0.5,
    batch: Int = 128, epochs: Int = 20, seed: UInt64 = 0
  ) {
    self.architecture = architecture
    self.autoencoder = autoencoder
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.initializer = initializer
    self.dropout = dropout
    self.batch = batch
    self.epochs = epochs
    self.seed = seed
  }
}
