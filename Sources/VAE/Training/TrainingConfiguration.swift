import Networks

/// Everything that decides the bits of a training run, beside the images.
public struct TrainingConfiguration: Sendable, Equatable, Codable {
  /// The model's shape.
  public var architecture: Architecture
  /// What is maximised; its β is the one after warm-up.
  public var objective: Objective
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
  /// Epochs over which β rises from 0 to its value; 0 for none.
  public var warmUpEpochs: Double
  /// How pixels are read.
  public var binarization: Binarization
  /// The seed of everything random.
  public var seed: UInt64

  /// Creates a configuration.
  public init(
    architecture: Architecture, objective: Objective = Objective(),
    optimizer: Optimizer = .adam(), learningRate: LearningRate = .constant(1e-3),
    initializer: Initializer = .lecunNormal, startsAtPixelMeans: Bool = false, batch: Int = 128,
    epochs: Int = 10, warmUpEpochs: Double = 0, binarization: Binarization = .none,
    seed: UInt64 = 0
  ) {
    self.architecture = architecture
    self.objective = objective
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.initializer = initializer
    self.startsAtPixelMeans = startsAtPixelMeans
    self.batch = batch
    self.epochs = epochs
    self.warmUpEpochs = warmUpEpochs
    self.binarization = binarization
    self.seed = seed
  }
}
