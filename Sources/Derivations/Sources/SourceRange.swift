/// A place in the readable text of a document: the line and the column of a character, both from 1.
///
/// A column counts Unicode scalars: a tab is one, and an accent set by a character of its own is one too. In
/// most documents the readable text is the file itself; a notebook's is its Markdown cells, of which the
/// document knows where they stand in the file.
public struct SourcePosition: Hashable, Sendable, Comparable {
  /// The line in the file, from 1.
  public var line: Int

  /// The column in the line, from 1.
  public var column: Int

  /// Makes the position of a character.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Says whether the left place comes first in the document.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension SourcePosition: CustomStringConvertible {
  /// The place as compilers write it: `line:column`.
  public var description: String { "\(line):\(column)" }
}

/// A stretch of a document, from its first character up to, not including, the end.
///
/// The end stands on the line of the last character, behind it.
public struct SourceRange: Hashable, Sendable {
  /// The place of the first character.
  public var start: SourcePosition

  /// The place after the last character.
  public var end: SourcePosition

  /// Makes the range between two places.
  public init(start: SourcePosition, end: SourcePosition) {
    self.start = start
    self.end = end
  }

  /// Makes the range of one character.
  public init(at position: SourcePosition) {
    self.init(
      start: position, end: SourcePosition(line: position.line, column: position.column + 1))
  }

  /// The range of something that stands in no document.
  public static let nowhere = SourceRange(
    start: SourcePosition(line: 0, column: 0), end: SourcePosition(line: 0, column: 0))

  /// Returns the smallest range that holds both; a range that is nowhere adds nothing.
  public func union(_ other: SourceRange) -> SourceRange {
    if self == .nowhere { return other }
    if other == .nowhere { return self }
    return SourceRange(start: min(start, other.start), end: max(end, other.end))
  }
}

extension SourceRange: CustomStringConvertible {
  /// The range as `line:column-column`, or `line:column-line:column` where it spans lines.
  public var description: String {
    start.line == end.line ? "\(start)-\(end.column)" : "\(start)-\(end)"
  }
}
