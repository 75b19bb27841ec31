import Datasets
import VAE

/// A model of either kind.
enum EitherModel {
  case gaussian(GaussianModel)
  case quantized(QuantizedModel)

  /// Reads the model of a run, whatever its kind.
  ///
  /// - Throws: `CheckpointError`.
  init(_ folder: String, weights: WeightChoice) throws {
    let kind = try? CheckpointFormat(path: RunFolder(path: folder).checkpoint)
    self =
      kind == .quantized
      ? .quantized(try TrainedModel(folder, weights: weights))
      : .gaussian(try TrainedModel(folder, weights: weights))
  }
}

/// Which trained model.
struct ModelArguments: ArgumentGroup {
  @Argument(help: "The folder of the trained model.", valueName: "folder", completion: .files)
  var run: String

  @Option(
    help: "Which weights: those best on the validation images, or the last.", valueName: "weights")
  var weights: WeightChoice = .best

  /// Reads a model of a kind.
  ///
  /// - Throws: `CheckpointError`, also where the folder holds another kind.
  func load<Task: AutoencoderTask>() throws -> TrainedModel<Task> {
    try TrainedModel(run, weights: weights)
  }

  /// Reads the model, whatever its kind.
  ///
  /// - Throws: `CheckpointError`.
  func loadEither() throws -> EitherModel {
    try EitherModel(run, weights: weights)
  }
}

/// Which images.
struct ImageArguments: ArgumentGroup {
  @Option(
    help: "The images: builtin, or a folder of IDX or PNG files.", valueName: "source",
    completion: .files)
  var data: DataSource = .builtin

  @Option(help: "Which part of the images.", valueName: "part")
  var part: DatasetPart = .test

  /// Reads the images and checks that a model can take them.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - most: Only the first so many; all if `nil`.
  ///   - command: Whose name begins a failure's line.
  /// - Throws: `DatasetError`; `Failure` where shapes differ or there is no such part.
  func load<Task>(
    for model: TrainedModel<Task>, most: Int? = nil, command: String
  ) throws -> ModelImages {
    let source = try ModelImages(data, part: part, most: most, command: command)
    try model.check(source.images.shape, of: source.data, command: command)
    return source
  }
}

/// Which law of the codes of a VQ-VAE.
struct PriorArguments: ArgumentGroup {
  @Option(
    help:
      "Of a VQ-VAE: the law of the codes; learned if not given and one is trained, else uniform.",
    valueName: "law")
  var prior: PriorChoice? = nil
}

extension ArgumentGroup {
  /// Refuses the arguments of the group where they mean nothing.
  ///
  /// - Parameter reason: What follows the argument in the line of the failure.
  func refuse(_ command: String, _ reason: String) throws(Failure) {
    guard let option = given.first else { return }
    throw Failure(.usage, "\(command): \(option) \(reason)")
  }
}
