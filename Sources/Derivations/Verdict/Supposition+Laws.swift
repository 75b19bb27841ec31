// Laws without arguments, and values by number.
extension Supposition {
  /// A bare law over the variables that are drawn from it, x ∼ P, or for q over what is no data, given the data.
  static func bareLaws(
    _ sides: [Expression], _ nodes: [Expression], _ background: Background
  ) -> [Supposition] {
    let around = sides + background.mentions
    let notation = background.notation(of: around)
    var keys: [String] = []
    for node in nodes {
      guard let symbol = node.asSymbol, node.isLawName,
        symbol.withoutParameters == symbol.head,
        !keys.contains(symbol.head.lawKey)
      else { continue }
      keys.append(symbol.withoutParameters.lawKey)
    }
    return keys.compactMap { key in
      guard notation.signatures[key] == nil else { return nil }
      var arguments: [Expression] = []
      var conditions: [Expression] = []
      for case .expectation(let average) in around.flatMap(\.descendants).map(\.kind) {
        for sampling in average.samplings
        where sampling.law?.asSymbol?.withoutParameters.lawKey == key {
          arguments += sampling.variables.filter { !arguments.contains($0) }
        }
      }
      if arguments.isEmpty {
        guard key.hasPrefix("q"),
          !background.laws.contains(where: { $0.isDensity(ofLaw: key) })
        else { return nil }
        (arguments, conditions) = latent(sides, nodes, background)
      }
      guard arguments.count == 1, arguments[0].asSymbol != nil else { return nil }
      let (of, given) = (arguments, conditions)
      let shown = Expression(.density(Density(Symbol(key), of: of, given: given))).latex
      return Supposition(words: "\(key) as \(shown)") { expression in
        expression.rewritten { node in
          guard let symbol = node.asSymbol, node.isLawName, symbol.withoutParameters.lawKey == key
          else { return node }
          return Expression(
            .density(
              Density(
                symbol.withoutParameters, parameters: symbol.parameters, of: of, given: given)),
            at: node.range)
        }
      }
    }
  }

  /// The variables of a step that are no data and no noise, and those that are data.
  private static func latent(
    _ sides: [Expression], _ nodes: [Expression], _ background: Background
  ) -> (latent: [Expression], data: [Expression]) {
    let random = background.notation(of: sides).random
    var (latent, data): ([Expression], [Expression]) = ([], [])
    for symbol in nodes.compactMap(\.asSymbol) where symbol == symbol.head {
      let variable = Expression(.symbol(symbol))
      guard random.contains(symbol.headKey) || symbol == Symbol("z"),
        !(latent + data).contains(variable), !Term.noiseNames.contains(symbol.name)
      else { continue }
      let isData =
        background.roles[symbol.headKey].map { $0 == .data }
        ?? ["x", "y"].contains(symbol.name.lowercased())
      if isData { data.append(variable) } else { latent.append(variable) }
    }
    return (latent, data)
  }

  /// A sum over numbered values, Σ_i p_i log p_i or Σ_{i=1}^∞ x_i p(x_i), as one over the values themselves.
  static func numberedValues(
    _ sides: [Expression], _ nodes: [Expression]
  ) -> Supposition? {
    let random = Notation(of: sides).random
    func written(_ node: Expression) -> Expression? {
      guard case .series(var series) = node.kind, series.operation == .sum,
        series.bindings.count == 1, series.bindings[0].variables.count == 1,
        let letter = series.bindings[0].variables[0].asSymbol, !random.contains(letter.headKey)
      else { return nil }
      switch series.bindings[0].domain {
      case .everything: break
      case .between(_, let upper):
        guard upper?.kind == .constant(.infinity) else { return nil }
      case .members, .satisfying: return nil
      }
      let index = Index.value(Expression(.symbol(letter)))
      let numbered = series.body.descendants.compactMap(\.asSymbol)
        .filter { $0.subscripts == [index] && $0.superscripts.isEmpty }
      let values = Set(numbered.map(\.head)).filter { !Expression(.symbol($0)).isLawName }
      guard !numbered.isEmpty, values.count <= 1 else { return nil }
      let heads = Set(random.map { $0.lowercased() })
      guard let only = values.first ?? (random.count == 1 ? random.first.map { Symbol($0) } : nil),
        heads.contains(only.headKey.lowercased())
      else { return nil }
      let value = Expression(.symbol(only))
      let body = series.body.rewritten { inner in
        guard let symbol = inner.asSymbol, symbol.subscripts == [index] else { return inner }
        return Expression(.symbol(symbol.head)).isLawName
          ? Expression(.density(Density(symbol.head, of: [value])), at: inner.range) : value
      }
      guard !body.descendants.contains(where: { $0.asSymbol == letter }) else { return nil }
      series.bindings = [Binding([value])]
      series.body = body
      return Expression(.series(series), at: node.range)
    }
    let changes = nodes.compactMap { node in written(node).map { (node, $0) } }
    guard !changes.isEmpty else { return nil }
    let map = Dictionary(changes, uniquingKeysWith: { $1 })
    let values = Set(changes.flatMap { $0.1.descendants }.compactMap(\.asSymbol))
    return Supposition(words: "the sum over numbered values as one over all values") {
      $0.rewritten { node in
        if let changed = map[node] { return changed }
        // X beside x_i is the variable of which they are values.
        guard var symbol = node.asSymbol, symbol == symbol.head, !random.contains(symbol.headKey)
        else { return node }
        symbol.name = symbol.name.lowercased()
        return symbol.name.count == 1 && values.contains(symbol) && random.contains(symbol.headKey)
          ? Expression(.symbol(symbol), at: node.range) : node
      }
    }
  }
}

extension Symbol {
  /// The name of a bare law without the parameters in its subscript.
  fileprivate var withoutParameters: Symbol {
    var copy = self
    copy.subscripts = subscripts.filter { !$0.isParameter }
    return copy
  }

  /// The parameters in the subscript of a bare law.
  fileprivate var parameters: [Expression] {
    subscripts.compactMap { index in
      if index.isParameter, case .value(let inner) = index { inner } else { nil }
    }
  }
}

extension Index {
  /// Whether the entry is a letter that is usual for parameters.
  fileprivate var isParameter: Bool {
    guard case .value(let inner) = self, let letter = inner.asSymbol else { return false }
    return Notation.isParameterName(letter.name)
  }
}

extension Expression {
  /// Whether the expression is a density of a law.
  fileprivate func isDensity(ofLaw key: String) -> Bool {
    if case .density(let density) = kind { density.name.lawKey == key } else { false }
  }
}
