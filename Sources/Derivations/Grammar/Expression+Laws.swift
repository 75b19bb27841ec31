// What can be a law, and what a law binds.
extension Sampling {
  /// The names of the letters that the entry binds.
  var boundNames: [String] {
    if !variables.isEmpty { return variables.compactMap { $0.asSymbol?.name } }
    guard let law else { return [] }
    var names: [String] = []
    for node in law.descendants {
      if case .density(let density) = node.kind {
        names += density.arguments.compactMap { $0.asSymbol?.name }
      }
    }
    return names
  }
}

extension Expression {
  /// Whether the expression can be a law: a density, a law's bare name, a named law, a product of these.
  var isLaw: Bool {
    switch kind {
    case .density, .law: true
    case .symbol(let symbol):
      ExpressionParser.isLawName(symbol) || (symbol.typeface == .calligraphic && symbol.name != "X")
    case .product(let factors): factors.allSatisfy(\.isLaw)
    case .quotient(let top, let bottom): top.isLaw && bottom.isLaw
    case .series(let series): series.operation == .product && series.body.isLaw
    default: false
    }
  }

  /// The entries of a tuple, or the expression itself.
  var entries: [Expression] {
    if case .tuple(let entries) = kind { entries } else { [self] }
  }
}
