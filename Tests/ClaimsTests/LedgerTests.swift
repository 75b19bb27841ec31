import Claims
import Testing

@Suite("The ledger")
struct LedgerTests {
  @Test(
    "Each note has as many rows of each judgement as the ledger's table counts",
    arguments: [
      ("000", [24, 8, 5, 0, 1, 4]),
      ("001", [37, 17, 6, 2, 1, 10]),
      ("002", [22, 8, 3, 1, 0, 6]),
      ("003", [28, 11, 18, 23, 2, 3]),
      ("004", [17, 16, 6, 6, 1, 10]),
    ])
  func counts(source: String, expected: [Int]) {
    let rows = Ledger.rows.filter { $0.source == source }
    #expect(judgements.map { judgement in rows.count { $0.judgement == judgement } } == expected)
  }

  @Test("In all there are 296 rows: 128, 60, 38, 32, 5 and 33")
  func totals() {
    #expect(Ledger.rows.count == 296)
    #expect(
      judgements.map { judgement in Ledger.rows.count { $0.judgement == judgement } }
        == [128, 60, 38, 32, 5, 33])
  }

  @Test("Rows are numbered without a gap, note by note, and are found by their names")
  func numbering() {
    let names = [42, 73, 40, 85, 56].enumerated().flatMap { note, count in
      (1...count).map { "S\(note)-\($0 < 10 ? "0" : "")\($0)" }
    }
    #expect(Ledger.rows.map(\.id) == names)
    for row in Ledger.rows { #expect(Ledger.row(row.id) == row) }
    #expect(Ledger.row("S0-43") == nil)
  }

  @Test("There are 55 identities, and every one that a row names is among them")
  func identities() {
    let known = Ledger.identities.map(\.id)
    #expect(known == (1...55).map { "C\($0 < 10 ? "0" : "")\($0)" })
    for row in Ledger.rows {
      #expect(Set(row.identities).isSubset(of: known), "\(row.id)")
      #expect(Set(row.identities).count == row.identities.count, "\(row.id)")
      #expect(!row.identities.isEmpty || row.judgement == .notCheckable, "\(row.id)")
    }
    for identity in Ledger.identities { #expect(!identity.rows.isEmpty, "\(identity.id)") }
  }

  @Test("A row has a reason if, and only if, it is not checkable")
  func reasons() {
    for row in Ledger.rows {
      #expect((row.judgement == .notCheckable) == (row.reason != nil), "\(row.id)")
      #expect(row.reason != "", "\(row.id)")
    }
  }

  @Test("Every text is there, on one line, with its formulas closed")
  func texts() {
    var texts = Ledger.rows.flatMap { [$0.section, $0.statement, $0.reason ?? "–"] }
    texts += Ledger.errata.flatMap { [$0.written, $0.right] }
    texts += Ledger.openQuestions.flatMap { [$0.question, $0.answer] }
    texts += Ledger.identities.flatMap { [$0.title, "$\($0.statement)$"] }
    for text in texts {
      #expect(!text.isEmpty && !text.contains("\n"), "\(text)")
      let parts = text.split(separator: "$", omittingEmptySubsequences: false)
      #expect(parts.count % 2 == 1, "\(text)")
      for (index, part) in parts.enumerated() {
        // A command of LaTeX belongs between dollar signs, and its braces match there.
        let isFormula = index % 2 == 1
        #expect(isFormula || !part.contains("\\"), "\(text)")
        let open = part.count { $0 == "{" }
        #expect(!isFormula || open == part.count { $0 == "}" }, "\(text)")
      }
    }
  }

  @Test("The errata correct every false or sloppy row, and two conditional ones")
  func errata() {
    #expect(Ledger.errata.map(\.id) == (1...52).map { "E\($0 < 10 ? "0" : "")\($0)" })
    let corrected = Ledger.errata.flatMap(\.rows)
    #expect(Set(corrected).count == corrected.count)
    for row in Ledger.rows {
      let isWrong = [.wrong, .sloppy].contains(row.judgement)
      #expect(!isWrong || corrected.contains(row.id), "\(row.id)")
    }
    let others = corrected.filter { row in
      ![.wrong, .sloppy].contains(Ledger.row(row)?.judgement)
    }
    #expect(others == ["S1-66", "S1-26"])
    for erratum in Ledger.errata { #expect(erratum.written != erratum.right) }
  }

  @Test("Each open question has its answer")
  func openQuestions() {
    let asked = Ledger.rows.filter { $0.judgement == .openQuestion }.map(\.id)
    #expect(Ledger.openQuestions.map(\.row) == asked)
    #expect(Set(Ledger.openQuestions.map(\.answer)).count == asked.count)
  }

  /// In the order of the ledger's table.
  private let judgements: [LedgerRow.Judgement] = [
    .holds, .holdsUnderCondition, .sloppy, .wrong, .openQuestion, .notCheckable,
  ]
}
