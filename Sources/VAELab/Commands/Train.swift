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

  @Flag(help: "Go on from the folder's checkpoint.")
  var resume: Bool = false

  var step = StepArguments()

  var layers = LayerArguments()

  var autoencoder = AutoencoderArguments()

  var gaussian = GaussianArguments()

  var quantized = QuantizedArguments()

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
    switch try kind(of: folder) {
    case .gaussian:
      try refuse(quantized, "--model vq")
      let data = try data.load()
      return try train(try gaussianSettings(data.shape, folder), on: data, folder, console)
    case .vq:
      try refuse(gaussian, "--model gaussian")
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

  /// Refuses options that what is trained does not have.
  private func refuse(_ group: some ArgumentGroup, _ owner: String) throws(Failure) {
    guard let option = group.given.first else { return }
    throw Failure(.usage, "train: \(option) belongs to \(owner); leave it out, or ask for that")
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
