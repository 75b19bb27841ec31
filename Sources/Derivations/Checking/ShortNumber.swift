/// Numbers as people read them: six significant digits.
enum ShortNumber {
  /// Returns a number with at most six significant digits.
  static func text(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var exponent = 0
    var scaled = value.magnitude
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    var digits = Int((scaled * 100_000).rounded())
    if digits == 1_000_000 {
      digits = 100_000
      exponent += 1
    }
    let sign = value < 0 ? "-" : ""
    let figures = String(digits)
    switch exponent {
    case 6...: return sign + plain(figures, point: 1) + "e+\(exponent)"
    case 0..<6: return sign + plain(figures, point: exponent + 1)
    case -4..<0:
      return sign + plain(String(repeating: "0", count: -exponent) + figures, point: 1)
    default: return sign + plain(figures, point: 1) + "e\(exponent)"
    }
  }

  /// Sets the decimal point and drops zeros that say nothing.
  private static func plain(_ figures: String, point: Int) -> String {
    let whole = figures.prefix(point)
    var rest = figures.dropFirst(point)
    while rest.last == "0" { rest.removeLast() }
    return rest.isEmpty ? String(whole) : "\(whole).\(rest)"
  }
}

extension Report {
  /// Returns a number as messages show it, with at most six significant digits.
  public static func short(_ value: Double) -> String { ShortNumber.text(value) }
}
