extension Examiner {
  /// Notes the left sides of formulas that are not read: a law or a name that such a formula gives is not known, so that
  /// no step about it can be said to be false.
  public mutating func noteUnread(_ sides: [Expression]) {
    unreadNames += sides.filter(\.isGiven)
  }

  /// Whether a formula that is not read gives a name.
  func isUnread(_ name: Expression) -> Bool {
    unreadNames.contains { name.isSameThing(as: $0) }
  }

  /// Returns the law or name in a step that a formula gives which is not read.
  func unread(in step: Step) -> String? {
    guard !unreadNames.isEmpty || !unreadFormulas.isEmpty else { return nil }
    let nodes = step.left.descendants + step.right.descendants
    if let name = unreadNames.first(where: { side in nodes.contains { $0.isSameThing(as: side) } })
    {
      return name.latex
    }
    // Of a step about one law alone its formula is what matters.
    let densities = nodes.filter { if case .density = $0.kind { true } else { false } }
    return unreadFormulas.first { side in
      !densities.isEmpty && densities.allSatisfy { $0.isSameThing(as: side) }
    }?.latex
  }
}

extension Step {
  /// Whether the step gives a density by a formula without other laws: p(m) = m² N(m; 0, 1).
  var givesFormula: Bool {
    guard relation == .equal || relation == .defined, case .density = left.kind,
      !right.isAtomic
    else { return false }
    return !right.descendants.contains { node in
      switch node.kind {
      case .density, .expectation, .divergence: true
      case .symbol: node.isLawName
      default: false
      }
    }
  }
}

extension Expression {
  /// Whether the expression is a distinction by cases.
  var isCases: Bool { if case .cases = kind { true } else { false } }

  /// Whether an equation with this left side may give something: a law, a function, a name.
  fileprivate var isGiven: Bool {
    switch kind {
    case .density, .application, .symbol: true
    default: false
    }
  }

  /// Whether the expression is the same law of the same variables as another, or the same name.
  fileprivate func isSameThing(as other: Expression) -> Bool {
    switch (kind, other.kind) {
    case (.density(let a), .density(let b)):
      func heads(_ parts: [Expression]) -> [String] {
        parts.flatMap(\.variableSymbols).map(\.headKey)
      }
      return a.name.lawKey == b.name.lawKey && heads(a.arguments) == heads(b.arguments)
        && heads(a.conditions) == heads(b.conditions)
    case (.application(let a), .application(let b)): return a.name.headKey == b.name.headKey
    case (.symbol(let a), .symbol(let b)):
      return
        a.headKey == b.headKey && !isLawName && a.subscripts.count == b.subscripts.count
        && a.superscripts.count == b.superscripts.count
    default: return false
    }
  }
}
