import Reporting
import VAE

/// The verdicts of `gradcheck` as a table, one row a decoder under its objective, and one combination in detail.
package struct GradientTable {
  private let survey: GradientSurvey

  /// Creates the report of a survey.
  package init(_ survey: GradientSurvey) {
    self.survey = survey
  }

  /// Returns the report.
  package func text(width: Int?, palette: Palette) -> String {
    let detail = survey.detail
    var title =
      "\(survey.cases.count) combination\(survey.cases.count == 1 ? "" : "s") · \(survey.setting.title)"
    if let fault = survey.fault { title += " · made wrong: \(fault.rawValue)" }
    var text = lines(palette.apply(.bold, to: title), width) + "\n"
    if survey.cases.count > 1 {
      text += verdicts.rendered(width: width, palette: palette) + "\n"
      if let quantizer = survey.quantizer { text += lines(quantizer.text, width) + "\n" }
      text += lines(summary, width) + "\n"
    }
    let refuted = survey.holds(at: detail) ? "" : ", refuted"
    let name = survey.cases[detail].name + refuted
    text += lines(palette.apply(.bold, to: name), width) + "\n"
    return text
      + GradientSheet(
        survey.certificates[detail], survey.cases[detail], survey.staircases[detail]
      ).text(width: width, palette: palette)
  }

  /// What the whole says, in one sentence.
  private var summary: String {
    let refuted = survey.cases.indices.count { !survey.holds(at: $0) }
    guard refuted == 0 else {
      return "\(refuted) of \(survey.cases.count) combinations are refuted; the first in detail:"
    }
    let worst = survey.certificates[survey.detail].maximumRelativeError
    return "All certified. The largest error against differences is "
      + "\(NumberFormat.significant(worst, digits: 2)), allowed "
      + "\(NumberFormat.significant(BlockCheck.differenceLimit)); its combination in detail:"
  }

  private var verdicts: Table {
    var table = Table(columns: [
      .init("decoder"), .init("cases", alignment: .right), .init("error", alignment: .right),
      .init("dual", alignment: .right), .init("1", alignment: .right),
      .init("2", alignment: .right), .init("3", alignment: .right),
      .init("faults", alignment: .right), .init("verdict"),
    ])
    for (title, certificates) in groups(survey.cases.indices, by: \.title) {
      table.appendSection(title)
      for (likelihood, indices) in groups(certificates, by: \.likelihood.rawValue) {
        table.append(row(likelihood, indices))
      }
    }
    return table
  }

  private func groups(
    _ indices: some Sequence<Int>, by key: (GradientCase) -> String
  ) -> [(String, [Int])] {
    var groups: [(String, [Int])] = []
    for index in indices {
      let name = key(survey.cases[index])
      if let place = groups.firstIndex(where: { $0.0 == name }) {
        groups[place].1.append(index)
      } else {
        groups.append((name, [index]))
      }
    }
    return groups
  }

  private func row(_ name: String, _ indices: [Int]) -> [Table.Cell] {
    let certificates = indices.map { survey.certificates[$0] }
    let controls = certificates.flatMap(\.controls)
    let error = certificates.map(\.maximumRelativeError).largest
    let dual = certificates.map(\.maximumDualError).largest
    let slopes = [1.0, 2, 3].enumerated().map { index, order in
      let found = certificates.flatMap { $0.taylor.compactMap { $0.fits[index].slope } }
      guard let worst = found.max(by: { ($0 - order).magnitude < ($1 - order).magnitude }) else {
        return Table.Cell("–")
      }
      return Table.Cell(
        NumberFormat.fixed(worst, decimals: 2),
        emphasis: (worst - order).magnitude <= 0.1 ? .plain : .bad)
    }
    let holds = indices.allSatisfy(survey.holds(at:))
    return [
      Table.Cell(name), Table.Cell("\(certificates.count)"),
      Self.error(error, limit: BlockCheck.differenceLimit),
      Self.error(dual, limit: BlockCheck.roundingLimit),
    ] + slopes + [
      Table.Cell("\(controls.count { $0.isCaught })/\(controls.count)"),
      Table.Cell(holds ? "certified" : "refuted", emphasis: holds ? .good : .bad),
    ]
  }

  static func error(_ value: Double, limit: Double) -> Table.Cell {
    Table.Cell(
      NumberFormat.significant(value, digits: 2), emphasis: value <= limit ? .plain : .bad)
  }

  private func lines(_ text: String, _ width: Int?) -> String {
    (width.map { text.wrapped(toColumns: max(40, $0)) } ?? [text]).map { $0 + "\n" }.joined()
  }
}

extension Sequence where Element == Double {
  /// The largest number; not-a-number if there is one.
  var largest: Double { reduce(0) { $1 <= $0 ? $0 : $1 } }
}
