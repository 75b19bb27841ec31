// Equations that say what a name is, because nothing else does.
extension Examiner {
  /// Returns what is found about a step that is not understood for want of what a name means: that it gives a name a
  /// meaning.
  ///
  /// A side that is a name alone, σ_t, T, g_x(z, h), s², gets its only meaning so; a name that has one gets another in
  /// terms of what nothing in the document explains, x′ = x + εn, which could not be a claim.
  ///
  /// - Parameter given: What earlier steps have given meanings so.
  func meaning(
    _ step: Step, isFirst: Bool, _ found: Finding, given: inout [Background.Definition]
  ) -> Finding? {
    guard found.verdict == .notUnderstood, found.reason.hasPrefix("nothing says what "),
      step.relation == .equal || step.relation == .defined
    else { return nil }
    let isLeading = isFirst && !step.leftIsCarried
    for (side, other, isLeft) in [(step.left, step.right, true), (step.right, step.left, false)]
    where !isLeft || isLeading || other.isConstant {
      let name = side.withoutSquare
      guard name.isQuantity, let key = name.definableName, key != "I", !variables.contains(key),
        !name.isDerivativeName, !isUnread(name), !other.isUnread, !other.speaks(of: name)
      else { continue }
      let definition = Background.Definition(name, as: other)
      if !background.definitions.contains(where: { $0.gives(name) }),
        given.contains(definition) || !given.contains(where: { $0.gives(name) })
      {
        // Of what a law is given by, μ in N(μ, σ²), more is known than a name: E[z] = μ is a claim about the law.
        let isGiven =
          !moments.contains(key)
          || isLeft && (other.isAtomic || !other.descendants.contains(where: \.speaksOfLaws))
        guard isGiven else { continue }
        given.append(definition)
        return Finding(
          .definition, "\(name.latex) is given a meaning, as nothing else does")
      }
      guard isLeft, isLeading else { continue }
      let isUnexplained = other.descendants.contains { node in
        guard let new = node.definableName, node.definedShape != name.definedShape else {
          return false
        }
        return found.isObstructed(by: new) && !variables.contains(new) && !isUnread(node)
          && !(background.definitions + given).contains {
            $0.name.definedShape == node.definedShape
          }
      }
      guard isUnexplained else { continue }
      return Finding(
        .definition, "\(name.latex) is given another meaning, by what nothing else explains")
    }
    return nil
  }
}

extension Examiner {
  /// Returns the findings where steps that fail, or that lack a meaning, have the meanings that equations elsewhere give
  /// to their names because nothing else does: α_t = 1 − β_t beside N(√α_t x, 1 − α_t).
  func withMeanings(
    _ given: [Background.Definition], of questions: [Question], _ findings: [Finding]
  ) -> [Finding] {
    guard !given.isEmpty else { return findings }
    return Parallel.map(Array(questions.indices)) { number in
      let (question, found) = (questions[number], findings[number])
      guard question.definition == nil,
        found.verdict == .refuted || given.contains(where: { found.isObstructed(by: $0.name) })
      else { return found }
      let step = question.step
      var spoken = step.left.definedKeys.union(step.right.definedKeys)
      var used: [Background.Definition] = []
      for definition in given.reversed() {
        guard let key = definition.name.definedKey, spoken.contains(key),
          !(definition.name == step.left.withoutSquare && definition.body == step.right)
        else { continue }
        used.insert(definition, at: 0)
        spoken.formUnion(definition.body.definedKeys)
      }
      guard !used.isEmpty else { return found }
      var local = question.background
      local.definitions += used
      local.mentions += used.map(\.body)
      var other = decider.finding(for: step, in: local)
      let names = used.map(\.name.latex).joined(separator: ", ")
      switch other.verdict {
      case .holds, .proved, .conditional:
        guard !other.vanishes else { return found }
        other.reason = "with \(names) as the document gives it: \(other.reason)"
        return other
      // What stops a step that lacked a meaning is told as it was.
      case .notUnderstood where found.verdict == .refuted: return other
      case .notUnderstood, .refuted, .definition: return found
      }
    }
  }
}

extension Finding {
  /// Whether nothing says what a defined name is.
  fileprivate func isObstructed(by name: Expression) -> Bool {
    verdict == .notUnderstood && name.definableName.map { isObstructed(by: $0) } ?? false
  }
}

extension Background.Definition {
  /// Whether what is defined is a name: the same function, or a symbol with the same marks, where running indices do not
  /// count.
  func gives(_ other: Expression) -> Bool {
    name.definedShape == other.definedShape && name.capitalIndices == other.capitalIndices
  }
}

extension Expression {
  /// Whether the expression is a name that no law has: a symbol, or a function of names.
  fileprivate var isQuantity: Bool {
    switch kind {
    case .symbol: !isLawName
    case .application(let application):
      (application.arguments + application.conditions + application.parameters)
        .allSatisfy(\.isAtomic)
    default: false
    }
  }

  /// Whether the expression is a function with a name of several letters: MMD(p, q).
  private var isWordApplication: Bool {
    guard case .application(let application) = kind else { return false }
    return application.name.name.count > 1 && Vocabulary.greek[application.name.name] == nil
  }

  /// The name whose square the expression is, σ², s_i² or MMD²(p, q); any other expression itself.
  fileprivate var withoutSquare: Expression {
    guard case .power(let base, let exponent) = kind, exponent == .number(2),
      base.asSymbol != nil || base.isApplication && base.isWordApplication
    else { return self }
    return base
  }

  /// The capital letters among the indices, which number things rather than run: V in g_V.
  fileprivate var capitalIndices: [String] {
    let symbol: Symbol
    switch kind {
    case .symbol(let name): symbol = name
    case .application(let application): symbol = application.name
    default: return []
    }
    return (symbol.subscripts + symbol.superscripts).flatMap(\.symbols).map(\.name)
      .filter { $0.first?.isUppercase ?? false }
  }

  /// Whether the expression holds a name, and not only another member of the sequence that it is one of: h_{t+1} = f(h_t)
  /// says what the next h is, h = f(h) nothing.
  fileprivate func speaks(of name: Expression) -> Bool {
    let isMember = name.asSymbol.map { $0 != $0.head } ?? false
    return descendants.contains { node in
      if name.isApplication { return node.isApplication && node.isSameFunction(as: name) }
      guard node.definedShape == name.definedShape else { return false }
      return node == name || !isMember || node.asSymbol.map { $0 == $0.head } ?? true
    }
  }

  /// Whether both are the same function, at whatever arguments.
  private func isSameFunction(as other: Expression) -> Bool {
    guard case .application(let first) = kind, case .application(let second) = other.kind else {
      return false
    }
    return first.name == second.name
  }

  /// Whether the expression is made of numbers alone.
  fileprivate var isConstant: Bool {
    descendants.allSatisfy { node in
      switch node.kind {
      case .number, .negated, .quotient, .power, .product, .sum: true
      default: false
      }
    }
  }
}
