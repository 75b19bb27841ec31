// Laws that a document gives as mixtures of others: p(z) = (1/K) Σ_k q(z ∣ u_k), m(x) = (p(x) + q(x))/2.
extension Step {
  /// The equation that gives a density as an average or a weighted sum of densities of other laws; nil if the step is
  /// none.
  var mixture: Background.Definition? {
    guard relation == .equal || relation == .defined, !leftIsCarried,
      case .density(let density) = left.kind,
      density.conditions.isEmpty && right.isMixture(besides: density.name.lawKey)
        || right.isMixture(ofParts: density)
    else { return nil }
    return Background.Definition(left, as: right)
  }
}

extension Expression {
  /// Whether the expression averages or adds densities, none of which is of a law.
  fileprivate func isMixture(besides law: String) -> Bool {
    let nodes = descendants
    guard
      !nodes.contains(where: { node in
        if case .density(let density) = node.kind { return density.name.lawKey == law }
        return node.asSymbol.map { node.isLawName && $0.lawKey == law } ?? false
      })
    else { return false }
    return isMixed
  }

  /// Whether the expression is a weighted sum of densities of the same law and variables under other conditions, fewer in
  /// number: q(z ∣ x_1)/2 + q(z ∣ x_2)/2 for q(z ∣ x_1, x_2).
  fileprivate func isMixture(ofParts whole: Density) -> Bool {
    let parts = descendants.compactMap { node -> Density? in
      if case .density(let density) = node.kind { density } else { nil }
    }
    func isPart(_ density: Density) -> Bool {
      density.name.lawKey == whole.name.lawKey && density.arguments == whole.arguments
        && !density.conditions.isEmpty && density.conditions.count < whole.conditions.count
        && density.conditions.allSatisfy(whole.conditions.contains)
    }
    guard parts.count > 1, parts.allSatisfy(isPart), case .sum(let terms) = kind else {
      return false
    }
    return terms.allSatisfy { term in
      switch term.kind {
      case .density: true
      case .product(let factors):
        factors.filter { !$0.descendants.contains(where: \.isLawName) }.count
          == factors.count - 1
      case .quotient(let above, let below):
        !below.descendants.contains(where: \.isLawName)
          && above.descendants.filter(\.isLawName).count == 1
      default: false
      }
    }
  }

  /// Returns the expression with densities of the variables of another, of the same law and under fewer conditions, as those
  /// of a law of their own.
  fileprivate func separating(parts whole: Density) -> Expression {
    rewritten { node in
      guard case .density(var density) = node.kind, density.name.lawKey == whole.name.lawKey,
        density.arguments == whole.arguments, !density.conditions.isEmpty,
        density.conditions.count < whole.conditions.count
      else { return node }
      let label = Symbol("part", typeface: .upright)
      density.name.subscripts.append(.value(Expression(.symbol(label))))
      return Expression(.density(density), at: node.range)
    }
  }

  /// Whether the expression is a sum of densities, or an average of one, but for numbers in front.
  private var isMixed: Bool {
    func isDensity(_ expression: Expression) -> Bool {
      if case .density = expression.kind { true } else { false }
    }
    func holdsDensity(_ expression: Expression) -> Bool {
      expression.descendants.contains(where: isDensity)
    }
    switch kind {
    case .product(let factors):
      let parts = factors.filter(holdsDensity)
      return parts.count == 1 && parts[0].isMixed
    case .quotient(let above, let below): return !holdsDensity(below) && above.isMixed
    case .sum(let terms): return terms.allSatisfy(holdsDensity)
    case .series(let series): return series.operation == .sum && holdsDensity(series.body)
    case .integral(let integral): return holdsDensity(integral.body)
    case .expectation(let average): return isDensity(average.body)
    default: return false
    }
  }
}

extension Decider {
  /// Returns the finding that a step which fails for some laws holds where they are the mixtures that the document
  /// states; nil if it does not.
  func mixed(
    _ reading: Step.Reading, _ relation: Relation, _ background: Background,
    effort: Subject.Effort, meter: WorkMeter
  ) -> Finding? {
    let spoken = Notation(of: [reading.left, reading.right])
    for mixture in background.mixtures.suffix(Self.mostMixtures).reversed() where meter.left > 0 {
      // A statement does not rest on itself.
      guard case .density(let density) = mixture.name.kind,
        spoken.laws.contains(density.name.lawKey),
        !(mixture.name == reading.left && mixture.body == reading.right)
      else { continue }
      var (reading, mixture) = (reading, mixture)
      if mixture.body.isMixture(ofParts: density) {
        reading.left = reading.left.separating(parts: density)
        reading.right = reading.right.separating(parts: density)
        mixture.body = mixture.body.separating(parts: density)
      }
      var wider = background
      wider.definitions.append(mixture)
      let notation = background.notation(
        of: [reading.left, reading.right] + background.mentions + [mixture.name, mixture.body])
      var found = finding(
        reading, relation, notation, wider, separates: false, declared: true,
        effort: effort == .full ? .all : effort, meter: meter)
      guard found.isGood, !found.vanishes else { continue }
      found.reason += ", given \(mixture.name.latex) as the document states"
      return found
    }
    return nil
  }

  /// The most mixtures that a step is tried with, the last ones of the document.
  private static var mostMixtures: Int { 4 }
}
