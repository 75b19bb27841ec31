import Distributions

/// A vector of coordinates in memory that the caller lends.
public typealias Coordinates = UnsafeMutableBufferPointer<Double>

/// F(φ) = E f(x) for a discrete x whose law has the logits φ: an objective whose gradient in φ is wanted.
///
/// x is a vector of one coordinate a logit: the D bits of Bernoulli latents, or a category as a one-hot vector. In
/// both cases the law is an exponential family in φ: the score is x − E x, and the covariance of x is the Jacobian
/// of E x. f extends smoothly to the box (or simplex) that the states span, for the estimators that relax x.
public protocol DiscreteProblem: Sendable {
  /// The name by which it is called.
  static var name: String { get }

  /// φ, shape `[width]`.
  var logits: [Double] { get }

  /// E x, shape `[width]`.
  var probabilities: [Double] { get }

  /// f(x), at a state or between states.
  func value(_ x: Coordinates) -> Double

  /// ∇f(x), at a state or between states.
  func slope(_ x: Coordinates, into slope: Coordinates)

  // MARK: Law

  /// How many states x has.
  var stateCount: Int { get }

  /// Writes the state of an index in `0..<stateCount`.
  func setState(_ index: Int, in x: Coordinates)

  /// The probability of the state of an index.
  func probability(ofState index: Int) -> Double

  /// Draws a state.
  func sample(into x: Coordinates, using generator: inout Philox)

  // MARK: Relaxation

  /// The noise that makes `threshold(φ + noise)` a draw of x, from a uniform number in (0, 1).
  func noise(_ uniform: Double) -> Double

  /// The state that perturbed logits select.
  func threshold(_ scores: Coordinates, into x: Coordinates)

  /// The point between states that perturbed logits give at a temperature.
  func relax(_ scores: Coordinates, temperature: Double, into x: Coordinates)

  /// Multiplies a slope in x by the Jacobian of the relaxation (at temperature 1) where it has the value x.
  ///
  /// At x = E x this is the covariance of the law.
  func pullBack(_ slope: Coordinates, at x: Coordinates, into result: Coordinates)
}

extension DiscreteProblem {
  /// How many logits there are.
  @inlinable public var width: Int { logits.count }

  /// `logit`, or `logit-1`, `logit-2`, … where there are several.
  public var parameters: [String] {
    width == 1 ? ["logit"] : (1...width).map { "logit-\($0)" }
  }

  /// Calls a function with borrowed vectors of `width` coordinates.
  @inlinable public func withScratch<Result>(
    _ vectors: Int, _ body: (Scratch) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, vectors * width)) { memory in
      memory.initialize(repeating: 0)
      return body(Scratch(memory, width: width))
    }
  }

  /// f at the state of an index.
  public func value(atState index: Int) -> Double {
    withScratch(1) { scratch in
      setState(index, in: scratch[0])
      return value(scratch[0])
    }
  }
}

/// Vectors of one width, side by side in borrowed memory.
public struct Scratch {
  @usableFromInline internal let memory: Coordinates
  @usableFromInline internal let width: Int

  /// Cuts memory into vectors.
  @inlinable public init(_ memory: Coordinates, width: Int) {
    self.memory = memory
    self.width = width
  }

  /// The vector of an index.
  @inlinable public subscript(index: Int) -> Coordinates {
    Coordinates(rebasing: memory[(index * width)..<((index + 1) * width)])
  }

  /// The vectors after the first `count`.
  @inlinable public func dropping(_ count: Int) -> Scratch {
    Scratch(Coordinates(rebasing: memory[(count * width)...]), width: width)
  }
}
