// What letters stand for by a habit so common that documents do not say it.
extension Supposition {
  /// q and p in divergences and entropies as the normal laws that the document gives to the bare letters, q = N(μ, σ²).
  static func givenLaws(_ nodes: [Expression], _ background: Background) -> Supposition? {
    func given(_ law: Expression) -> Expression? {
      guard let symbol = law.asSymbol else { return nil }
      return background.bareLaws.last { $0.name.asSymbol?.lawKey == symbol.lawKey }?.body
    }
    func written(_ node: Expression) -> Expression? {
      switch node.kind {
      case .divergence(let divergence):
        let (from, to) = (given(divergence.from), given(divergence.to))
        guard from != nil || to != nil else { return nil }
        return Expression(
          .divergence(
            Divergence(
              divergence.kind, from: from ?? divergence.from, to: to ?? divergence.to)),
          at: node.range)
      case .entropy(var entropy):
        guard entropy.subjects.count == 1, entropy.conditions.isEmpty,
          let law = given(entropy.subjects[0])
        else { return nil }
        entropy.subjects = [law]
        return Expression(.entropy(entropy), at: node.range)
      default: return nil
      }
    }
    guard nodes.contains(where: { written($0) != nil }) else { return nil }
    return Supposition(words: "the letters as the laws that the document gives to them") {
      $0.rewritten { written($0) ?? $0 }
    }
  }

  /// KL(q ‖ p) of bare letters as what the document says that it is.
  static func givenDivergences(
    _ step: Step, _ nodes: [Expression], _ background: Background
  ) -> Supposition? {
    // An equation does not rest on itself.
    let known = background.divergences.filter { $0.name != step.left }
    func written(_ node: Expression) -> Expression? {
      guard case .divergence = node.kind else { return nil }
      return known.last { $0.name == node }?.body
    }
    guard nodes.contains(where: { written($0) != nil }) else { return nil }
    return Supposition(words: "the divergence as the document gives it") {
      $0.rewritten { written($0) ?? $0 }
    }
  }

  /// σ as the logistic function.
  static func logistic(_ nodes: [Expression], _ background: Background) -> Supposition? {
    func written(_ node: Expression) -> Expression? {
      guard case .application(let application) = node.kind,
        application.arguments.count == 1, application.conditions.isEmpty,
        application.parameters.isEmpty
      else { return nil }
      let value = Expression(.function(.sigmoid, application.arguments), at: node.range)
      switch application.name {
      case Symbol("sigma"): return value
      case Symbol("sigma", accents: [.prime]):
        return Expression.product([value, Expression.sum([.number(1), value.negated])])
      default: return nil
      }
    }
    guard nodes.contains(where: { written($0) != nil }),
      !background.definitions.contains(where: { $0.name.definableName == "sigma" })
    else { return nil }
    return Supposition(words: "σ as the logistic function") {
      $0.rewritten { written($0) ?? $0 }
    }
  }

  /// K in H(z) ≤ log K and p(z) = 1/K, and |𝒵|, as the number of values of the only variable.
  static func counts(
    _ sides: [Expression], _ nodes: [Expression], _ background: Background
  ) -> Supposition? {
    let notation = Notation(of: sides)
    let defined = Set(background.definitions.compactMap(\.name.definableName))
    func isSet(_ node: Expression) -> Bool {
      guard case .function(.absolute, let arguments) = node.kind,
        let symbol = arguments[0].asSymbol, symbol == symbol.head
      else { return false }
      return symbol.typeface == .calligraphic
        && notation.random.contains { $0.lowercased() == symbol.name.lowercased() }
    }
    func isNumber(_ node: Expression) -> Bool {
      guard let symbol = node.asSymbol, symbol == symbol.head, symbol.typeface == .plain else {
        return false
      }
      return ["K", "N", "M", "C", "V", "n", "m", "k"].contains(symbol.name)
        && !notation.random.contains(symbol.headKey) && !notation.limits.contains(symbol.name)
        && !notation.indices.contains(symbol.name) && !defined.contains(symbol.headKey)
    }
    let counted = Set(nodes.filter { isSet($0) || isNumber($0) })
    guard counted.count == 1, let count = counted.first else { return nil }
    // What is counted are values of a variable that is not conditional on anything of its own.
    var variables = Set<Expression>()
    for node in nodes {
      switch node.kind {
      case .density(let density): variables.formUnion(density.arguments)
      case .entropy(let entropy):
        variables.formUnion(entropy.subjects.filter { !$0.isLawName })
      default: break
      }
    }
    guard variables.count == 1, let variable = variables.first, let symbol = variable.asSymbol,
      symbol == symbol.head
    else { return nil }
    let values = Expression(.series(Series(.sum, over: [Binding([variable])], of: .number(1))))
    return Supposition(
      words: "\(count.latex) as the number of values of \(symbol.headKey)",
      definitions: count.asSymbol == nil ? [] : [Background.Definition(count, as: values)]
    ) { $0.rewritten { isSet($0) ? values : $0 } }
  }
}

extension Decider {
  /// Returns the finding that a step holds where divergences between bare letters are what the document says that they are;
  /// nil if it does not.
  func withGivenDivergences(
    _ step: Step, _ readings: [Step.Reading], in background: Background, meter: WorkMeter
  ) -> Finding? {
    let nodes = step.left.descendants + step.right.descendants
    guard meter.left > 0,
      let supposition = Supposition.givenDivergences(step, nodes, background)
    else { return nil }
    let read = supposition.reading
    var found = finding(
      for: readings.map { Step.Reading(left: read($0.left), right: read($0.right)) },
      step.relation, in: background, meter: meter)
    guard found.isGood, !found.vanishes else { return nil }
    found.reason = "taking \(supposition.words): \(found.reason)"
    return found
  }
}

extension Step {
  /// The equation that says what a divergence between two bare letters is; nil if the step is none.
  var spokenDivergence: Background.Definition? {
    guard relation == .equal || relation == .defined, !leftIsCarried,
      case .divergence(let divergence) = left.kind, divergence.from.asSymbol != nil,
      divergence.to.asSymbol != nil,
      !right.descendants.contains(where: {
        if case .divergence = $0.kind { true } else { false }
      }),
      right.descendants.contains(where: { if case .density = $0.kind { true } else { false } })
    else { return nil }
    return Background.Definition(left, as: right)
  }
}
