// What a document says below a step.
extension Examiner {
  /// Decides steps that speak of names which the document defines only further below, or by an equation such as
  /// log p(x) = ELBO + KL alone.
  func lookAhead(_ steps: [Step], _ known: [Background], _ findings: [Finding]) -> [Finding] {
    var findings = Parallel.map(Array(steps.indices)) { number in
      below(number, steps, known[number], findings[number], also: [])
        ?? drawnBelow(steps[number], known[number], findings[number]) ?? findings[number]
    }
    var solved: [Background.Definition] = []
    for (number, step) in steps.enumerated() where findings[number].isOpen {
      guard step.definedKeys.isDisjoint(with: solved.compactMap(\.name.definedKey)),
        let definition = solution(of: step, known[number])
      else { continue }
      solved.append(definition)
      let words = "\(definition.name.latex) is given a meaning by this equation"
      findings[number] = Finding(.definition, words)
    }
    guard !solved.isEmpty else { return findings }
    let (first, more) = (findings, solved)
    return Parallel.map(Array(steps.indices)) { number in
      below(number, steps, known[number], first[number], also: more) ?? first[number]
    }
  }

  /// Returns the finding about a step with definitions below it; nil if they change nothing.
  ///
  /// Such a step may hold; it is false only if the one definition of the name follows at once.
  private func below(
    _ number: Int, _ steps: [Step], _ known: Background, _ found: Finding,
    also solved: [Background.Definition]
  ) -> Finding? {
    guard found.isOpen || found.verdict == .refuted else { return nil }
    let step = steps[number]
    var local = known
    let earlier = Set(local.definitions.compactMap(\.name.definedKey))
    let later = background.definitions.dropFirst(local.definitions.count) + solved
    var spoken = step.definedKeys
    var used: [Background.Definition] = []
    for definition in later {
      guard let key = definition.name.definedKey, spoken.contains(key), !earlier.contains(key),
        !used.contains(where: { $0.name.definedKey == key }),
        found.verdict != .refuted || step.speaks(ofLaw: definition.name)
      else { continue }
      used.append(definition)
      spoken.formUnion(definition.body.definedKeys)
    }
    if found.verdict == .refuted {
      // That a law is given a form below changes nothing about what is false of any law.
      used.removeAll { definition in
        guard let symbol = definition.name.asSymbol else {
          return !definition.name.isApplication
        }
        return variables.contains(symbol.headKey)
      }
    }
    guard !used.isEmpty else { return nil }
    // Without one that is new the finding is known.
    guard solved.isEmpty || used.contains(where: solved.contains) else { return nil }
    local.definitions = used + local.definitions
    var seen = Set(local.mentions)
    local.mentions += used.map(\.body).filter { seen.insert($0).inserted }
    var other = decider.finding(for: step, in: local)
    let names = used.map(\.name.latex).joined(separator: ", ")
    switch other.verdict {
    // That 0 = 0 with what is defined below says nothing.
    case _ where other.isGood && found.verdict == .refuted && other.vanishes: return nil
    case .holds where step.relation.isOrder && other.isEquality,
      .proved where step.relation.isOrder && other.isEquality:
      // Where it is an equation by what stands below, its direction is not seen.
      return Finding(
        .conditional, "only if \(names) is as defined below", rules: other.rules,
        witness: other.witness)
    case .holds, .proved: break
    // A law or a variable that gets a form below was any above: what is false of it in general is false.
    case _ where found.verdict == .refuted && used.allSatisfy({ isForm($0) }): return nil
    case _ where found.verdict == .refuted:
      return Finding(.notUnderstood, "\(names) is defined only below")
    case .refuted where other.suggestion != nil && follows(number, used, steps): break
    default: return nil
    }
    other.reason = "with \(names) as defined below: \(other.reason)"
    return other
  }

  /// Whether a definition gives a form to something that stands for itself without it: a law of a named family, or what
  /// a random variable is computed from.
  private func isForm(_ definition: Background.Definition) -> Bool {
    switch (definition.name.kind, definition.body.kind) {
    case (.density, .law): true
    case (.symbol(let symbol), _): variables.contains(symbol.headKey)
    default: false
    }
  }

  /// Returns what an equation says of the only name in it that the document does not define, where that is a term of a
  /// side and everything else is understood; nil if there is none.
  private func solution(of step: Step, _ local: Background) -> Background.Definition? {
    guard step.relation == .equal, !step.left.isAtomic || !step.right.isAtomic else { return nil }
    let defined = Set(background.definitions.compactMap(\.name.definedKey))
    for (side, other) in [(step.left, step.right), (step.right, step.left)] {
      for (position, term) in side.terms.enumerated() {
        var name = term
        if case .negated(let inner) = term.kind { name = inner }
        guard name.isQuantityName, let key = name.definedKey, !defined.contains(key),
          !variables.contains(key)
        else { continue }
        var rest = side.terms
        rest.remove(at: position)
        guard !(rest + [other]).contains(where: { $0.definedKeys.contains(key) }) else { continue }
        let value = Expression.sum([other] + rest.map(\.negated))
        let definition = Background.Definition(
          name, as: name == term ? value : value.negated)
        var wider = local
        wider.definitions.append(definition)
        var quiet = decider
        quiet.suggests = false
        if quiet.finding(for: step, in: wider).isGood { return definition }
      }
    }
    return nil
  }

  /// Whether definitions are the only ones of their names and follow a step at once.
  private func follows(
    _ number: Int, _ used: [Background.Definition], _ steps: [Step]
  ) -> Bool {
    used.allSatisfy { definition in
      steps.dropFirst(number + 1).prefix(6).contains { $0.left == definition.name }
        && background.definitions.count { $0.name.definedKey == definition.name.definedKey } == 1
    }
  }
}

extension Step {
  /// The keys of all names on both sides.
  fileprivate var definedKeys: Set<String> { left.definedKeys.union(right.definedKeys) }

  /// Whether a name that is a law is one of variables that the law has in the step: q(x) is none of q(z); a name that is
  /// no density is spoken of by itself.
  fileprivate func speaks(ofLaw name: Expression) -> Bool {
    guard case .density(let law) = name.kind else { return true }
    let variables = Set(law.arguments.flatMap(\.variableSymbols).map { $0.headKey.lowercased() })
    let nodes = left.descendants + right.descendants
    var isBare = false
    for node in nodes {
      switch node.kind {
      case .density(let density) where density.name.lawKey == law.name.lawKey:
        let own = density.arguments + density.conditions
        let heads = own.flatMap(\.variableSymbols).map { $0.headKey.lowercased() }
        if !variables.isDisjoint(with: heads) { return true }
      case .symbol where node.isLawName: isBare = true
      default: break
      }
    }
    return isBare
  }
}

extension Relation {
  /// Whether the relation is an inequality with a direction.
  fileprivate var isOrder: Bool {
    [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(self)
  }
}

extension Finding {
  /// Whether both sides are the same number on the witness.
  fileprivate var isEquality: Bool {
    guard let witness else { return false }
    let scale = max(1, witness.left.magnitude, witness.right.magnitude)
    return (witness.left - witness.right).magnitude <= max(witness.bound, 1e-9 * scale)
  }

  /// Whether nothing is found yet, and not for want of work that a definition would only add to.
  fileprivate var isOpen: Bool {
    verdict == .notUnderstood && reason != Obstacle.tooMuchWork.reason
  }
}
