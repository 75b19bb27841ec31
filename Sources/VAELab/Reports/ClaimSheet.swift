import Claims
import Reporting

/// One claim at length: the formula, the two routes, their numbers and the variants.
package struct ClaimSheet {
  let result: ClaimResult

  /// Creates the sheet of a result.
  package init(_ result: ClaimResult) {
    self.result = result
  }

  /// Returns the sheet.
  package func text(width: Int?, palette: Palette) -> String {
    let claim = result.claim
    let columns = max(40, width ?? 100)
    var lines = [palette.apply(.bold, to: "\(claim.id) (\(claim.identity))")]
    lines += claim.title.wrapped(toColumns: columns)
    lines +=
      [""]
      + UnicodeFormula.text(claim.statement).wrapped(toColumns: columns - 4).map { "    " + $0 }
    lines += [""]
    lines += entry("LaTeX", claim.statement, columns)
    if let setting = claim.setting {
      lines += entry("setting", UnicodeFormula.sentence(setting), columns)
    }
    if let condition = claim.condition { lines += entry("condition", condition, columns) }
    if let singular = claim.singular { lines += entry("no random witnesses", singular, columns) }
    for id in claim.rows {
      let row = Ledger.row(id)
      let place = row.map { "\($0.source), line \($0.line): " } ?? ""
      lines += entry(id, place + UnicodeFormula.sentence(row?.statement ?? ""), columns)
    }
    var text = lines.map { $0 + "\n" }.joined()
    for (index, check) in result.checks.enumerated() {
      text += "\n" + section(check, number: index + 1, width: width, columns, palette)
    }
    let verdict = result.verdict
    let word = result.isSound && claim.condition != nil ? "holds under its condition" : verdict.text
    let mutants = "\(result.mutants.count(where: \.isAsExpected)) of \(result.mutants.count)"
    return text + "\n" + palette.apply(verdict.emphasis, to: "verdict: \(word)")
      + " · \(mutants) mutants rejected\n"
  }

  /// A check: its routes, the fixed subjects one by one, the weakest random one, the variants.
  private func section(
    _ check: CheckResult, number: Int, width: Int?, _ columns: Int, _ palette: Palette
  ) -> String {
    var lines = [
      palette.apply(.bold, to: "check \(number): \(UnicodeFormula.sentence(check.name))")
    ]
    lines += entry("left", check.leftRoute, columns) + entry("right", check.rightRoute, columns)
    lines += entry("tried on", check.statement.extent, columns)
    if let discrepancy = check.statement.detectable {
      lines += entry(
        "sees",
        "a discrepancy of \(NumberFormat.significant(discrepancy, digits: 2)) or more, "
          + "with probability 1 − 10⁻⁶", columns)
    }
    var table = Table(columns: [
      .init("formula", fitting: .wraps(minimum: 20)),
      .init("role", fitting: .truncates(minimum: 10)),
      .init("subject", fitting: .truncates(minimum: 8)),
      .init("numbers", fitting: .wraps(minimum: 20)), .init("margin", alignment: .right),
      .init("verdict"),
    ])
    for finding in shownFindings(check.statement) {
      let cell =
        finding.evidence.holds
        ? Table.Cell("holds", emphasis: .good)
        : Table.Cell(finding.evidence.refutes ? "refuted" : "failed", emphasis: .bad)
      table.append(
        ["the statement", ""] + numbers(finding) + [cell])
    }
    for variant in check.variants {
      let numbers = variant.telling.map(numbers) ?? ["–", "–", "–"]
      table.append(
        [Table.Cell(UnicodeFormula.sentence(variant.name)), Table.Cell(variant.kind)] + numbers
          + [variant.outcome])
    }
    return lines.map { $0 + "\n" }.joined() + table.rendered(width: width, palette: palette)
  }

  /// At most eight fixed subjects, the weakest random one, and the first that fail.
  private func shownFindings(_ verdict: Verdict) -> [Finding] {
    let fixed = verdict.findings.filter { !$0.isRandom }.prefix(8)
    let random = Verdict(verdict.findings.filter(\.isRandom))
    let failing = random.findings.filter { !$0.evidence.holds }.prefix(3)
    return fixed + (failing.isEmpty ? random.tightest.map { [$0] } ?? [] : Array(failing))
  }

  private func numbers(_ finding: Finding) -> [Table.Cell] {
    [
      Table.Cell(finding.subject), Table.Cell(finding.evidence.summary),
      Table.Cell(finding.evidence.margin),
    ]
  }

  /// A named line, continued under itself.
  private func entry(_ name: String, _ text: String, _ columns: Int) -> [String] {
    let indent = 12
    let lines = text.wrapped(toColumns: max(20, columns - indent))
    if name.displayWidth > indent - 2 {
      return ["\(name):"] + lines.map { String(repeating: " ", count: indent) + $0 }
    }
    return lines.enumerated().map { index, line in
      (index == 0 ? name : "").padded(toColumns: indent) + line
    }
  }
}
