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
      return isInTable ? value.replacing("|", with: "\\|") : value
    case (.text(let value), .math):
      return "$" + (isInTable ? value.replacing("|", with: "\\vert ") : value) + "$"
    case (.text(let value), .code): return "`" + value + "`"
    // Numbers that are not finite are written as texts: "inf", "nan".
    case (.text(let value), _) where ["inf", "-inf", "nan"].contains(value):
      return value.replacing("-inf", with: "−∞").replacing("inf", with: "∞")
    case (.list(let values), _):
      var texts: [String] = []
      for value in values { texts.append(try text(of: value, as: format, isInTable: isInTable)) }
      return texts.joined(separator: ", ")
    default: throw DirectiveError("the format does not fit \(value.kind)")
    }
  }

  /// With the sign of subtraction for the hyphen, in the exponent too.
  private static func withMinus(_ number: String) -> String { number.replacing("-", with: "−") }
}
