/// Splits the LaTeX of a formula into tokens.
///
/// Comments (`%` to the end of the line) and line ends are white space. Escapes that Markdown needed and
/// that mean nothing in mathematics (`\_`, `\*`) are undone where the formula passed through Markdown.
struct Tokenizer {
  private let scalars: [Unicode.Scalar]
  private let positions: [SourcePosition]
  private let isMarkdown: Bool
  /// Whether the letter Σ, typed as it is, stands for sums.
  private let sigmaSums: Bool
  private var index = 0
  private var isSpaced = false
  private var tokens: [Token] = []

  init(_ formula: Formula) {
    scalars = formula.scalars
    positions = formula.positions
    isMarkdown = formula.isMarkdown
    sigmaSums = Self.sumsBySigma(formula.scalars)
  }

  /// Reads all tokens.
  mutating func read() throws(ReadingError) -> [Token] {
    while index < scalars.count { try readNext() }
    return tokens
  }

  private mutating func readNext() throws(ReadingError) {
    let start = index
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\\": try readCommand(from: start)
    case "%": skipComment()
    case "{": append(.groupStart, from: start)
    case "}": append(.groupEnd, from: start)
    case "^": append(.superscript, from: start)
    case "_": append(.subscript, from: start)
    case "&": append(.alignment, from: start)
    case "~": isSpaced = true
    case "#": readParameter(from: start)
    case _ where scalar.properties.isWhitespace || UnicodeSigns.isInvisible(scalar): isSpaced = true
    case "0"..."9", ".": readNumber(from: start)
    case "Σ" where sigmaSums: append(.command("sum"), from: start)
    case "⁻" where index < scalars.count && ["¹", "²"].contains(scalars[index]):
      // Σ⁻¹
      let digit = scalars[index] == "¹" ? "1" : "2"
      index += 1
      for kind in [.superscript, .groupStart, .symbol("-"), .number(digit), .groupEnd]
        as [Token.Kind]
      {
        append(kind, from: start)
      }
    default:
      if let kinds = UnicodeSigns.kinds[scalar] {
        for kind in kinds { append(kind, from: start) }
      } else if scalar.properties.isAlphabetic {
        append(.letter(scalar), from: start)
      } else {
        append(.symbol(scalar), from: start)
      }
    }
  }

  /// The range of the scalars from `start` up to where reading stands.
  private func range(from start: Int) -> SourceRange {
    SourceRange(start: positions[start], end: SourceRange(at: positions[index - 1]).end)
  }

  private mutating func append(_ kind: Token.Kind, from start: Int) {
    tokens.append(Token(kind, at: range(from: start), isSpaced: isSpaced))
    isSpaced = false
  }

  private mutating func skipComment() {
    while index < scalars.count, scalars[index] != "\n" { index += 1 }
    isSpaced = true
  }

  private mutating func skipSpaces() {
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
  }

  private mutating func readParameter(from start: Int) {
    guard index < scalars.count, ("1"..."9").contains(scalars[index]) else {
      return append(.symbol("#"), from: start)
    }
    let digit = Int(scalars[index].value - 48)
    index += 1
    append(.parameter(digit), from: start)
  }

  /// Reads a number, or the single digit that TeX takes where an argument is due.
  private mutating func readNumber(from start: Int) {
    func isDigit(_ at: Int) -> Bool { at < scalars.count && ("0"..."9").contains(scalars[at]) }
    let isPoint = scalars[start] == "."
    if isPoint, !isDigit(index) { return append(.symbol("."), from: start) }
    if !isPoint, isArgumentDue {
      return append(.number(String(Character(scalars[start]))), from: start)
    }
    while isDigit(index) { index += 1 }
    if !isPoint, index < scalars.count, scalars[index] == ".", isDigit(index + 1) {
      index += 1
      while isDigit(index) { index += 1 }
    }
    append(.number(string(start..<index)), from: start)
  }

  /// Whether TeX takes the next single character as an argument: after `^`, `_`, `\frac` and its kin.
  private var isArgumentDue: Bool {
    guard let last = tokens.last else { return false }
    switch last.kind {
    case .superscript, .subscript: return true
    case .command(let name): return Self.takesArguments.contains(name)
    case .number(let digits):
      guard digits.count == 1, tokens.count > 1 else { return false }
      if case .command(let name) = tokens[tokens.count - 2].kind {
        return Self.takesTwoArguments.contains(name)
      }
      return false
    default: return false
    }
  }

  private static let takesTwoArguments: Set<String> = ["frac", "tfrac", "dfrac", "cfrac", "binom"]
  private static let takesArguments: Set<String> = takesTwoArguments.union([
    "sqrt", "mathbf", "boldsymbol", "mathbb", "bm", "mathrm",
  ])

  private func string(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }
}

// Commands.
extension Tokenizer {
  private mutating func readCommand(from start: Int) throws(ReadingError) {
    guard index < scalars.count else {
      throw ReadingError("a backslash at the end of the formula", at: range(from: start))
    }
    let first = scalars[index]
    guard first.isASCIILetter else {
      index += 1
      return readControlSymbol(first, from: start)
    }
    let nameStart = index
    while index < scalars.count, scalars[index].isASCIILetter { index += 1 }
    let name = string(nameStart..<index)
    if Self.spaces.contains(name) {
      isSpaced = true
    } else if Self.words.contains(name) {
      try readWords(name, from: start)
    } else if name == "begin" || name == "end" {
      try readEnvironment(name, from: start)
    } else {
      append(.command(name), from: start)
    }
  }

  private mutating func readControlSymbol(_ sign: Unicode.Scalar, from start: Int) {
    switch sign {
    case "\\": readRowBreak(from: start)
    case ",", ";", ":", "!", ">", "/", "-": isSpaced = true
    case _ where sign.properties.isWhitespace: isSpaced = true
    case "_" where isMarkdown: append(.subscript, from: start)
    case "*" where isMarkdown: append(.symbol("*"), from: start)
    case "^" where isMarkdown: append(.superscript, from: start)
    case "[", "]", "(", ")", "<", "=", "+", "'", "\"", ".":
      if isMarkdown { append(.symbol(sign), from: start) } else { fallthrough }
    default: append(.command(String(Character(sign))), from: start)
    }
  }

  /// Reads what may follow `\\`: a star, and a length in brackets.
  private mutating func readRowBreak(from start: Int) {
    if index < scalars.count, scalars[index] == "*" { index += 1 }
    var end = index
    while end < scalars.count, scalars[end] == " " { end += 1 }
    if end < scalars.count, scalars[end] == "[" {
      let inside = end + 1
      while end < scalars.count, scalars[end] != "]", end - inside < 20 { end += 1 }
      if end < scalars.count, scalars[end] == "]", isLength(inside..<end) { index = end + 1 }
    }
    append(.rowBreak, from: start)
  }

  /// Whether scalars are a length such as `10pt`, `-.5ex` or `2\baselineskip`.
  private func isLength(_ range: Range<Int>) -> Bool {
    let text = string(range).filter { $0 != " " }
    let unit = text.drop { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
    let units = ["pt", "em", "ex", "mm", "cm", "in", "px", "mu", "pc", "bp", "sp"]
    return unit.count < text.count && units.contains(String(unit))
      || unit.hasPrefix("\\baselineskip") || unit.hasPrefix("\\jot")
  }

  /// Reads the group of a command that sets words.
  private mutating func readWords(_ name: String, from start: Int) throws(ReadingError) {
    let before = index
    skipSpaces()
    guard index < scalars.count, scalars[index] == "{" else {
      index = before
      return append(.command(name), from: start)
    }
    append(.text(try readGroup(of: name, from: start)), from: start)
  }

  /// Reads `{…}` as it stands, with inner groups.
  private mutating func readGroup(of name: String, from start: Int) throws(ReadingError) -> String {
    index += 1
    let inside = index
    var depth = 1
    while index < scalars.count {
      switch scalars[index] {
      case "\\" where index + 1 < scalars.count: index += 1
      case "{": depth += 1
      case "}": depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return string(inside..<index - 1) }
    }
    throw ReadingError("the group of \\\(name) is not closed", at: range(from: start))
  }

  private mutating func readEnvironment(_ command: String, from start: Int) throws(ReadingError) {
    skipSpaces()
    guard index < scalars.count, scalars[index] == "{" else {
      throw ReadingError("\\\(command) without the name of an environment", at: range(from: start))
    }
    let name = try readGroup(of: command, from: start).filter { $0 != "\\" && $0 != " " }
    guard command == "begin" else { return append(.end(name), from: start) }
    if ["aligned", "gathered", "alignedat", "array", "split", "cases"].contains(name) {
      skipOptionalPlacement()
    }
    if ["array", "alignat", "alignat*", "alignedat", "xalignat", "xalignat*"].contains(name),
      index < scalars.count, scalars[index] == "{"
    {
      _ = try readGroup(of: command, from: start)
    }
    append(.begin(name), from: start)
  }

  /// Skips `[t]`, `[c]` or `[b]` behind the name of an environment.
  private mutating func skipOptionalPlacement() {
    guard index + 2 < scalars.count, scalars[index] == "[", scalars[index + 2] == "]",
      ["t", "c", "b"].contains(scalars[index + 1])
    else { return }
    index += 3
  }

  /// Commands that only make a small space.
  private static let spaces: Set<String> = [
    "thinspace", "medspace", "thickspace", "negthinspace", "negmedspace", "negthickspace",
    "enspace",
    "nobreakspace", "space", "hfill", "allowbreak",
  ]
  /// Commands whose group holds words instead of mathematics.
  private static let words: Set<String> = [
    "text", "textrm", "textbf", "textit", "textsf", "texttt", "textsc", "textnormal", "textup",
    "mbox",
    "hbox", "intertext", "shortintertext",
  ]
}

extension Unicode.Scalar {
  /// Whether the scalar is one of `a` … `z` and `A` … `Z`.
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}

extension Formula {
  /// The longest formula that is read, in characters.
  public static let longest = 20_000

  /// Returns the tokens of the formula as they stand, macros not expanded.
  ///
  /// - Throws: ``ReadingError`` where a group of words or the name of an environment is not closed, and
  ///   for a formula longer than ``longest``.
  /// - Complexity: O(*n*) for *n* scalars.
  public func tokens() throws(ReadingError) -> [Token] {
    guard scalars.count <= Self.longest else {
      throw ReadingError(
        "the formula has \(scalars.count) characters, and at most \(Self.longest) are read",
        at: range)
    }
    var tokenizer = Tokenizer(self)
    return try tokenizer.read()
  }
}
