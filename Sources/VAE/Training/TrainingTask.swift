import Distributions
import Networks
import Tensors

/// A model whose numbers lie in one vector.
public protocol TrainableModel: Sendable {
  /// Where the blocks lie.
  var layout: ParameterLayout { get }
}

extension VariationalAutoencoder: TrainableModel {}
extension QuantizedAutoencoder: TrainableModel {}

/// What a model is trained on.
public protocol TrainingExamples: Sendable {
  /// How many there are.
  var count: Int { get }
  /// What tells these examples from others.
  var checksum: String { get }
}

/// A part of a batch that is worked on alone: its own memory and its own part of the gradient.
///
/// A batch is cut by its size only, so the bits of a step do not depend on the number of threads.
public protocol TrainingShard: Sendable {
  /// ∂loss/∂parameters of the shard's examples.
  var gradient: Parameters<Float> { get }
}

/// Everything that decides the bits of a training run, beside the examples: the settings of a `Trainer`.
public protocol TrainingTask: Sendable, Equatable, Codable {
  /// What is trained.
  associatedtype Model: TrainableModel
  /// Its shape, as a checkpoint tells it.
  associatedtype Architecture: Codable
  /// What it is trained on.
  associatedtype Examples: TrainingExamples
  /// The memory of a part of a batch.
  associatedtype Shard: TrainingShard

  /// What the metadata of a checkpoint says that it is.
  static var format: CheckpointFormat { get }
  /// The model's shape.
  var architecture: Architecture { get }
  /// The model.
  var model: Model { get }
  /// The rule that moves the parameters.
  var optimizer: Optimizer { get }
  /// Its learning rate.
  var learningRate: LearningRate { get }
  /// Examples a step; the last step of an epoch takes what is left.
  var batch: Int { get }
  /// Passes through the examples.
  var epochs: Int { get set }
  /// The seed of everything random.
  var seed: UInt64 { get }
  /// How much of the work of one image an example is, for cutting batches.
  var samples: Int { get }
  /// Why there can be no such run; `nil` where there can.
  var obstacle: String? { get }

  /// Why it cannot be on these examples; `nil` where it can.
  func obstacle(to examples: Examples) -> String?
  /// The weight of the divergence after so many epochs.
  func beta(afterEpochs passed: Double) -> Double
  /// The parameters that a run begins with.
  func initialParameters(
    _ model: Model, for examples: Examples, threads: Int, using generator: Philox
  ) -> Parameters<Float>
  /// Makes the memory for a part of a batch.
  func shard(_ model: Model, examples: Int) -> Shard
  /// Computes the part of some examples in the gradient of the batch's mean.
  ///
  /// - Parameters:
  ///   - model: What is trained.
  ///   - indices: Which examples.
  ///   - examples: The set that they are of.
  ///   - beta: The weight of the divergence.
  ///   - unit: The share of one example in the mean.
  ///   - parameters: Where the gradient is taken.
  ///   - shard: The memory for it; the gradient is left there.
  ///   - generator: The stream of this shard and step.
  /// - Returns: Sums over the examples.
  func differentiate(
    _ model: Model, _ indices: UnsafeBufferPointer<Int>, of examples: Examples, beta: Double,
    unit: Double, _ parameters: Parameters<Float>, _ shard: Shard, using generator: Philox
  ) -> BoundTerms
  /// Does what a step does beside following the gradient.
  ///
  /// - Parameters:
  ///   - model: What is trained.
  ///   - parameters: After the step.
  ///   - shards: As the gradient left them, each with how many of its rows were used.
  ///   - state: The optimiser's memory after the step.
  ///   - generator: The stream of this step.
  func finishStep(
    _ model: Model, _ parameters: Parameters<Float>, _ state: Optimizer.State<Float>,
    _ shards: [(shard: Shard, examples: Int)], using generator: Philox)
  /// The bound an example of a set, with the same noise every time: what validation compares.
  func bound(
    _ model: Model, of examples: Examples, _ parameters: Parameters<Float>, threads: Int
  ) -> Double
  /// How the codebook is used, of a model that has one.
  func usage(_ model: Model, _ parameters: Parameters<Float>) -> CodeUsage?
}

extension TrainingTask {
  /// Constant.
  public func beta(afterEpochs passed: Double) -> Double { 1 }
  /// Nothing.
  public func finishStep(
    _ model: Model, _ parameters: Parameters<Float>, _ state: Optimizer.State<Float>,
    _ shards: [(shard: Shard, examples: Int)], using generator: Philox
  ) {}
  /// There is no codebook.
  public func usage(_ model: Model, _ parameters: Parameters<Float>) -> CodeUsage? { nil }
}
