/// Why something in a document cannot be read, and where.
public struct ReadingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the trouble is.
  public var range: SourceRange
  /// What the trouble is, in one line without a full stop.
  public var message: String

  /// Creates an error.
  public init(_ message: String, at range: SourceRange) {
    self.message = message
    self.range = range
  }

  /// The error as compilers write it: `line:column: message`.
  public var description: String { "\(range.start): \(message)" }
}
