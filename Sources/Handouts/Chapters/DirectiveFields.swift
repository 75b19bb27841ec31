import Foundation

/// Lines of a transcript: `lines 1-8, 12-`.
struct LineSelection: Equatable, Sendable {
  let ranges: [ClosedRange<Int>]

  init(_ text: String) throws(DirectiveError) {
    let complaint = DirectiveError("lines are written “lines 1-8, 12-”, not “\(text)”")
    guard text.hasPrefix("lines ") else { throw complaint }
    var ranges: [ClosedRange<Int>] = []
    for part in text.dropFirst("lines ".count).components(separatedBy: ",") {
      let ends = part.trimmed.components(separatedBy: "-")
      let last = ends.last.map { $0.isEmpty ? Int.max : Int($0) ?? 0 } ?? 0
      guard ends.count <= 2, let first = Int(ends[0]), first > (ranges.last?.upperBound ?? 0),
        last >= first
      else { throw complaint }
      ranges.append(first...last)
    }
    self.ranges = ranges
  }

  /// The selected lines, with a line … wherever some are left out.
  func applied(to lines: [String]) -> [String] {
    var result: [String] = []
    var next = 1
    for range in ranges where range.lowerBound <= lines.count {
      if range.lowerBound > next { result.append("…") }
      let last = min(range.upperBound, lines.count)
      result += lines[(range.lowerBound - 1)..<last]
      next = last + 1
    }
    return next <= lines.count ? result + ["…"] : result
  }
}

/// A column of a table: `exact variance = exact_variance .4g`.
struct TableColumn: Equatable, Sendable {
  let header: String
  let path: ValuePath
  let format: ValueFormat?

  init(_ text: String) throws(DirectiveError) {
    let parts = text.components(separatedBy: " = ")
    guard parts.count == 2, !parts[1].trimmed.isEmpty else {
      throw DirectiveError("a column is written “Header = path format”, not “\(text.trimmed)”")
    }
    header = parts[0].trimmed
    var words = parts[1].split(whereSeparator: \.isWhitespace).map(String.init)
    if words.count > 1, let last = words.last {
      format = try ValueFormat(last)
      words.removeLast()
    } else {
      format = nil
    }
    path = try ValuePath(words.joined(separator: " "))
  }

  /// Whether the column stands to the right, as numbers do.
  var isNumeric: Bool {
    switch format {
    case .fixed, .significant, .integer: true
    default: false
    }
  }
}

/// How a value is shown.
enum ValueFormat: Equatable, Sendable {
  /// So many digits after the point.
  case fixed(Int)
  /// So many digits in all.
  case significant(Int)
  /// A whole number.
  case integer
  /// As it is.
  case text
  /// As a formula.
  case math
  /// In the typeface of code.
  case code

  init(_ text: String) throws(DirectiveError) {
    let digits = Int(text.dropFirst().dropLast())
    switch (text.first, text.last, digits) {
    case (".", "f", .some(let digits)) where (0...17).contains(digits): self = .fixed(digits)
    case (".", "g", .some(let digits)) where (1...17).contains(digits): self = .significant(digits)
    default:
      switch text {
      case "d": self = .integer
      case "s": self = .text
      case "math": self = .math
      case "code": self = .code
      default:
        throw DirectiveError("a format is .3f, .4g, d, s, math or code, not “\(text)”")
      }
    }
  }
}

/// A picture of columns of a stored table: `pictures/p.svg results/t.csv : x = c : series = c, … : y : caption`.
struct CurveRequest: Equatable, Sendable {
  struct Series: Equatable, Sendable {
    let title, column: String
  }

  let picture, table: String
  let x: Series
  let series: [Series]
  let y, caption: String

  init(_ fields: [String]) throws(DirectiveError) {
    let files = fields[0].split(whereSeparator: \.isWhitespace).map(String.init)
    guard files.count == 2 else {
      throw DirectiveError("“curve” begins with the picture's file and the table's")
    }
    (picture, table) = (try Directive.picture(files[0]), files[1])
    x = try Self.pair(fields[1])
    series = try fields[2].components(separatedBy: ",").map(Self.pair)
    (y, caption) = (fields[3], fields[4])
  }

  private static func pair(_ text: String) throws(DirectiveError) -> Series {
    let parts = text.components(separatedBy: " = ").map(\.trimmed)
    guard parts.count == 2, !parts.contains("") else {
      throw DirectiveError("columns are written “title = column”, not “\(text.trimmed)”")
    }
    return Series(title: parts[0], column: parts[1])
  }
}
