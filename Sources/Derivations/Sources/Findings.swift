/// What a reader finds in a document.
struct Findings: Sendable, Hashable {
  var formulas: [Formula] = []
  var directives: [Directive] = []
  var warnings: [ReadingError] = []
}

/// A comment addressed to this tool: `<!-- vae-lab: latent z; data x -->`.
public struct Directive: Sendable, Hashable {
  /// What stands behind `vae-lab:`, without spaces at its ends.
  public var text: String
  /// Where that text stands.
  public var range: SourceRange

  /// Creates a directive.
  public init(text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }

  /// Returns the directive in a comment, or nil for a comment that is not meant for this tool.
  init?(comment: Range<Int>, of text: SourceText) {
    guard var content = text.trimmed(comment), text.has("vae-lab:", at: content.lowerBound) else {
      return nil
    }
    content = content.lowerBound + 8..<max(content.upperBound, content.lowerBound + 8)
    guard let words = text.trimmed(content) else { return nil }
    self.init(text: text.string(words), range: text.range(words))
  }
}

extension SourceText {
  /// Returns a range without the white space at its ends, or nil where nothing else is in it.
  func trimmed(_ range: Range<Int>) -> Range<Int>? {
    guard
      let first = range.first(where: { !scalars[$0].properties.isWhitespace }),
      let last = range.last(where: { !scalars[$0].properties.isWhitespace })
    else { return nil }
    return first..<last + 1
  }

  /// Returns the index of the first place of a sign within a range.
  func firstIndex(of sign: StaticString, in range: Range<Int>) -> Int? {
    range.first { has(sign, at: $0) && $0 + sign.utf8CodeUnitCount <= range.upperBound }
  }

  /// Returns the index of the end of the line that an index stands on: its `\n`, or the end of the text.
  func lineEnd(from index: Int) -> Int {
    var end = index
    while end < scalars.count, scalars[end] != "\n" { end += 1 }
    return end
  }

  /// Whether nothing but white space stands between an index and the end of its line.
  func isBlank(from index: Int) -> Bool {
    var next = index
    while next < scalars.count, scalars[next] != "\n" {
      guard scalars[next].properties.isWhitespace else { return false }
      next += 1
    }
    return true
  }
}
