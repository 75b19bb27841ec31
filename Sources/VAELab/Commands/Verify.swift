import Claims
import Reporting

/// `vae-lab verify`.
struct Verify: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "verify",
      abstract: "Prove, refute or correct the statements of the notes by computing them.",
      discussion: """
        Every statement is computed along two routes that share no code. The evidence is shown on \
        the first fixed witness; the margin is the share of the allowed gap that is left on the \
        weakest subject; ×3 means three times the allowed gap. A row that is wrong or loose shows what \
        refutes it as written. \
        "holds if" needs a condition; "corrected" means that numbers refute what is written and that \
        its correction holds; "reworded" that only its wording is loose; "answered" is a question of \
        the notes. Status 1 also if a checkable row is left without a claim.

        The same seed gives the same numbers on any number of threads.
        """,
      examples: [
        "vae-lab verify --source 003",
        "vae-lab verify --claim evidence.decomposition",
        "vae-lab verify --json --output report.json",
      ])
  }

  @Option(
    help: "Only the statements of this note.", valueName: "source", oneOf: { Ledger.sources })
  var source: [String] = []

  @Option(
    help: "Only this claim, with its formula, routes, numbers and mutants; see --list.",
    valueName: "claim", oneOf: { Catalogue.claims.map(\.id) })
  var claim: [String] = []

  @Flag(help: "Show the mutants: the faults that each check must reject.")
  var mutants: Bool = false

  @Flag(help: "List the claims without computing anything.")
  var list: Bool = false

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "The seed of the random witnesses and of the noise.", valueName: "n")
  var seed: UInt64 = Laboratory.defaultSeed

  @Option(
    help:
      "Rerun the statistical checks under so many seeds and compare the false alarms with the promise.",
    valueName: "n")
  var varySeed: Count? = nil

  @Option(help: "How many claims are worked on at a time; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func validate() throws(Failure) {
    let views = [(mutants, "--mutants"), (list, "--list"), (varySeed != nil, "--vary-seed")]
      .filter(\.0).map(\.1)
    guard views.count <= 1 else {
      throw Failure(
        .usage, "verify: \(views.joined(separator: " and ")) exclude each other; choose one")
    }
    if !list, selectedClaims.isEmpty {
      throw Failure(.usage, "verify: no claim is left by --source and --claim together; drop one")
    }
  }

  /// The claims asked for, in the order of the catalogue.
  private var selectedClaims: [Claim] {
    Catalogue.claims.filter { claim in
      (self.claim.isEmpty || self.claim.contains(claim.id))
        && (source.isEmpty || claim.rows.contains { source.contains(Ledger.row($0)?.source ?? "") })
    }
  }

  /// The rows to report on: of the notes and the claims asked for.
  private func selectedRows(_ claims: [Claim]) -> [LedgerRow] {
    let decided = Set(claims.flatMap(\.rows))
    return Ledger.rows.filter { row in
      (source.isEmpty || source.contains(row.source)) && (claim.isEmpty || decided.contains(row.id))
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let claims = selectedClaims
    if list {
      try destination.write(try listing(claims, to: destination))
      return .holds
    }
    if let varySeed {
      let study = study(claims, seeds: varySeed.value, console)
      try destination.write(
        json
          ? try JSON.text(["false_alarms": study])
          : study.text(width: destination.width, palette: destination.palette))
      return study.runsWithAlarm == 0 ? .holds : .refuted
    }
    let survey = try survey(claims, console)
    try destination.write(try report(survey, to: destination))
    return survey.holds ? .holds : .refuted
  }

  /// Computes the claims.
  private func survey(_ claims: [Claim], _ console: Console) throws -> Survey {
    let start = ContinuousClock.now
    let results = try Investigation(seed: seed, threads: threads?.value, console: console)
      .results(of: claims)
    return Survey(
      results: results, rows: selectedRows(claims), isComplete: claim.isEmpty,
      seed: seed, seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  private func study(_ claims: [Claim], seeds: Int, _ console: Console) -> SeedStudy {
    let progress = ProgressLine(of: "seeds", total: seeds, on: console.errors)
    defer { progress.finish() }
    return SeedStudy.run(claims, seeds: seeds, firstSeed: seed, threads: threads?.value) {
      progress.advance()
    }
  }

  private func report(_ survey: Survey, to destination: Destination) throws -> String {
    let (width, palette) = (destination.width, destination.palette)
    if json { return try JSON.text(VerifyDocument(survey)) }
    if mutants { return VariantTable(survey).text(width: width, palette: palette) }
    if !claim.isEmpty {
      return survey.results.map { ClaimSheet($0).text(width: width, palette: palette) }
        .joined(separator: "\n")
    }
    return VerifyTable(survey).text(width: width, palette: palette)
  }

  private func listing(_ claims: [Claim], to destination: Destination) throws -> String {
    if json { return try JSON.text(["claims": claims.map(ClaimListing.init)]) }
    var table = Table(columns: [
      .init("claim"), .init("identity"), .init("title", fitting: .wraps(minimum: 24)),
      .init("rows", fitting: .wraps(minimum: 12)),
    ])
    for claim in claims {
      table.append([
        Table.Cell(claim.id), Table.Cell(claim.identity), Table.Cell(claim.title),
        Table.Cell(claim.rows.joined(separator: " ")),
      ])
    }
    return table.rendered(width: destination.width, palette: destination.palette)
  }
}

/// A claim in the JSON of `--list`.
private struct ClaimListing: Encodable {
  let id, identity, title, statement: String
  let setting: String?
  let rows: [String]

  init(_ claim: Claim) {
    (id, identity, title) = (claim.id, claim.identity, claim.title)
    (statement, setting, rows) = (claim.statement, claim.setting, claim.rows)
  }
}
