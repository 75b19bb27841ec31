// The delimiters of mathematics, code spans, tags and comments within lines.
extension MarkdownReader {
  /// Reads what stands at the index and moves on, by one scalar at least.
  mutating func readInline() {
    switch text.scalars[index] {
    case "$": if text.has("$$", at: index) { readDoubleDollar() } else { readDollar() }
    case "\\": readBackslash()
    case "`": readCodeSpan()
    case "<": readTag()
    case "{" where text.has("{%", at: index): readTemplate()
    default: index += 1
    }
  }

  private mutating func readDoubleDollar() {
    let start = index
    guard let end = closing(of: "$$", from: start + 2) else {
      warn("the formula that $$ opens here is never closed", at: start..<start + 2)
      index = start + 2
      return
    }
    let whole = start..<end + 2
    add(start + 2..<end, whole: whole, style: isAlone(whole) ? .display : .inline)
  }

  /// Whether a formula has its lines to itself, but for markers before it and a full stop behind it.
  private func isAlone(_ range: Range<Int>) -> Bool {
    var before = range.lowerBound
    while before > 0, text.scalars[before - 1] != "\n" {
      before -= 1
      switch text.scalars[before] {
      case " ", "\t", ">", "-", "*", "+", "0"..."9", ".", ")", ":": continue
      default:
        return text.positions[range.lowerBound].line != text.positions[range.upperBound - 1].line
      }
    }
    var after = range.upperBound
    while let next = scalar(after), next == "." || next == "," || next == ";" { after += 1 }
    return text.isBlank(from: after)
      || text.positions[range.lowerBound].line != text.positions[range.upperBound - 1].line
  }

  private mutating func readDollar() {
    let start = index
    guard let end = closingDollar(from: start + 1) else {
      index += 1
      return
    }
    let content = text.scalars[start + 1..<end]
    let isTight =
      content.first?.properties.isWhitespace == false
      && content.last?.properties.isWhitespace == false
      && !(scalar(end + 1).map { ("0"..."9").contains($0) } ?? false)
    guard
      isTight ? !Sentences.isText(content) : Sentences.looksLikeFormula(content)
    else {
      index += 1
      return
    }
    // GitHub's form $`…`$ protects the formula from Markdown.
    let isQuoted = content.count > 2 && content.first == "`" && content.last == "`"
    let inner = isQuoted ? start + 2..<end - 1 : start + 1..<end
    let whole = start..<end + 1
    add(inner, whole: whole, style: isParagraph(whole) ? .display : .inline)
  }

  /// Whether a formula is a paragraph of its own, between blank lines or tags, and begins with a relation sign or the next
  /// such paragraph does: it is set like a display, and the row below goes on from it.
  private func isParagraph(_ range: Range<Int>) -> Bool {
    let line = text.positions[range.lowerBound].line
    guard text.positions[range.upperBound - 1].line == line,
      text.scalars[text.lineStarts[line - 1]..<range.lowerBound].allSatisfy({
        $0.properties.isWhitespace
      })
    else { return false }
    var after = range.upperBound
    while let next = scalar(after), next == "." || next == "," || next == ";" { after += 1 }
    guard text.isBlank(from: after) else { return false }
    func isEmpty(_ number: Int) -> Bool {
      guard number >= 1, number <= text.lineStarts.count else { return true }
      let first = text.line(number).unicodeScalars.first { !$0.properties.isWhitespace }
      return first == nil || first == "<"
    }
    guard isEmpty(line - 1), isEmpty(line + 1) else { return false }
    var next = line + 1
    while next <= text.lineStarts.count, isEmpty(next) { next += 1 }
    func goesOn(_ number: Int) -> Bool {
      guard number <= text.lineStarts.count else { return false }
      let content = text.line(number).drop { $0 == " " || $0 == "\t" }
      guard content.first == "$" else { return false }
      let formula = content.dropFirst().drop { $0 == " " }
      return ["=", "≥", "≤", "≈", "∝", "\\ge", "\\le", "\\approx", "\\propto"]
        .contains { formula.hasPrefix($0) && !formula.hasPrefix("\\left") }
    }
    return goesOn(line) || goesOn(next)
  }

  private mutating func readBackslash() {
    let start = index
    if text.has("\\\\[", at: start), readBracketed("\\\\]", opened: 3, style: .display) { return }
    if text.has("\\\\(", at: start), readBracketed("\\\\)", opened: 3, style: .inline) { return }
    if text.has("\\[", at: start), readBracketed("\\]", opened: 2, style: .display) { return }
    if text.has("\\(", at: start), readBracketed("\\)", opened: 2, style: .inline) { return }
    if let environment = MathEnvironments.name(at: start, behind: "\\begin", in: text),
      MathEnvironments.display.contains(environment.name)
    {
      if let end = formulas.pairs.end(ofEnvironmentAt: start, to: limit) {
        return add(start..<end, whole: start..<end, style: .display)
      }
      warn("\\begin{\(environment.name)} has no \\end", at: start..<environment.end)
      index = environment.end
      return
    }
    index = min(start + 2, limit)
    // A line end must stay in sight of the reader of lines.
    if text.scalars[index - 1] == "\n" { index -= 1 }
  }

  /// Reads a formula in brackets, unless what is in them is only text with escaped brackets.
  private mutating func readBracketed(
    _ end: StaticString, opened: Int, style: Formula.Style
  ) -> Bool {
    let start = index
    guard let close = closing(of: end, from: start + opened),
      Sentences.looksLikeFormula(text.scalars[start + opened..<close])
    else { return false }
    let whole = start..<close + end.utf8CodeUnitCount
    add(start + opened..<close, whole: whole, style: style)
    return true
  }

  /// Skips a code span.
  private mutating func readCodeSpan() {
    let start = index
    while scalar(index) == "`" { index += 1 }
    let length = index - start
    var next = index
    while next < limit {
      guard text.scalars[next] == "`" else {
        if text.scalars[next] == "\n", text.isBlank(from: next + 1) { return }
        next += 1
        continue
      }
      let run = next
      while scalar(next) == "`" { next += 1 }
      if next - run == length {
        index = next
        return
      }
    }
  }

  /// Skips comments, scripts, styles and code in HTML; takes formulas that are written as scripts.
  private mutating func readTag() {
    let start = index
    if text.has("<!--", at: start) {
      let end = text.firstIndex(of: "-->", in: start..<limit) ?? limit
      if let directive = Directive(comment: min(start + 4, end)..<end, of: text) {
        findings.directives.append(directive)
      }
      index = min(end + 3, limit)
      return
    }
    for (open, close) in Self.skippedTags where text.has(open, at: start) {
      guard let end = find(close, from: start), let tagEnd = find(">", from: start), tagEnd < end
      else { break }
      let tag = text.string(start..<tagEnd)
      if tag.contains("math/tex") {
        let style: Formula.Style = tag.contains("display") ? .display : .inline
        add(tagEnd + 1..<end, whole: start..<end + close.utf8CodeUnitCount, style: style)
      }
      index = end + close.utf8CodeUnitCount
      return
    }
    index += 1
  }

  private static let skippedTags: [(StaticString, StaticString)] = [
    ("<script", "</script>"), ("<style", "</style>"), ("<pre", "</pre>"), ("<code", "</code>"),
  ]

  /// Skips a marker of a template, with the code that it may set.
  private mutating func readTemplate() {
    let start = index
    guard let end = find("%}", from: start) else {
      index += 2
      return
    }
    index = end + 2
    for (open, close) in Self.skippedTemplates where text.has(open, at: start) {
      if let last = find(close, from: index) { index = last }
    }
  }

  private static let skippedTemplates: [(StaticString, StaticString)] = [
    ("{% highlight", "{% endhighlight"), ("{% comment", "{% endcomment"),
  ]
}

// Where formulas end.
extension MarkdownReader {
  /// Returns the index of the next place of a sign.
  private mutating func find(_ sign: StaticString, from start: Int) -> Int? {
    if unclosed[sign.description]?.contains(start) == true { return nil }
    let found = text.firstIndex(of: sign, in: start..<limit)
    if found == nil { unclosed[sign.description] = start..<limit }
    return found
  }

  /// Returns the index of the sign that closes a display formula, or nil where it is never closed.
  ///
  /// A formula goes neither over a heading nor over a fence, and over an empty line only where no sentence
  /// follows it: otherwise one lost delimiter would turn the rest of the document inside out.
  mutating func closing(of end: StaticString, from start: Int) -> Int? {
    if unclosed[end.description]?.contains(start) == true { return nil }
    var index = start
    while index < limit {
      if text.has(end, at: index) { return index }
      switch text.scalars[index] {
      case "\\": index += scalar(index + 1) == "\n" ? 1 : 2
      case "\n":
        guard let next = continuation(at: index + 1) else {
          unclosed[end.description] = start..<index + 1
          return nil
        }
        index = next
      default: index += 1
      }
    }
    unclosed[end.description] = start..<limit
    return nil
  }

  /// Returns where a formula can go on in the line that begins at an index, or behind it if it is empty.
  private func continuation(at lineStart: Int) -> Int? {
    var start = formulas.behindQuote(at: lineStart, depth: quoteDepth)
    while let next = scalar(start), next == " " || next == "\t" { start += 1 }
    if text.has("```", at: start) || text.has("~~~", at: start) { return nil }
    if text.has("# ", at: start) || text.has("## ", at: start) || text.has("### ", at: start)
      || text.has("#### ", at: start)
    {
      return nil
    }
    guard text.isBlank(from: start) else { return lineStart }
    var next = start
    while next < limit, text.isBlank(from: next) {
      next = formulas.behindQuote(at: text.lineEnd(from: next) + 1, depth: quoteDepth)
    }
    guard next < limit, !Sentences.isProse(text.scalars[next..<text.lineEnd(from: next)]) else {
      return nil
    }
    return next
  }

  private static let longestInline = 2_000
  /// How far a dollar within braces may stand from the one that closes the formula.
  private static let longestWords = 200

  /// Returns the index of the dollar that closes an inline formula of the same paragraph.
  ///
  /// A dollar within braces (`\text{if $x$}`) closes only where no other one does.
  private func closingDollar(from start: Int) -> Int? {
    var depth = 0
    var inner: Int?
    var index = start
    var end = min(limit, start + Self.longestInline)
    while index < end {
      switch text.scalars[index] {
      case "\\": index += scalar(index + 1) == "\n" ? 0 : 1
      case "{": depth += 1
      case "}": depth -= 1
      case "$":
        if depth <= 0 { return index > start ? index : nil }
        inner = inner ?? index
        end = min(end, index + Self.longestWords)
      case "\n":
        let next = formulas.behindQuote(at: index + 1, depth: quoteDepth)
        // A display formula that opens in the next line closes nothing.
        var line = next
        while let space = scalar(line), space == " " || space == "\t" { line += 1 }
        if text.isBlank(from: next) || index + 1 >= limit || text.has("$$", at: line) {
          return inner
        }
      default: break
      }
      index += 1
    }
    return inner
  }
}
