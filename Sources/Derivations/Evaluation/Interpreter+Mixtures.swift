// Laws that are weighted sums of laws.
extension Interpreter {
  /// Returns the mixture (p + q)/2 of laws, at the places of the first of them.
  mutating func mixture(
    _ expression: Expression, near places: [Int]
  ) throws -> Resolved {
    guard let first = expression.descendants.first(where: \.isLawName), expression.isMixture else {
      throw Obstacle("\(expression.kind.label) is not a law", at: expression.range)
    }
    let own = try law(first, near: places).places
    let outer = scope
    scope = own
    defer { scope = outer }
    return Resolved(places: own, density: try term(expression))
  }
}

extension Expression {
  /// Whether the expression is a sum of laws with weights: ½ (p + q), λ p + (1 − λ) q.
  var isMixture: Bool { !isLawName && part == .law }

  /// What an expression can be in a mixture.
  private enum Part { case law, weight, other }

  /// What the expression is in a mixture; every node is visited once.
  private var part: Part {
    if isLawName { return .law }
    switch kind {
    case .number, .symbol: return .weight
    case .negated(let inner): return inner.part == .weight ? .weight : .other
    case .sum(let terms):
      let parts = Set(terms.map(\.part))
      return parts.count == 1 ? parts.first ?? .other : .other
    case .product(let factors):
      let parts = factors.map(\.part)
      let laws = parts.count { $0 == .law }
      return parts.contains(.other) || laws > 1 ? .other : laws == 1 ? .law : .weight
    case .quotient(let top, let bottom): return bottom.part == .weight ? top.part : .other
    default: return .other
    }
  }
}
