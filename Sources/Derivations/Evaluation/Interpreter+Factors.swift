// Laws that are products of one law for each member of a sequence: q(z) = Π_i q_i(z_i), and what is left of it without
// one factor.
extension Interpreter {
  /// Returns the name of a law with its index worked out where the index numbers laws along with variables.
  ///
  /// The letter of p_g is a label; that of q_i beside z_i is a number, so that q_j is one of the q_i.
  func resolvedLawName(_ name: Symbol) -> String {
    guard let factor = name.factor, case .value(let inner) = factor.index,
      let value = integer(inner), let letter = inner.asSymbol,
      bound[letter.headKey] != nil || notation.factorLetters.contains(letter.headKey)
    else { return name.lawKey }
    return "\(factor.head.lawKey)_\(value)"
  }

  /// Returns the law of a bare factor, q_i, or of all factors but one, q_{-j}, where the document shows the factors with
  /// their variables; nil for any other name.
  mutating func factored(_ symbol: Symbol, at expression: Expression) throws -> Resolved? {
    if symbol.subscripts.count == 1, symbol.superscripts.isEmpty,
      case .except(let out) = symbol.subscripts[0]
    {
      guard let shape = factorShape(of: symbol.head) else {
        throw Obstacle("the factors of \(symbol.name) are not said", at: expression.range)
      }
      guard let number = integer(out) else {
        throw Obstacle("the index left out is not understood", at: expression.range)
      }
      let heads = shape.density.arguments.flatMap(\.variableSymbols).map(\.headKey)
      let members = sequence(of: heads.first ?? "").filter { $0 != number }
      return try product(of: shape, over: members, at: expression)
    }
    guard let factor = symbol.factor, let shape = factorShape(of: factor.head),
      shape.density.name.factor != nil, case .value(let inner) = factor.index,
      let number = integer(inner)
    else { return nil }
    return try product(of: shape, over: [number], at: expression)
  }

  /// Whether a bare name with an index is a factor of a law that the document shows with its variables.
  func isFactor(_ symbol: Symbol, at expression: Expression) -> Bool {
    var trial = self
    return (try? trial.factored(symbol, at: expression)) != nil
  }

  /// Returns the law that a product of densities over an index is.
  mutating func factors(
    of series: Series, near places: [Int], at expression: Expression
  ) throws -> Resolved {
    guard let variable = series.bindings[0].variables.first?.asSymbol,
      series.bindings[0].variables.count == 1, variable.subscripts.isEmpty
    else { throw Obstacle("what the product runs over is not understood", at: expression.range) }
    let head = variable.headKey
    let outer = bound[head]
    defer { bound[head] = outer }
    var joined = Resolved(places: [], density: .one)
    var parts: [Term] = []
    for value in try range(of: series.bindings[0], head: head, at: expression) {
      bound[head] = value
      let part = try law(series.body, near: places)
      joined.places += part.places.filter { !joined.places.contains($0) }
      parts.append(part.density)
    }
    joined.density = .product(parts)
    return joined
  }

  /// A density that shows the factors of a law, with the letter that numbers them.
  struct FactorShape {
    var density: Density
    var letter: String
  }

  /// Returns how the step, its chain or the document shows the factors of a law: q_i(z_i), else q(z_i).
  private func factorShape(of head: Symbol) -> FactorShape? {
    if let known = shared.factorShapes[head] { return known }
    let found = findFactorShape(of: head)
    shared.factorShapes[head] = .some(found)
    return found
  }

  private func findFactorShape(of head: Symbol) -> FactorShape? {
    let near = background.mentions.flatMap(\.descendants)
    var found: FactorShape?
    // An average that names no law is over the factors of the only law that has some.
    var other: FactorShape?
    for node in (near.reversed() + background.laws.reversed()) {
      guard case .density(let density) = node.kind else { continue }
      guard density.name.head.lawKey == head.lawKey else {
        if other == nil, density.name.name.lowercased() != "p", let factor = density.name.factor,
          let letter = factor.index.symbols.first,
          density.arguments.flatMap(\.variableSymbols)
            .contains(where: { ($0.subscripts + $0.superscripts).contains(factor.index) })
        {
          other = FactorShape(density: density, letter: letter.headKey)
        }
        continue
      }
      let indices = density.arguments.flatMap(\.variableSymbols)
        .flatMap { $0.subscripts + $0.superscripts }
      if let factor = density.name.factor, indices.contains(factor.index),
        let letter = factor.index.symbols.first
      {
        return FactorShape(density: density, letter: letter.headKey)
      }
      if found == nil, density.name == head, density.conditions.isEmpty, indices.count == 1,
        let letter = indices[0].symbols.first, letter.isIndexLetter
      {
        found = FactorShape(density: density, letter: letter.headKey)
      }
    }
    return found ?? (head == Symbol("q") ? other : nil)
  }

  /// Returns the product of the factors of some members.
  private mutating func product(
    of shape: FactorShape, over members: [Int], at expression: Expression
  ) throws -> Resolved {
    let outer = bound[shape.letter]
    defer { bound[shape.letter] = outer }
    var joined = Resolved(places: [], density: .one)
    var parts: [Term] = []
    for member in members {
      bound[shape.letter] = member
      let factor = Expression(.density(shape.density), at: expression.range)
      let part = try law(factor, near: [])
      joined.places += part.places
      parts.append(part.density)
    }
    joined.density = parts.count == 1 ? parts[0] : .product(parts)
    return joined
  }

  /// Returns the variables of a differential: dz_i behind a product over i is one for each factor.
  mutating func differential(
    _ variable: Expression, of body: Expression, at expression: Expression
  ) throws -> [Term.Axis] {
    guard let symbol = variable.asSymbol,
      let letter = (symbol.subscripts + symbol.superscripts).first?.symbols.first,
      letter.isIndexLetter, bound[letter.headKey] == nil
    else { return try axes(of: [variable]) }
    for node in body.descendants {
      guard case .series(let series) = node.kind, series.operation == .product,
        let binding = series.bindings.first,
        binding.variables.first?.asSymbol?.headKey == letter.headKey
      else { continue }
      defer { bound[letter.headKey] = nil }
      var axes: [Term.Axis] = []
      for value in try range(of: binding, head: letter.headKey, at: expression) {
        bound[letter.headKey] = value
        axes += try self.axes(of: [variable])
      }
      return axes
    }
    return try axes(of: [variable])
  }
}
