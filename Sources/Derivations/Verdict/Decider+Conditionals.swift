extension Decider {
  /// Returns what is found about a step with derivatives by variables that the document computes from others, with
  /// those as variables of their own: ∇_x̃ log q(x̃) where x̃ = x + σε; nil where there are none.
  func varied(_ step: Step, in background: Background, meter: WorkMeter) -> Finding? {
    let readings = [Step.Reading(left: step.left, right: step.right)] + step.otherReadings
    var names = Set<String>()
    for node in readings.flatMap({ [$0.left, $0.right] }).flatMap(\.descendants) {
      if case .derivative(let derivative) = node.kind {
        names.formUnion(derivative.variables.compactMap { $0.asSymbol?.headKey })
      }
    }
    var free = background
    free.definitions.removeAll { $0.name.asSymbol.map { names.contains($0.headKey) } ?? false }
    guard free.definitions.count < background.definitions.count, meter.left > 0 else { return nil }
    return finding(for: readings, step.relation, in: free, meter: meter)
  }

  /// Returns the finding that a false step is true if a divergence of two laws under the same condition is averaged over
  /// the condition, as in D(p(x, y) ∥ q(x, y)) = D(p(x) ∥ q(x)) + D(p(y|x) ∥ q(y|x)); nil if it is not.
  ///
  /// It is tried where a step speaks of divergences and informations only, or says what one such divergence is.
  func averaged(_ step: Step, in background: Background, meter: WorkMeter) -> Finding? {
    let sides = [step.left, step.right]
    guard sides.allSatisfy(\.isOfInformation) || sides.contains(where: { $0.average != nil })
    else { return nil }
    let found = sides.flatMap(\.descendants).first { $0.average != nil }
    guard let found, let mean = found.average, case .expectation(let expectation) = mean.kind,
      let law = expectation.samplings.first?.law
    else { return nil }
    let read = { (side: Expression) in side.rewritten { $0.average ?? $0 } }
    let averaged = finding(
      for: [Step.Reading(left: read(step.left), right: read(step.right))], step.relation,
      in: background, effort: .all, meter: meter)
    guard averaged.isGood else { return nil }
    var result = averaged
    result.verdict = .conditional
    result.reason = "only if \(found.latex) is averaged over \(law.latex)"
    return result
  }
}

extension Expression {
  /// The average of a divergence of two conditional laws over their condition; nil for anything else.
  fileprivate var average: Expression? {
    guard case .divergence(let divergence) = kind, divergence.kind != .jensenShannon,
      case .density(let first) = divergence.from.kind,
      case .density(let second) = divergence.to.kind,
      !first.conditions.isEmpty, first.conditions == second.conditions
    else { return nil }
    let law = Density(first.name, parameters: first.parameters, of: first.conditions)
    return Expression(
      .expectation(Expectation([Sampling(law: Expression(.density(law)))], of: self)), at: range)
  }

  /// Whether the expression is made of divergences, entropies, informations and numbers.
  fileprivate var isOfInformation: Bool {
    switch kind {
    case .divergence, .entropy, .crossEntropy, .mutualInformation, .number: true
    case .sum(let parts), .product(let parts): parts.allSatisfy(\.isOfInformation)
    case .negated(let inner): inner.isOfInformation
    case .quotient(let top, let bottom): top.isOfInformation && bottom.isOfInformation
    default: false
    }
  }
}
