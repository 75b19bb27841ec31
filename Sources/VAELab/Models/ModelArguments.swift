import Tensors
import VAE
import Networks

extension Recipe: ArgumentValue {}
extension Binarization: ArgumentValue {}
extension PosteriorScale: ArgumentValue {}
extension Initializer: ArgumentValue {}
extension Objective.Bound: ArgumentValue {}
extension Objective.Estimator: ArgumentValue {}
extension WeightChoice: ArgumentValue {}
extension TrainingStage: ArgumentValue {}

extension Activation: ArgumentValue {
  /// A case's name.
  public init?(argument: String) {
    guard let value = Activation.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = value
  }

  /// The list of names.
  public static var expectation: String { "one of " + allArguments.joined(separator: ", ") }

  /// The cases' names.
  public static var allArguments: [String] { allCases.map { "\($0)" } }
}

extension Likelihood: ArgumentValue {
  /// A likelihood's name.
  public init?(argument: String) { self.init(rawValue: argument) }

  /// The names.
  public static var expectation: String {
    "bernoulli, gaussian:VARIANCE, gaussian-learned or gaussian-diagonal"
  }

  /// The name.
  public var argument: String { rawValue }
}

/// The widths of hidden layers: `500`, `200,200`, or `none` for a linear network.
public struct Widths: ArgumentValue, Sendable, Equatable {
  /// The numbers of the layers.
  public let values: [Int]

  /// Whole numbers from 1 to 65536, separated by commas.
  public init?(argument: String) {
    if argument == "none" {
      values = []
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.allSatisfy({ ($0 ?? 0) >= 1 && ($0 ?? 0) <= 65536 }), parts.count <= 64 else {
      return nil
    }
    values = parts.compactMap(\.self)
  }

  /// What an error asks for.
  public static var expectation: String {
    "layer widths separated by commas, such as 200,200, or none"
  }

  /// The numbers.
  public var argument: String {
    values.isEmpty ? "none" : values.map(String.init).joined(separator: ",")
  }
}

/// A finite number from 0 up.
public struct NonnegativeNumber: ArgumentValue, Sendable, Equatable {
  /// The number.
  public let value: Double

  /// A decimal number.
  public init?(argument: String) {
    guard let value = Double(argument), value >= 0, value.isFinite else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a number from 0 up" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// A decay rate: from 0 up, below 1.
public struct DecayRate: ArgumentValue, Sendable, Equatable {
  /// The number.
  public let value: Double

  /// A decimal number.
  public init?(argument: String) {
    guard let value = Double(argument), value >= 0, value < 1 else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a number from 0 up, below 1" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// Which optimiser.
public enum OptimizerName: String, ArgumentValue, Sendable, CaseIterable {
  /// Adam.
  case adam
  /// RMSprop.
  case rmsprop
  /// RMSprop with the mean subtracted from the second moment.
  case rmspropCentered = "rmsprop-centered"
  /// Gradient descent with momentum.
  case sgd
}

/// How the learning rate changes.
public enum ScheduleName: String, ArgumentValue, Sendable, CaseIterable {
  /// Not at all.
  case constant
  /// Half a cosine to zero.
  case cosine
  /// By a factor at `--milestones`.
  case milestones
  /// Burda's eight stages, which name their own rates.
  case burda
}

/// Epochs at which the learning rate changes: `30,60`.
public struct Milestones: ArgumentValue, Sendable, Equatable {
  /// The epochs, from 1.
  public let epochs: [Int]

  /// Increasing whole numbers separated by commas.
  public init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let epochs = parts.compactMap(\.self)
    guard epochs.count == parts.count, epochs.allSatisfy({ $0 >= 1 }),
      zip(epochs, epochs.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    self.epochs = epochs
  }

  /// What an error asks for.
  public static var expectation: String { "increasing epochs separated by commas, such as 30,60" }

  /// The epochs.
  public var argument: String { epochs.map(String.init).joined(separator: ",") }
}
