import Claims
import Reporting

/// `vae-lab errata`.
struct Errata: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "errata",
      abstract: "Show what the notes write wrongly or loosely, and what is right, with numbers.",
      discussion: """
        Each erratum has the reading of what is written that fails, on the first subject that refutes \
        it, and the claims that hold instead, on their weakest subject. The questions that the notes \
        leave open follow with their answers. Status 1 also if an erratum has no such reading.
        """,
      examples: ["vae-lab errata --source 003", "vae-lab errata --json"])
  }

  @Option(help: "Only the errata of this note.", valueName: "source", oneOf: { Ledger.sources })
  var source: [String] = []

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "The seed of the random witnesses and of the noise.", valueName: "n")
  var seed: UInt64 = Laboratory.defaultSeed

  @Option(help: "How many claims are worked on at a time; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let errata = Ledger.errata.filter { erratum in
      source.isEmpty || erratum.rows.contains { source.contains(Ledger.row($0)?.source ?? "") }
    }
    let questions = Ledger.openQuestions.filter { question in
      source.isEmpty || source.contains(Ledger.row(question.row)?.source ?? "")
    }
    let rows = Set(errata.flatMap(\.rows) + questions.map(\.row))
    let claims = Catalogue.claims.filter { !rows.isDisjoint(with: $0.rows) }
    let start = ContinuousClock.now
    let results = try Investigation(seed: seed, threads: threads?.value, console: console)
      .results(of: claims)
    let report = ErrataReport(
      errata, questions: questions, results: results,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    try destination.write(
      json
        ? try JSON.text(report)
        : report.text(width: destination.width, palette: destination.palette))
    return report.holds ? .holds : .refuted
  }
}

extension Ledger {
  /// The notes that the ledger speaks of: `000`, `001`, ….
  static var sources: [String] {
    rows.map(\.source).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}
