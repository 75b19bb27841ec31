extension Expression {
  /// The expression as LaTeX that reads as the same expression: every argument in brackets, one spelling for everything.
  ///
  /// - Complexity: O(*n* · *d*) in the number of nodes and the depth of nesting.
  public var latex: String { Printer.print(self, in: .sum) }
}

extension Symbol {
  /// The symbol as LaTeX.
  public var latex: String {
    var text = Printer.letter(name, typeface)
    for accent in accents { text = Printer.mark(accent, on: text) }
    if !subscripts.isEmpty { text += "_{" + subscripts.map(\.latex).joined(separator: ", ") + "}" }
    var upper = accents.compactMap(Printer.superscript).joined()
    if !superscripts.isEmpty {
      upper += "(" + superscripts.map(\.latex).joined(separator: ", ") + ")"
    }
    if !upper.isEmpty { text += "^{" + upper + "}" }
    return text
  }
}

extension Index {
  /// The entry as LaTeX.
  public var latex: String {
    switch self {
    case .value(let value): value.latex
    case .range(let from, let to): from.latex + ":" + to.latex
    case .except(let value): "\\setminus " + value.latex
    case .before(let value, let including): (including ? "\\le " : "<") + value.latex
    case .after(let value, let including): (including ? "\\ge " : ">") + value.latex
    case .conditional(let variables, let conditions):
      Printer.list(variables) + " \\mid " + Printer.list(conditions)
    case .all: ":"
    }
  }
}
