extension [Step] {
  /// The names of variables that steps say are 0 or 1: b ∈ {0, 1}, or p(b = 0) beside p(b = 1) and no other value.
  var binaryNames: Set<String> {
    var held: [String: Set<Expression>] = [:]
    var found: Set<String> = []
    let both: Set<Expression> = [.number(0), .number(1)]
    for step in self {
      if step.relation == .member, let symbol = step.left.asSymbol,
        case .set(let values) = step.right.kind, Set(values) == both
      {
        found.insert(symbol.headKey)
      }
      for node in step.left.descendants + step.right.descendants {
        guard case .density(let density) = node.kind else { continue }
        for case .statement(let statement) in (density.arguments + density.conditions).map(\.kind)
        where statement.relation == .equal {
          guard let symbol = statement.left.asSymbol, case .number = statement.right.kind else {
            continue
          }
          held[symbol.headKey, default: []].insert(statement.right)
        }
      }
    }
    return found.union(held.filter { $0.value == both }.keys)
  }
}
