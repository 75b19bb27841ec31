import Foundation

/// Numbers as text for people; files take full precision through ``JSON`` instead.
public enum NumberFormat {
  /// Returns a number rounded to significant digits.
  ///
  /// - Parameters:
  ///   - value: Any number; `nan`, `inf` and `-inf` are written so.
  ///   - digits: Significant digits, 1 to 17.
  /// - Returns: Positional notation from 1e-4 to below 1e7, scientific outside; trailing zeros are
  ///   dropped.
  public static func significant(_ value: Double, digits: Int = 6) -> String {
    precondition(
      (1...17).contains(digits), "\(digits) significant digits asked for, 1 to 17 allowed")
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    let magnitude = value.magnitude
    if magnitude >= 1e7 || magnitude < 1e-4 { return scientific(value, digits: digits) }
    let decimals = max(0, digits - 1 - decimalExponent(of: value, digits: digits))
    return droppingZeros(String(format: "%.\(decimals)f", value))
  }

  /// Returns a number with so many digits after the point, 0 without a sign.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return significant(value) }
    let text = String(format: "%.\(decimals)f", value)
    return text.hasPrefix("-") && !text.contains { ("1"..."9").contains($0) }
      ? String(text.dropFirst()) : text
  }

  /// Returns a number and its error, the number cut where the error's second digit stands.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - error: Its error bound or standard error, at least 0; 0 and numbers that are not finite
  ///     leave the value at 10 significant digits.
  /// - Returns: For example `0.94402 ± 0.00031`.
  public static func plusMinus(_ value: Double, _ error: Double) -> String {
    guard value.isFinite, error.isFinite, error > 0 else {
      let shown = significant(value, digits: 10)
      return error == 0 ? shown : shown + " ± " + significant(error, digits: 2)
    }
    let last = decimalExponent(of: error, digits: 2) - 1
    let shownError = significant(error, digits: 2)
    let isPositional = value == 0 || (1e-4..<1e7).contains(value.magnitude)
    guard isPositional, last >= -14 else {
      let digits = value == 0 ? 1 : decimalExponent(of: value, digits: 17) - last + 1
      return significant(value, digits: min(15, max(1, digits))) + " ± " + shownError
    }
    return String(format: "%.\(max(0, -last))f", value) + " ± " + shownError
  }

  /// Returns a proportion of the whole as a percentage with one decimal, 100 % only if it is all.
  public static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    guard part < whole else { return "100 %" }
    let tenths = (1000 * part / whole)
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Returns a duration in the unit that suits it.
  ///
  /// - Parameter seconds: A duration of at least 0 seconds.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite else { return significant(seconds) }
    if seconds < 0.9995 { return "\(Int((seconds * 1000).rounded())) ms" }
    if seconds < 99.95 { return String(format: "%.1f s", seconds) }
    let whole = Int(seconds.rounded())
    return "\(whole / 60) min \(whole % 60) s"
  }

  /// The decimal exponent of a number after it has been rounded to so many digits.
  private static func decimalExponent(of value: Double, digits: Int) -> Int {
    let text = String(format: "%.\(digits - 1)e", value)
    guard let mark = text.lastIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...])
    else { preconditionFailure("\(text) has no exponent") }
    return exponent
  }

  private static func scientific(_ value: Double, digits: Int) -> String {
    let text = String(format: "%.\(digits - 1)e", value)
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return droppingZeros(String(parts[0])) + "e\(exponent)"
  }

  private static func droppingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = Substring(text)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text == "-0" ? "0" : String(text)
  }
}
