// The letters that count dimensions and those that run over components.
extension Shapes {
  /// (2π)^{k/2} shows that k counts dimensions.
  mutating func noteDimension(power base: Expression, _ exponent: Expression) {
    guard base.descendants.contains(where: { $0.kind == .constant(.pi) }) else { return }
    for letter in exponent.descendants.compactMap(\.asSymbol) where letter.isDimensionLetter {
      note(dimension: letter)
    }
  }

  /// So does (k/2) log 2π.
  mutating func noteDimension(product factors: [Expression]) {
    guard
      factors.flatMap(\.descendants).contains(where: { part in
        guard case .function(.log, let arguments) = part.kind else { return false }
        return arguments[0].descendants.contains { $0.kind == .constant(.pi) }
      })
    else { return }
    for factor in factors {
      var above = factor
      if case .quotient(let a, _) = factor.kind { above = a }
      if let letter = above.asSymbol, letter.isDimensionLetter { note(dimension: letter) }
    }
  }

  /// J, D and d beside the identity matrix are its size, where nothing else gives them a shape: d σ² beside σ² I.
  mutating func noteDimensionsBesideIdentity(_ sides: [Expression]) {
    let symbols = sides.flatMap(\.descendants).compactMap(\.asSymbol)
    guard symbols.contains(where: \.isIdentity) else { return }
    for symbol in symbols where Self.dimensionLetters.contains(symbol.headKey) {
      note(dimension: symbol)
    }
  }

  /// The letters that bound sums over components.
  static let dimensionLetters: Set = ["J", "D", "d"]

  /// Finds the letters that run over components, and the dimensions that bound them.
  mutating func gatherComponents(_ expressions: [Expression]) {
    let nodes = expressions.flatMap(\.descendants)
    for symbol in nodes.compactMap(\.asSymbol) {
      guard case .value(let index)? = symbol.subscripts.last, let letter = index.asSymbol,
        table[Self.key(symbol)] == nil
      else { continue }
      var whole = symbol
      whole.subscripts.removeLast()
      switch table[Self.key(whole)] {
      case .column: componentIndices.insert(letter.headKey)
      case .matrix:
        componentIndices.insert(letter.headKey)
        if covariances.contains(Self.key(whole)) { diagonals.insert(Self.key(whole)) }
      default: break
      }
    }
    // What has components and stands whole as well is a vector: σ in N(μ, σ² I) where a sum runs over σ_j.
    let whole = Set(nodes.compactMap(\.asSymbol).map(Self.key))
    for symbol in nodes.compactMap(\.asSymbol) {
      guard case .value(let index)? = symbol.subscripts.last, let letter = index.asSymbol,
        componentIndices.contains(letter.headKey), table[Self.key(symbol)] == nil
      else { continue }
      var name = symbol
      name.subscripts.removeLast()
      let key = Self.key(name)
      guard table[key] == nil, whole.contains(key) else { continue }
      table[key] = .column
      isGrowing = true
    }
    for case .series(let series) in nodes.map(\.kind) {
      for binding in series.bindings {
        guard case .between(_, let upper?) = binding.domain, let limit = upper.asSymbol,
          let letter = binding.variables.first?.asSymbol,
          componentIndices.contains(letter.headKey)
        else { continue }
        dimensions.insert(limit.headKey)
      }
    }
    // The number of observations is no dimension.
    for case .series(let series) in nodes.map(\.kind) {
      for binding in series.bindings {
        guard case .between(_, let upper?) = binding.domain, let limit = upper.asSymbol,
          let letter = binding.variables.first?.asSymbol,
          !componentIndices.contains(letter.headKey),
          series.body.descendants.contains(where: { node in
            node.asSymbol.map { symbol in
              table[Self.key(symbol)] != nil
                && (symbol.subscripts + symbol.superscripts).flatMap(\.symbols)
                  .contains { $0.headKey == letter.headKey }
            } ?? false
          })
        else { continue }
        dimensions.remove(limit.headKey)
      }
    }
  }
}

extension Binding {
  /// The letter that runs over the components of vectors, as one from 1 to J, D or d does.
  var componentLetter: String? {
    guard case .between(_, let upper?) = domain, let limit = upper.asSymbol,
      Shapes.dimensionLetters.contains(limit.headKey)
    else { return nil }
    return variables.first?.asSymbol?.headKey
  }
}

extension Index {
  /// The letter that the entry is, if it is one; else something that no index is.
  var componentLetters: Set<String> {
    if case .value(let inner) = self, let letter = inner.asSymbol {
      [letter.headKey]
    } else {
      ["?"]
    }
  }
}
