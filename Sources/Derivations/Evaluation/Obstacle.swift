/// Why a step could not be given a meaning or a value: what the reader of the verdict is told.
public struct Obstacle: Error, Hashable, Sendable {
  /// What is not understood, naming the symbol.
  public var reason: String
  /// Where it stands; nowhere if it concerns the whole step.
  public var range: SourceRange
  /// The law without arguments that could be one of several, with what it could be; nil for any other obstacle.
  var ambiguity: Ambiguity?

  /// A bare law and the densities that it could stand for.
  struct Ambiguity: Hashable, Sendable {
    var law: String
    var readings: [Notation.Signature]
  }

  /// Makes the reason why a step is not decided.
  public init(_ reason: String, at range: SourceRange = .nowhere) {
    self.reason = reason
    self.range = range
  }

  /// The work that a step needs is more than what is allowed.
  static let tooMuchWork = Obstacle("too much work: the step needs more than is allowed for one")

  /// The bounds on the sides are too wide to tell them apart or to call them equal.
  static let tooWide = Obstacle("the integrals could not be evaluated closely enough")

  /// A side is not a number.
  static let noValue = Obstacle("the sides have no value that can be compared")

  /// An average over noise of what does not show the noise.
  static func noise(_ name: String) -> Obstacle {
    Obstacle("nothing says how what is averaged over \(name) depends on it")
  }

  /// A derivative is zero for want of any mention of what it is by.
  static func dependence(of name: String) -> Obstacle {
    Obstacle("nothing says how \(name) depends on what the derivative is by")
  }
}
