/// Why training cannot begin or go on.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The configuration or the images do not go together.
  case unusable(String)
  /// The loss is no longer a number.
  case diverged(epoch: Int, step: Int)

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .unusable(let reason): reason
    case .diverged(let epoch, let step):
      "training diverged: the loss is not a number at step \(step), in epoch \(epoch); try a smaller learning rate"
    }
  }
}
