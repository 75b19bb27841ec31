import Datasets
import Foundation
import Reporting
import VAE

/// `vae-lab train`.
struct Train: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "train",
      abstract: "Train a variational autoencoder on images.",
      discussion: """
        Begins from the settings of a model, or of a recipe; every other option replaces one of them. --model vq \
        trains a VQ-VAE: every image has --positions codes out of one codebook of --codes. In its table the distance is \
        ‖z - e‖² an image between what the encoder emits and the codes chosen, and the perplexity says to how many \
        equally likely codes their use amounts.

        --stage prior then trains, on the codes of the same images, a masked network for the law of an image's codes, \
        one position after the other: sample draws from it, and evaluate tells the bits that it spends. Its files \
        begin with prior-, its table says how likely the codes are and what they cost.

        The folder of --out gets \
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
        "vae-lab train --model vq --data mnist --positions 16 --codes 64 --out runs/vq",
        "vae-lab train --stage prior --data mnist --epochs 20 --out runs/vq",
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
      "A VAE with Gaussian latents, or a VQ-VAE; with --resume that of the checkpoint, else gaussian if not given.",
    valueName: "kind")
  var model: ModelKind? = nil

  @Option(
    help: "The autoencoder, or the prior over the codes of the VQ-VAE that --out holds.",
    valueName: "stage")
  var stage: TrainingStage = .model

  @Flag(help: "Go on from the folder's checkpoint.")
  var resume: Bool = false

  var step = StepArguments()

  var layers = LayerArguments()

  var autoencoder = AutoencoderArguments()

  var gaussian = GaussianArguments()

  var quantized = QuantizedArguments()

  var prior = PriorTrainingArguments()

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
    try step.rate.validate()
  }

  func run(in console: Console) throws -> ExitStatus {
    let folder = RunFolder(path: out ?? "", stage: stage)
    if folder.isBegun, !resume {
      throw Failure(
        .usage,
        "train: \(folder.path) holds a \(stage == .model ? "run" : "prior") already; add --resume to go on with it, or choose another folder"
      )
    }
    if resume, !folder.isBegun {
      throw Failure(
        .missingInput,
        "train: \(folder.path) holds no \(stage == .model ? "run" : "prior") to resume; leave --resume out to begin one"
      )
    }
    guard stage == .model else { return try trainPrior(folder, console) }
    try prior.refuse("train", "belongs to --stage prior; leave it out, or ask for that")
    switch try kind(of: folder) {
    case .gaussian:
      try quantized.refuse("train", "belongs to --model vq; leave it out, or ask for that")
      let data = try data.load()
      return try train(try gaussianSettings(data.shape, folder), on: data, folder, console)
    case .vq:
      try gaussian.refuse("train", "belongs to --model gaussian; leave it out, or ask for that")
      let data = try data.load()
      return try train(try quantizedSettings(data.shape, folder), on: data, folder, console)
    }
  }

  /// What is asked for; else what the folder holds.
  private func kind(of folder: RunFolder) throws -> ModelKind {
    if let model { return model }
    guard resume, try CheckpointFormat(path: folder.checkpoint) == .quantized else {
      return .gaussian
    }
    return .vq
  }

  /// The settings of a recipe or of the checkpoint, with what the options replace.
  private func gaussianSettings(
    _ image: ImageShape, _ folder: RunFolder
  ) throws -> TrainingConfiguration {
    var settings =
      resume && gaussian.recipe == nil
      ? try TrainingCheckpoint<TrainingConfiguration>(path: folder.checkpoint).configuration
      : (gaussian.recipe ?? .flax).configuration(image: image)
    try step.replace(&settings)
    autoencoder.replace(&settings.architecture, layers)
    if let binarization = autoencoder.binarization { settings.binarization = binarization }
    gaussian.replace(&settings)
    return settings
  }

  private func quantizedSettings(
    _ image: ImageShape, _ folder: RunFolder
  ) throws -> QuantizedConfiguration {
    var settings =
      resume
      ? try TrainingCheckpoint<QuantizedConfiguration>(path: folder.checkpoint).configuration
      : QuantizedConfiguration(image: image)
    try step.replace(&settings)
    autoencoder.replace(&settings.architecture, layers)
    if let binarization = autoencoder.binarization { settings.binarization = binarization }
    quantized.replace(&settings)
    return settings
  }

  /// Trains the law of the codes that the folder's VQ-VAE gives the images it was trained on.
  private func trainPrior(_ folder: RunFolder, _ console: Console) throws -> ExitStatus {
    let reason = "is no setting of --stage prior; leave it out"
    for group in [autoencoder, gaussian, quantized] as [any ArgumentGroup] {
      try group.refuse("train", reason)
    }
    guard model != .gaussian else {
      throw Failure(.usage, "train: --model gaussian has no codes; --stage prior needs a VQ-VAE")
    }
    let trained = try QuantizedModel(folder.path, weights: .best)
    let (images, held) = try split(try data.load())
    try trained.check(images.shape, of: data.argument, command: "train")
    guard images.checksum == trained.checkpoint.data else {
      throw Failure(
        .badData,
        "train: the model in \(folder.path) was not trained on these images of \(data.argument); give the --data and --validation that it was trained with"
      )
    }
    let workers = threads?.value ?? ProcessInfo.processInfo.activeProcessorCount
    let codes = trained.checkpoint.codes(of: images, threads: workers)
    let settings = try priorSettings(codes, folder)
    if let obstacle = settings.obstacle { throw Failure(.usage, "train: \(obstacle)") }
    return try train(
      settings, on: codes, held.map { trained.checkpoint.codes(of: $0, threads: workers) },
      folder, console)
  }

  private func priorSettings(
    _ codes: CodeTable, _ folder: RunFolder
  ) throws -> PriorConfiguration {
    var settings =
      resume
      ? try TrainingCheckpoint<PriorConfiguration>(path: folder.checkpoint).configuration
      : PriorConfiguration(
        architecture: PriorArchitecture(positions: codes.positions, codes: codes.codes),
        autoencoder: codes.model)
    try step.replace(&settings)
    if let hidden = layers.hidden { settings.architecture.hidden = hidden.values }
    if let activation = layers.activation { settings.architecture.activation = activation }
    if let dropout = prior.dropout { settings.dropout = dropout.value }
    return settings
  }

  private func train<Task: ToldTask>(
    _ settings: Task, on data: Dataset, _ folder: RunFolder, _ console: Console
  ) throws -> ExitStatus where Task.Examples == ImageSet {
    if let obstacle = settings.obstacle { throw Failure(.usage, "train: \(obstacle)") }
    let (images, held) = try split(data)
    return try train(settings, on: images, held, folder, console)
  }

  private func train<Task: ToldTask>(
    _ settings: Task, on examples: Task.Examples, _ held: Task.Examples?, _ folder: RunFolder,
    _ console: Console
  ) throws -> ExitStatus {
    let run = TrainingRun(
      examples: examples, validation: held, configuration: settings, folder: folder,
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
}
