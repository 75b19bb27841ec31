/// Finds the formulas of reStructuredText: the directive `.. math::` and the role `:math:`.
struct RestructuredTextReader {
  private let text: SourceText
  private let formulas: FormulaText
  private var findings = Findings()
  private var line = 1
  /// The indentation of the line that announces a literal block, while that block may follow.
  private var literalIndentation: Int?

  /// Prepares the reading of a whole text.
  init(_ formulas: FormulaText) {
    self.formulas = formulas
    text = formulas.text
  }

  /// Reads to the end.
  mutating func read() -> Findings {
    while line <= text.lineStarts.count {
      let content = contentRange(line)
      let indentation = indentation(line)
      if content.isEmpty {
        line += 1
        continue
      }
      if let literal = literalIndentation {
        if indentation > literal {
          line += 1
          continue
        }
        literalIndentation = nil
      }
      if text.has(".. ", at: content.lowerBound) {
        readDirective(content, indentation: indentation)
      } else {
        readRoles(content)
        if text.string(content).hasSuffix("::") { literalIndentation = indentation }
        line += 1
      }
    }
    return findings
  }

  /// The indices of a line without white space at its ends.
  private func contentRange(_ line: Int) -> Range<Int> {
    let start = text.lineStarts[line - 1]
    return text.trimmed(start..<text.lineEnd(from: start)) ?? start..<start
  }

  private func indentation(_ line: Int) -> Int {
    let start = text.lineStarts[line - 1]
    return text.scalars[start..<contentRange(line).lowerBound].reduce(0) {
      $0 + ($1 == "\t" ? 8 - $0 % 8 : 1)
    }
  }

  private mutating func readDirective(_ content: Range<Int>, indentation: Int) {
    if text.has(".. math::", at: content.lowerBound) {
      readMath(
        content.lowerBound + 9..<max(content.upperBound, content.lowerBound + 9), indentation)
      return
    }
    if let directive = Directive(
      comment: content.lowerBound + 3..<max(content.upperBound, content.lowerBound + 3), of: text)
    {
      findings.directives.append(directive)
      line += 1
      return
    }
    let isCode = Self.verbatim.contains { text.has($0, at: content.lowerBound) }
    if isCode { literalIndentation = indentation } else { readRoles(content) }
    line += 1
  }

  private static let verbatim: [StaticString] = [
    ".. code::", ".. code-block::", ".. sourcecode::", ".. highlight::", ".. raw::",
    ".. parsed-literal::", ".. literalinclude::", ".. prompt::", ".. ipython::", ".. doctest::",
  ]

  /// Reads the lines of a directive; an empty line between complete equations separates formulas.
  private mutating func readMath(_ argument: Range<Int>, _ indentation: Int) {
    let start = argument.lowerBound - 9
    var parts: [Range<Int>] = []
    var isOpen = false
    var depth = 0
    func take(_ range: Range<Int>) {
      depth += openedEnvironments(in: range)
      if isOpen, let last = parts.last {
        parts[parts.count - 1] = last.lowerBound..<range.upperBound
      } else {
        parts.append(range)
      }
      isOpen = true
    }
    if let first = text.trimmed(argument) { take(first) }
    line += 1
    var isHead = true
    while line <= text.lineStarts.count {
      let content = contentRange(line)
      if content.isEmpty {
        isHead = false
        if depth <= 0 {
          isOpen = false
          depth = 0
        }
      } else if self.indentation(line) <= indentation {
        break
      } else if !(isHead && text.scalars[content.lowerBound] == ":") {
        take(content)
      }
      line += 1
    }
    for part in parts {
      let whole = part == parts.first ? start..<part.upperBound : part
      add(part, whole: whole, style: .display)
    }
  }

  /// How many more environments begin than end.
  private func openedEnvironments(in range: Range<Int>) -> Int {
    var depth = 0
    for index in range where text.scalars[index] == "\\" {
      if text.has("\\begin{", at: index) { depth += 1 }
      if text.has("\\end{", at: index) { depth -= 1 }
    }
    return depth
  }

  private mutating func add(_ content: Range<Int>, whole: Range<Int>, style: Formula.Style) {
    let frame = FormulaText.Frame(style: style)
    if let formula = formulas.formula(content, whole: whole, in: frame) {
      findings.formulas.append(formula)
    }
  }

  /// Reads the roles that begin in a line; one may end in a later line of the paragraph.
  private mutating func readRoles(_ content: Range<Int>) {
    var index = content.lowerBound
    while index < content.upperBound {
      if text.has("``", at: index) {
        index =
          text.firstIndex(of: "``", in: index + 2..<max(content.upperBound, index + 2))
          .map { $0 + 2 } ?? content.upperBound
      } else if text.has(":math:`", at: index) {
        guard let end = closingBacktick(from: index + 7) else {
          findings.warnings.append(
            ReadingError("the role :math: is never closed", at: text.range(index..<index + 7)))
          return
        }
        add(index + 7..<end, whole: index..<end + 1, style: .inline)
        index = end + 1
      } else {
        index += 1
      }
    }
  }

  private func closingBacktick(from start: Int) -> Int? {
    var index = start
    while index < text.scalars.count {
      switch text.scalars[index] {
      case "\\": index += 1
      case "`": return index
      case "\n" where text.isBlank(from: index + 1): return nil
      default: break
      }
      index += 1
    }
    return nil
  }
}
