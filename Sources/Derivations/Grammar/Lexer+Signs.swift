// Signs, delimiters and their sizes.
extension Lexer {
  mutating func readSign(_ sign: Unicode.Scalar, at index: Int, to end: Int) -> Int {
    let token = tokens[index]
    if sign == ".", index + 2 < end, tokens[index + 1].kind == .symbol("."),
      tokens[index + 2].kind == .symbol(".")
    {
      append(.command("dots"), token)
      return index + 3
    }
    func isNext(_ other: Unicode.Scalar) -> Bool {
      index + 1 < end && tokens[index + 1].kind == .symbol(other)
    }
    func relation(_ relation: Relation, _ count: Int = 1, reversed: Bool = false) -> (
      Lexeme.Kind, Int
    ) {
      (.relation(RelationSign(relation: relation, isReversed: reversed)), count)
    }
    let (kind, count): (Lexeme.Kind, Int) =
      switch sign {
      case "=" where isNext(":"): relation(.defined, 2, reversed: true)
      case "=": relation(.equal)
      case ":" where isNext("="): relation(.defined, 2)
      case "<" where isNext("="): relation(.lessOrEqual, 2)
      case "<": relation(.less)
      case ">" where isNext("="): relation(.greaterOrEqual, 2)
      case ">": relation(.greater)
      case "(": (.open(.parenthesis), 1)
      case ")": (.close(.parenthesis), 1)
      case "[": (.open(.bracket), 1)
      case "]": (.close(.bracket), 1)
      case "|" where isNext("|") && !isBetweenBars(index): (.doubleBar, 2)
      case "|": (.bar, 1)
      default: (.sign(sign), 1)
      }
    append(kind, token)
    if count == 2 { lexemes[lexemes.count - 1].range = token.range.union(tokens[index + 1].range) }
    return index + count
  }

  /// Whether two bars with a space between are the end of one pair and the start of another, as in |A| |B|: at their level
  /// an odd number of bars stands before.
  private func isBetweenBars(_ index: Int) -> Bool {
    guard tokens[index + 1].isSpaced else { return false }
    var depth = 0
    var isOdd = false
    for token in tokens[max(0, index - 200)..<index].reversed() {
      switch token.kind {
      case .symbol(")"), .symbol("]"), .groupEnd: depth += 1
      case .symbol("("), .symbol("["), .groupStart: depth -= 1
      case .symbol("|") where depth == 0: isOdd.toggle()
      case .alignment, .rowBreak: return isOdd
      default: continue
      }
      if depth < 0 { return isOdd }
    }
    return isOdd
  }

  /// Reads a delimiter behind a size; a dot is none.
  mutating func readSized(_ side: Vocabulary.Side, at index: Int, to end: Int)
    throws(ReadingError) -> Int
  {
    guard index + 1 < end else {
      throw ReadingError("a size without a bracket", at: tokens[index].range)
    }
    let token = tokens[index + 1]
    let isDot = token.kind == .symbol(".")
    if isDot, side != .unknown { return index + 2 }
    let count = lexemes.count
    let next = try readOne(at: index + 1, to: end)
    if count < lexemes.count {
      lexemes[count].range = tokens[index].range.union(lexemes[count].range)
      lexemes[count].isSpaced = tokens[index].isSpaced
      switch (lexemes[count].kind, side) {
      case (.bar, .opening): lexemes[count].kind = .open(.bar)
      case (.bar, .closing): lexemes[count].kind = .close(.bar)
      case (.doubleBar, .opening): lexemes[count].kind = .open(.doubleBar)
      case (.doubleBar, .closing): lexemes[count].kind = .close(.doubleBar)
      default: break
      }
    }
    return next
  }

  private mutating func readOne(at index: Int, to end: Int) throws(ReadingError) -> Int {
    switch tokens[index].kind {
    case .symbol(let sign): return readSign(sign, at: index, to: end)
    case .command(let name): return try readCommand(name, at: index, to: end, font: nil)
    default: return index
    }
  }

  mutating func readDelimiter(_ kind: Lexeme.Kind, at index: Int, to end: Int) -> Int {
    let token = tokens[index]
    // Two bars side by side are one double bar, two double bars in one place as well (Markdown's escape of ||).
    if kind == .bar || kind == .doubleBar, index + 1 < end, tokens[index + 1].kind == token.kind {
      append(.doubleBar, token)
      lexemes[lexemes.count - 1].range = token.range.union(tokens[index + 1].range)
      return index + 2
    }
    if kind == .open(.bar), index + 1 < end, tokens[index + 1].kind == token.kind {
      append(.doubleBar, token)
      return index + 2
    }
    append(kind, token)
    return index + 1
  }

  mutating func readNegated(at index: Int, to end: Int) throws(ReadingError) -> Int {
    guard index + 1 < end else {
      throw ReadingError("\\not without a relation", at: tokens[index].range)
    }
    let count = lexemes.count
    let next = try readOne(at: index + 1, to: end)
    guard count < lexemes.count, case .relation(let sign) = lexemes[count].kind,
      sign.relation == .equal
    else {
      throw ReadingError(
        "\\not before something that has no negation here", at: tokens[index].range)
    }
    lexemes[count].kind = .relation(RelationSign(relation: .notEqual))
    lexemes[count].range = tokens[index].range.union(lexemes[count].range)
    return next
  }
}
