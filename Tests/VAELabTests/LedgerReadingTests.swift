import Claims
import Derivations
import Testing

/// The second implementation of each claim: its statement, as it is shown, through the reader of derivations.
///
/// What the notation of a statement leaves open, its setting says; where neither does, the reader says what it does not know.
/// It must never say that what the numbers support is false, nor that what they refute holds.
@Suite("The ledger through the reader of derivations")
struct LedgerReadingTests {
  /// The steps of a statement, checked as a document of its own, with those of its setting apart.
  private static func steps(
    of statement: String, in setting: String? = nil
  ) throws -> (setting: [CheckedStep], statement: [CheckedStep]) {
    let text = (setting.map { "\($0)\n\n" } ?? "") + "$$\n\(statement)\n$$\n"
    let document = try Document(name: "ledger.md", bytes: Array(text.utf8))
    let last = document.formulas.count - 1
    let steps = Report(checking: document).steps
    return (steps.filter { $0.formula < last }, steps.filter { $0.formula == last })
  }

  /// What the reader makes of a claim.
  private struct Reading {
    let id: String
    let setting, statement: [CheckedStep]

    var steps: [CheckedStep] { setting + statement }

    /// Whether every step is decided.
    var isWhole: Bool {
      !statement.isEmpty && steps.allSatisfy { $0.finding.verdict != .notUnderstood }
    }

    /// Whether the statement is found to be true; definitions alone say nothing that could agree.
    var agrees: Bool {
      isWhole && statement.contains { [.proved, .holds].contains($0.finding.verdict) }
        && !steps.contains { [.refuted, .conditional].contains($0.finding.verdict) }
    }
  }

  private static let claims: [Reading] = Catalogue.claims.map { claim in
    let steps = try? steps(of: claim.statement, in: claim.setting)
    return Reading(
      id: claim.id, setting: steps?.setting ?? [], statement: steps?.statement ?? [])
  }

  /// The formulas between dollar signs of the rows with a judgement.
  private static func formulas(_ judgements: Set<LedgerRow.Judgement>) -> [(id: String, String)] {
    Ledger.rows.filter { judgements.contains($0.judgement) }.flatMap { row in
      row.statement.split(separator: "$", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { (row.id, String($0.element)) }
    }
  }

  @Test("No statement of a claim is called false")
  func claimsAreNotRefuted() {
    for claim in Self.claims {
      for step in claim.steps where step.finding.verdict == .refuted {
        Issue.record(
          "\(claim.id): \(step.left) \(step.relation) \(step.right): \(step.finding.reason)")
      }
    }
  }

  @Test("No canonical identity is called false")
  func identitiesAreNotRefuted() throws {
    for identity in Ledger.identities {
      for step in try Self.steps(of: identity.statement).statement
      where step.finding.verdict == .refuted {
        Issue.record("\(identity.id): \(step.left) \(step.relation) \(step.right)")
      }
    }
  }

  @Test("No formula of a row that holds is called false")
  func rowsThatHoldAreNotRefuted() throws {
    for (id, formula) in Self.formulas([.holds]) {
      for step in try Self.steps(of: formula).statement where step.finding.verdict == .refuted {
        Issue.record("\(id): \(step.left) \(step.relation) \(step.right)")
      }
    }
  }

  @Test("No formula of a row that is false is said to hold")
  func wrongRowsDoNotHold() throws {
    for (id, formula) in Self.formulas([.wrong]) {
      let steps = try Self.steps(of: formula).statement
      // A chain may well begin with a true step: 0 ≤ q ≤ 1.
      let holds = steps.allSatisfy { $0.finding.verdict == .holds || $0.finding.verdict == .proved }
      #expect(steps.isEmpty || !holds, "\(id): \(formula)")
    }
  }

  /// Statements that the reader does not decide in full, each with the reason.
  private static let undecided: [String: String] = [
    "autoencoder.scale.range": "what a program computes in single precision",
    "code.blocks": "the lengths of a best code, which no formula gives",
    "code.discretisation": "a limit",
    "decoder.mixture-approximates": "a law given as an integral, and O(…)",
    "decoder.pushforward": "the inverse of a distribution function",
    "gradient.variance.doubly-reparameterized.order": "derivatives that its setting gives in words",
    "gradient.variance.relaxed-coupling":
      "a derivative by what no name stands for, and every coupling",
  ]

  @Test(
    "Every statement agrees with the check that is written by hand, but for those with a reason")
  func claimsAgree() {
    let others = Self.claims.filter { !$0.agrees }.map(\.id)
    #expect(Set(others) == Set(Self.undecided.keys))
  }
}
