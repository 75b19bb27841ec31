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
public final class Trainer<Task: TrainingTask> {
  /// What is trained, and how.
  public let configuration: Task
  /// The model's shape.
  public let model: Task.Model
  /// The model's numbers.
  public let parameters: Parameters<Float>
  /// The optimiser's memory.
  public private(set) var optimizerState: Optimizer.State<Float>
  /// Where the run stands.
  public private(set) var progress: TrainingProgress

  private let examples: Task.Examples
  private let threads: Int
  private let root: Philox
  private let shards: [Task.Shard]
  private let shardTerms: UnsafeMutableBufferPointer<BoundTerms>
  private let order: UnsafeMutableBufferPointer<Int>
  private var orderedEpoch = -1

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - configuration: What is trained, and how.
  ///   - examples: The training examples.
  ///   - threads: How many threads work; the numbers do not depend on it.
  public convenience init(
    _ configuration: Task, examples: Task.Examples, threads: Int
  ) throws(TrainingError) {
    try Trainer.check(configuration, examples)
    let model = configuration.model
    let parameters = configuration.initialParameters(
      model, for: examples, threads: threads,
      using: Philox(seed: configuration.seed).substream("initialize"))
    try self.init(
      configuration, model, examples: examples, threads: threads, parameters: parameters,
      optimizerState: Optimizer.State(configuration.optimizer, layout: model.layout),
      progress: TrainingProgress())
  }

  /// Continues a run.
  public init(
    _ configuration: Task, _ model: Task.Model, examples: Task.Examples, threads: Int,
    parameters: Parameters<Float>, optimizerState: Optimizer.State<Float>,
    progress: TrainingProgress
  ) throws(TrainingError) {
    try Trainer.check(configuration, examples)
    self.configuration = configuration
    self.model = model
    self.examples = examples
    self.threads = threads
    self.parameters = parameters
    self.optimizerState = optimizerState
    self.progress = progress
    root = Philox(seed: configuration.seed)
    let (batch, samples) = (configuration.batch, configuration.samples)
    // Pieces of about 50 samples, few enough that adding their gradients is cheap.
    let count = min(max(batch * samples / 50, 1), min(batch, 8))
    shards = (0..<count).map { _ in
      configuration.shard(model, examples: (batch + count - 1) / count)
    }
    shardTerms = .allocate(capacity: count)
    shardTerms.initialize(repeating: BoundTerms())
    order = .allocate(capacity: examples.count)
    order.initialize(repeating: 0)
  }

  deinit {
    shardTerms.deallocate()
    order.deallocate()
  }

  /// Refuses settings and examples that do not go together.
  private static func check(
    _ configuration: Task, _ examples: Task.Examples
  ) throws(TrainingError) {
    if let reason = configuration.obstacle { throw .unusable(reason) }
    if examples.count == 0 { throw .unusable("there are no training images") }
    if let reason = configuration.obstacle(to: examples) { throw .unusable(reason) }
    if configuration.batch < 1 { throw .unusable("a batch needs at least one image") }
  }

  /// Steps of an epoch.
  public var stepsPerEpoch: Int {
    (examples.count + configuration.batch - 1) / configuration.batch
  }

  /// Whether all epochs are done.
  public var isFinished: Bool { progress.epoch >= configuration.epochs }

  /// The learning rate of the present epoch.
  public var learningRate: Double {
    configuration.learningRate.value(epoch: progress.epoch, of: configuration.epochs)
  }

  /// The weight of the divergence at the present step.
  public var beta: Double {
    configuration.beta(
      afterEpochs: Double(progress.epoch) + Double(progress.stepInEpoch) / Double(stepsPerEpoch))
  }

  /// Takes one step.
  ///
  /// - Returns: The sums over the epoch's examples, if the step was the last of an epoch.
  /// - Throws: If the loss is not a number; the parameters then stand as before the step.
  public func step() throws(TrainingError) -> BoundTerms? {
    arrange()
    let first = progress.stepInEpoch * configuration.batch
    let count = min(configuration.batch, examples.count - first)
    let stream = root.substream("step").substream(progress.step)
    evaluate(UnsafeBufferPointer(rebasing: order[first..<first + count]), stream)

    for terms in shardTerms { progress.terms += terms }
    guard progress.terms.bound.isFinite else {
      throw TrainingError.diverged(epoch: progress.epoch + 1, step: progress.step + 1)
    }
    configuration.optimizer.step(
      parameters, gradients: shards.map(\.gradient), rate: learningRate, state: &optimizerState,
      threads: threads)
    configuration.finishStep(
      model, parameters, optimizerState,
      shards.indices.map { (shards[$0], share(of: $0, in: count).count) }, using: stream)

    progress.step += 1
    progress.stepInEpoch += 1
    guard progress.stepInEpoch == stepsPerEpoch else { return nil }
    let terms = progress.terms
    progress.epoch += 1
    progress.stepInEpoch = 0
    progress.terms = BoundTerms()
    return terms
  }

  /// The part of a batch that a shard works on.
  private func share(of shard: Int, in count: Int) -> Range<Int> {
    count * shard / shards.count..<count * (shard + 1) / shards.count
  }

  /// Computes the gradient of the batch's mean, shard by shard.
  private func evaluate(_ indices: UnsafeBufferPointer<Int>, _ stream: Philox) {
    let (shards, model, examples, parameters) = (shards, model, examples, parameters)
    let (configuration, beta, unit) = (configuration, beta, 1 / Double(indices.count))
    let shares = shards.indices.map { share(of: $0, in: indices.count) }
    nonisolated(unsafe) let (indices, results) = (indices, shardTerms)
    inParallel(pieces: shards.count, threads: threads) { piece in
      let shard = shards[piece]
      guard !shares[piece].isEmpty else {
        shard.gradient.values.update(repeating: 0)
        results[piece] = BoundTerms()
        return
      }
      results[piece] = configuration.differentiate(
        model, UnsafeBufferPointer(rebasing: indices[shares[piece]]), of: examples, beta: beta,
        unit: unit, parameters, shard, using: stream.substream(piece))
    }
  }

  /// Shuffles the examples when an epoch begins; Fisher and Yates.
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
