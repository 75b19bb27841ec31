extension Report {
  /// What the document declares and later steps rely on: macros, laws of variables, names, and comments
  /// addressed to this tool; and what its names stand for, with the reason.
  ///
  /// - Returns: A line for each declaration, in LaTeX as it was read.
  public var declarations: String {
    var text = "\(document.name) declares:\n"
    for directive in document.directives {
      text += "  line \(line(of: directive.range.start)): \(directive.text)\n"
    }
    // Every expectation names its law; one line says it for all of them.
    var seen = Set<Background.Definition>()
    for draw in background.draws where seen.insert(draw).inserted {
      text += "  \(draw.name.latex) ∼ \(draw.body.latex)\n"
    }
    for definition in background.definitions where seen.insert(definition).inserted {
      text += "  \(definition.name.latex) ≔ \(definition.body.latex)\n"
    }
    if !document.macros.isEmpty {
      text += "  macros: " + document.macros.names.map { "\\" + $0 }.joined(separator: " ") + "\n"
    }
    for entry in roles.entries {
      text += "  \(entry.name): \(entry.role.rawValue) (\(entry.reason))\n"
    }
    for entry in roles.densities { text += "  \(entry.density): \(entry.role.rawValue)\n" }
    return text
  }
}
