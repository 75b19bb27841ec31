/// Finds the definitions of macros in a document, wherever they stand in it.
struct MacroDefinitions {
  private(set) var table = MacroTable()
  /// The parts of the text that definitions take, which are no part of any formula.
  private(set) var ranges: [Range<Int>] = []

  let text: SourceText
  let isMarkdown: Bool

  /// Reads all definitions of a text.
  init(_ text: SourceText, isMarkdown: Bool) {
    self.text = text
    self.isMarkdown = isMarkdown
    var index = 0
    while index < text.scalars.count {
      switch text.scalars[index] {
      case "\\": index = readDefinition(at: index) ?? index + 2
      case "%" where !isMarkdown: index = text.lineEnd(from: index)
      case "a" where text.has("acros", at: index): index = readConfiguration(at: index)
      default: index += 1
      }
    }
  }

  /// Reads a definition; returns the index behind it, or nil where none stands.
  private mutating func readDefinition(at start: Int) -> Int? {
    var cursor = Cursor(text: text, index: start + 1)
    let word = cursor.word()
    let macro: Macro?
    switch word {
    case "newcommand", "renewcommand", "providecommand", "newrobustcmd", "DeclareRobustCommand":
      macro = readCommand(&cursor, from: start)
    case "def", "gdef", "edef": macro = readDef(&cursor, from: start)
    case "let": macro = readLet(&cursor, from: start)
    case "DeclareMathOperator": macro = readOperator(&cursor, from: start)
    case "NewDocumentCommand", "RenewDocumentCommand", "DeclareDocumentCommand":
      macro = readDocumentCommand(&cursor, from: start)
    case "DeclarePairedDelimiter", "DeclarePairedDelimiterX", "DeclarePairedDelimiterXPP":
      macro = readPairedDelimiter(&cursor, word: word, from: start)
    default: return nil
    }
    guard let macro else { return nil }
    ranges.append(start..<cursor.index)
    // A command that is provided keeps the meaning that it has already.
    let isKnown = table.macro(named: macro.name, at: macro.range.start) != nil
    if word != "providecommand" || !isKnown { table.define(macro) }
    return cursor.index
  }

  private func range(_ start: Int, _ cursor: Cursor) -> SourceRange {
    text.range(start..<cursor.index)
  }

  /// Returns the tokens of a part, or none where they cannot be read.
  private func tokens(_ range: Range<Int>) -> [Token]? {
    let formula = Formula(
      scalars: Array(text.scalars[range]), positions: Array(text.positions[range]), style: .inline,
      range: text.range(range), isMarkdown: isMarkdown)
    return try? formula.tokens()
  }

  /// Reads `\newcommand{\name}[count][default]{body}`.
  private func readCommand(_ cursor: inout Cursor, from start: Int) -> Macro? {
    cursor.skip("*")
    guard let name = cursor.commandName() else { return nil }
    let count = cursor.bracketed()
    let optional = count == nil ? nil : cursor.bracketed()
    guard let body = cursor.group().flatMap(tokens) else { return nil }
    var macro = Macro(name, body: body, range: range(start, cursor))
    macro.parameterCount = count.flatMap { Int(text.string($0).filter { $0 != " " }) } ?? 0
    macro.optional = optional.flatMap(tokens)
    return macro
  }

  /// Reads `\def\name#1#2{body}`.
  private func readDef(_ cursor: inout Cursor, from start: Int) -> Macro? {
    guard let name = cursor.commandName(), let parameters = cursor.upToGroup(),
      let body = cursor.group().flatMap(tokens)
    else { return nil }
    var macro = Macro(name, body: body, range: range(start, cursor))
    let signs = text.string(parameters).filter { $0 != " " && $0 != "\n" }
    macro.parameterCount = signs.count / 2
    let plain = (0..<macro.parameterCount).map { "#\($0 + 1)" }.joined()
    if signs != plain {
      macro.obstacle = "is defined with delimited arguments, which are not followed"
    }
    return macro
  }

  /// Reads `\let\name=\other`.
  private func readLet(_ cursor: inout Cursor, from start: Int) -> Macro? {
    guard let name = cursor.commandName() else { return nil }
    cursor.skip("=")
    cursor.skipSpaces()
    let body = cursor.index
    guard let other = cursor.commandName(),
      let tokens = tokens(body..<cursor.index)
    else { return nil }
    let range = range(start, cursor)
    if var known = table.macro(named: other, at: range.start), known.range.start < range.start {
      known.name = name
      known.range = range
      return known
    }
    var macro = Macro(name, body: tokens, range: range)
    macro.isFinal = true
    return macro
  }

  /// Reads `\DeclareMathOperator{\name}{text}`.
  private func readOperator(_ cursor: inout Cursor, from start: Int) -> Macro? {
    cursor.skip("*")
    guard let name = cursor.commandName(), let content = cursor.group(),
      let tokens = tokens(content)
    else { return nil }
    let range = range(start, cursor)
    let kinds: [Token.Kind] =
      [.command("operatorname"), .groupStart] + tokens.map(\.kind) + [.groupEnd]
    return Macro(name, body: kinds.map { Token($0, at: range) }, range: range)
  }

  /// Reads `\NewDocumentCommand{\name}{m O{default}}{body}`.
  private func readDocumentCommand(_ cursor: inout Cursor, from start: Int) -> Macro? {
    guard let name = cursor.commandName(), let specification = cursor.group(),
      let body = cursor.group().flatMap(tokens)
    else { return nil }
    var macro = Macro(name, body: body, range: range(start, cursor))
    var kinds = Cursor(text: text, index: specification.lowerBound)
    while kinds.index < specification.upperBound {
      switch kinds.next() {
      case "m": macro.parameterCount += 1
      case "O" where macro.parameterCount == 0:
        macro.parameterCount += 1
        macro.optional = kinds.group().flatMap(tokens)
      case " ", "\n", "+": continue
      default: macro.obstacle = "takes kinds of arguments that are not followed"
      }
    }
    return macro
  }

  /// Reads `\DeclarePairedDelimiter{\name}{left}{right}` and its longer relatives.
  private func readPairedDelimiter(
    _ cursor: inout Cursor, word: String, from start: Int
  ) -> Macro? {
    guard let name = cursor.commandName() else { return nil }
    let count = cursor.bracketed().flatMap { Int(text.string($0)) } ?? 1
    let groupCount =
      switch word {
      case "DeclarePairedDelimiterXPP": 5
      case "DeclarePairedDelimiterX": 3
      default: 2
      }
    var groups: [[Token]] = []
    while groups.count < groupCount {
      guard let tokens = cursor.group().flatMap(tokens) else { return nil }
      groups.append(tokens)
    }
    let range = range(start, cursor)
    let body: [Token] =
      switch groupCount {
      case 5: groups[0] + groups[1] + groups[4] + groups[2] + groups[3]
      case 3: groups[0] + groups[2] + groups[1]
      default: groups[0] + [Token(.parameter(1), at: range)] + groups[1]
      }
    var macro = Macro(name, body: body, range: range)
    macro.parameterCount = count
    macro.allowsSize = true
    return macro
  }

  /// Reads the macros of a configuration of MathJax or KaTeX: `macros: { E: "…", KL: ["…", 2] }`.
  private mutating func readConfiguration(at start: Int) -> Int {
    var configuration = MacroConfiguration(text: text, index: start + 5)
    for entry in configuration.read() {
      var body = Formula(latex: entry.latex)
      body.isMarkdown = false
      guard let tokens = try? body.tokens() else { continue }
      var macro = Macro(entry.name, body: tokens, range: text.range(start..<start + 5))
      macro.parameterCount = entry.parameterCount
      macro.optional = entry.optional.flatMap { try? Formula(latex: $0).tokens() }
      table.define(macro)
    }
    return max(configuration.index, start + 5)
  }
}
