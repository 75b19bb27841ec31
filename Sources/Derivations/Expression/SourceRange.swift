/// A place in a document: the line and the column of a character, both counted from 1.
///
/// A column counts characters (grapheme clusters), as editors do.
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

/// A stretch of a document, from its first character up to, not including, the end.
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
