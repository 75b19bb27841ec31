/// Which `\\end{…}` closes which `\\begin{…}`, found in one pass over a document.
///
/// A beginning that is never closed pairs with nothing, and does not take the end of a later one.
struct EnvironmentPairs {
  /// For the index of each closed beginning, the index behind its end.
  private let ends: [Int: Int]

  /// Pairs the environments of a text; comments of LaTeX are skipped.
  init(_ text: SourceText) {
    var open: [String: [Int]] = [:]
    var ends: [Int: Int] = [:]
    var index = 0
    while index < text.scalars.count {
      switch text.scalars[index] {
      case "%": index = text.lineEnd(from: index)
      case "\\":
        if let found = MathEnvironments.name(at: index, behind: "\\begin", in: text) {
          open[found.name, default: []].append(index)
          index = found.end
        } else if let found = MathEnvironments.name(at: index, behind: "\\end", in: text) {
          if let start = open[found.name]?.popLast() { ends[start] = found.end }
          index = found.end
        } else {
          // An escaped per cent sign or backslash begins nothing.
          let follower = index + 1 < text.scalars.count ? text.scalars[index + 1] : " "
          index += follower == "\\" || follower == "%" ? 2 : 1
        }
      default: index += 1
      }
    }
    self.ends = ends
  }

  /// Returns the index behind the end of the environment that begins at an index, or nil where it stays
  /// open up to a limit.
  func end(ofEnvironmentAt index: Int, to limit: Int) -> Int? {
    ends[index].flatMap { $0 <= limit ? $0 : nil }
  }
}
