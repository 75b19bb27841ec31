// Letters, words and the fonts that shape them.
extension Lexer {
  mutating func readLetters(from start: Int, to end: Int, font: Typeface?, inScript: Bool)
    -> Int
  {
    var run: [Unicode.Scalar] = []
    var index = start
    while index < end, case .letter(let scalar) = tokens[index].kind,
      index == start || !tokens[index].isSpaced
    {
      run.append(scalar)
      index += 1
    }
    let names = run.count > 2 ? loneCapitals : []
    var first = 0
    while first < run.count {
      let (length, kind) = WordSplitter.next(
        in: run[first...], font: font, inScript: inScript, names: names)
      let range = tokens[start + first].range.union(tokens[start + first + length - 1].range)
      lexemes.append(Lexeme(kind: kind, range: range, isSpaced: tokens[start + first].isSpaced))
      first += length
    }
    return index
  }

  mutating func readText(_ words: String, _ token: Token) {
    let trimmed = words.trimmed
    switch trimmed {
    case "":
      // Space only: the next lexeme is spaced in any case, since the letters do not touch.
      return
    case "||": append(.doubleBar, token)
    case "|": append(.bar, token)
    case "=": append(.relation(RelationSign(relation: .equal)), token)
    case "+", "-": append(.sign(trimmed.unicodeScalars.first!), token)
    default:
      if let operation = Vocabulary.operations[trimmed] {
        append(.command(operation), token)
      } else if trimmed.unicodeScalars.count == 1, let letter = trimmed.unicodeScalars.first,
        letter.isASCIILetter
      {
        append(.name(Symbol(trimmed, typeface: .upright)), token)
      } else {
        append(.text(trimmed), token)
      }
    }
  }

  /// Reads a font command: its letters take the shape; what is more than letters stays a group.
  mutating func readFont(_ name: String, _ shape: Typeface, at index: Int, to end: Int)
    throws(ReadingError) -> Int
  {
    var start = index + 1
    if start < end, tokens[start].kind == .symbol("*") { start += 1 }
    let (inside, next) = try argument(of: name, at: start, to: end)
    let count = lexemes.count
    if inside.count == 1, case .text(let words) = tokens[inside.lowerBound].kind {
      readText(words, tokens[inside.lowerBound])
    } else if let word = word(inside), shape != .bold, word.count > 1 {
      let range = tokens[inside.lowerBound].range.union(tokens[inside.upperBound - 1].range)
      let scalars = Array(word.unicodeScalars)
      if scalars.count == 2, scalars[0] == "d", shape == .upright {
        // A differential: `\mathrm{dz}`.
        lexemes.append(Lexeme(kind: .name(Symbol("d", typeface: .upright)), range: range))
        lexemes.append(Lexeme(kind: .name(Symbol(String(Character(scalars[1])))), range: range))
      } else if let operation = Vocabulary.operations[word] {
        lexemes.append(Lexeme(kind: .command(operation), range: range))
      } else {
        lexemes.append(Lexeme(kind: .word(word), range: range))
      }
    } else {
      try read(inside, font: shape == .plain ? nil : shape, inScript: false)
      if [.calligraphic, .blackboard, .fraktur].contains(shape) {
        plainBehindHead(from: count, shape)
      }
    }
    guard count < lexemes.count else { return next }
    lexemes[count].isSpaced = tokens[index].isSpaced
    let takesScript =
      next < end && (tokens[next].kind == .superscript || tokens[next].kind == .subscript)
    if takesScript, name != "mathop", lexemes.count - count > 1, !isHeadWithScripts(from: count) {
      lexemes.insert(Lexeme(kind: .open(.group), range: tokens[index].range), at: count)
      lexemes.append(Lexeme(kind: .close(.group), range: tokens[next - 1].range))
    }
    return next
  }

  /// Gives the letters behind the first one their plain shape back: `\mathcal{L(x, y)}` is 𝓛(x, y).
  private mutating func plainBehindHead(from start: Int, _ shape: Typeface) {
    guard start + 1 < lexemes.count else { return }
    for index in start + 1..<lexemes.count {
      if case .name(var symbol) = lexemes[index].kind, symbol.typeface == shape {
        symbol.typeface = .plain
        lexemes[index].kind = .name(symbol)
      }
    }
  }

  /// The letters of a range, if it holds nothing else.
  func word(_ range: Range<Int>) -> String? {
    var word = String.UnicodeScalarView()
    for index in range {
      switch tokens[index].kind {
      case .letter(let letter): word.append(letter)
      case .symbol("-") where index > range.lowerBound: word.append("-")
      default: return nil
      }
    }
    return word.isEmpty ? nil : String(word)
  }

  /// Whether the lexemes from an index on are a name and its scripts, as in `\mathbb{E_q}`.
  private func isHeadWithScripts(from start: Int) -> Bool {
    guard start + 1 < lexemes.count else { return true }
    return lexemes[start + 1].kind == .superscript || lexemes[start + 1].kind == .subscript
  }
}
