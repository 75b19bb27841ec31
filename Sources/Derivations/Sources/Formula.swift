/// A formula of a document: its LaTeX, and where each character of it stands.
///
/// The LaTeX is what the author meant to hand to TeX: prefixes of quotations are gone and entities are
/// decoded, while each remaining character still knows its line and column. An environment that opens
/// mathematics by itself (`\begin{align}`) is part of the text; dollars and brackets are not.
public struct Formula: Sendable, Hashable {
  /// How a formula is set.
  public enum Style: Sendable, Hashable {
    /// In a block of its own.
    case display
    /// In the line of text.
    case inline
  }

  /// The LaTeX between the delimiters.
  public var scalars: [Unicode.Scalar]
  /// Where each scalar of ``scalars`` stands in the document; of the same length.
  public var positions: [SourcePosition]
  /// How the formula is set.
  public var style: Style
  /// The whole formula with its delimiters.
  public var range: SourceRange
  /// Whether the formula passed through Markdown, whose escapes (`\_`, `\*`) may have been left in it.
  public var isMarkdown: Bool

  /// Creates a formula.
  ///
  /// - Precondition: There are as many positions as scalars.
  public init(
    scalars: [Unicode.Scalar], positions: [SourcePosition], style: Style, range: SourceRange,
    isMarkdown: Bool = false
  ) {
    precondition(
      scalars.count == positions.count,
      "\(scalars.count) scalars but \(positions.count) positions")
    self.scalars = scalars
    self.positions = positions
    self.style = style
    self.range = range
    self.isMarkdown = isMarkdown
  }

  /// Creates a display formula from LaTeX alone, as if it were a document that begins at 1:1.
  public init(latex: String) {
    var positions: [SourcePosition] = []
    var next = SourcePosition(line: 1, column: 1)
    for scalar in latex.unicodeScalars {
      positions.append(next)
      next =
        scalar == "\n"
        ? SourcePosition(line: next.line + 1, column: 1)
        : SourcePosition(line: next.line, column: next.column + 1)
    }
    self.init(
      scalars: Array(latex.unicodeScalars), positions: positions, style: .display,
      range: SourceRange(start: SourcePosition(line: 1, column: 1), end: next))
  }

  /// The LaTeX between the delimiters as a string.
  public var latex: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
