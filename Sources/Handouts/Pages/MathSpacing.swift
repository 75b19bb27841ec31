import Foundation

extension String {
  /// MathML with TeX's spaces around the names of functions (log, Var), the bars of norms, and signs.
  ///
  /// Pandoc writes names and bars as operators that no browser knows, and such operators get the wide spaces of a relation. TeX
  /// puts a thin space between a name and a symbol, none beside a bracket or a relation, and none of its own around a bar; and
  /// the minus of a = −b belongs to b.
  ///
  /// - Complexity: Linear in the length of the page.
  package func withSpacesOfTeX() -> String {
    let pieces = components(separatedBy: "<mo>")
    guard var result = pieces.first else { return self }
    for (index, piece) in pieces.enumerated().dropFirst() {
      guard let name = Self.name(in: piece) else {
        let isSign = piece.hasPrefix("−</mo>") || piece.hasPrefix("+</mo>")
        result += isSign && !Self.endsInSymbol(result) ? "<mo form=\"prefix\">" : "<mo>"
        result += piece
        continue
      }
      var after = piece[name.endIndex...].dropFirst("</mo>".count)
      while after.hasPrefix("<mrow>") { after = after.dropFirst("<mrow>".count) }
      let isBeforeSymbol =
        after.isEmpty
        ? index + 1 < pieces.count && Self.name(in: pieces[index + 1]) != nil
        : Self.beginsWithSymbol(after)
      let left = Self.endsInSymbol(result) ? "0.167em" : "0em"
      let right = isBeforeSymbol ? "0.167em" : "0em"
      result += "<mo lspace=\"\(left)\" rspace=\"\(right)\">" + piece
    }
    return result.replacingOccurrences(
      of: "\">∥</mo>", with: "\" lspace=\"0em\" rspace=\"0em\">∥</mo>")
  }

  /// Whether what stands before a name is a symbol or a closed bracket, on whose right TeX puts a space.
  private static func endsInSymbol(_ text: String) -> Bool {
    var before = text[...]
    while let tag = before.lastIndex(of: "<") {
      if before[tag...].hasPrefix("</") {
        guard before.hasSuffix("</mo>") else { return !before.hasSuffix("</mspace>") }
        return before[..<tag].suffix(20).contains("postfix")
      }
      // A name with a subscript: what stands before all of it counts.
      guard before[tag...].hasPrefix("<msu") || before[tag...].hasPrefix("<mund") else {
        return false
      }
      before = before[..<tag]
    }
    return false
  }

  /// Whether what stands after a name is a symbol.
  private static func beginsWithSymbol(_ text: Substring) -> Bool {
    !["</mrow>", "</mtd>", "<mo ", "<mspace", "<annotation"].contains(where: text.hasPrefix)
  }

  /// The name of a function that an operator's text begins with.
  private static func name(in text: String) -> Substring? {
    let name = text.prefix { $0.isASCII && $0.isLetter }
    return name.count > 1 && text[name.endIndex...].hasPrefix("</mo>") ? name : nil
  }
}
