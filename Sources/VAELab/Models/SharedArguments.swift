import Datasets
import VAE

/// Which trained model.
struct ModelArguments: ArgumentGroup {
  @Argument(help: "The folder of the trained model.", valueName: "folder", completion: .files)
  var run: String

  @Option(
    help: "Which weights: those best on the validation images, or the last.", valueName: "weights")
  var weights: WeightChoice = .best

  /// Reads the model.
  ///
  /// - Throws: `CheckpointError`.
  func load() throws -> TrainedModel { try TrainedModel(run, weights: weights) }
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
  func load(for model: TrainedModel, most: Int? = nil, command: String) throws -> ModelImages {
    let source = try ModelImages(data, part: part, most: most, command: command)
    try model.check(source.images.shape, of: source.data, command: command)
    return source
  }
}
