// Data sets that a document lists: 𝒟 = {x_1, …, x_N}.
extension Examiner {
  /// Returns the steps with the members of data sets in the place of their names in densities: p(x_1, …, x_N) for p(𝒟).
  static func withMembers(_ steps: [Step]) -> [Step] {
    var members: [Expression: Expression] = [:]
    for step in steps {
      guard let (name, set) = step.dataSet, members.count < 8 else { continue }
      // A name that is given twice stands for itself.
      members[name] = members[name] == nil || members[name] == set ? set : name
    }
    members = members.filter { $0 != $1 }
    guard !members.isEmpty else { return steps }
    func listed(_ side: Expression) -> Expression {
      side.rewritten { node in
        guard case .density(var density) = node.kind else { return node }
        density.arguments = density.arguments.map { members[$0] ?? $0 }
        density.conditions = density.conditions.map { members[$0] ?? $0 }
        return Expression(.density(density), at: node.range)
      }
    }
    return steps.map { step in
      guard step.dataSet == nil else { return step }
      var step = step
      step.left = listed(step.left)
      step.right = listed(step.right)
      step.otherReadings = step.otherReadings.map {
        Step.Reading(left: listed($0.left), right: listed($0.right))
      }
      return step
    }
  }

  /// Returns the finding about a step that averages over what a law is given to only further below; nil if that does not
  /// make it true.
  func drawnBelow(_ step: Step, _ known: Background, _ found: Finding) -> Finding? {
    guard found.verdict == .notUnderstood, found.reason.hasPrefix("over which variables"),
      known.draws != background.draws
    else { return nil }
    var local = known
    local.draws = background.draws
    let other = decider.finding(for: step, in: local)
    return other.isGood && !other.vanishes ? other : nil
  }
}

extension Step {
  /// The script letter that the step gives to a list of members, and the list; nil if it gives none.
  fileprivate var dataSet: (name: Expression, set: Expression)? {
    guard relation == .equal || relation == .defined, let symbol = left.asSymbol,
      symbol.typeface == .calligraphic, symbol == symbol.head, case .set(let parts) = right.kind,
      parts.contains(where: { $0.kind == .ellipsis }),
      parts.allSatisfy({ $0.kind == .ellipsis || $0.asSymbol != nil })
    else { return nil }
    return (left, right)
  }
}
