/// Finds the formulas of Markdown.
///
/// It reads from line to line for what takes whole lines (front matter, fences, indented code) and within
/// the lines for the delimiters of mathematics, code spans and comments.
struct MarkdownReader {
  let text: SourceText
  let limit: Int
  let formulas: FormulaText
  var index: Int
  var findings = Findings()
  /// How many `>` stand before the present line.
  var quoteDepth = 0
  /// Whether the lines belong to a list, where indentation does not mean code.
  var isInList = false
  var isAfterBlank = true
  /// The index behind the last line of code by indentation, where the next line begins.
  private var lastCodeEnd: Int?
  /// Where the search for a closing sign failed, so that it is not repeated from within.
  var unclosed: [String: Range<Int>] = [:]

  /// Prepares the reading of a part of a text, such as a cell of a notebook.
  init(_ formulas: FormulaText, in range: Range<Int>) {
    self.formulas = formulas
    text = formulas.text
    limit = range.upperBound
    index = range.lowerBound
  }

  /// Reads to the end.
  mutating func read() -> Findings {
    skipFrontMatter()
    var isLineStart = true
    while index < limit {
      if isLineStart {
        isLineStart = false
        if readLineStart() {
          isLineStart = true
          continue
        }
        if index >= limit { break }
      }
      if text.scalars[index] == "\n" {
        isLineStart = true
        index += 1
      } else if let next = formulas.behindDefinition(at: index) {
        index = next
      } else {
        readInline()
      }
    }
    return findings
  }

  /// Returns the scalar at an index, or nil behind the end.
  func scalar(_ at: Int) -> Unicode.Scalar? { at < limit ? text.scalars[at] : nil }

  /// Adds the formula between two indices and goes on behind it.
  mutating func add(
    _ content: Range<Int>, whole: Range<Int>, style: Formula.Style
  ) {
    let frame = FormulaText.Frame(style: style, quoteDepth: quoteDepth, isMarkdown: true)
    if let formula = formulas.formula(content, whole: whole, in: frame) {
      findings.formulas.append(formula)
    }
    index = whole.upperBound
    isAfterBlank = false
  }

  /// Reports a formula that is never closed.
  mutating func warn(_ message: String, at range: Range<Int>) {
    findings.warnings.append(ReadingError(message, at: text.range(range)))
  }
}

// What takes whole lines.
extension MarkdownReader {
  private mutating func skipFrontMatter() {
    guard text.positions.indices.contains(index), text.positions[index].line == 1 else { return }
    let opening = text.line(1).trimmingEnd()
    guard opening == "---" || opening == "+++" else { return }
    var line = 2
    while line <= text.lineStarts.count, text.lineStarts[line - 1] < limit {
      let content = text.line(line).trimmingEnd()
      if content == opening || (opening == "---" && content == "...") {
        index = min(text.lineEnd(from: text.lineStarts[line - 1]), limit)
        return
      }
      line += 1
    }
  }

  /// Reads what a line begins with; true where the whole line is done with.
  private mutating func readLineStart() -> Bool {
    let start = index
    quoteDepth = 0
    while true {
      let next = formulas.behindQuote(at: index, depth: 1)
      if next == index { break }
      index = next
      quoteDepth += 1
    }
    let (indentation, content) = indentation(from: index)
    if text.isBlank(from: content) {
      isAfterBlank = true
      return skipLine(from: content)
    }
    if let fence = Fence(at: content, in: text) {
      readFence(fence)
      isAfterBlank = true
      return true
    }
    let isMarked = isListMarker(at: content)
    if isMarked {
      isInList = true
    } else if indentation == 0 {
      isInList = false
    }
    defer { isAfterBlank = false }
    // A formula that is indented to stand in the middle is no code.
    if indentation >= 4, isAfterBlank || isInCode(before: start), !isInList, !isDisplay(at: content)
    {
      return skipLine(from: content, isCode: true)
    }
    return false
  }

  private mutating func skipLine(from content: Int, isCode: Bool = false) -> Bool {
    index = min(text.lineEnd(from: content) + 1, limit)
    lastCodeEnd = isCode ? index : nil
    return true
  }

  private func isDisplay(at start: Int) -> Bool {
    text.has("$$", at: start) || text.has("\\[", at: start) || text.has("\\\\[", at: start)
      || text.has("\\begin{", at: start)
  }

  private func isInCode(before start: Int) -> Bool { lastCodeEnd == start }

  /// Returns the columns of white space from an index on, and the index behind it.
  private func indentation(from start: Int) -> (columns: Int, content: Int) {
    var columns = 0
    var index = start
    while let scalar = scalar(index), scalar == " " || scalar == "\t" {
      columns += scalar == "\t" ? 4 : 1
      index += 1
    }
    return (columns, index)
  }

  /// Whether a list item, a footnote or an admonition begins here, whose further lines are indented.
  private func isListMarker(at start: Int) -> Bool {
    switch scalar(start) {
    case "-", "*", "+": return scalar(start + 1) == " " || scalar(start + 1) == "\t"
    case "!": return text.has("!!!", at: start)
    case "?": return text.has("???", at: start)
    case "=": return text.has("=== \"", at: start)
    case "[": return text.has("[^", at: start)
    case ":": return scalar(start + 1) == " " || text.has(":::", at: start)
    default:
      var end = start
      while let digit = scalar(end), digit.properties.numericType == .decimal { end += 1 }
      return end > start && (scalar(end) == "." || scalar(end) == ")")
        && (scalar(end + 1) == " " || scalar(end + 1) == "\t")
    }
  }

  /// Skips fenced code, or takes the formula that is fenced as mathematics.
  private mutating func readFence(_ fence: Fence) {
    let contentStart = min(text.lineEnd(from: fence.end) + 1, limit)
    var lineStart = contentStart
    while lineStart < limit {
      let content = indentation(from: formulas.behindQuote(at: lineStart, depth: quoteDepth))
        .content
      let lineEnd = text.lineEnd(from: content)
      if fence.isClosed(at: content, in: text) {
        if fence.isMath {
          add(contentStart..<lineStart, whole: fence.start..<lineEnd, style: .display)
        }
        index = min(lineEnd + 1, limit)
        return
      }
      lineStart = lineEnd + 1
    }
    if fence.isMath {
      warn("this fence is never closed; what follows is not read", at: fence.start..<fence.end)
    }
    index = limit
  }
}

extension String {
  /// The string without white space at its end.
  func trimmingEnd() -> String {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
