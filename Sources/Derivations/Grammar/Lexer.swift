/// Turns tokens into lexemes: one spelling for everything that means the same.
///
/// Sizes of delimiters and colours go, letters take the shape that a font command gives them, letters that run
/// together become words where they spell one, double bars become one sign, and relation signs with something over
/// them keep it as a remark.
struct Lexer {
  private let tokens: [Token]
  private(set) var lexemes: [Lexeme] = []
  private var depth = 0

  init(_ tokens: [Token]) {
    self.tokens = tokens
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

  private mutating func read(_ range: Range<Int>, font: Typeface?, inScript: Bool)
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

  private mutating func append(_ kind: Lexeme.Kind, _ token: Token) {
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

  private func place(_ range: Range<Int>) -> SourceRange {
    tokens.isEmpty ? .nowhere : tokens[min(range.lowerBound, tokens.count - 1)].range
  }

  /// Returns the index of the `}` that closes a group.
  private func closing(_ start: Int, to end: Int) throws(ReadingError) -> Int {
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
  private func argument(of name: String, at index: Int, to end: Int) throws(ReadingError) -> (
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

  // MARK: Letters and words

  private mutating func readLetters(from start: Int, to end: Int, font: Typeface?, inScript: Bool)
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
    var first = 0
    while first < run.count {
      let (length, kind) = WordSplitter.next(in: run[first...], font: font, inScript: inScript)
      let range = tokens[start + first].range.union(tokens[start + first + length - 1].range)
      lexemes.append(Lexeme(kind: kind, range: range, isSpaced: tokens[start + first].isSpaced))
      first += length
    }
    return index
  }

  private mutating func readText(_ words: String, _ token: Token) {
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

  // MARK: Signs

  private mutating func readSign(_ sign: Unicode.Scalar, at index: Int, to end: Int) -> Int {
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
      case "|" where isNext("|"): (.doubleBar, 2)
      case "|": (.bar, 1)
      default: (.sign(sign), 1)
      }
    append(kind, token)
    if count == 2 { lexemes[lexemes.count - 1].range = token.range.union(tokens[index + 1].range) }
    return index + count
  }

  // MARK: Commands

  private mutating func readCommand(_ name: String, at index: Int, to end: Int, font: Typeface?)
    throws(ReadingError) -> Int
  {
    let token = tokens[index]
    if let side = Vocabulary.sizes[name] { return try readSized(side, at: index, to: end) }
    if let letter = Vocabulary.greek[name] {
      append(.name(Symbol(letter, typeface: font ?? .plain)), token)
      return index + 1
    }
    if let shape = Vocabulary.fonts[name] { return try readFont(name, shape, at: index, to: end) }
    if let relation = Vocabulary.relations[name] {
      append(.relation(RelationSign(relation: relation)), token)
      return index + 1
    }
    if let delimiter = Vocabulary.delimiters[name] {
      return readDelimiter(delimiter, at: index, to: end)
    }
    if let operation = Vocabulary.operations[name] {
      append(.command(operation), token)
      return index + 1
    }
    if let (letter, shape) = Self.houseNames[name] {
      append(.name(Symbol(letter, typeface: shape)), token)
      return index + 1
    }
    switch name {
    case "quad", "qquad": append(.wideSpace, token)
    case "not": return try readNegated(at: index, to: end)
    case "textcircled", "circled":
      // A mark that numbers the row.
      return try argument(of: name, at: index + 1, to: end).next
    case "idotsint": append(.command("int"), token)
    case "limits", "nolimits", "displaylimits", "displaystyle", "textstyle", "scriptstyle",
      "nonumber", "notag":
      break
    case "colon": append(.sign(":"), token)
    case "lq", "rq": append(.sign("'"), token)
    case "overset", "stackrel", "underset": return try readStacked(name, at: index, to: end)
    case "operatornamewithlimits": return try readFont("operatorname", .upright, at: index, to: end)
    default: append(.command(name), token)
    }
    return index + 1
  }

  /// What authors' own commands mean where the document does not define them.
  private static let houseNames: [String: (String, Typeface)] = [
    "E": ("E", .blackboard), "EE": ("E", .blackboard), "Ex": ("E", .blackboard),
    "expect": ("E", .blackboard),
    "Expect": ("E", .blackboard), "N": ("N", .calligraphic), "R": ("R", .blackboard),
    "Real": ("R", .blackboard), "reals": ("R", .blackboard), "RR": ("R", .blackboard),
    "Re": ("R", .blackboard),
    "d": ("d", .upright), "dd": ("d", .upright), "diff": ("d", .upright), "dif": ("d", .upright),
  ]

  /// Reads a delimiter behind a size; a dot is none.
  private mutating func readSized(_ side: Vocabulary.Side, at index: Int, to end: Int)
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

  private mutating func readDelimiter(_ kind: Lexeme.Kind, at index: Int, to end: Int) -> Int {
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

  private mutating func readNegated(at index: Int, to end: Int) throws(ReadingError) -> Int {
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

  /// Reads a font command: its letters take the shape; what is more than letters stays a group.
  private mutating func readFont(_ name: String, _ shape: Typeface, at index: Int, to end: Int)
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
  private func word(_ range: Range<Int>) -> String? {
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

  /// The number of letters at an index that spell an operation such as `max`.
  private func operationLength(at index: Int, to end: Int) -> Int? {
    var word = String.UnicodeScalarView()
    var position = index
    while position < end, case .letter(let letter) = tokens[position].kind,
      position == index || !tokens[position].isSpaced
    {
      word.append(letter)
      position += 1
      if ["max", "min", "argmax", "argmin", "sup", "inf"].contains(String(word)) {
        return position - index
      }
    }
    return nil
  }

  /// Reads `\overset{above}{sign}` and its kin.
  private mutating func readStacked(_ name: String, at index: Int, to end: Int) throws(ReadingError)
    -> Int
  {
    let (note, baseStart) = try argument(of: name, at: index + 1, to: end)
    var (base, next) = try argument(of: name, at: baseStart, to: end)
    if let length = operationLength(at: baseStart, to: end) {
      // `\underset{\theta}max`: the whole word, though TeX takes its first letter.
      base = baseStart..<baseStart + length
      next = base.upperBound
    }
    let count = lexemes.count
    try read(base, font: nil, inScript: false)
    guard count < lexemes.count else {
      throw ReadingError("\\\(name) over nothing", at: tokens[index].range)
    }
    if lexemes.count == count + 1, case .relation(let sign) = lexemes[count].kind {
      lexemes[count].kind = .relation(
        try StackedRelation.read(sign, under: tokens[note], at: tokens[index].range))
      lexemes[count].range = tokens[index].range.union(tokens[next - 1].range)
      return next
    }
    guard name == "underset" else {
      throw ReadingError("\\\(name) over something that is no relation", at: tokens[index].range)
    }
    // What stands under an operator is its subscript.
    lexemes.append(Lexeme(kind: .subscript, range: tokens[index].range))
    lexemes.append(Lexeme(kind: .open(.group), range: tokens[index].range))
    try read(note, font: nil, inScript: true)
    lexemes.append(Lexeme(kind: .close(.group), range: tokens[index].range))
    return next
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  var trimmed: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
