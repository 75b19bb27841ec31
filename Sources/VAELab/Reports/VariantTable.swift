import Claims
import Reporting

/// The table of `vae-lab verify --mutants`: every variant with the numbers that decide it.
package struct VariantTable {
  let survey: Survey

  /// Creates the table of a survey.
  package init(_ survey: Survey) {
    self.survey = survey
  }

  /// Returns the table and the count below it.
  package func text(width: Int?, palette: Palette) -> String {
    var table = Table(columns: [
      .init("fault", fitting: .wraps(minimum: 20)),
      .init("origin", fitting: .truncates(minimum: 8)),
      .init("rejected by"), .init("subject", fitting: .truncates(minimum: 8)),
      .init("numbers", fitting: .truncates(minimum: 16)), .init("verdict"),
    ])
    for result in survey.results where !result.mutants.isEmpty {
      table.appendSection(result.claim.id)
      for mutant in result.mutants {
        guard case .mutant(let origin) = mutant.role else { continue }
        let finding = mutant.telling
        table.append([
          Table.Cell(UnicodeFormula.sentence(mutant.name)), Table.Cell(origin),
          "\(mutant.verdict.refutations) of \(mutant.verdict.findings.count)",
          Table.Cell(finding?.subject ?? "–"), Table.Cell(finding?.evidence.summary ?? "–"),
          mutant.outcome,
        ])
      }
    }
    let all = survey.mutants.count
    let emphasis: Emphasis = survey.mutantsRejected == all ? .good : .bad
    let line =
      "\(survey.mutantsRejected) of \(all) mutants rejected "
      + "(\(NumberFormat.percent(survey.mutantsRejected, of: all)))"
    return table.rendered(width: width, palette: palette) + "\n"
      + palette.apply(emphasis, to: line) + "\n"
  }
}
