import Foundation
import Reporting

extension ValueFormat {
  /// Shows a value in the text of a chapter.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - format: The format; nil for texts as they are and numbers with six significant digits.
  ///   - isInTable: Whether the character | would end a cell.
  /// - Throws: `DirectiveError` where the format does not fit the value.
  static func text(
    of value: JSONValue, as format: ValueFormat?, isInTable: Bool = false
  ) throws(DirectiveError) -> String {
    switch (value, format) {
    case (.null, _): return "–"
    case (.flag(let value), nil), (.flag(let value), .text): return value ? "yes" : "no"
    case (.number(let value), .fixed(let digits)):
      return withMinus(NumberFormat.fixed(value, decimals: digits))
    case (.number(let value), .significant(let digits)):
      return withMinus(NumberFormat.significant(value, digits: digits))
    case (.number(let value), .integer):
      return withMinus(NumberFormat.fixed(value, decimals: 0))
    case (.number(let value), nil): return withMinus(NumberFormat.significant(value))
    case (.text(let value), nil), (.text(let value), .text):
      return isInTable ? inCell(value) : value
    case (.text(let value), .math):
      return isInTable ? inCell("$\(value)$") : "$\(value)$"
    case (.text(let value), .code): return "`" + value + "`"
    case (.list(let values), _):
      var texts: [String] = []
      for value in values { texts.append(try text(of: value, as: format, isInTable: isInTable)) }
      return texts.joined(separator: ", ")
    default: throw DirectiveError("the format does not fit \(value.kind)")
    }
  }

  /// A text for the cell of a table, which a vertical line would end: in formulas the line has names.
  private static func inCell(_ text: String) -> String {
    text.components(separatedBy: "$").enumerated().map { index, part in
      index.isMultiple(of: 2)
        ? part.replacing("|", with: "\\|")
        : part.replacing("\\|", with: "\\Vert{}").replacing("|", with: "\\vert{}")
    }.joined(separator: "$")
  }

  /// With the sign of subtraction for the hyphen, in the exponent too, and with the sign of infinity.
  private static func withMinus(_ number: String) -> String {
    number.replacing("-", with: "−").replacing("inf", with: "∞")
  }
}
