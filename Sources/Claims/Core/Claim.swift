/// A statement of the notes as a value: what it says, where it stands, and the checks that decide it.
public struct Claim: Sendable {
  /// The name by which it is called: `kl.diagonal-gaussian.closed-form`.
  public let id: String

  /// The canonical identity of the ledger that it belongs to: `C23`.
  public let identity: String

  /// One line in words.
  public let title: String

  /// The statement in LaTeX, as it holds.
  public let statement: String

  /// What the statement's names stand for, in words and LaTeX between dollar signs, where its notation does not say it.
  ///
  /// `vae-lab check` reads the setting and the statement as one document.
  public let setting: String?

  /// The condition under which it holds, if it needs one.
  public let condition: String?

  /// The ledger rows that it decides.
  public let rows: [String]

  /// Why it has no random witnesses, where it has none: a statement without a free parameter.
  public let singular: String?

  /// The comparisons, each with its variants.
  public let checks: [Check]

  /// Makes a claim; see `docs/contributing.md` for the five steps.
  public init(
    _ id: String, identity: String, title: String, statement: String, setting: String? = nil,
    condition: String? = nil, rows: [String], singular: String? = nil, checks: [Check]
  ) {
    self.id = id
    self.identity = identity
    self.title = title
    self.statement = statement
    self.setting = setting
    self.condition = condition
    self.rows = rows
    self.singular = singular
    self.checks = checks
  }

  /// Runs every check with its variants.
  ///
  /// - Returns: The evidence; a refuted claim is a value, never an exception.
  public func verify(in laboratory: Laboratory) -> ClaimResult {
    ClaimResult(
      claim: self,
      checks: checks.indices.map { checks[$0].run(in: laboratory, stream: stream($0)) })
  }

  /// The name of the random numbers of one check.
  package func stream(_ index: Int) -> String { "claim/\(id)/\(index)" }
}

/// A claim and what its checks found.
public struct ClaimResult: Sendable {
  /// The claim.
  public let claim: Claim

  /// One result a check.
  public let checks: [CheckResult]

  /// Whether every check supports the statement.
  public var holds: Bool { !checks.isEmpty && checks.allSatisfy { $0.statement.holds } }

  /// The variants of all checks.
  public var variants: [VariantResult] { checks.flatMap(\.variants) }

  /// The faults that were put in.
  public var mutants: [VariantResult] {
    variants.filter { if case .mutant = $0.role { true } else { false } }
  }

  /// What the sources wrote, read literally.
  public var written: [VariantResult] {
    variants.filter { if case .written = $0.role { true } else { false } }
  }

  /// Whether the statement holds and every variant came out as it must.
  public var isSound: Bool { holds && variants.allSatisfy(\.isAsExpected) }

  /// The finding of the statement that leaves the least margin.
  public var tightest: Finding? {
    Verdict(checks.compactMap { $0.statement.tightest }).tightest
  }
}
