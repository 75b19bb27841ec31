extension Report {
  /// What the document declares and later steps rely on: macros, laws of variables, names, and comments
  /// addressed to this tool.
  ///
  /// - Returns: A line for each declaration, in LaTeX as it was read.
  public var declarations: String {
    var text = "\(document.name) declares:\n"
    for directive in document.directives {
      text += "  line \(line(of: directive.range.start)): \(directive.text)\n"
    }
    for draw in background.draws { text += "  \(draw.name.latex) ∼ \(draw.body.latex)\n" }
    for definition in background.definitions {
      text += "  \(definition.name.latex) ≔ \(definition.body.latex)\n"
    }
    if !document.macros.isEmpty {
      text += "  macros: " + document.macros.names.map { "\\" + $0 }.joined(separator: " ") + "\n"
    }
    return text
  }
}
