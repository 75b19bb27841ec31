import Networks
import VAE

/// What the settings of every run have in common, whatever it trains.
protocol StepSettings {
  var optimizer: Optimizer { get set }
  var learningRate: LearningRate { get set }
  var initializer: Initializer { get set }
  var batch: Int { get set }
  var epochs: Int { get set }
  var seed: UInt64 { get set }
}

extension TrainingConfiguration: StepSettings {}
extension QuantizedConfiguration: StepSettings {}
extension PriorConfiguration: StepSettings {}

/// Seed, length and first weights of a run.
struct StepArguments: ArgumentGroup {
  @Option(help: "The seed of weights, order, noise and pixels.", valueName: "n")
  var seed: UInt64? = nil

  @Option(help: "Passes through the images.", valueName: "n")
  var epochs: Count? = nil

  @Option(help: "Images a step.", valueName: "n")
  var batch: Count? = nil

  @Option(help: "The law of the first weights.", valueName: "name")
  var initializer: Initializer? = nil

  var optimizer = OptimizerArguments()

  var rate = RateArguments()

  /// Replaces what is given.
  func replace(_ settings: inout some StepSettings) throws(Failure) {
    if let seed { settings.seed = seed }
    if let epochs { settings.epochs = epochs.value }
    if let batch { settings.batch = batch.value }
    if let initializer { settings.initializer = initializer }
    try optimizer.replace(&settings.optimizer)
    rate.replace(&settings.learningRate)
  }
}
