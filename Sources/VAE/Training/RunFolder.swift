import Foundation

/// The folder of a training run.
public struct RunFolder: Sendable {
  /// The folder.
  public let path: String
  /// Whose files are meant.
  public let stage: TrainingStage

  /// Names a folder; nothing is read or written.
  public init(path: String, stage: TrainingStage = .model) {
    (self.path, self.stage) = (path, stage)
  }

  /// The state from which training goes on: `checkpoint.safetensors`.
  public var checkpoint: String { path + "/\(stage.prefix)checkpoint.safetensors" }
  /// The weights of the best epoch on the validation images: `best.safetensors`.
  public var best: String { path + "/\(stage.prefix)best.safetensors" }
  /// A line of JSON an epoch: `log.jsonl`.
  public var log: String { path + "/\(stage.prefix)log.jsonl" }

  /// Makes the folder if it is not there, and removes what killed runs left half-written in it.
  public func create() throws(CheckpointError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw CheckpointError(
        .inputOutput, path, "the folder cannot be made", advice: "choose another with --out")
    }
    for file in [checkpoint, best, log] { PartialFile.removeLeftovers(of: file) }
  }

  /// Whether a run has begun here.
  public var isBegun: Bool { FileManager.default.fileExists(atPath: checkpoint) }

  /// The model of the run: its best weights on the validation images, or the last.
  public func model<Task: TrainingTask>(
    of task: Task.Type, preferring choice: WeightChoice = .best
  ) throws(CheckpointError) -> TrainingCheckpoint<Task> {
    guard FileManager.default.fileExists(atPath: path) else {
      throw CheckpointError(
        .missing, path, "there is no such folder", advice: "train a model with `vae-lab train`")
    }
    let hasBest = FileManager.default.fileExists(atPath: best)
    return try TrainingCheckpoint(
      path: choice == .best && hasBest ? best : checkpoint)
  }
}

/// Which weights of a run are used.
public enum WeightChoice: String, Sendable, CaseIterable {
  /// Those with the best bound on the validation images, if there were any; else the last.
  case best
  /// The last.
  case last
}

/// What a run trains: a model, or the prior over the codes of one that is trained; its files begin with `prior-`.
public enum TrainingStage: String, Sendable, CaseIterable {
  /// The autoencoder.
  case model
  /// The law of its codes.
  case prior

  var prefix: String { self == .model ? "" : "prior-" }
}
