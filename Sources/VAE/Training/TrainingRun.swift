import Datasets
import Distributions
import Foundation
import Networks
import Tensors

/// A whole training run in its folder: epochs, validation, log, checkpoints, and going on after an end of any kind.
///
/// The checkpoint is written every `pause` seconds, after the last epoch, and when the run is asked to stop.
/// When it is written changes no number: a run that was killed ends with the same bits as one that was not.
public struct TrainingRun: Sendable {
  /// One epoch, as a line of the log.
  public struct Epoch: Sendable, Equatable, Codable {
    /// The epoch, from 1.
    public var epoch: Int
    /// Steps taken in all.
    public var step: Int
    /// The bound, in nats an image, during the epoch.
    public var bound: Double
    /// log p(x|z), in nats an image.
    public var reconstruction: Double
    /// The divergence, in nats an image.
    public var kl: Double
    /// The weight of the divergence at the end of the epoch.
    public var beta: Double
    /// The learning rate.
    public var learningRate: Double
    /// The bound on the validation images, if there are any.
    public var validation: Double?
    /// How long the epoch took, validation included.
    public var seconds: Double

    enum CodingKeys: String, CodingKey {
      case epoch, step, bound, reconstruction, kl, beta, validation, seconds
      case learningRate = "learning_rate"
    }
  }

  /// How a run ended.
  public enum End: String, Sendable, Codable {
    /// All epochs are done.
    case finished
    /// The validation bound had not improved for as many epochs as were allowed.
    case stoppedEarly = "stopped-early"
    /// The run was asked to stop; it can go on.
    case interrupted
  }

  /// The training images.
  public var images: ImageSet
  /// The images that decide which weights are best, and when to stop.
  public var validation: ImageSet?
  /// What is trained, and how.
  public var configuration: TrainingConfiguration
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
    images: ImageSet, validation: ImageSet?, configuration: TrainingConfiguration,
    folder: RunFolder, threads: Int, patience: Int? = nil, pause: Double = 30,
    copiesLogTo: String? = nil
  ) {
    self.images = images
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
    (images.count + configuration.batch - 1) / configuration.batch
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
    onStep: (TrainingProgress) -> Void = { _ in }, onEpoch: (Epoch) -> Void = { _ in }
  ) throws -> (end: End, model: TrainingCheckpoint) {
    try folder.create()
    let fingerprint = images.checksum
    var (trainer, best) = try start(resumes: resumes, fingerprint)
    let logs = try [folder.log, copiesLogTo].compactMap(\.self).map {
      try EpochLog($0, keepingEpochs: trainer.progress.epoch)
    }
    onStart(trainer.progress)
    func checkpoint() -> TrainingCheckpoint {
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
        let bound = validation.map { validate(trainer, on: $0) }
        if let bound, bound.isFinite, bound > best?.best ?? -.infinity {
          best = .init(best: bound, bestEpoch: trainer.progress.epoch)
          var weights = checkpoint()
          weights.optimizerState = nil
          try CheckpointFile(path: folder.best).write(weights.file)
        }
        let images = Double(terms.examples)
        let epoch = Epoch(
          epoch: trainer.progress.epoch, step: trainer.progress.step, bound: terms.bound / images,
          reconstruction: terms.reconstruction / images, kl: terms.divergence / images, beta: beta,
          learningRate: rate, validation: bound, seconds: (.now - began) / .seconds(1))
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
  ) throws -> (Trainer, TrainingCheckpoint.Validation?) {
    guard resumes, folder.isBegun else {
      return (try Trainer(configuration, images: images, threads: threads), nil)
    }
    let checkpoint = try TrainingCheckpoint(path: folder.checkpoint)
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
      configuration, checkpoint.model, images: images, threads: threads,
      parameters: checkpoint.parameters, optimizerState: state, progress: checkpoint.progress)
    return (trainer, checkpoint.validation)
  }

  /// The ELBO an image of the validation set, with the same noise every time.
  private func validate(_ trainer: Trainer, on images: ImageSet) -> Double {
    trainer.model.elbo(
      of: images, trainer.parameters,
      binarization: configuration.binarization, threads: threads,
      using: Philox(seed: configuration.seed).substream("validation")
    ).bound / Double(images.count)
  }
}
