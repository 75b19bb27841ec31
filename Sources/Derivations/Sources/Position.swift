/// A place in the readable text of a document.
///
/// Lines and columns count from 1; a column counts Unicode scalars, so that a tab and an accented letter
/// are one column each. In most documents the readable text is the file itself; a notebook's readable text
/// is its Markdown cells, and ``Document`` knows where they stand in the file.
public struct Position: Sendable, Hashable {
  /// The line, from 1.
  public var line: Int
  /// The column, from 1.
  public var column: Int

  /// Creates a position.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

extension Position: Comparable {
  /// Whether one position stands before another in reading order.
  public static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension Position: CustomStringConvertible {
  /// The position as compilers write it: `line:column`.
  public var description: String { "\(line):\(column)" }
}

/// A part of a document, from its first character to just behind its last one.
///
/// Where markers stand between the lines of a formula (a `> ` at their beginning), a range that spans lines
/// spans them too.
public struct SourceRange: Sendable, Hashable {
  /// The position of the first character.
  public var start: Position
  /// The position behind the last character, on the line of that character.
  public var end: Position

  /// Creates a range.
  public init(start: Position, end: Position) {
    self.start = start
    self.end = end
  }

  /// Creates the range of one character.
  public init(at position: Position) {
    self.init(start: position, end: Position(line: position.line, column: position.column + 1))
  }

  /// Returns the smallest range that covers two ranges.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(start: min(start, other.start), end: max(end, other.end))
  }
}

extension SourceRange: CustomStringConvertible {
  /// The range as `line:column-line:column`, or `line:column-column` within one line.
  public var description: String {
    start.line == end.line ? "\(start)-\(end.column)" : "\(start)-\(end)"
  }
}
