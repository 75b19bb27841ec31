import Claims
import Reporting

/// The table of `vae-lab verify`: the ledger's rows by note and section, each with its verdict.
package struct VerifyTable {
  let survey: Survey

  /// Creates the table of a survey.
  package init(_ survey: Survey) {
    self.survey = survey
  }

  /// Returns the table and the summary below it.
  package func text(width: Int?, palette: Palette) -> String {
    let stacked = width.map { $0 < Self.comfortableWidth } ?? false
    var columns: [Table.Column] = [
      .init("row"), .init("statement", fitting: .wraps(minimum: 32)), .init("claim"),
      .init("evidence", fitting: .truncates(minimum: 14)), .init("margin", alignment: .right),
      .init("verdict"),
    ]
    if stacked { columns.remove(at: 2) }
    var table = Table(columns: columns)
    func append(_ cells: [Table.Cell]) {
      table.append(stacked ? Self.stacked(cells) : cells)
    }
    var heading = ""
    for row in survey.rows {
      let current = "\(row.source) · \(UnicodeFormula.sentence(row.section))"
      if current != heading { table.appendSection(current) }
      heading = current
      append(cells(of: row))
    }
    let others = claimsOutsideTheLedger
    if !others.isEmpty { table.appendSection("beyond the notes") }
    for result in others {
      append(
        ["–", Table.Cell(result.claim.title), Table.Cell(result.claim.id)] + numbers(of: result)
          + [result.verdict])
    }
    return table.rendered(width: width, palette: palette) + "\n"
      + summary(width: width, palette: palette)
  }

  /// Columns from which on the claims get a column of their own.
  private static let comfortableWidth = 140

  /// A narrow terminal gets the claim's name below the statement.
  private static func stacked(_ cells: [Table.Cell]) -> [Table.Cell] {
    guard cells[2].text != "–" else { return [cells[0], cells[1]] + cells[3...] }
    let merged = Table.Cell(cells[1].text + "\n" + cells[2].text)
    return [cells[0], merged] + cells[3...]
  }

  /// One row; of several claims that decide it, one that is not sound is shown first, then one that refutes what
  /// is written, then one on the row's first identity.
  private func cells(of row: LedgerRow) -> [Table.Cell] {
    let statement = Table.Cell(UnicodeFormula.sentence(row.statement))
    let id = Table.Cell(row.id)
    let results = survey.results(for: row)
    guard let shown = leading(results, for: row) else {
      let reason = row.reason.map { UnicodeFormula.sentence($0) } ?? ""
      return row.judgement == .notCheckable
        ? [id, statement, "–", Table.Cell(reason, emphasis: .dim), "–", dim("not checkable")]
        : [id, statement, "–", "no claim decides it", "–", .init("uncovered", emphasis: .warning)]
    }
    let name = shown.claim.id + (results.count > 1 ? " +\(results.count - 1)" : "")
    return [id, statement, Table.Cell(name)] + numbers(of: shown, on: row)
      + [verdict(on: row, by: results)]
  }

  /// The claim whose numbers speak for a row.
  private func leading(_ results: [ClaimResult], for row: LedgerRow) -> ClaimResult? {
    results.first { !$0.isSound } ?? results.first { refutation(of: row, in: $0) != nil }
      ?? results.first { $0.claim.identity == row.identities.first } ?? results.first
  }

  /// The counterexample to what a false or sloppy row says.
  private func refutation(of row: LedgerRow, in result: ClaimResult) -> Finding? {
    guard row.judgement == .sloppy || row.judgement == .wrong else { return nil }
    return result.written.lazy.filter { $0.role.row == row.id }.compactMap(\.verdict.counterexample)
      .first
  }

  /// What refutes the row as written; else the numbers on the first fixed witness, with the margin of the weakest.
  private func numbers(of result: ClaimResult, on row: LedgerRow? = nil) -> [Table.Cell] {
    guard let weakest = result.tightest?.evidence else { return ["no evidence", "–"] }
    if !result.isSound { return [Table.Cell(weakest.summary), Table.Cell(weakest.margin)] }
    if let row, let refuted = refutation(of: row, in: result)?.evidence {
      return [Table.Cell(refuted.summary), Table.Cell(refuted.margin)]
    }
    let first = result.checks.first?.statement.findings.first?.evidence ?? weakest
    return [Table.Cell(first.summary), Table.Cell(weakest.margin)]
  }

  /// The verdict on what the row says, not on the claim that corrects it.
  private func verdict(on row: LedgerRow, by results: [ClaimResult]) -> Table.Cell {
    if let unsound = results.first(where: { !$0.isSound }) { return unsound.verdict }
    switch row.judgement {
    case .holds: return .init("holds", emphasis: .good)
    case .holdsUnderCondition: return .init("holds if", emphasis: .good)
    case .sloppy, .wrong:
      let isRefuted = survey.refutedAsWritten.contains(row.id)
      return .init(isRefuted ? "corrected" : "reworded", emphasis: .warning)
    case .openQuestion: return .init("answered", emphasis: .good)
    case .notCheckable: return dim("not checkable")
    }
  }

  /// Claims on none of the rows: they stand for themselves in a section of their own.
  private var claimsOutsideTheLedger: [ClaimResult] {
    let shown = Set(survey.rows.map(\.id))
    return survey.results.filter { shown.isDisjoint(with: $0.claim.rows) }
  }

  private func dim(_ text: String) -> Table.Cell { Table.Cell(text, emphasis: .dim) }

  /// The last lines: counts, and by name whatever is not as it must be.
  func summary(width: Int?, palette: Palette) -> String {
    let hold = survey.results.count(where: \.holds)
    let checkable = survey.rows.count - survey.notCheckable.count
    let covered = checkable - survey.uncovered.count
    let parts = [
      "\(hold) of \(survey.results.count) claims hold",
      "\(survey.refutedAsWritten.count) refuted as written",
      "\(survey.mutantsRejected) of \(survey.mutants.count) mutants rejected",
      "\(covered) of \(checkable) checkable rows covered",
      "\(survey.notCheckable.count) not checkable",
      "seed \(survey.seed)", NumberFormat.duration(seconds: survey.seconds),
    ]
    let verdict = palette.apply(
      survey.holds ? .good : .bad, to: survey.holds ? "All holds." : "Not all holds.")
    var lines = wrapped(verdict + " " + parts.joined(separator: " · "), width: width)
    for result in survey.results where !result.isSound {
      let id = result.claim.id
      lines.append("  \(id): \(result.verdict.text) (vae-lab verify --claim \(id))")
    }
    if survey.isComplete, !survey.uncovered.isEmpty {
      let ids = survey.uncovered.map(\.id).joined(separator: ", ")
      lines += wrapped("rows that no claim decides: " + ids, width: width.map { $0 - 2 })
        .map { "  " + $0 }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func wrapped(_ line: String, width: Int?) -> [String] {
    width.map { line.wrapped(toColumns: max(40, $0)) } ?? [line]
  }
}
