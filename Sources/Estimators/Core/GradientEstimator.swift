import Distributions

/// What an estimator promises, before any draw.
public struct Contract: Sendable, Equatable {
  /// The name by which it is called: `score-mean-baseline`.
  public let name: String

  /// One line for people.
  public let summary: String

  /// Whether its mean differs from the gradient in general.
  public let isBiased: Bool

  /// Evaluations of f (or of its derivative) that one draw costs.
  public let evaluations: Double

  /// States a contract.
  public init(_ name: String, _ summary: String, isBiased: Bool = false, evaluations: Double = 1) {
    self.name = name
    self.summary = summary
    self.isBiased = isBiased
    self.evaluations = evaluations
  }
}

/// An unbiased (or openly biased) stochastic gradient of E_q[f(z)], bound to its problem.
///
/// One draw gives one number a parameter. All estimators are written in one order: contract, estimate, cost,
/// variance note.
public protocol GradientEstimator: Sendable {
  /// What it promises.
  var contract: Contract { get }

  /// The names of the parameters, in the order of a row: `mean`, `deviation`, or `logit`, ….
  var parameters: [String] { get }

  /// Fills a block with draws, row by row: shape `[draws, parameters.count]`.
  ///
  /// - Precondition: The block holds whole rows.
  func fill(_ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox)
}
