// What steps define, require and say together.
extension Step {
  /// The quantity that the step requires to sum to 1: α in Σ_k α_k = 1.
  var required: String? {
    guard relation == .equal, case .series(let series) = left.kind, series.operation == .sum,
      right.kind == .number(Rational(1)), case .symbol(let symbol) = series.body.kind,
      !symbol.subscripts.isEmpty
    else { return nil }
    return symbol.headKey
  }
}

extension Background {
  /// The bodies of the definitions that expressions use, and of those that the bodies use.
  func bodies(in expressions: [Expression]) -> [Expression] {
    var names = expressions.reduce(into: Set<String>()) { $0.formUnion($1.definableNames) }
    var bodies: [Expression] = []
    for definition in definitions.reversed() {
      guard let name = definition.name.definableName, names.contains(name) else { continue }
      if !bodies.contains(definition.body) { bodies.append(definition.body) }
      names.formUnion(definition.body.definableNames)
    }
    return bodies
  }
}

extension Relation {
  /// Whether what follows says something of the right side alone: z ∼ p(z) = N(0, I).
  var beginsAnew: Bool {
    switch self {
    case .distributed, .member, .arrow: true
    default: false
    }
  }

  /// Returns what two relations in a row say together: = then ≥ is ≥.
  func joined(after first: Relation) -> Relation? {
    switch (first, self) {
    case (.equal, let second): second
    case (let first, .equal): first
    case (.lessOrEqual, .lessOrEqual), (.less, .less), (.greaterOrEqual, .greaterOrEqual),
      (.greater, .greater):
      self
    default: nil
    }
  }
}

extension Expression {
  /// The name that an equation with this left side may define: a symbol or an application, no density.
  var definableName: String? {
    switch kind {
    case .symbol(let symbol) where !isLawName: symbol.headKey
    case .application(let application): application.name.headKey
    default: nil
    }
  }

  /// Whether the expression is made of densities alone, none of which is of a law.
  func isOtherLaw(than density: Density) -> Bool {
    switch kind {
    case .density(let other): other.name.lawKey != density.name.lawKey
    case .product(let factors): factors.allSatisfy { $0.isOtherLaw(than: density) }
    default: false
    }
  }

  /// The names of symbols and applications within.
  var definableNames: Set<String> { Set(descendants.compactMap(\.definableName)) }

  /// Whether the expression is a product over an index of one law for each member: Π_i q_i(z_i) for q.
  func isProductOfFactors(of density: Density) -> Bool {
    guard case .series(let series) = kind, series.operation == .product,
      case .density(let factor) = series.body.kind, factor.name.factor?.head == density.name
    else { return false }
    return true
  }

  func mentions(_ name: String) -> Bool { definableNames.contains(name) }
}
