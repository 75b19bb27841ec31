import Foundation

extension String {
  /// MathML whose brackets grow only around something taller than a line.
  ///
  /// Pandoc lets every bracket grow, also those of p(x); browsers then leave room for a bracket's largest form on both of
  /// its sides.
  ///
  /// - Complexity: Linear in the length of the page.
  package func withLevelBrackets() -> String {
    let pieces = components(separatedBy: String.growing)
    guard var result = pieces.first else { return self }
    var isLevel = [Bool](repeating: false, count: pieces.count)
    var open: [(members: [Int], isTall: Bool)] = []
    for (index, piece) in pieces.enumerated().dropFirst() {
      if piece.hasPrefix("postfix"), let pair = open.popLast() {
        if !pair.isTall { for member in pair.members + [index] { isLevel[member] = true } }
      } else if piece.hasPrefix("prefix") {
        open.append(([index], false))
      } else if !open.isEmpty {
        open[open.count - 1].members.append(index)
      }
      let end = piece.range(of: "</math>")?.lowerBound
      if String.tall.contains(where: piece[..<(end ?? piece.endIndex)].contains) {
        for pair in open.indices { open[pair].isTall = true }
      }
      if end != nil { open.removeAll() }
    }
    for (index, piece) in pieces.enumerated().dropFirst() {
      result += (isLevel[index] ? "<mo stretchy=\"false\" form=\"" : String.growing) + piece
    }
    return result
  }

  private static let growing = "<mo stretchy=\"true\" form=\""
  private static let tall = [
    "<mfrac", "<munder", "<mtable", "<msqrt", "<mroot",
  ]
}
