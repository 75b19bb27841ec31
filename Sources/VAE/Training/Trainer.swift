import Datasets
import Distributions
import Networks
import Tensors

/// Where a training run stands; with parameters and optimiser state, all that its future depends on.
public struct TrainingProgress: Sendable, Equatable, Codable {
  /// Epochs completed.
  public var epoch = 0
  /// Steps taken in the epoch that has begun.
  public var stepInEpoch = 0
  /// Steps taken in all.
  public var step = 0
  /// Sums over the images of the epoch that has begun.
  public var terms = BoundTerms()

  /// Before the first step.
  public init() {}
}

/// Stochastic gradient ascent on a bound, one step at a time.
///
/// All randomness of a step is a function of the seed and of the step's number: a trainer made from
/// a checkpoint continues bit for bit. Memory is made once; a step allocates nothing that grows.
public final class Trainer {
  /// What is trained, and how.
  public let configuration: TrainingConfiguration
  /// The model's shape.
  public let model: VariationalAutoencoder
  /// The model's numbers.
  public let parameters: Parameters<Float>
  /// The optimiser's memory.
  public private(set) var optimizerState: Optimizer.State<Float>
  /// Where the run stands.
  public private(set) var progress: TrainingProgress

  private let images: ImageSet
  private let threads: Int
  private let root: Philox
  private let shards: [Shard]
  private let shardTerms: UnsafeMutableBufferPointer<BoundTerms>
  private let order: UnsafeMutableBufferPointer<Int>
  private var orderedEpoch = -1

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - configuration: What is trained, and how.
  ///   - images: The training images.
  ///   - threads: How many threads work; the numbers do not depend on it.
  public convenience init(
    _ configuration: TrainingConfiguration, images: ImageSet, threads: Int
  ) throws(TrainingError) {
    try Trainer.check(configuration, images)
    let model = VariationalAutoencoder(configuration.architecture)
    let parameters: Parameters<Float> = model.initialParameters(
      configuration.initializer,
      pixelMeans: configuration.startsAtPixelMeans ? images.pixelMeans : nil,
      using: Philox(seed: configuration.seed).substream("initialize"))
    try self.init(
      configuration, model, images: images, threads: threads, parameters: parameters,
      optimizerState: Optimizer.State(configuration.optimizer, layout: model.layout),
      progress: TrainingProgress())
  }

  /// Continues a run.
  public init(
    _ configuration: TrainingConfiguration, _ model: VariationalAutoencoder, images: ImageSet,
    threads: Int, parameters: Parameters<Float>, optimizerState: Optimizer.State<Float>,
    progress: TrainingProgress
  ) throws(TrainingError) {
    try Trainer.check(configuration, images)
    self.configuration = configuration
    self.model = model
    self.images = images
    self.threads = threads
    self.parameters = parameters
    self.optimizerState = optimizerState
    self.progress = progress
    root = Philox(seed: configuration.seed)
    let (batch, samples) = (configuration.batch, configuration.objective.samples)
    let count = Shard.count(batch: batch, samples: samples)
    shards = (0..<count).map { _ in
      Shard(model, examples: (batch + count - 1) / count, samples: samples)
    }
    shardTerms = .allocate(capacity: count)
    shardTerms.initialize(repeating: BoundTerms())
    order = .allocate(capacity: images.count)
    order.initialize(repeating: 0)
  }

  deinit {
    shardTerms.deallocate()
    order.deallocate()
  }

  /// Refuses settings and images that do not go together.
  private static func check(
    _ configuration: TrainingConfiguration, _ images: ImageSet
  ) throws(TrainingError) {
    let shape = configuration.architecture.image
    if let reason = configuration.objective.contradiction ?? configuration.architecture.obstacle {
      throw .unusable(reason)
    }
    if images.count == 0 { throw .unusable("there are no training images") }
    if images.shape != shape {
      throw .unusable("the model is for images of \(shape), the data are \(images.shape)")
    }
    if configuration.batch < 1 { throw .unusable("a batch needs at least one image") }
  }

  /// Steps of an epoch.
  public var stepsPerEpoch: Int {
    (images.count + configuration.batch - 1) / configuration.batch
  }

  /// Whether all epochs are done.
  public var isFinished: Bool { progress.epoch >= configuration.epochs }

  /// The learning rate of the present epoch.
  public var learningRate: Double {
    configuration.learningRate.value(epoch: progress.epoch, of: configuration.epochs)
  }

  /// The weight of the divergence at the present step.
  public var beta: Double {
    let target = configuration.objective.beta
    guard configuration.warmUpEpochs > 0 else { return target }
    let passed = Double(progress.epoch) + Double(progress.stepInEpoch) / Double(stepsPerEpoch)
    return target * min(1, passed / configuration.warmUpEpochs)
  }

  /// Takes one step.
  ///
  /// - Returns: The sums over the epoch's images, if the step was the last of an epoch.
  /// - Throws: If the loss is not a number; the parameters then stand as before the step.
  public func step() throws(TrainingError) -> BoundTerms? {
    arrange()
    let first = progress.stepInEpoch * configuration.batch
    let count = min(configuration.batch, images.count - first)
    var objective = configuration.objective
    objective.beta = beta
    let stream = root.substream("step").substream(progress.step)
    evaluate(objective, UnsafeBufferPointer(rebasing: order[first..<first + count]), stream)

    for terms in shardTerms { progress.terms += terms }
    guard progress.terms.bound.isFinite else {
      throw TrainingError.diverged(epoch: progress.epoch + 1, step: progress.step + 1)
    }
    configuration.optimizer.step(
      parameters, gradients: shards.map(\.gradient), rate: learningRate, state: &optimizerState,
      threads: threads)

    progress.step += 1
    progress.stepInEpoch += 1
    guard progress.stepInEpoch == stepsPerEpoch else { return nil }
    let terms = progress.terms
    progress.epoch += 1
    progress.stepInEpoch = 0
    progress.terms = BoundTerms()
    return terms
  }

  /// Computes the gradient of the batch's mean, shard by shard.
  private func evaluate(
    _ objective: Objective, _ indices: UnsafeBufferPointer<Int>, _ stream: Philox
  ) {
    let (shards, model, images, parameters) = (shards, model, images, parameters)
    let binarization = configuration.binarization
    nonisolated(unsafe) let (indices, results) = (indices, shardTerms)
    let pieces = shards.count
    inParallel(pieces: pieces, threads: threads) { piece in
      let range = indices.count * piece / pieces..<indices.count * (piece + 1) / pieces
      let shard = shards[piece]
      guard !range.isEmpty else {
        shard.gradient.values.update(repeating: 0)
        results[piece] = BoundTerms()
        return
      }
      shard.fill(
        from: images, UnsafeBufferPointer(rebasing: indices[range]), binarization,
        using: stream.substream(piece))
      results[piece] = model.gradient(
        of: objective, count: range.count, unit: 1 / Double(indices.count), parameters,
        shard.workspace, into: shard.gradient)
    }
  }

  /// Shuffles the images when an epoch begins; Fisher and Yates.
  private func arrange() {
    guard orderedEpoch != progress.epoch else { return }
    var stream = root.substream("order").substream(progress.epoch)
    for index in order.indices { order[index] = index }
    for index in order.indices.reversed().dropLast() {
      // A uniform number below index + 1, up to 2⁻³²: the upper half of the product.
      order.swapAt(index, Int(stream.next().multipliedFullWidth(by: UInt64(index + 1)).high))
    }
    orderedEpoch = progress.epoch
  }
}
