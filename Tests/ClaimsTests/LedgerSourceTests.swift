import Claims
import Testing

/// Where the ledger's own document is at hand, the rows as values agree with it.
@Suite("The ledger as values and as a document")
struct LedgerSourceTests {
  private static let path = "claims/ledger.md"

  @Test(
    "Rows agree in name, line, judgement and identities",
    .enabled(if: SharedData.has(path), "needs ../shared/claims/ledger.md"))
  func rows() throws {
    let pattern =
      /^\| (?<id>S[0-4]-\d\d) \| L(?<line>\d+) .*? \| \*\*(?<judgement>[A-Z-]+)\*\*.*? \| (?<rest>.*)$/
    let identities = /^\[(C[C\d ]*)\]/
    let parsed = try lines().compactMap { line -> Row? in
      guard let match = line.wholeMatch(of: pattern) else { return nil }
      let names = match.rest.firstMatch(of: identities)?.1.split(separator: " ").map(String.init)
      return Row(
        id: String(match.id), line: Int(match.line), judgement: String(match.judgement),
        identities: names ?? [])
    }
    #expect(parsed.count == 296)
    #expect(
      parsed
        == Ledger.rows.map {
          Row(
            id: $0.id, line: $0.line, judgement: name($0.judgement), identities: $0.identities)
        })
  }

  @Test(
    "Each identity decides the rows that the document lists under it",
    .enabled(if: SharedData.has(path), "needs ../shared/claims/ledger.md"))
  func identities() throws {
    let pattern = /^\| (?<id>C\d\d) \| .* \| (?<rows>[S\d, -]+) \|$/
    let parsed = try lines().compactMap { line in
      line.wholeMatch(of: pattern).map { match in
        [String(match.id)] + match.rows.split(separator: ", ").map(String.init)
      }
    }
    #expect(parsed == Ledger.identities.map { [$0.id] + $0.rows.map(\.id) })
  }

  @Test(
    "Errata correct the rows that the document says",
    .enabled(if: SharedData.has(path), "needs ../shared/claims/ledger.md"))
  func errata() throws {
    let pattern = /^\| (?<id>E\d\d)†? \| (?<rows>[S\d, -]+) \| .*$/
    let parsed = try lines().compactMap { line in
      line.wholeMatch(of: pattern).map { match in
        [String(match.id)] + match.rows.split(separator: ", ").map(String.init)
      }
    }
    #expect(parsed == Ledger.errata.map { [$0.id] + $0.rows })
  }

  private struct Row: Equatable {
    let id: String
    let line: Int?
    let judgement: String
    let identities: [String]
  }

  private func lines() throws -> [Substring] {
    try SharedData.text(Self.path).split(whereSeparator: \.isNewline)
  }

  private func name(_ judgement: LedgerRow.Judgement) -> String {
    switch judgement {
    case .holds: "HOLDS"
    case .holdsUnderCondition: "HOLDS-WITH-CONDITION"
    case .sloppy: "TYPO-OR-SLOPPY"
    case .wrong: "FALSE"
    case .openQuestion: "OPEN-QUESTION"
    case .notCheckable: "NOT-CHECKABLE"
    }
  }
}
