import Datasets
import Foundation
import Networks
import Reporting
import Tensors
import VAE

/// `vae-lab train`.
struct Train: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "train",
      abstract: "Train a variational autoencoder on images.",
      discussion: """
        Begins from a recipe; every other option replaces one of its settings. The folder of --out gets \
        checkpoint.safetensors (weights, optimiser and progress), best.safetensors (the weights of the best epoch \
        on the validation images, where there are any) and log.jsonl (a line an epoch). An interrupt saves first; \
        --resume goes on bit for bit, also after a crash. The same seed gives the same bits on any number of threads. \
        If the loss is no longer a number, training stops with status 64 and the last checkpoint stays.
        """,
      examples: [
        "vae-lab train --out runs/first",
        "vae-lab train --recipe flax --data binarized_mnist --out runs/flax",
        "vae-lab train --recipe burda --data mnist --validation 400 --out runs/burda",
        "vae-lab train --latent 2 --hidden 400,200 --beta 0.5 --epochs 30 --out runs/plane",
        "vae-lab train --out runs/first --epochs 20 --resume",
      ])
  }

  @Option(
    help: "The images; builtin ones are drawn by the program.", valueName: "source",
    completion: .files)
  var data: DataSource = .builtin

  @Option(help: "The folder of the run.", valueName: "folder", completion: .files)
  var out: String? = nil

  @Option(
    help:
      "The settings to begin from: flax (784-500-20-500-784, the default), pytorch-example, jaanli or burda; with --resume those of the checkpoint.",
    valueName: "name")
  var recipe: Recipe? = nil

  @Flag(help: "Go on from the folder's checkpoint.")
  var resume: Bool = false

  @Option(help: "The seed of weights, order, noise and pixels.", valueName: "n")
  var seed: UInt64? = nil

  @Option(help: "Passes through the images.", valueName: "n")
  var epochs: Count? = nil

  @Option(help: "Images a step.", valueName: "n")
  var batch: Count? = nil

  @Option(help: "Latent dimensions.", valueName: "n")
  var latent: Count? = nil

  @Option(
    help: "Hidden layers of the encoder, and reversed those of the decoder.", valueName: "widths")
  var hidden: Widths? = nil

  @Option(help: "Hidden layers of the decoder, where they differ.", valueName: "widths")
  var decoderHidden: Widths? = nil

  @Option(help: "The nonlinearity of the hidden layers.", valueName: "name")
  var activation: Activation? = nil

  @Option(help: "The decoder's law.", valueName: "law")
  var likelihood: Likelihood? = nil

  @Option(help: "What the encoder emits for the deviation of q(z|x).", valueName: "name")
  var posteriorScale: PosteriorScale? = nil

  @Option(
    help: "The bound: closed or sampled divergence, or importance-weighted.", valueName: "bound")
  var objective: Objective.Bound? = nil

  @Option(help: "The estimator of the encoder's gradient.", valueName: "name")
  var estimator: Objective.Estimator? = nil

  @Option(help: "Samples of z an image.", valueName: "n")
  var samples: SampleCount? = nil

  @Option(help: "The weight of the divergence.", valueName: "number")
  var beta: NonnegativeNumber? = nil

  @Option(help: "Epochs over which the weight of the divergence rises from 0.", valueName: "number")
  var warmUp: NonnegativeNumber? = nil

  @Option(
    help: "How pixels are read: as they are, by threshold, or drawn anew at every use.",
    valueName: "way")
  var binarization: Binarization? = nil

  @Option(help: "The law of the first weights.", valueName: "name")
  var initializer: Initializer? = nil

  @Option(help: "The rule that moves the weights.", valueName: "name")
  var optimizer: OptimizerName? = nil

  @Option(help: "The learning rate.", valueName: "number")
  var learningRate: NonnegativeNumber? = nil

  @Option(help: "How the learning rate changes.", valueName: "name")
  var schedule: ScheduleName? = nil

  @Option(help: "Epochs at which the rate is multiplied by --factor.", valueName: "epochs")
  var milestones: Milestones? = nil

  @Option(help: "The factor at each milestone.", valueName: "number")
  var factor: NonnegativeNumber? = nil

  @Option(help: "Decay of Adam's mean of gradients.", valueName: "number")
  var beta1: DecayRate? = nil

  @Option(help: "Decay of Adam's mean of squares.", valueName: "number")
  var beta2: DecayRate? = nil

  @Option(help: "What Adam or RMSprop adds to the root.", valueName: "number")
  var epsilon: NonnegativeNumber? = nil

  @Option(help: "Decay of RMSprop's means.", valueName: "number")
  var decay: DecayRate? = nil

  @Option(help: "Momentum of gradient descent.", valueName: "number")
  var momentum: DecayRate? = nil

  @Option(
    help: "Hold out so many images at the end of the training set and validate on them instead.",
    valueName: "n")
  var validation: Count? = nil

  @Option(help: "Stop after so many epochs without a better validation bound.", valueName: "n")
  var patience: Count? = nil

  @Option(help: "Seconds between checkpoints.", valueName: "number")
  var checkpointEvery: NonnegativeNumber? = nil

  @Option(
    help: "Also write the line of JSON an epoch to this file.", valueName: "file",
    completion: .files)
  var log: String? = nil

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Flag(help: "Write JSON.")
  var json: Bool = false

  func validate() throws(Failure) {
    guard out != nil else {
      throw Failure(.usage, "train: --out is missing; name the folder of the run")
    }
    if (milestones != nil || factor != nil), schedule != .milestones {
      throw Failure(.usage, "train: --milestones and --factor need --schedule milestones")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let folder = RunFolder(path: out ?? "")
    if folder.isBegun, !resume {
      throw Failure(
        .usage,
        "train: \(folder.path) holds a run already; add --resume to go on with it, or choose another folder"
      )
    }
    if resume, !folder.isBegun {
      throw Failure(
        .missingInput,
        "train: \(folder.path) holds no run to resume; leave --resume out to begin one")
    }
    let data = try data.load()
    let (images, held) = try split(data)
    let configuration = try settings(image: images.shape, folder)
    let run = TrainingRun(
      examples: images, validation: held, configuration: configuration, folder: folder,
      threads: threads?.value ?? ProcessInfo.processInfo.activeProcessorCount,
      patience: patience?.value, pause: checkpointEvery?.value ?? 30, copiesLogTo: log)
    return try TrainingSession(run: run, json: json, console: console).run(resumes: resume)
  }

  /// The images to train on, and those to validate with.
  private func split(_ data: Dataset) throws(Failure) -> (ImageSet, ImageSet?) {
    guard let validation else { return (data.train, data.validation) }
    let count = data.train.count - validation.value
    guard count > 0 else {
      throw Failure(
        .usage,
        "train: --validation \(validation.value) leaves none of the \(data.train.count) training images"
      )
    }
    return (data.train[0..<count], data.train[count..<data.train.count])
  }

  /// The recipe, or the settings of the checkpoint, with what the options replace.
  private func settings(
    image: ImageShape, _ folder: RunFolder
  ) throws -> TrainingConfiguration {
    var settings: TrainingConfiguration
    if resume, recipe == nil {
      settings = try TrainingCheckpoint<TrainingConfiguration>(path: folder.checkpoint)
        .configuration
    } else {
      settings = (recipe ?? .flax).configuration(image: image)
    }
    if let seed { settings.seed = seed }
    if let epochs { settings.epochs = epochs.value }
    if let batch { settings.batch = batch.value }
    if let binarization { settings.binarization = binarization }
    if let initializer { settings.initializer = initializer }
    if let warmUp { settings.warmUpEpochs = warmUp.value }
    replaceArchitecture(&settings.architecture)
    replaceObjective(&settings.objective)
    if optimizer != nil || beta1 != nil || beta2 != nil || epsilon != nil || decay != nil
      || momentum != nil
    {
      settings.optimizer = try changed(settings.optimizer)
    }
    if learningRate != nil || schedule != nil {
      settings.learningRate = changed(settings.learningRate)
    }
    if let contradiction = settings.objective.contradiction {
      throw Failure(.usage, "train: \(contradiction)")
    }
    if let obstacle = settings.architecture.obstacle { throw Failure(.usage, "train: \(obstacle)") }
    return settings
  }

  private func replaceArchitecture(_ architecture: inout Architecture) {
    if let latent { architecture.latent = latent.value }
    if let hidden {
      architecture.encoder = hidden.values
      architecture.decoder = hidden.values.reversed()
    }
    if let decoderHidden { architecture.decoder = decoderHidden.values }
    if let activation { architecture.activation = activation }
    if let likelihood { architecture.likelihood = likelihood }
    if let posteriorScale { architecture.posteriorScale = posteriorScale }
  }

  /// A sampled estimator without a bound means the sampled ELBO; several samples do not change the bound.
  private func replaceObjective(_ objective: inout Objective) {
    if let bound = self.objective { objective.bound = bound }
    if let estimator { objective.estimator = estimator }
    if let samples { objective.samples = samples.value }
    if let beta { objective.beta = beta.value }
  }

  private func changed(_ known: Optimizer) throws(Failure) -> Optimizer {
    var name = OptimizerName.adam
    var (first, second, small, square) = (0.9, 0.999, 1e-8, 0.0)
    var (fade, inertia) = (0.99, 0.0)
    switch known {
    case .adam(let beta1, let beta2, let epsilon, let initialSquare):
      (first, second, small, square) = (beta1, beta2, epsilon, initialSquare)
    case .rmsprop(let decay, let epsilon, let isCentered):
      name = isCentered ? .rmspropCentered : .rmsprop
      (fade, small) = (decay, epsilon)
    case .descent(let momentum):
      name = .sgd
      inertia = momentum
    }
    if let optimizer, optimizer != name { (name, square) = (optimizer, 0) }
    let foreign: [(Bool, String, Set<OptimizerName>)] = [
      (beta1 != nil, "--beta1", [.adam]), (beta2 != nil, "--beta2", [.adam]),
      (epsilon != nil, "--epsilon", [.adam, .rmsprop, .rmspropCentered]),
      (decay != nil, "--decay", [.rmsprop, .rmspropCentered]),
      (momentum != nil, "--momentum", [.sgd]),
    ]
    for (isGiven, option, owners) in foreign where isGiven && !owners.contains(name) {
      throw Failure(
        .usage, "train: \(option) is no setting of \(name.rawValue); choose another --optimizer")
    }
    switch name {
    case .adam:
      return .adam(
        beta1: beta1?.value ?? first, beta2: beta2?.value ?? second,
        epsilon: epsilon?.value ?? small, initialSquare: square)
    case .rmsprop, .rmspropCentered:
      return .rmsprop(
        decay: decay?.value ?? fade, epsilon: epsilon?.value ?? small,
        isCentered: name == .rmspropCentered)
    case .sgd:
      return .descent(momentum: momentum?.value ?? inertia)
    }
  }

  private func changed(_ known: LearningRate) -> LearningRate {
    let rate: Double
    var name = ScheduleName.constant
    switch known {
    case .constant(let value): rate = value
    case .cosine(let value): (rate, name) = (value, .cosine)
    case .milestones(let value, _, _): (rate, name) = (value, .milestones)
    case .burda: (rate, name) = (1e-3, learningRate == nil ? .burda : .constant)
    }
    let value = learningRate?.value ?? rate
    switch schedule ?? name {
    case .constant: return .constant(value)
    case .cosine: return .cosine(value)
    case .burda: return .burda
    case .milestones:
      guard milestones != nil || factor != nil else {
        if case .milestones(_, let epochs, let factor) = known {
          return .milestones(value, epochs: epochs, factor: factor)
        }
        return .constant(value)
      }
      return .milestones(value, epochs: milestones?.epochs ?? [], factor: factor?.value ?? 0.1)
    }
  }
}
