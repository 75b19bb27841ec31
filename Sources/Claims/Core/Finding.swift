/// Something a statement is tested on, with the name that reports show.
public struct Subject<Value: Sendable>: Sendable {
  /// The name: `W-LG` for a fixed witness, `linear-gaussian 7` for a random one.
  public let name: String

  /// The model, law or number itself.
  public let value: Value

  /// Whether it was drawn at random (and so counts towards the fifty of each claim).
  public let isRandom: Bool

  /// Names a value as a subject.
  public init(_ name: String, _ value: Value, isRandom: Bool = false) {
    self.name = name
    self.value = value
    self.isRandom = isRandom
  }
}

/// The evidence found on one subject.
public struct Finding: Sendable, Equatable, Encodable {
  /// The name of the subject.
  public let subject: String

  /// Whether the subject was drawn at random.
  public let isRandom: Bool

  /// What was found.
  public let evidence: Evidence

  /// Records the evidence found on a subject.
  public init(subject: String, isRandom: Bool, evidence: Evidence) {
    self.subject = subject
    self.isRandom = isRandom
    self.evidence = evidence
  }
}

/// Everything that one formula left behind on the subjects of its check.
public struct Verdict: Sendable, Equatable {
  /// One finding a subject, the fixed ones first.
  public let findings: [Finding]

  /// Collects findings.
  public init(_ findings: [Finding]) { self.findings = findings }

  /// Whether there is evidence, and all of it supports the formula.
  public var holds: Bool { !findings.isEmpty && findings.allSatisfy { $0.evidence.holds } }

  /// Whether at least one subject contradicts the formula; a computation that broke down contradicts nothing.
  public var isRefuted: Bool { findings.contains { $0.evidence.refutes } }

  /// How many subjects contradict the formula.
  public var refutations: Int { findings.count { $0.evidence.refutes } }

  /// The finding that leaves the least margin.
  public var tightest: Finding? {
    findings.max { Verdict.rank($0.evidence) < Verdict.rank($1.evidence) }
  }

  /// The first finding that contradicts the formula: the counterexample, on a fixed witness where one sees it.
  public var counterexample: Finding? { findings.first { $0.evidence.refutes } }

  /// NaN ranks above everything.
  private static func rank(_ evidence: Evidence) -> Double {
    evidence.strain.isNaN ? .infinity : evidence.strain
  }
}
