import Reporting

/// The table of `variance-report`, a section a parameter, and the reading below it.
package struct VarianceTable {
  let document: VarianceDocument

  /// Creates the table of a report.
  package init(_ document: VarianceDocument) {
    self.document = document
  }

  /// Columns from which on everything has a column of its own.
  private static let comfortableWidth = 112

  /// Returns the table and its reading.
  package func text(width: Int?, palette: Palette) -> String {
    let isNarrow = width.map { $0 < Self.comfortableWidth } ?? false
    var columns: [Table.Column] = [
      .init("estimator", fitting: .truncates(minimum: 12)), .init("gradient", alignment: .right),
      .init("bias z", alignment: .right), .init("variance", alignment: .right),
      .init("99 % interval", alignment: .right), .init("exact", alignment: .right),
      .init("z", alignment: .right), .init("SNR", alignment: .right),
      .init("f", alignment: .right), .init("ns", alignment: .right),
      .init("var×time", alignment: .right),
    ]
    if isNarrow {
      columns[1] = .init("grad", alignment: .right)
      columns[2] = .init("z", alignment: .right)
      columns[10] = .init("×best", alignment: .right)
      for index in Self.wideOnly.reversed() { columns.remove(at: index) }
    }
    var table = Table(columns: columns)
    for section in document.rows.sections {
      let exact = NumberFormat.significant(section[0].exactGradient, digits: 8)
      table.appendSection("∂/∂\(section[0].parameter), exactly \(exact)")
      for row in section {
        var cells = cells(of: row, isNarrow: isNarrow)
        if isNarrow { for index in Self.wideOnly.reversed() { cells.remove(at: index) } }
        table.append(cells)
      }
    }
    let title =
      "\(document.problem) · \(document.draws) draws each · seed \(document.seed)"
    let reading = VarianceReading(document).sentences
    var lines = wrapped(palette.apply(.bold, to: title), width)
    lines.append("")
    var text = lines.map { $0 + "\n" }.joined() + table.rendered(width: width, palette: palette)
    text += "\n" + reading.flatMap { wrapped($0, width ?? 100) }.map { $0 + "\n" }.joined()
    if isNarrow {
      text += wrapped(
        palette.apply(
          .dim,
          to: "Variance with half its 99 % interval in the last digits, as in 30.02(8). "
            + "×best: variance × time over the best's."), width
      ).map { $0 + "\n" }.joined()
    }
    return text
  }

  /// The columns that a narrow terminal goes without: the interval (which joins the variance) and f.
  private static let wideOnly = [4, 8]

  private func cells(of row: VarianceRow, isNarrow: Bool) -> [Table.Cell] {
    let digits = isNarrow ? 4 : 5
    func number(_ value: Double) -> Table.Cell {
      Table.Cell(NumberFormat.significant(value, digits: digits))
    }
    /// A variance; one that is no more than the rounding of the gradient is shown as 0.
    func variance(_ value: Double) -> Table.Cell {
      let rounding = 64 * Double.ulpOfOne * row.gradient.magnitude
      return number(value <= rounding * rounding ? 0 : value)
    }
    let found =
      isNarrow && !row.isConstant
      ? Table.Cell(Self.compact(row.variance, half: (row.varianceHigh - row.varianceLow) / 2))
      : variance(row.variance)
    let interval =
      row.isConstant
      ? "–"
      : "\(NumberFormat.significant(row.varianceLow, digits: digits)) – "
        + NumberFormat.significant(row.varianceHigh, digits: digits)
    return [
      Table.Cell(row.estimator), number(row.gradient),
      score(row.biasZ, isExpected: !row.biased), found, Table.Cell(interval),
      row.exactVariance.map(variance) ?? Table.Cell("–", emphasis: .dim),
      row.varianceZ.map { score($0, isExpected: !row.biased) } ?? Table.Cell("–", emphasis: .dim),
      Table.Cell(row.isConstant ? "∞" : NumberFormat.significant(row.snr, digits: 3)),
      Table.Cell(NumberFormat.significant(row.evaluations, digits: 3)),
      Table.Cell(NumberFormat.significant(row.nanoseconds, digits: row.nanoseconds < 10 ? 2 : 3)),
      efficiency(of: row),
    ]
  }

  /// A z-score, marked where it contradicts what was promised.
  private func score(_ z: Double, isExpected: Bool) -> Table.Cell {
    let text = z.isFinite ? NumberFormat.fixed(z, decimals: 1) : NumberFormat.significant(z)
    if z.magnitude <= VarianceRow.threshold { return Table.Cell(text) }
    return Table.Cell(text, emphasis: isExpected ? .bad : .warning)
  }

  private func efficiency(of row: VarianceRow) -> Table.Cell {
    if row.biased { return Table.Cell("biased", emphasis: .warning) }
    return Table.Cell(
      NumberFormat.significant(row.efficiency, digits: 3),
      emphasis: row.efficiency <= 1 ? .good : .plain)
  }

  /// A number with its uncertainty in units of its last digit: `30.02(8)`.
  static func compact(_ value: Double, half: Double) -> String {
    guard value.isFinite, half.isFinite, value > 0, half > 0, (1e-4..<1e7).contains(value) else {
      return NumberFormat.significant(value, digits: 4)
    }
    // The uncertainty's first digit decides where the number ends.
    var decimals = 0
    var unit = 1.0
    while half / unit < 0.95, decimals < 12 { (decimals, unit) = (decimals + 1, unit / 10) }
    let last = Int((half / unit).rounded(.up))
    return "\(NumberFormat.fixed(value, decimals: decimals))(\(last))"
  }

  private func wrapped(_ line: String, _ width: Int?) -> [String] {
    width.map { line.wrapped(toColumns: max(40, $0)) } ?? [line]
  }
}
