extension Document {
  /// Returns a formula as presentation MathML.
  ///
  /// - Parameters:
  ///   - formula: A formula of this document.
  ///   - marks: Attributes of the part of the formula that begins at a place and goes on to the next such
  ///     place or to the end; the places are those of tokens.
  /// - Returns: A `math` element; for LaTeX that cannot be read at all, its text.
  /// - Complexity: O(*n*) for a formula of *n* tokens.
  public func mathML(of formula: Formula, marks: [SourcePosition: String] = [:]) -> String {
    guard let tokens = try? tokens(of: formula) else {
      return "<code>\(MathMLWriter.escaped(formula.latex))</code>"
    }
    var writer = MathMLWriter(tokens, marks: marks)
    return writer.formula(isDisplay: formula.style == .display)
  }
}
