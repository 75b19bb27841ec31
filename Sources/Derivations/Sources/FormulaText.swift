/// Takes the LaTeX of a formula out of a document, with the damage of the way through Markdown undone.
struct FormulaText {
  let text: SourceText
  let pairs: EnvironmentPairs
  /// Parts that belong to no formula, in order: the definitions of macros.
  let excluded: [Range<Int>]

  /// Prepares the taking of formulas out of a text.
  init(_ text: SourceText, definitions: MacroDefinitions) {
    self.text = text
    pairs = EnvironmentPairs(text)
    excluded = definitions.ranges
  }

  /// Returns the index behind the definition that an index lies in, if it lies in one.
  func behindDefinition(at index: Int) -> Int? {
    var (low, high) = (0, excluded.count)
    while low < high {
      let middle = (low + high) / 2
      if excluded[middle].upperBound <= index { low = middle + 1 } else { high = middle }
    }
    return low < excluded.count && excluded[low].contains(index) ? excluded[low].upperBound : nil
  }

  /// What surrounds a formula.
  struct Frame {
    var style: Formula.Style
    /// How many `>` stand before each line.
    var quoteDepth = 0
    var isMarkdown = false
  }

  /// Returns the formula with the given content, or nil where there is nothing but white space.
  ///
  /// - Parameters:
  ///   - content: The indices between the delimiters.
  ///   - whole: The indices with the delimiters.
  func formula(_ content: Range<Int>, whole: Range<Int>, in frame: Frame) -> Formula? {
    var scalars: [Unicode.Scalar] = []
    var positions: [SourcePosition] = []
    func take(_ scalar: Unicode.Scalar, at index: Int) {
      scalars.append(scalar)
      positions.append(text.positions[index])
    }
    var index = content.lowerBound
    if frame.quoteDepth > 0, index == 0 || text.scalars[index - 1] == "\n" {
      index = min(behindQuote(at: index, depth: frame.quoteDepth), content.upperBound)
    }
    while index < content.upperBound {
      if let next = behindDefinition(at: index) {
        index = next
      } else if frame.isMarkdown, let next = skipMarkup(at: index, to: content.upperBound) {
        take(" ", at: index)
        index = next
      } else if frame.isMarkdown, text.scalars[index] == "&",
        let (scalar, next) = entity(at: index, to: content.upperBound)
      {
        take(scalar, at: index)
        index = next
      } else {
        let scalar = text.scalars[index]
        take(scalar, at: index)
        index += 1
        if scalar == "\n", frame.quoteDepth > 0 {
          index = min(behindQuote(at: index, depth: frame.quoteDepth), content.upperBound)
        }
      }
    }
    guard scalars.contains(where: { !$0.properties.isWhitespace }) else { return nil }
    if frame.isMarkdown { DoubledEscapes.undo(&scalars, &positions) }
    return Formula(
      scalars: scalars, positions: positions, style: frame.style, range: text.range(whole),
      isMarkdown: frame.isMarkdown)
  }

  /// Returns the index behind up to `depth` signs of quotation at the start of a line.
  func behindQuote(at lineStart: Int, depth: Int) -> Int {
    var index = lineStart
    for _ in 0..<depth {
      var next = index
      while next < text.scalars.count, text.scalars[next] == " " || text.scalars[next] == "\t" {
        next += 1
      }
      guard next < text.scalars.count, text.scalars[next] == ">" else { break }
      index = next + 1
    }
    return index
  }

  /// Returns the index behind a tag, a comment or a template's marker that was left in a formula.
  private func skipMarkup(at index: Int, to end: Int) -> Int? {
    switch text.scalars[index] {
    case "<":
      for tag: StaticString in ["<br>", "<br/>", "<br />", "<BR>", "<p>", "</p>"]
      where text.has(tag, at: index) {
        return min(index + tag.utf8CodeUnitCount, end)
      }
      guard text.has("<!--", at: index) else { return nil }
      return text.firstIndex(of: "-->", in: index..<end).map { $0 + 3 } ?? end
    case "{":
      guard
        text.has("{% raw", at: index) || text.has("{% endraw", at: index)
          || text.has("{%- raw", at: index) || text.has("{%- endraw", at: index)
      else { return nil }
      return text.firstIndex(of: "%}", in: index..<end).map { $0 + 2 }
    default: return nil
    }
  }

  /// Decodes an entity of HTML.
  private func entity(at index: Int, to end: Int) -> (Unicode.Scalar, Int)? {
    for (name, scalar) in Self.entities where text.has(name, at: index) {
      return (scalar, min(index + name.utf8CodeUnitCount, end))
    }
    return nil
  }

  private static let entities: [(StaticString, Unicode.Scalar)] = [
    ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"),
    ("&nbsp;", " "), ("&#95;", "_"), ("&#42;", "*"), ("&#124;", "|"), ("&vert;", "|"),
    ("&#92;", "\\"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&"),
  ]
}
