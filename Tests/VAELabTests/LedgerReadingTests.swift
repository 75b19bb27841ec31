import Claims
import Derivations
import Testing

/// The second implementation of each claim: its statement, as it is shown, through the reader of derivations.
///
/// A statement may lean on names that its title and its condition explain; the reader then says what it does not know.
/// It must never say that what the numbers support is false, nor that what they refute holds.
@Suite("The ledger through the reader of derivations")
struct LedgerReadingTests {
  /// What the ledger's names stand for, wherever a statement does not say so itself.
  private static let notation = #"""
    $$
    \mathcal{L}(x) := \mathbb{E}_{q(z|x)}\left[\log p(x,z) - \log q(z|x)\right], \quad
    \mathrm{ELBO} := \mathbb{E}_{q(z|x)}\left[\log p(x,z) - \log q(z|x)\right]
    $$

    """#

  /// The steps of a statement, checked behind the notation.
  private static func steps(of statement: String) throws -> [CheckedStep] {
    let text = notation + "$$\n\(statement)\n$$\n"
    let document = try Document(name: "ledger.md", bytes: Array(text.utf8))
    return Report(checking: document).steps.filter { $0.formula > 0 }
  }

  /// The steps of every claim's statement, by its id.
  private static let claims: [(id: String, steps: [CheckedStep])] = Catalogue.claims.map {
    ($0.id, (try? steps(of: $0.statement)) ?? [])
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
    for (id, steps) in Self.claims {
      for step in steps where step.finding.verdict == .refuted {
        Issue.record("\(id): \(step.left) \(step.relation) \(step.right): \(step.finding.reason)")
      }
    }
  }

  @Test("No canonical identity and no row that holds is called false")
  func identitiesAreNotRefuted() throws {
    let identities = Ledger.identities.map { (id: $0.id, $0.statement) }
    for (id, formula) in identities + Self.formulas([.holds]) {
      for step in try Self.steps(of: formula) where step.finding.verdict == .refuted {
        Issue.record("\(id): \(step.left) \(step.relation) \(step.right): \(step.finding.reason)")
      }
    }
  }

  /// Rows that are wrong in their notes, and whose formulas by themselves are true, each with what is wrong.
  private static let trueAsFormulas: [String: String] = [:]

  @Test("No formula of a row that is false is said to hold")
  func wrongRowsDoNotHold() throws {
    for (id, formula) in Self.formulas([.wrong]) where Self.trueAsFormulas[id] == nil {
      for step in try Self.steps(of: formula) {
        let verdict = step.finding.verdict
        #expect(verdict != .holds && verdict != .proved, "\(id): \(formula)")
      }
    }
  }

  /// Statements that are no relations between formulas, or in a notation that the reader refuses, each with the reason.
  private static let unread: [String: String] = [:]

  @Test("Every statement is read, but for those with a reason")
  func claimsAreRead() {
    for (id, steps) in Self.claims where Self.unread[id] == nil {
      #expect(!steps.isEmpty && steps.allSatisfy { !$0.relation.isEmpty }, "\(id)")
    }
  }

  @Test("Most of what is read is decided")
  func claimsAreDecided() {
    let steps = Self.claims.flatMap(\.steps)
    let decided = steps.count { $0.finding.verdict != .notUnderstood }
    #expect(Double(decided) >= 0.4 * Double(steps.count), "\(decided) of \(steps.count)")
  }
}
