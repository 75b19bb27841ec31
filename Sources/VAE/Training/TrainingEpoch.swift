/// One epoch, as a line of the log.
public struct TrainingEpoch: Sendable, Equatable, Codable {
  /// The epoch, from 1.
  public var epoch: Int
  /// Steps taken in all.
  public var step: Int
  /// The bound, in nats an example, during the epoch.
  public var bound: Double
  /// log p(x|z), in nats an example.
  public var reconstruction: Double
  /// The divergence, in nats an example.
  public var kl: Double
  /// The weight of the divergence at the end of the epoch.
  public var beta: Double
  /// The learning rate.
  public var learningRate: Double
  /// The bound on the validation examples, if there are any.
  public var validation: Double?
  /// ‖z_e − z_q‖² an image, of a model that quantises.
  public var distance: Double?
  /// The perplexity of the codes at the end of the epoch, of a model that quantises.
  public var perplexity: Double?
  /// How long the epoch took, validation included.
  public var seconds: Double

  enum CodingKeys: String, CodingKey {
    case epoch, step, bound, reconstruction, kl, beta, validation, distance, perplexity, seconds
    case learningRate = "learning_rate"
  }

  /// Means over the examples of an epoch.
  init(
    _ progress: TrainingProgress, _ terms: BoundTerms, beta: Double, learningRate: Double,
    validation: Double?, usage: CodeUsage?, seconds: Double
  ) {
    let examples = Double(terms.examples)
    (epoch, step) = (progress.epoch, progress.step)
    bound = terms.bound / examples
    reconstruction = terms.reconstruction / examples
    kl = terms.divergence / examples
    distance = usage == nil ? nil : terms.distance / examples
    perplexity = usage?.perplexity
    (self.beta, self.learningRate, self.validation) = (beta, learningRate, validation)
    self.seconds = seconds
  }
}

/// How a run ended.
public enum TrainingEnd: String, Sendable, Codable {
  /// All epochs are done.
  case finished
  /// The validation bound had not improved for as many epochs as were allowed.
  case stoppedEarly = "stopped-early"
  /// The run was asked to stop; it can go on.
  case interrupted
}
