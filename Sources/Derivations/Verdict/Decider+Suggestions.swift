extension Decider {
  /// The most edits that are tried for one step.
  static let mostEdits = 160

  /// Returns the first edit, in a fixed order, that makes a false step true, verified on witnesses of another seed.
  ///
  /// Edits of the right side come before those of the left; an edit that makes the two sides the same expression is no
  /// correction of a step and is passed over.
  ///
  /// - Parameter meter: The work that may be done.
  func suggestion(
    for step: Step, in background: Background, meter: WorkMeter
  ) -> Suggestion? {
    if let optimal = optimalLaw(step, in: background) { return optimal }
    let (left, right) = (step.left, step.right)
    var candidates: [(edit: Edit, left: Expression, relation: Relation, right: Expression)] = []
    // Only what is summed over samples can be an estimate.
    if step.relation == .equal, right.descendants.contains(where: \.isSeries) {
      let edit = Edit(sort: .relation, words: "an estimate: ≈ is meant", result: right)
      candidates.append((edit, left, .approximately, right))
    }
    if let reversed = step.relation.reversed, reversed != step.relation {
      let edit = Edit(sort: .relation, words: "the inequality is reversed", result: right)
      candidates.append((edit, left, reversed, right))
    }
    if step.relation == .notEqual {
      let edit = Edit(sort: .relation, words: "the two sides are equal", result: right)
      candidates.append((edit, left, .equal, right))
    }
    let kit = EditKit([left, right] + background.mentions)
    for edit in kit.edits(of: right) where edit.result != left {
      candidates.append((edit, left, step.relation, edit.result))
    }
    for edit in kit.edits(of: left) where edit.result != right {
      candidates.append((edit, edit.result, step.relation, right))
    }
    if step.relation != .equal, step.relation != .approximately {
      // An inequality that an edit makes true by making it weak is no correction.
      candidates.removeAll { ![.relation, .divergence, .condition, .law].contains($0.edit.sort) }
    }
    // Where one side holds the other as a part, what is around it is empty: E_q[log p(x)] = log p(x).
    candidates.removeAll { $0.edit.sort == .condition && $0.left.surrounds($0.right) }
    let ordered = candidates.enumerated().map { offset, candidate in
      (
        candidate,
        rank: (candidate.left.surrounds(candidate.right) ? 1 : 0, candidate.edit.sort, offset)
      )
    }.sorted { $0.rank < $1.rank }
    let fresh = Decider(seed: seed &+ 7)
    for (candidate, _) in ordered.prefix(Self.mostEdits) where meter.left > 0 {
      let reading = Step.Reading(left: candidate.left, right: candidate.right)
      guard
        fresh.holds(reading, candidate.relation, in: background, isQuick: true, meter: meter),
        fresh.holds(reading, candidate.relation, in: background, isQuick: false, meter: meter)
      else { continue }
      return Suggestion(
        words: candidate.edit.words, left: candidate.left, relation: candidate.relation,
        right: candidate.right)
    }
    return nil
  }
}

extension Expression {
  /// Whether one of two expressions is a part of the other.
  fileprivate func surrounds(_ other: Expression) -> Bool {
    descendants.contains(other) || other.descendants.contains(self)
  }

  /// Whether the expression is a sum or product over an index.
  fileprivate var isSeries: Bool { if case .series = kind { true } else { false } }
}

extension Step {
  /// An inequality that holds for probabilities and fails for densities as one of probabilities: P(x) ≤ 1 for p(x) ≤ 1;
  /// nil where its laws have capitals already.
  var ofProbabilities: Suggestion? {
    func capital(_ name: Symbol) -> Symbol {
      var name = name
      if ["p", "q"].contains(name.name) { name.name = name.name.uppercased() }
      return name
    }
    func meant(_ side: Expression) -> Expression {
      side.rewritten { node in
        switch node.kind {
        case .density(var density):
          density.name = capital(density.name)
          return Expression(.density(density), at: node.range)
        case .symbol(let symbol) where node.isLawName:
          return Expression(.symbol(capital(symbol)), at: node.range)
        default: return node
        }
      }
    }
    let (first, second) = (meant(left), meant(right))
    guard first != left || second != right else { return nil }
    return Suggestion(
      words: "a probability is meant: the density of a continuous variable may exceed 1",
      left: first, relation: relation, right: second)
  }
}
