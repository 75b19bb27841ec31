/// Turns tokens into lexemes: one spelling for everything that means the same.
///
/// Sizes of delimiters and colours go, letters take the shape that a font command gives them, letters that run
/// together become words where they spell one, double bars become one sign, and relation signs with something over
/// them keep it as a remark.
struct Lexer {
  let tokens: [Token]
  var lexemes: [Lexeme] = []
  private var depth = 0
  /// The capitals that stand alone or in twos somewhere in the formula.
  private(set) lazy var loneCapitals = Lexer.loneCapitals(in: tokens)

  init(_ tokens: [Token]) {
    self.tokens = tokens
  }

  private static func loneCapitals(in tokens: [Token]) -> Set<Unicode.Scalar> {
    var found = Set<Unicode.Scalar>()
    var run: [Unicode.Scalar] = []
    func close() {
      if run.count < 3 { found.formUnion(run.filter { ("A"..."Z").contains($0) }) }
      run = []
    }
    for token in tokens {
      guard case .letter(let scalar) = token.kind else {
        close()
        continue
      }
      if token.isSpaced { close() }
      run.append(scalar)
    }
    close()
    return found
  }

  /// Returns the lexemes of a formula.
  ///
  /// - Throws: `ReadingError` where a group is not closed or a command lacks its argument.
  /// - Complexity: O(*n* · *d*) for *n* tokens and groups nested *d* deep, of which at most 200 are allowed.
  static func lexemes(_ tokens: [Token]) throws(ReadingError) -> [Lexeme] {
    var lexer = Lexer(tokens)
    try lexer.read(0..<tokens.count, font: nil, inScript: false)
    return lexer.lexemes
  }

  // MARK: Ranges of tokens

  mutating func read(_ range: Range<Int>, font: Typeface?, inScript: Bool)
    throws(ReadingError)
  {
    depth += 1
    defer { depth -= 1 }
    guard depth < 200 else { throw ReadingError("groups nested too deep", at: place(range)) }
    var font = font
    var index = range.lowerBound
    while index < range.upperBound {
      let token = tokens[index]
      switch token.kind {
      case .letter:
        index = readLetters(from: index, to: range.upperBound, font: font, inScript: inScript)
      case .number(let digits):
        guard let number = Rational(decimal: digits) else {
          throw ReadingError("the number \(digits) has too many digits", at: token.range)
        }
        if font == .blackboard, number == Rational(1) {
          append(.command("indicator"), token)
        } else if font == .bold, number == Rational(1) {
          append(.name(Symbol("1", typeface: .bold)), token)
        } else {
          append(.number(number), token)
        }
        index += 1
      case .symbol(let sign): index = readSign(sign, at: index, to: range.upperBound)
      case .text(let words):
        readText(words, token)
        index += 1
      case .groupStart:
        index = try readGroup(at: index, to: range.upperBound, font: font, inScript: inScript)
      case .groupEnd: throw ReadingError("a } that closes nothing", at: token.range)
      case .superscript, .subscript:
        append(token.kind == .superscript ? .superscript : .subscript, token)
        index = try readScript(from: index + 1, to: range.upperBound)
      case .command(let name):
        if let switched = Vocabulary.fontSwitches[name] {
          font = switched == .plain ? nil : switched
          index += 1
        } else {
          index = try readCommand(name, at: index, to: range.upperBound, font: font)
        }
      case .alignment, .rowBreak, .begin, .end:
        appendLayout(token)
        index += 1
      case .parameter(let number): throw ReadingError("#\(number) outside a macro", at: token.range)
      }
    }
  }

  /// Reads a group; one that is empty or holds one sign only, as in `{=}`, is no group.
  private mutating func readGroup(at index: Int, to end: Int, font: Typeface?, inScript: Bool)
    throws(ReadingError) -> Int
  {
    let close = try closing(index, to: end)
    let count = lexemes.count
    append(.open(.group), tokens[index])
    try read(index + 1..<close, font: font, inScript: inScript)
    append(.close(.group), tokens[close])
    let isArgument = if count > 0, case .command = lexemes[count - 1].kind { true } else { false }
    if lexemes.count == count + 2, !isArgument { lexemes.removeLast(2) }
    if lexemes.count == count + 3 {
      switch lexemes[count + 1].kind {
      case .relation, .sign:
        lexemes.removeLast()
        lexemes.remove(at: count)
      default: break
      }
    }
    if case .command(let name) = tokens[index + 1].kind, Vocabulary.fontSwitches[name] != nil,
      !isArgument,
      lexemes.count == count + 3, case .name = lexemes[count + 1].kind
    {
      // `{\bf x}` is a letter, not a group.
      lexemes.removeLast()
      lexemes.remove(at: count)
      lexemes[count].isSpaced = tokens[index].isSpaced
      return close + 1
    }
    let takesScript =
      close + 1 < end
      && (tokens[close + 1].kind == .superscript || tokens[close + 1].kind == .subscript)
    if takesScript, !isArgument, lexemes.count > count + 2,
      isMarkedName(count + 1..<lexemes.count - 1)
    {
      lexemes.removeLast()
      lexemes.remove(at: count)
    }
    return close + 1
  }

  /// Whether lexemes are a name, perhaps with a mark over it.
  private func isMarkedName(_ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    switch lexemes[first].kind {
    case .name: return range.count == 1
    case .command(let name):
      return Vocabulary.accents[name] != nil && isMarkedName(first + 1..<range.upperBound)
    case .open(.group):
      return lexemes[range.upperBound - 1].kind == .close(.group)
        && isMarkedName(first + 1..<range.upperBound - 1)
    default: return false
    }
  }

  mutating func append(_ kind: Lexeme.Kind, _ token: Token) {
    lexemes.append(Lexeme(kind: kind, range: token.range, isSpaced: token.isSpaced))
  }

  private mutating func appendLayout(_ token: Token) {
    switch token.kind {
    case .alignment: append(.alignment, token)
    case .rowBreak: append(.rowBreak, token)
    case .begin(let name): append(.begin(name), token)
    case .end(let name): append(.end(name), token)
    default: break
    }
  }

  func place(_ range: Range<Int>) -> SourceRange {
    tokens.isEmpty ? .nowhere : tokens[min(range.lowerBound, tokens.count - 1)].range
  }

  /// Returns the index of the `}` that closes a group.
  func closing(_ start: Int, to end: Int) throws(ReadingError) -> Int {
    var open = 0
    for index in start..<end {
      if tokens[index].kind == .groupStart { open += 1 }
      if tokens[index].kind == .groupEnd {
        open -= 1
        if open == 0 { return index }
      }
    }
    throw ReadingError("a { that is not closed", at: tokens[start].range)
  }

  /// Returns the tokens of the argument at an index: what is in a group, or one token; and what follows it.
  func argument(of name: String, at index: Int, to end: Int) throws(ReadingError) -> (
    Range<Int>, next: Int
  ) {
    guard index < end else {
      throw ReadingError("\\\(name) without its argument", at: tokens[max(0, index - 1)].range)
    }
    guard tokens[index].kind == .groupStart else { return (index..<index + 1, index + 1) }
    let close = try closing(index, to: end)
    return (index + 1..<close, close + 1)
  }

  // MARK: Scripts

  private mutating func readScript(from index: Int, to end: Int) throws(ReadingError) -> Int {
    guard index < end else {
      throw ReadingError("an index without anything in it", at: tokens[index - 1].range)
    }
    let token = tokens[index]
    switch token.kind {
    case .groupStart:
      let close = try closing(index, to: end)
      append(.open(.group), token)
      try read(index + 1..<close, font: nil, inScript: true)
      append(.close(.group), tokens[close])
      return close + 1
    case .command(let name)
    where Vocabulary.fonts[name] != nil || Vocabulary.accents[name] != nil:
      // One font command with its argument: `x_\mathrm{new}`.
      lexemes.append(Lexeme(kind: .open(.group), range: token.range))
      let next = try readCommand(name, at: index, to: end, font: nil)
      lexemes.append(Lexeme(kind: .close(.group), range: tokens[next - 1].range))
      return next
    case .command(let name) where ["frac", "tfrac", "dfrac"].contains(name):
      let (_, second) = try argument(of: name, at: index + 1, to: end)
      let (_, next) = try argument(of: name, at: second, to: end)
      lexemes.append(Lexeme(kind: .open(.group), range: token.range))
      try read(index..<next, font: nil, inScript: true)
      lexemes.append(Lexeme(kind: .close(.group), range: tokens[next - 1].range))
      return next
    default:
      lexemes.append(Lexeme(kind: .open(.group), range: token.range))
      try read(index..<index + 1, font: nil, inScript: true)
      lexemes.append(Lexeme(kind: .close(.group), range: token.range))
      return index + 1
    }
  }
}
