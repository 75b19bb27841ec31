import Numerics

/// What is found about a step.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// It follows by the rules that are listed.
  case proved
  /// It holds on every witness that was tried.
  case holds
  /// It fails on a witness.
  case refuted = "false"
  /// It holds under a condition and fails without.
  case conditional
  /// It gives a name or a law; there is nothing to decide.
  case definition
  /// It could not be decided, for the reason given.
  case notUnderstood = "not-understood"
}

/// The verdict on a step with its evidence.
public struct Finding: Hashable, Sendable {
  /// The verdict.
  public var verdict: Verdict
  /// Why, in one sentence without a full stop: the condition, what is not understood, what the witness shows.
  public var reason: String
  /// The rules of the proof or of the interpretation, in words.
  public var rules: [String]
  /// The model on which the values were computed; nil where nothing was computed.
  public var witness: WitnessReport?
  /// What is probably meant, where an edit makes the step true on fresh witnesses.
  public var suggestion: Suggestion?
  /// Where the obstacle stands; nowhere if it concerns the whole step.
  public var range: SourceRange

  /// Makes a finding.
  public init(
    _ verdict: Verdict, _ reason: String = "", rules: [String] = [], witness: WitnessReport? = nil,
    suggestion: Suggestion? = nil, range: SourceRange = .nowhere
  ) {
    self.verdict = verdict
    self.reason = reason
    self.rules = rules
    self.witness = witness
    self.suggestion = suggestion
    self.range = range
  }
}

extension Finding {
  /// The condition of what is true of probabilities and not of densities.
  static let discreteOnly = "only for discrete variables"

  /// Whether the step fails on densities of general laws, so that densities of one form that it holds for prove nothing.
  var isOfProbabilities: Bool { reason.hasSuffix(Self.discreteOnly) }
}

/// A witness model and the values of both sides on it.
public struct WitnessReport: Hashable, Sendable {
  /// The seed: with the same step it gives the same model and values.
  public var seed: UInt64
  /// The family in words.
  public var family: String
  /// The values of free variables and quantities, by name.
  public var setting: [String: Double]
  /// The value of the left side.
  public var left: Double
  /// The value of the right side.
  public var right: Double
  /// The bound on the error of the difference.
  public var bound: Double
  /// On how many models the two sides were compared.
  public var models: Int
}

/// An edit that makes a false step true.
public struct Suggestion: Hashable, Sendable {
  /// What is edited, in words: "the arguments of the divergence are exchanged".
  public var words: String
  /// The left side after the edit.
  public var left: Expression
  /// The relation after the edit.
  public var relation: Relation
  /// The right side after the edit.
  public var right: Expression
}
