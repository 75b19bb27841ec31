import Reporting

/// The course of a few quantities along a parameter of q.
struct Profile: Encodable, Sendable {
  let subject: ProfileSubject
  let parameter: ProfileParameter
  let range: Sweep.Range
  /// One row a value of the parameter, one column a name of the subject.
  let rows: [[ProfileValue]]

  /// Computes the rows.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  /// - Precondition: Every value of the range is one that the parameter may have.
  init(_ subject: ProfileSubject, along parameter: ProfileParameter, over range: Sweep.Range) throws
  {
    self.subject = subject
    self.parameter = parameter
    self.range = range
    rows = try range.values.map { value in
      guard let law = parameter.law(subject.law, at: value) else {
        preconditionFailure("\(parameter) of \(value)")
      }
      return try subject.values(at: law)
    }
  }

  /// The largest gap between two routes over what is allowed; NaN if one is not a number.
  var share: Double {
    rows.flatMap { $0 }.compactMap(\.share).reduce(0.0) { most, share in
      share.isNaN || most.isNaN ? .nan : max(most, share)
    }
  }

  /// Whether the routes agree everywhere.
  var holds: Bool { share <= 1 }

  private enum CodingKeys: String, CodingKey {
    case subject, over, rows, share, holds
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(subject.rawValue, forKey: .subject)
    try container.encode("\(parameter.rawValue)=\(range)", forKey: .over)
    let dictionaries = zip(range.values, rows).map { value, row in
      Dictionary(
        uniqueKeysWithValues: [(parameter.rawValue, value)] + zip(subject.names, row.map(\.value)))
    }
    try container.encode(dictionaries, forKey: .rows)
    try container.encode(share, forKey: .share)
    try container.encode(holds, forKey: .holds)
  }

  /// The values at a few places, and what the routes say of each other.
  func text(width: Int?, palette: Palette) -> String {
    var table = Table(
      columns: [.init(parameter.rawValue, alignment: .right)]
        + subject.names.map { .init($0, alignment: .right) })
    for index in VarianceCurves.spread(min(15, rows.count), of: rows.count) {
      table.append(
        [Table.Cell(NumberFormat.significant(range.values[index], digits: 4))]
          + rows[index].map { Table.Cell(NumberFormat.fixed($0.value, decimals: 6)) })
    }
    let gap = NumberFormat.significant(100 * share, digits: 2)
    let verdict =
      (holds ? "Both routes agree at all \(rows.count) values" : "The routes differ")
      + ": the largest gap is \(gap) % of what their error bounds allow."
    let title = "\(subject.title) · q = N(mean, deviation²), \(parameter.rawValue) from \(range)"
    return palette.apply(.bold, to: title) + "\n\n" + table.rendered(width: width, palette: palette)
      + verdict.wrapped(toColumns: width ?? 100).map { $0 + "\n" }.joined()
  }

  /// All rows as comma-separated values.
  var csv: String {
    var csv = CSV(columns: [parameter.rawValue] + subject.names)
    for (value, row) in zip(range.values, rows) {
      csv.append([.number(value)] + row.map { .number($0.value) })
    }
    return csv.text
  }

  /// One panel with a curve for each quantity.
  var plot: Plot {
    let curves = subject.names.enumerated().map { column, name in
      Plot.Curve(
        name.split(separator: "_").joined(separator: " "),
        zip(range.values, rows).map { Plot.Point(x: $0, y: $1[column].value) })
    }
    let panel = Plot.Panel(
      "", x: Plot.Axis("\(parameter.rawValue) of q", isLogarithmic: range.isLogarithmic),
      y: Plot.Axis("nats"), .curves(curves))
    return Plot(subject.title, panels: [panel])
  }
}
