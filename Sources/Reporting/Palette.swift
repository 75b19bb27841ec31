/// Emphasis of a piece of terminal text.
public enum Emphasis: Sendable {
  case plain, bold, dim, good, bad, warning

  /// The parameter of the "select graphic rendition" sequence.
  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .bold: "1"
    case .dim: "2"
    case .good: "32"
    case .bad: "31;1"
    case .warning: "33"
    }
  }
}

/// The choice between coloured and plain text, made once for each stream.
public struct Palette: Sendable, Equatable {
  /// Whether escape sequences are written at all.
  public var isColoured: Bool

  /// Creates a palette.
  public init(isColoured: Bool) {
    self.isColoured = isColoured
  }

  /// Creates the palette that a stream deserves.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether somebody looks at the stream.
  ///   - environment: Variables of the process; a `NO_COLOR` that is not empty and a `TERM` that is
  ///     `dumb` both refuse colour (https://no-color.org).
  public init(isTerminal: Bool, environment: [String: String]) {
    let refused = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    isColoured = isTerminal && !refused && environment["TERM"] != "dumb"
  }

  /// Returns the text with its emphasis, or the text itself where colour is refused.
  public func apply(_ emphasis: Emphasis, to text: String) -> String {
    guard isColoured, !text.isEmpty, let code = emphasis.code else { return text }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
