/// Takes out of a formula what only concerns how it looks.
///
/// Labels, numbers, colours, sizes, phantoms and empty spaces say nothing about a derivation. Everything
/// else stays, and stays an error where the grammar does not know it.
enum Layout {
  /// Returns the tokens without layout; a removed command leaves a space behind.
  static func removed(from tokens: [Token]) -> [Token] {
    var kept: [Token] = []
    kept.reserveCapacity(tokens.count)
    var isSpaced = false
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      if case .command(let name) = token.kind, let skip = skip(name, at: index, in: tokens) {
        isSpaced = true
        index = skip
        continue
      }
      var next = token
      next.isSpaced = token.isSpaced || isSpaced
      isSpaced = false
      kept.append(next)
      index += 1
    }
    return kept
  }

  /// Returns the index behind a command of layout and those of its arguments that go with it.
  private static func skip(_ name: String, at index: Int, in tokens: [Token]) -> Int? {
    if name == "eqno" || name == "leqno" {
      // `\eqno(1)` at the end of a display.
      let end = tokens[index...].firstIndex { $0.kind == .rowBreak } ?? tokens.count
      return end
    }
    guard let groups = arguments[name] else { return nil }
    var next = index + 1
    if next < tokens.count, tokens[next].kind == .symbol("*"), groups > 0 { next += 1 }
    for _ in 0..<groups {
      if next < tokens.count, tokens[next].kind == .symbol("["), name != "tag" {
        while next < tokens.count, tokens[next].kind != .symbol("]") { next += 1 }
        next += 1
      }
      guard next < tokens.count, tokens[next].kind == .groupStart else { break }
      next = groupEnd(from: next, in: tokens)
    }
    return min(next, tokens.count)
  }

  /// Returns the index behind the group that begins at an index.
  private static func groupEnd(from start: Int, in tokens: [Token]) -> Int {
    var depth = 0
    var index = start
    while index < tokens.count {
      if tokens[index].kind == .groupStart { depth += 1 }
      if tokens[index].kind == .groupEnd { depth -= 1 }
      index += 1
      if depth == 0 { break }
    }
    return index
  }

  /// How many groups vanish with a command; those of `\textcolor{red}{x}` but the first stay.
  private static let arguments: [String: Int] = {
    var table: [String: Int] = [:]
    for name in [
      "notag", "nonumber", "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle",
      "limits",
      "nolimits", "allowdisplaybreaks", "ensuremath", "boxed", "fbox", "smash", "strut",
      "mathstrut",
      "tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE",
      "huge",
      "noindent", "centering", "xspace", "delimsize", "hline", "mathord", "mathrel", "mathbin",
      "mathopen", "mathclose", "mathpunct", "mathinner", "nobreak", "break", "relax", "protect",
      "hfil", "displaylimits", "bbox",
    ] { table[name] = 0 }
    for name in [
      "label", "tag", "color", "textcolor", "colorbox", "hspace", "vspace", "phantom", "vphantom",
      "hphantom", "mspace", "require", "cssId", "class", "style", "href", "numberthis", "eqnum",
      "textcircled", "hskip", "kern", "mkern", "vskip", "index", "qedhere",
    ] { table[name] = 1 }
    for (name, count) in [("numberthis", 0), ("qedhere", 0), ("hskip", 0), ("kern", 0)] {
      table[name] = count
    }
    return table
  }()
}
