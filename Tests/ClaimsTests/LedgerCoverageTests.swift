import Claims
import Numerics
import Testing

@Suite("What the claims cover of the ledger")
struct LedgerCoverageTests {
  @Test("Without claims every row is uncovered or not checkable")
  func nothing() {
    let coverage = Ledger.coverage(of: [])
    #expect(coverage.covered.isEmpty)
    #expect(coverage.uncovered.count == 263)
    #expect(coverage.notCheckable.count == 33)
    #expect(!coverage.isComplete)
  }

  @Test("Rows are found, named twice or unknown")
  func rows() {
    let coverage = Ledger.coverage(of: [
      claim("a", rows: ["S4-11", "S0-08", "S0-08"]), claim("b", rows: ["S0-08", "S9-99", "S0-01"]),
    ])
    #expect(coverage.covered.map(\.row.id) == ["S0-01", "S0-08", "S4-11"])
    #expect(coverage.covered.map(\.claims) == [["b"], ["a", "b"], ["a"]])
    #expect(coverage.unknown.map(\.claim) == ["b"])
    #expect(coverage.unknown.map(\.row) == ["S9-99"])
    #expect(coverage.uncovered.count == 261)
    #expect(coverage.notCheckable.count == 33)
  }

  @Test("One claim for every checkable row is complete, unless it names another")
  func complete() {
    let checkable = Ledger.rows.filter { $0.judgement != .notCheckable }.map(\.id)
    #expect(Ledger.coverage(of: [claim("all", rows: checkable)]).isComplete)
    #expect(!Ledger.coverage(of: [claim("all", rows: checkable + ["S9-99"])]).isComplete)
  }

  @Test("Only what numbers refute counts as refuted")
  func refutations() throws {
    let laboratory = try Laboratory()
    let claims = [
      claim("right", rows: ["S3-56"], [.written("S3-56", "p", "wrong") { _ in 2 }]),
      claim("weak", rows: ["S3-32"], [.written("S3-32", "p", "true after all") { _ in 1 }]),
      claim("broken", rows: ["S3-33"], [.written("S3-33", "p", "throws") { _ in throw Fault() }]),
      claim("astray", rows: ["S3-31"], [.written("S9-99", "p", "no such row") { _ in 2 }]),
      claim("if", rows: ["S1-26"], [.without(condition: "c", "outside") { _ in 2 }]),
      claim("ifs", rows: ["S0-03"], [.without(condition: "c", "outside") { _ in 2 }]),
      claim("mutant", rows: ["S3-59"], [.mutant("fault") { _ in 2 }]),
    ]
    let found = Ledger.refutations(in: Verification.run(claims, in: laboratory))
    #expect(found.errata.map(\.erratum) == Ledger.errata)
    #expect(found.unrefuted.count == 69)
    #expect(!found.unrefuted.contains { $0.id == "S3-56" })
    #expect(found.unknown.map(\.row) == ["S9-99"])

    let settled = found.errata.filter(\.isSettled)
    #expect(settled.map(\.erratum.id) == ["E14", "E34"])
    #expect(settled.map(\.holding) == [["if"], ["right"]])
    #expect(settled.flatMap(\.readings).map(\.row) == ["S1-26", "S3-56"])
    let densities = found.errata.first { $0.erratum.id == "E25" }
    #expect(densities?.holding == ["weak", "broken", "astray", "mutant"])
    #expect(densities?.readings.isEmpty == true)
  }

  private struct Fault: Error {}

  /// A claim that 1 = 1, put to the test with variants.
  private func claim(
    _ id: String, rows: [String], _ variants: [Variant<Formula<Int>>] = []
  ) -> Claim {
    Claim(
      id, identity: "C07", title: id, statement: "1 = 1", rows: rows,
      checks: [
        .equality(
          "one", on: { _ in [Subject("unit", 0)] }, routes: ("a literal", "another"),
          states: { _ in 1 }, equals: { _ in 1 }, variants: variants)
      ])
  }
}
