import Claims
import Distributions
import Foundation
import Numerics
import Reporting
import Testing
import VAELab

/// Reports on claims made up here, with numbers that never change.
@Suite("Reports")
struct ReportTests {
  private static let plain = Palette(isColoured: false)

  private struct Breakdown: Error, CustomStringConvertible {
    var description: String { "gsl_integration_qag: maximum number of subdivisions reached" }
  }

  /// States that the value is its own square root's square, near enough.
  private static func check(
    _ name: String, variants: [Variant<Claims.Formula<Double>>] = [],
    states left: @escaping Claims.Formula<Double> = { Bounded($0, error: 1e-12) }
  ) -> Check {
    .equality(
      name,
      on: { _ in [Subject("W-A", 2), Subject("W-B", 0.5), Subject("drawn 1", 3, isRandom: true)] },
      routes: ("the number itself", "the square of its root"),
      states: left, equals: { Bounded($0, error: 3e-12) }, variants: variants)
  }

  private static let sound = Claim(
    "numbers.square", identity: "C01", title: "A number is the square of its root",
    statement: #"x = \left(\sqrt{x}\right)^2"#, condition: "x is not negative",
    rows: ["T0-01", "T1-02"],
    checks: [
      check(
        "square of the root",
        variants: [
          .mutant("square dropped", from: "a shipped bug") { Bounded(exactly: $0.squareRoot()) },
          .mutant("square doubled") { Bounded(exactly: 2 * $0) },
          .written("T1-02", #"x = 2\sqrt{x}"#, "twice the root") {
            Bounded(exactly: 2 * $0.squareRoot())
          },
          .without(condition: "x is not negative", "x negated") { Bounded(exactly: -$0) },
          .equivalent("the other root") { Bounded($0, error: 1e-13) },
        ])
    ])

  private static let refuted = Claim(
    "numbers.wrong", identity: "C02", title: "A number exceeds itself", statement: "x = x + 1",
    rows: ["T0-02"],
    checks: [check("one more", states: { Bounded($0 + ($0 > 1 ? 1 : 0), error: 0) })])

  private static let broken = Claim(
    "numbers.broken", identity: "C03", title: "A quadrature that stops", statement: "x = ?",
    rows: ["T1-01"], checks: [check("no number", states: { _ in throw Breakdown() })])

  private static let blind = Claim(
    "numbers.blind", identity: "C04", title: "A check that sees nothing", statement: "x = x",
    rows: [],
    checks: [
      check("nothing", variants: [.mutant("no fault at all") { Bounded(exactly: $0) }])
    ])

  /// States that a sampler has mean 0.
  private static func statistical(
    _ id: String, _ sampler: @escaping Sampler<Int>
  ) -> Claim {
    Claim(
      id, identity: "C05", title: "A mean of 0", statement: #"\mathbb{E}[x] = 0"#, rows: [],
      checks: [
        .mean(
          "mean", on: { _ in (1...4).map { Subject("subject \($0)", $0) } }, draws: 400,
          against: "symmetry", of: sampler, equals: { _ in Bounded(exactly: 0) })
      ])
  }

  private static let rows = [
    LedgerRow("T0-01", line: 3, section: "Roots", "$x = (\\sqrt{x})^2$", .holdsUnderCondition),
    LedgerRow("T0-02", line: 5, section: "Roots", "a number exceeds itself", .holds),
    LedgerRow("T1-01", line: 1, section: "Aims", "an integral exists", .holds),
    LedgerRow("T1-02", line: 2, section: "Aims", "$x = 2\\sqrt{x}$", .wrong),
    LedgerRow(
      "T1-03", line: 4, section: "Aims", "numbers are pleasant", .notCheckable, reason: "opinion"),
    LedgerRow("T1-04", line: 9, section: "Aims", "nobody looked at this", .holds),
  ]

  private func survey(_ claims: [Claim], isComplete: Bool = true) throws -> Survey {
    let results = Verification.run(claims, in: try Laboratory())
    return Survey(
      results: results, rows: Self.rows, isComplete: isComplete, seed: 7, seconds: 1.25)
  }

  @Test("The table of a run, wide and narrow")
  func table() throws {
    let survey = try survey([Self.sound, Self.refuted, Self.broken, Self.blind])
    #expect(!survey.holds)
    let table = VerifyTable(survey)
    try expectGolden(table.text(width: nil, palette: Self.plain), "verify-table.txt")
    let narrow = table.text(width: 90, palette: Self.plain)
    for line in narrow.split(separator: "\n") { #expect(line.displayWidth <= 90) }
    try expectGolden(narrow, "verify-table-90.txt")
    let colour = table.text(width: 90, palette: Palette(isColoured: true))
    #expect(colour.contains("\u{1B}[31;1mrefuted\u{1B}[0m"))
  }

  @Test("A run holds only if claims, variants and coverage are as they must be")
  func verdict() throws {
    #expect(try survey([Self.sound], isComplete: false).holds)
    #expect(try !survey([Self.sound], isComplete: true).holds)
    #expect(try !survey([Self.blind], isComplete: false).holds)
    #expect(try !survey([Self.broken], isComplete: false).holds)
    #expect(try !survey([], isComplete: false).holds)
  }

  @Test("One claim at length, and the mutants")
  func sheets() throws {
    let survey = try survey([Self.sound, Self.refuted, Self.broken, Self.blind])
    let results = Verification.run([Self.sound, Self.broken], in: try Laboratory())
    let sheets = results.map { ClaimSheet($0).text(width: 100, palette: Self.plain) }
    try expectGolden(sheets.joined(separator: "\n"), "claim-sheet.txt")
    try expectGolden(
      VariantTable(survey).text(width: nil, palette: Self.plain), "variant-table.txt")
  }

  @Test("The JSON of a run")
  func json() throws {
    let survey = try survey([Self.sound, Self.broken])
    try expectGolden(try JSON.text(VerifyDocument(survey)), "verify.json")
  }

  @Test("Errata with the reading that fails and the one that holds")
  func errata() throws {
    let results = Verification.run([Self.sound, Self.refuted], in: try Laboratory())
    let errata = [
      Erratum("E01", rows: ["T1-02"], written: "$x = 2\\sqrt{x}$", right: "$x = (\\sqrt{x})^2$"),
      Erratum("E02", rows: ["T0-02"], written: "a number exceeds itself", right: "it does not"),
    ]
    let report = ErrataReport(errata, results: results, seconds: 0.5)
    #expect(!report.holds)
    try expectGolden(report.text(width: 80, palette: Self.plain), "errata.txt")
    try expectGolden(try JSON.text(report), "errata.json")
    #expect(ErrataReport([errata[0]], results: [results[0]], seconds: 0).holds)
  }

  private struct Document: Decodable {
    struct Claim: Decodable {
      struct Evidence: Decodable { let kind: String }
      struct Mutant: Decodable {
        let fault: String
        let rejected: Bool
      }
      let id, title, statement: String
      let rows: [String]
      let evidence: Evidence
      let holds: Bool
      let mutants: [Mutant]
    }
    // The names are those of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Rows: Decodable {
      struct Reason: Decodable { let row, reason: String }
      let covered: [String]
      let not_checkable: [Reason]
    }
    // The names are those of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    struct Summary: Decodable {
      let claims, hold, refuted_as_written, mutants, mutants_rejected: Int
      let seconds: Double
    }
    let claims: [Claim]
    let rows: Rows
    let summary: Summary
  }

  @Test("The command's JSON has the promised shape, and is the same on one thread and on two")
  func command() throws {
    let line = "verify --json --claim evidence.decomposition --threads "
    let outcome = run(line + "1")
    #expect(outcome.status == 0 && outcome.errors == "")
    let document: Document = try JSON.value(from: outcome.output)
    #expect(document.claims.map(\.id) == ["evidence.decomposition"])
    #expect(document.claims[0].holds && document.claims[0].mutants.allSatisfy(\.rejected))
    #expect(document.summary.claims == 1 && document.summary.hold == 1)
    #expect(document.summary.mutants == document.summary.mutants_rejected)
    let withoutTime = { (text: String) in
      text.split(separator: "\n").filter { !$0.contains("\"seconds\"") }
    }
    #expect(withoutTime(run(line + "2").output) == withoutTime(outcome.output))
  }

  @Test("False alarms are counted against the promise")
  func seeds() throws {
    let fair = Self.statistical("fair") { _ in { $0.standardNormal() } }
    let study = SeedStudy.run([fair], seeds: 8, firstSeed: 1, threads: 2, progress: {})
    #expect(study.runsWithAlarm == 0 && study.gaps > 0)
    #expect(study.tails[0].measured > 0)
    let shifted = Self.statistical("shifted") { _ in { $0.standardNormal() + 1 } }
    let alarmed = SeedStudy.run([shifted], seeds: 3, firstSeed: 1, threads: nil, progress: {})
    #expect(alarmed.runsWithAlarm == 3)
    let text = alarmed.text(width: 80, palette: Self.plain)
    #expect(text.contains("3 of 3 runs with a false alarm"))
  }
}
