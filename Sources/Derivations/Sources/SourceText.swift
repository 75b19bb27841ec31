/// The readable text of a document: its scalars, and where each of them stands.
///
/// Line ends are `\n` alone, and a byte-order mark is gone. A column counts scalars of the line as it
/// stands in the file.
struct SourceText: Sendable, Hashable {
  private(set) var scalars: [Unicode.Scalar] = []
  /// The place of each scalar.
  private(set) var positions: [SourcePosition] = []
  /// The index of the first scalar of each line; line *n* is at *n* − 1.
  private(set) var lineStarts: [Int] = [0]

  init() {}

  /// Takes over a text; `\r\n` and `\r` end lines as `\n` does.
  init(_ text: some Sequence<Unicode.Scalar>) {
    var isAfterReturn = false
    for scalar in text {
      defer { isAfterReturn = scalar == "\r" }
      if scalar == "\n", isAfterReturn { continue }
      append(scalar == "\r" ? "\n" : scalar)
    }
  }

  /// The place behind the last scalar.
  var end: SourcePosition {
    SourcePosition(
      line: lineStarts.count, column: scalars.count - lineStarts[lineStarts.count - 1] + 1)
  }

  /// Adds a scalar at the end.
  mutating func append(_ scalar: Unicode.Scalar) {
    scalars.append(scalar)
    positions.append(end(before: scalars.count - 1))
    if scalar == "\n" { lineStarts.append(scalars.count) }
  }

  private func end(before index: Int) -> SourcePosition {
    SourcePosition(line: lineStarts.count, column: index - lineStarts[lineStarts.count - 1] + 1)
  }

  /// Returns the index of a place, or nil where the text has no such place.
  func index(of position: SourcePosition) -> Int? {
    guard position.line >= 1, position.line <= lineStarts.count, position.column >= 1 else {
      return nil
    }
    let index = lineStarts[position.line - 1] + position.column - 1
    let end = position.line < lineStarts.count ? lineStarts[position.line] : scalars.count + 1
    return index < end ? index : nil
  }

  /// Returns the range of places of a range of indices; an empty one has no width.
  func range(_ indices: Range<Int>) -> SourceRange {
    let start = indices.lowerBound < scalars.count ? positions[indices.lowerBound] : end
    guard !indices.isEmpty else { return SourceRange(start: start, end: start) }
    return SourceRange(start: start, end: SourceRange(at: positions[indices.upperBound - 1]).end)
  }

  /// Returns a line without its end, or nothing where there is no such line.
  func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let end = number < lineStarts.count ? lineStarts[number] - 1 : scalars.count
    return string(lineStarts[number - 1]..<end)
  }

  /// Returns a part as a string.
  func string(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  /// Whether the scalars from an index on are those of a string.
  func has(_ expected: StaticString, at index: Int) -> Bool {
    expected.withUTF8Buffer { bytes in
      guard index >= 0, index + bytes.count <= scalars.count else { return false }
      for offset in 0..<bytes.count where scalars[index + offset].value != bytes[offset] {
        return false
      }
      return true
    }
  }
}
