import Foundation
import Networks
import Tensors

/// A whole training run in its folder: epochs, validation, log, checkpoints, and going on after an end of any kind.
///
/// The checkpoint is written every `pause` seconds, after the last epoch, and when the run is asked to stop.
/// When it is written changes no number: a run that was killed ends with the same bits as one that was not.
public struct TrainingRun<Task: TrainingTask>: Sendable {
  /// The training examples.
  public var examples: Task.Examples
  /// The examples that decide which weights are best, and when to stop.
  public var validation: Task.Examples?
  /// What is trained, and how.
  public var configuration: Task
  /// Where everything is kept.
  public var folder: RunFolder
  /// Threads that work.
  public var threads: Int
  /// Epochs without improvement on the validation images after which training stops; `nil` for all epochs.
  public var patience: Int?
  /// Seconds between checkpoints.
  public var pause: Double
  /// A second place for the log.
  public var copiesLogTo: String?

  /// Describes a run; nothing begins.
  public init(
    examples: Task.Examples, validation: Task.Examples?, configuration: Task,
    folder: RunFolder, threads: Int, patience: Int? = nil, pause: Double = 30,
    copiesLogTo: String? = nil
  ) {
    self.examples = examples
    self.validation = validation
    self.configuration = configuration
    self.folder = folder
    self.threads = threads
    self.patience = patience
    self.pause = pause
    self.copiesLogTo = copiesLogTo
  }

  /// Steps of an epoch.
  public var stepsPerEpoch: Int {
    (examples.count + configuration.batch - 1) / configuration.batch
  }

  /// Trains, from the beginning or from the folder's checkpoint.
  ///
  /// - Parameters:
  ///   - resumes: Whether the run goes on from the folder's checkpoint, where there is one.
  ///   - isStopped: Asked after every step; `true` saves and ends the run.
  ///   - onStart: Told where the run stands before the first step.
  ///   - onStep: Told the trainer's progress after every step.
  ///   - onEpoch: Told every epoch that is completed.
  /// - Returns: How the run ended, and the model.
  /// - Throws: `TrainingError` if the loss is not a number any more (the last checkpoint stays), `CheckpointError` if a
  ///   file cannot be read or written.
  public func run(
    resumes: Bool, isStopped: () -> Bool = { false },
    onStart: (TrainingProgress) -> Void = { _ in },
    onStep: (TrainingProgress) -> Void = { _ in }, onEpoch: (TrainingEpoch) -> Void = { _ in }
  ) throws -> (end: TrainingEnd, model: TrainingCheckpoint<Task>) {
    try folder.create()
    let fingerprint = examples.checksum
    var (trainer, best) = try start(resumes: resumes, fingerprint)
    let logs = try [folder.log, copiesLogTo].compactMap(\.self).map {
      try EpochLog($0, keepingEpochs: trainer.progress.epoch)
    }
    onStart(trainer.progress)
    func checkpoint() -> TrainingCheckpoint<Task> {
      TrainingCheckpoint(
        configuration: configuration, data: fingerprint, progress: trainer.progress,
        validation: best, parameters: trainer.parameters, optimizerState: trainer.optimizerState)
    }
    func save() throws {
      guard trainer.parameters.values.allSatisfy(\.isFinite) else {
        throw TrainingError.diverged(epoch: trainer.progress.epoch + 1, step: trainer.progress.step)
      }
      try CheckpointFile(path: folder.checkpoint).write(checkpoint().file)
    }
    func isExhausted() -> Bool {
      guard let patience, let best else { return false }
      return trainer.progress.epoch - best.bestEpoch >= patience
    }

    if !trainer.isFinished, !(resumes && folder.isBegun) { try save() }
    var saved = ContinuousClock.now
    var began = ContinuousClock.now
    while !trainer.isFinished, !isExhausted() {
      let (rate, beta) = (trainer.learningRate, trainer.beta)
      if let terms = try trainer.step() {
        let bound = validation.map { held in
          configuration.bound(
            trainer.model, of: held, trainer.parameters, threads: threads)
        }
        if let bound, bound.isFinite, bound > best?.best ?? -.infinity {
          best = .init(best: bound, bestEpoch: trainer.progress.epoch)
          var weights = checkpoint()
          weights.optimizerState = nil
          try CheckpointFile(path: folder.best).write(weights.file)
        }
        let epoch = TrainingEpoch(
          trainer.progress, terms, beta: beta, learningRate: rate, validation: bound,
          usage: configuration.usage(trainer.model, trainer.parameters),
          seconds: (.now - began) / .seconds(1))
        for log in logs { try log.append(epoch) }
        onEpoch(epoch)
        began = .now
      }
      onStep(trainer.progress)
      let stops = isStopped()
      if stops || .now - saved >= .seconds(pause) {
        try save()
        saved = .now
      }
      if stops { return (.interrupted, checkpoint()) }
    }
    try save()
    return (isExhausted() && !trainer.isFinished ? .stoppedEarly : .finished, checkpoint())
  }

  /// The trainer of a new run, or of the folder's.
  private func start(
    resumes: Bool, _ fingerprint: String
  ) throws -> (Trainer<Task>, TrainingValidation?) {
    guard resumes, folder.isBegun else {
      return (try Trainer(configuration, examples: examples, threads: threads), nil)
    }
    let checkpoint = try TrainingCheckpoint<Task>(path: folder.checkpoint)
    var known = checkpoint.configuration
    known.epochs = configuration.epochs
    guard known == configuration else {
      throw CheckpointError(
        .invalid, folder.checkpoint, "was made with other settings",
        advice: "repeat the command that began it, or choose another folder with --out")
    }
    guard checkpoint.data == fingerprint else {
      throw CheckpointError(
        .invalid, folder.checkpoint, "was trained on other images",
        advice: "give the data it began with, or choose another folder with --out")
    }
    guard let state = checkpoint.optimizerState else {
      throw CheckpointError(
        .invalid, folder.checkpoint, "holds weights without the optimiser's state",
        advice: "train again without --resume")
    }
    let trainer = try Trainer(
      configuration, checkpoint.model, examples: examples, threads: threads,
      parameters: checkpoint.parameters, optimizerState: state, progress: checkpoint.progress)
    return (trainer, checkpoint.validation)
  }
}
