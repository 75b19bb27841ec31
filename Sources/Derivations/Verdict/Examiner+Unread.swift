extension Examiner {
  /// Notes the left sides of formulas that are not read: a law or a name that such a formula gives is not known, so that
  /// no step about it can be said to be false.
  public mutating func noteUnread(_ sides: [Expression]) {
    unreadNames += sides.filter(\.isGiven)
  }

  /// Returns the law or name in a step that a formula gives which is not read.
  func unread(in step: Step) -> String? {
    guard !unreadNames.isEmpty else { return nil }
    let nodes = step.left.descendants + step.right.descendants
    return unreadNames.first { side in nodes.contains { $0.isSameThing(as: side) } }?.latex
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
