/// Finds the valid name that a misspelt one was probably meant to be.
public enum Suggestion {
  /// Returns the name that takes the fewest edits; of several, the first.
  ///
  /// - Parameters:
  ///   - text: What was written.
  ///   - names: What is valid.
  /// - Returns: `nil` only if there are no names. A name that the text begins or is a part of counts
  ///   as nearer than one that merely takes as few edits.
  /// - Complexity: O(*names* · *length*²).
  public static func nearest(to text: String, among names: [String]) -> String? {
    let wanted = text.lowercased()
    func cost(_ name: String) -> Int {
      let candidate = name.lowercased()
      let edits = 2 * editDistance(wanted, candidate)
      guard wanted.count >= 2 else { return edits }
      if candidate.hasPrefix(wanted) { return min(edits, 1) }
      if candidate.contains(wanted) { return min(edits, 3) }
      return edits
    }
    return names.map { ($0, cost($0)) }.min { $0.1 < $1.1 }?.0
  }

  /// Returns the Damerau–Levenshtein distance: insertions, deletions, replacements and exchanges of
  /// neighbours that turn one text into the other.
  ///
  /// - Note: The unrestricted distance, a metric: an exchanged pair may be edited again
  ///   (`ca` to `abc` takes 2).
  /// - Complexity: O(*n* · *m*) in time and space.
  public static func editDistance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    let infinity = a.count + b.count
    // Row and column 0 stand before the texts, a further border keeps exchanges from reaching out.
    var table = Array(repeating: Array(repeating: infinity, count: b.count + 2), count: a.count + 2)
    for i in 0...a.count { table[i + 1][1] = i }
    for j in 0...b.count { table[1][j + 1] = j }
    var lastRow: [Character: Int] = [:]
    for i in a.indices {
      var lastColumn = 0
      for j in b.indices {
        let row = lastRow[b[j], default: 0]
        let column = lastColumn
        if a[i] == b[j] { lastColumn = j + 1 }
        table[i + 2][j + 2] = min(
          table[i + 1][j + 1] + (a[i] == b[j] ? 0 : 1),
          table[i + 2][j + 1] + 1,
          table[i + 1][j + 2] + 1,
          table[row][column] + (i - row) + 1 + (j - column))
      }
      lastRow[a[i]] = i + 1
    }
    return table[a.count + 1][b.count + 1]
  }
}
