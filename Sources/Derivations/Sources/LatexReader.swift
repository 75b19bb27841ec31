/// Finds the formulas of LaTeX.
struct LatexReader {
  private let text: SourceText
  private let formulas: FormulaText
  private let macros: MacroTable
  private var index: Int
  private let limit: Int
  private var findings = Findings()
  /// Where the search for a closing sign failed, so that it is not repeated from within.
  private var unclosed: [String: Range<Int>] = [:]

  /// Prepares the reading of a whole text.
  init(_ formulas: FormulaText, macros: MacroTable) {
    self.formulas = formulas
    self.macros = macros
    text = formulas.text
    limit = text.scalars.count
    // Without a document environment the file is a part of one. What stands behind the end is no part of
    // the print, but somebody wrote it: it is read.
    index = text.firstIndex(of: "\\begin{document}", in: 0..<limit) ?? 0
  }

  /// Reads to the end.
  mutating func read() -> Findings {
    let body = index
    index = 0
    while index < body {
      if text.scalars[index] == "%" { readComment() } else { index += 1 }
    }
    while index < limit {
      if let next = formulas.behindDefinition(at: index) {
        index = next
        continue
      }
      switch text.scalars[index] {
      case "%": readComment()
      case "$": readDollars()
      case "\\": readBackslash()
      default: index += 1
      }
    }
    return findings
  }

  private mutating func readComment() {
    let end = text.lineEnd(from: index)
    if let directive = Directive(comment: index + 1..<max(end, index + 1), of: text) {
      findings.directives.append(directive)
    }
    index = end
  }

  private mutating func add(_ content: Range<Int>, whole: Range<Int>, style: Formula.Style) {
    if let formula = formulas.formula(content, whole: whole, in: FormulaText.Frame(style: style)) {
      findings.formulas.append(formula)
    }
    index = whole.upperBound
  }

  private mutating func readDollars() {
    let start = index
    let isDouble = text.has("$$", at: start)
    let sign: StaticString = isDouble ? "$$" : "$"
    read(from: start, opened: sign, to: sign, style: isDouble ? .display : .inline)
  }

  private mutating func readBackslash() {
    let start = index
    if text.has("\\[", at: start) {
      return read(from: start, opened: "\\[", to: "\\]", style: .display)
    }
    if text.has("\\(", at: start) {
      return read(from: start, opened: "\\(", to: "\\)", style: .inline)
    }
    if let environment = MathEnvironments.name(at: start, behind: "\\begin", in: text) {
      return readEnvironment(environment.name, from: start, content: environment.end)
    }
    var cursor = Cursor(text: text, index: start + 1)
    let word = cursor.word()
    switch word {
    case "": index = min(start + 2, limit)
    case "verb", "lstinline", "mintinline": skipVerb(cursor)
    case "iffalse":
      index = text.firstIndex(of: "\\fi", in: cursor.index..<limit).map { $0 + 3 } ?? limit
    default:
      index = min(cursor.index, limit)
      guard let (name, _) = environment(of: word, at: start, isOpening: true) else { return }
      readMacroEnvironment(name, from: start, content: cursor.index)
    }
  }

  /// Reads a formula up to its closing sign.
  private mutating func read(
    from start: Int, opened: StaticString, to sign: StaticString, style: Formula.Style
  ) {
    let content = start + opened.utf8CodeUnitCount
    guard let end = closing(of: sign, from: content) else {
      findings.warnings.append(
        ReadingError(
          "the formula that \(opened) opens here is never closed", at: text.range(start..<content)))
      index = content
      return
    }
    add(content..<end, whole: start..<end + sign.utf8CodeUnitCount, style: style)
  }

  private mutating func readEnvironment(_ name: String, from start: Int, content: Int) {
    if MathEnvironments.verbatim.contains(name) {
      index = endOfVerbatim(name, from: content)
    } else if !MathEnvironments.display.contains(name) {
      index = content
    } else if let end = formulas.pairs.end(ofEnvironmentAt: start, to: limit) {
      add(start..<end, whole: start..<end, style: .display)
    } else {
      findings.warnings.append(
        ReadingError("\\begin{\(name)} has no \\end", at: text.range(start..<content)))
      index = content
    }
  }

  private func endOfVerbatim(_ name: String, from content: Int) -> Int {
    var next = content
    while next < limit {
      if let end = MathEnvironments.name(at: next, behind: "\\end", in: text), end.name == name {
        return end.end
      }
      next += 1
    }
    return limit
  }

  private mutating func skipVerb(_ cursor: Cursor) {
    var cursor = cursor
    cursor.skip("*")
    _ = cursor.bracketed()
    if cursor.scalar == "{", let content = cursor.group() {
      index = min(content.upperBound + 1, limit)
      return
    }
    let sign = cursor.next()
    while let next = cursor.next(), next != sign, next != "\n" {}
    index = min(cursor.index, limit)
  }

  // Commands that stand for the beginning and the end of an environment.

  /// Returns the environment that a macro opens or closes.
  private func environment(
    of word: String, at index: Int, isOpening: Bool
  ) -> (name: String, macro: Macro)? {
    guard let macro = macros.macro(named: word, at: text.positions[index]),
      let edge = isOpening ? macro.body.first : macro.body.last
    else { return nil }
    switch edge.kind {
    case .begin(let name) where isOpening && MathEnvironments.display.contains(name):
      return macro.body.contains { $0.kind == .end(name) } ? nil : (name, macro)
    case .end(let name) where !isOpening && MathEnvironments.display.contains(name):
      return (name, macro)
    default: return nil
    }
  }

  private mutating func readMacroEnvironment(_ name: String, from start: Int, content: Int) {
    if unclosed[name]?.contains(start) == true { return }
    var cursor = Cursor(text: text, index: content)
    while cursor.index < limit {
      let next = cursor.index
      guard cursor.next() == "\\" else { continue }
      let word = cursor.word()
      if word.isEmpty {
        cursor.index += 1
      } else if environment(of: word, at: next, isOpening: false)?.name == name {
        return add(start..<cursor.index, whole: start..<cursor.index, style: .display)
      } else if let end = MathEnvironments.name(at: next, behind: "\\end", in: text),
        end.name == name
      {
        return add(start..<end.end, whole: start..<end.end, style: .display)
      }
    }
    unclosed[name] = start..<limit
    findings.warnings.append(
      ReadingError(
        "the \(name) that is opened here is never closed", at: text.range(start..<content)))
  }

  private static let longestInline = 2_000
  /// How far a dollar within braces may stand from the one that closes the formula.
  private static let longestWords = 200

  /// Returns the index of the sign that closes a formula, within its paragraph or, where no sentence
  /// follows the empty line, behind it.
  private mutating func closing(of sign: StaticString, from start: Int) -> Int? {
    if unclosed[sign.description]?.contains(start) == true { return nil }
    // Braces matter for single dollars only: `\text{if $x$}` holds some of its own.
    let isInline = sign.utf8CodeUnitCount == 1
    var end = isInline ? min(limit, start + Self.longestInline) : limit
    var depth = 0
    var inner: Int?
    var next = start
    while next < end {
      if text.has(sign, at: next) {
        if depth <= 0 || !isInline { return next }
        inner = inner ?? next
        end = min(end, next + Self.longestWords)
      }
      switch text.scalars[next] {
      case "\\": next += 2
      case "%": next = text.lineEnd(from: next)
      case "{":
        depth += 1
        next += 1
      case "}":
        depth -= 1
        next += 1
      case "\n" where text.isBlank(from: next + 1):
        guard !isInline, let line = continuation(behind: next + 1) else {
          if !isInline { unclosed[sign.description] = start..<next + 1 }
          return inner
        }
        next = line
      default: next += 1
      }
    }
    if !isInline { unclosed[sign.description] = start..<limit }
    return inner
  }

  /// Returns the line behind empty ones, unless it is a sentence or a heading.
  private func continuation(behind start: Int) -> Int? {
    var line = start
    while line < limit, text.isBlank(from: line) { line = text.lineEnd(from: line) + 1 }
    guard line < limit, !Sentences.isProse(text.scalars[line..<text.lineEnd(from: line)]),
      !text.has("\\section", at: line), !text.has("\\subsection", at: line)
    else { return nil }
    return line
  }
}
