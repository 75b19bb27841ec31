import Foundation
import Networks
import Tensors

/// Everything that a training run needs to go on, or a command to use the model: weights, optimiser, progress.
///
/// In the file the weights stand under the names of their blocks, the optimiser's moments under
/// `optimizer.mean.…` and `optimizer.square.…`, and the rest as JSON in the metadata.
public struct TrainingCheckpoint<Task: TrainingTask>: Sendable {
  /// What is trained, and how.
  public var configuration: Task
  /// The checksum of the training images.
  public var data: String
  /// Where the run stands.
  public var progress: TrainingProgress
  /// The best validation until now.
  public var validation: TrainingValidation?
  /// The weights.
  public var parameters: Parameters<Float>
  /// The optimiser's memory; `nil` in a file that holds the weights alone.
  public var optimizerState: Optimizer.State<Float>?

  /// Creates a checkpoint.
  public init(
    configuration: Task, data: String, progress: TrainingProgress,
    validation: TrainingValidation?, parameters: Parameters<Float>,
    optimizerState: Optimizer.State<Float>?
  ) {
    self.configuration = configuration
    self.data = data
    self.progress = progress
    self.validation = validation
    self.parameters = parameters
    self.optimizerState = optimizerState
  }

  /// The model's shape.
  public var model: Task.Model { configuration.model }

  /// The content of the file.
  public var file: TensorFile {
    var file = TensorFile()
    file.metadata["format"] = Task.format.rawValue
    file.metadata["architecture"] = Self.text(configuration.architecture)
    file.metadata["configuration"] = Self.text(configuration)
    file.metadata["data"] = data
    file.metadata["progress"] = Self.text(progress)
    if let validation { file.metadata["validation"] = Self.text(validation) }
    append(parameters, as: "", to: &file)
    if let optimizerState {
      file.metadata["optimizer.steps"] = "\(optimizerState.steps)"
      append(optimizerState.mean, as: "optimizer.mean.", to: &file)
      append(optimizerState.square, as: "optimizer.square.", to: &file)
    }
    return file
  }

  private func append(
    _ parameters: Parameters<Float>, as prefix: String, to file: inout TensorFile
  ) {
    for block in parameters.layout.blocks {
      file.tensors.append(TensorFile.Tensor(prefix + block.name, parameters[block]))
    }
  }

  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // The values are numbers, names and lists: there is nothing that cannot be encoded.
    return (try? encoder.encode(value)).flatMap { String(data: $0, encoding: .utf8) } ?? ""
  }
}

extension TrainingCheckpoint {
  /// Reads a checkpoint and checks that all of it belongs together.
  ///
  /// - Throws: `CheckpointError` for a file that is missing, truncated, altered, foreign or of another architecture
  ///   than it says.
  public init(path: String) throws(CheckpointError) {
    let file = try CheckpointFile(path: path).read()
    guard file.metadata["format"] == Task.format.rawValue else {
      throw Task.format.refusal(of: file.metadata["format"], path)
    }
    func entry<Value: Decodable>(_ name: String, as: Value.Type) throws(CheckpointError) -> Value {
      guard let text = file.metadata[name],
        let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
      else {
        throw CheckpointError(
          .invalid, path, "has no readable entry \(name)", advice: "train the model again")
      }
      return value
    }
    configuration = try entry("configuration", as: Task.self)
    progress = try entry("progress", as: TrainingProgress.self)
    validation =
      file.metadata["validation"] == nil
      ? nil : try entry("validation", as: TrainingValidation.self)
    data = file.metadata["data"] ?? ""
    if let obstacle = configuration.obstacle {
      throw CheckpointError(.invalid, path, obstacle, advice: "train the model again")
    }
    let layout = configuration.model.layout
    parameters = try Self.read(layout, "", from: file, path)
    if let steps = file.metadata["optimizer.steps"].flatMap(Int.init) {
      let rule = Optimizer.State<Float>(configuration.optimizer, layout: layout)
      let mean = try Self.read(rule.mean.layout, "optimizer.mean.", from: file, path)
      let square = try Self.read(rule.square.layout, "optimizer.square.", from: file, path)
      optimizerState = Optimizer.State(mean: mean, square: square, steps: steps)
    } else {
      optimizerState = nil
    }
  }

  /// Reads the blocks of a layout; memory is taken only for what the file really holds.
  private static func read(
    _ layout: ParameterLayout, _ prefix: String, from file: TensorFile, _ path: String
  ) throws(CheckpointError) -> Parameters<Float> {
    for block in layout.blocks {
      guard let tensor = file[prefix + block.name] else {
        throw CheckpointError(
          .invalid, path, "lacks \(prefix + block.name), which its architecture has",
          advice: "train the model again")
      }
      guard tensor.shape == [block.rows, block.columns] else {
        throw CheckpointError(
          .invalid, path,
          "\(prefix + block.name) has shape \(tensor.shape), its architecture says \([block.rows, block.columns])",
          advice: "train the model again")
      }
    }
    let parameters = Parameters<Float>(layout)
    for block in layout.blocks {
      guard file[prefix + block.name]?.copy(into: parameters[block]) == true else {
        throw CheckpointError(
          .invalid, path, "\(prefix + block.name) does not hold single-precision numbers",
          advice: "train the model again")
      }
    }
    return parameters
  }
}

/// What a run has seen beside its training examples.
public struct TrainingValidation: Sendable, Equatable, Codable {
  /// The best bound an example on the validation set.
  public var best: Double
  /// The epoch after which it was measured.
  public var bestEpoch: Int
}
