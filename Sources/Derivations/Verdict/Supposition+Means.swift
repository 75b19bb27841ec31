extension Supposition {
  /// E[z|x] and Var[z|x] under p(z|x), with the laws that the document gives by z ∼ … and x|z ∼ ….
  static func conditionalMeans(
    _ nodes: [Expression], _ background: Background
  ) -> Supposition? {
    var definitions: [Background.Definition] = []
    for draw in background.draws {
      guard let density = draw.name.drawnDensity, case .law(let law) = draw.body.kind,
        law.value == nil,
        !background.definitions.contains(where: { $0.name == density })
      else { continue }
      definitions.append(
        Background.Definition(density, as: draw.body.lawWithValue(from: density)))
    }
    guard !definitions.isEmpty else { return nil }
    let drawn = Set(background.draws.compactMap { $0.name.drawnName })
    func mean(_ average: Expectation) -> Expectation? {
      guard average.samplings.isEmpty, !average.conditions.isEmpty,
        average.conditions.allSatisfy({ $0.asSymbol != nil })
      else { return nil }
      let variables = Set(
        average.body.descendants.filter { node in
          node.asSymbol.map { drawn.contains($0) } ?? false && !average.conditions.contains(node)
        })
      guard variables.count == 1, let variable = variables.first else { return nil }
      let law = Density(Symbol("p"), of: [variable], given: average.conditions)
      return Expectation([Sampling(law: Expression(.density(law)))], of: average.body)
    }
    func written(_ node: Expression) -> Expression? {
      switch node.kind {
      case .expectation(let average):
        mean(average).map { Expression(.expectation($0), at: node.range) }
      case .variance(let average): mean(average).map { Expression(.variance($0), at: node.range) }
      default: nil
      }
    }
    guard nodes.contains(where: { written($0) != nil }) else { return nil }
    return Supposition(
      words: "averages under a condition as those of the laws that the document gives",
      definitions: definitions
    ) { $0.rewritten { written($0) ?? $0 } }
  }
}

extension Expression {
  /// The variable of a draw, z ∼ … or x|z ∼ ….
  fileprivate var drawnName: Symbol? {
    switch kind {
    case .symbol(let symbol): symbol
    case .application(let application) where application.name.name == "mid":
      application.arguments.count == 1 ? application.arguments[0].asSymbol : nil
    default: nil
    }
  }

  /// The density of a draw: p(z), p(x|z).
  fileprivate var drawnDensity: Expression? {
    guard let name = drawnName else { return nil }
    var conditions: [Expression] = []
    if case .application(let application) = kind { conditions = application.conditions }
    return Expression(
      .density(Density(Symbol("p"), of: [Expression(.symbol(name))], given: conditions)))
  }
}
