import Distributions
import Networks
import Tensors

/// Room for some images of a batch, and their part of the gradient.
public struct PriorShard: TrainingShard {
  let workspace: PriorWorkspace<Float>
  /// ∂loss/∂parameters.
  public let gradient: Parameters<Float>
}

// How a prior is trained: by maximum likelihood of the codes.
extension PriorConfiguration: TrainingTask {
  /// The format of its checkpoints.
  public static var format: CheckpointFormat { .prior }

  /// The model.
  public var model: CodePrior { CodePrior(architecture) }

  /// One.
  public var samples: Int { 1 }

  /// Why there can be no such run.
  public var obstacle: String? {
    if let obstacle = architecture.obstacle { return obstacle }
    return (0..<1).contains(dropout)
      ? nil : "the share that dropout leaves out must be from 0 up to but not including 1"
  }

  /// Why it cannot be on these codes.
  public func obstacle(to table: CodeTable) -> String? {
    if table.positions != architecture.positions || table.codes != architecture.codes {
      return
        "the prior is over \(architecture.positions) positions of \(architecture.codes) codes, the data have \(table.positions) of \(table.codes)"
    }
    return table.model == autoencoder ? nil : "the codes are those of another autoencoder"
  }

  /// By the initialiser; the outputs begin at the frequencies of the codes.
  public func initialParameters(
    _ model: CodePrior, for table: CodeTable, threads: Int, using generator: Philox
  ) -> Parameters<Float> {
    model.initialParameters(initializer, frequenciesOf: table, using: generator)
  }

  /// A workspace and a gradient.
  public func shard(_ model: CodePrior, examples: Int) -> PriorShard {
    PriorShard(
      workspace: PriorWorkspace(model, examples: examples, drops: dropout > 0),
      gradient: Parameters(model.layout))
  }

  /// Reads the codes and differentiates −log p.
  public func differentiate(
    _ model: CodePrior, _ indices: UnsafeBufferPointer<Int>, of table: CodeTable, beta: Double,
    unit: Double, _ parameters: Parameters<Float>, _ shard: PriorShard, using generator: Philox
  ) -> BoundTerms {
    table.copy(indices, into: shard.workspace.codes.start)
    shard.workspace.drop(Dropout(rate: dropout), using: generator.substream("dropout"))
    return model.gradient(
      count: indices.count, unit: unit, parameters, shard.workspace, into: shard.gradient)
  }

  /// log p(k).
  public func bound(
    _ model: CodePrior, of table: CodeTable, _ parameters: Parameters<Float>, threads: Int
  ) -> Double {
    model.logLikelihoods(of: table, parameters, threads: threads).reduce(0, +)
      / Double(table.count)
  }
}
