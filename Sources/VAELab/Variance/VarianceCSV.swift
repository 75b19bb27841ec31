/// Comma-separated values in full precision (RFC 4180, line feeds).
struct CSV {
  private(set) var text: String

  /// Begins with the names of the columns.
  init(columns: [String]) {
    text = columns.map(Self.field).joined(separator: ",") + "\n"
  }

  /// A value of one field.
  enum Field: ExpressibleByStringLiteral {
    case text(String)
    case number(Double?)

    init(stringLiteral text: String) { self = .text(text) }
  }

  /// Adds a row; a number that is missing leaves its field empty.
  mutating func append(_ fields: [Field]) {
    let texts = fields.map { field in
      switch field {
      case .text(let text): Self.field(text)
      case .number(let value): value.map { "\($0)" } ?? ""
      }
    }
    text += texts.joined(separator: ",") + "\n"
  }

  /// A text, quoted where it holds a comma, a quote or a line's end.
  private static func field(_ text: String) -> String {
    guard text.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

extension VarianceDocument {
  /// The rows as comma-separated values, under the keys of the JSON.
  var csv: String {
    var csv = CSV(columns: [
      "estimator", "parameter", "gradient", "exact_gradient", "bias_z", "variance", "variance_low",
      "variance_high", "exact_variance", "variance_z", "snr", "evaluations", "nanoseconds",
      "efficiency", "biased",
    ])
    for row in rows {
      let numbers: [Double?] = [
        row.gradient, row.exactGradient, row.biasZ, row.variance, row.varianceLow,
        row.varianceHigh, row.exactVariance, row.varianceZ, row.snr, row.evaluations,
        row.nanoseconds, row.efficiency,
      ]
      csv.append(
        [.text(row.estimator), .text(row.parameter)] + numbers.map { .number($0) }
          + [.text("\(row.biased)")])
    }
    return csv.text
  }
}
