/// A line of three or more backticks or tildes, which opens code or a formula.
struct Fence {
  /// The index of the first sign of the fence.
  let start: Int
  /// The index behind the signs.
  let end: Int
  /// Whether the fence is marked as mathematics.
  let isMath: Bool
  private let sign: Unicode.Scalar

  /// Reads a fence at an index, if there is one.
  init?(at start: Int, in text: SourceText) {
    guard start < text.scalars.count else { return nil }
    sign = text.scalars[start]
    guard sign == "`" || sign == "~" else { return nil }
    self.start = start
    end = Self.run(of: sign, from: start, in: text)
    guard end - start >= 3 else { return nil }
    let lineEnd = text.lineEnd(from: end)
    let information = text.string(end..<lineEnd)
    if sign == "`", information.contains("`") { return nil }
    let word = information.split(whereSeparator: \.isWhitespace).first ?? ""
    isMath = ["math", "{math}", "latex-math"].contains(word)
  }

  /// Whether the line whose content begins at an index closes the fence.
  func isClosed(at index: Int, in text: SourceText) -> Bool {
    let last = Self.run(of: sign, from: index, in: text)
    return last - index >= end - start && text.isBlank(from: last)
  }

  private static func run(of sign: Unicode.Scalar, from start: Int, in text: SourceText) -> Int {
    var end = start
    while end < text.scalars.count, text.scalars[end] == sign { end += 1 }
    return end
  }
}
