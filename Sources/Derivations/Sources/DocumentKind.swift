/// How a document is written, which decides where its formulas stand.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
  /// Markdown and its kin: GitHub, Jekyll, Pandoc, R Markdown, Quarto, MDX, and plain text.
  case markdown
  /// LaTeX.
  case latex
  /// A Jupyter notebook, of which the Markdown cells are read.
  case notebook
  /// reStructuredText.
  case restructuredText

  /// Returns the kind that a file's name says, or nil for a name that is not known.
  public init?(fileName: String) {
    guard let point = fileName.lastIndex(of: ".") else { return nil }
    switch fileName[fileName.index(after: point)...].lowercased() {
    case "md", "markdown", "mdx", "qmd", "rmd", "txt", "mkd": self = .markdown
    case "tex", "ltx", "latex": self = .latex
    case "ipynb": self = .notebook
    case "rst", "rest": self = .restructuredText
    default: return nil
    }
  }

  /// Guesses the kind of a text without a name, such as standard input.
  init(guessedFrom text: SourceText) {
    let first = text.scalars.first { !$0.properties.isWhitespace }
    if first == "{", Self.contains("\"cells\"", in: text) {
      self = .notebook
    } else if Self.contains("\\documentclass", in: text)
      || Self.contains("\\begin{document}", in: text)
    {
      self = .latex
    } else if Self.contains(".. math::", in: text) || Self.contains(":math:`", in: text) {
      self = .restructuredText
    } else {
      self = .markdown
    }
  }

  private static func contains(_ sign: StaticString, in text: SourceText) -> Bool {
    text.scalars.indices.contains { text.has(sign, at: $0) }
  }
}
