extension Interpreter {
  /// Returns what factorisations that the document states say of the laws at hand: one choice where each law has one
  /// factorisation, several where a law has several.
  mutating func statements(of factorisations: [Background.Definition]) -> [[Family.Assumption]] {
    var found: [Int: [Factorisation]] = [:]
    let known = scene.laws.map(\.variables)
    for definition in factorisations {
      var trial = self
      guard let left = try? trial.term(definition.name),
        let right = try? trial.term(definition.body),
        let factorisation = Factorisation(left, right), factorisation.law < known.count,
        trial.scene.laws[factorisation.law].variables.count <= Self.mostFactors
      else { continue }
      let variables = factorisation.nodes.map(\.variable) + factorisation.conditions
      let shared = known[factorisation.law].filter(variables.contains)
      // Of two variables alone the product says that they are independent, which is no model of anything.
      let heads = Set(factorisation.nodes.map { trial.scene.variables[$0.variable].head })
      guard shared.count > 1, variables.count > 2 || heads.count == 1 else { continue }
      self = trial
      found[factorisation.law, default: []].append(factorisation)
    }
    let most = found.values.map(\.count).max() ?? 0
    return (0..<most).map { number in
      found.keys.sorted().compactMap { law in
        found[law].map { .factored($0[min(number, $0.count - 1)]) }
      }
    }
  }

  /// Returns the density that the document writes as a product, of a law whose densities near by are all of variables of
  /// it: what E_q averages over where q(x_{1:T} ∣ x_0) is the product of q(x_t ∣ x_{t−1}).
  func stated(_ law: String, over shapes: [Notation.Signature]) -> Notation.Signature? {
    for definition in background.factorisations.reversed() {
      guard case .density(let density) = definition.name.kind, density.name.lawKey == law else {
        continue
      }
      var trial = self
      func variables(_ expressions: [Expression]) -> Set<Int>? {
        (try? trial.axes(of: expressions)).map { Set($0.map(\.variable)) }
      }
      guard let all = variables(density.arguments + density.conditions) else { continue }
      let isCovered = shapes.allSatisfy { shape in
        variables(shape.arguments + shape.conditions).map { $0.isSubset(of: all) } ?? false
      }
      guard isCovered else { continue }
      return Notation.Signature(
        arguments: density.arguments, conditions: density.conditions, parameters: [])
    }
    return nil
  }

  /// The most variables of a law that a factorisation may speak of, so that its tables stay small.
  private static var mostFactors: Int { 10 }
}

extension Subject {
  /// What the document states that the step relies on, in words; nil if nothing.
  var statedWords: String? {
    var laws: [String] = []
    for case .factored(let factorisation) in stated {
      let name = comparison.scene.laws[factorisation.law].name
      if !laws.contains(name) { laws.append(name) }
    }
    var words =
      laws.isEmpty
      ? [] : ["the factorisation of \(laws.joined(separator: " and ")) that the document states"]
    for case .sameMarginal(let law, let source, let variable) in stated {
      let scene = comparison.scene
      let name = scene.variables[variable].name
      words.append(
        "\(scene.laws[law].name)(\(name)) = \(scene.laws[source].name)(\(name)) as the document states"
      )
    }
    return words.isEmpty ? nil : words.joined(separator: " and ")
  }

  /// Whether an assumption may excuse a step beside what the document states: where it writes how the members of a
  /// sequence depend on one another they are not also independent, and where it writes a chain they are not all alike.
  func isOpen(_ assumption: Family.Assumption) -> Bool {
    switch assumption {
    case .fixedMarginal: true
    // Two marginals taken from one another would be none.
    case .sameMarginal: !stated.contains { if case .sameMarginal = $0 { true } else { false } }
    case .identical: !isModelled || isProductOfMarginals
    default: !stated.contains { if case .factored = $0 { true } else { false } }
    }
  }

  /// Whether all that the document states of laws is that members of sequences are independent: p(x_{1:n}) = Π_i p(x_i).
  private var isProductOfMarginals: Bool {
    let factorisations = stated.compactMap {
      if case .factored(let factorisation) = $0 { factorisation } else { nil }
    }
    return !factorisations.isEmpty
      && factorisations.allSatisfy {
        $0.conditions.isEmpty && $0.nodes.allSatisfy(\.parents.isEmpty)
      }
  }

  /// Whether the document states a factorisation of a law.
  private func states(_ law: Int) -> Bool {
    stated.contains {
      if case .factored(let factorisation) = $0 { factorisation.law == law } else { false }
    }
  }

  /// Returns the finding that a step holds only if laws have the factors that its sides give them: log p(x ∣ z₁) +
  /// log p(z₁ ∣ z₂) + log p(z₂) for log p(x, z₁, z₂).
  func impliedFactorisation(seed: UInt64) throws -> Finding? {
    guard effort == .full else { return nil }
    var choices: [Factorisation] = []
    for law in comparison.scene.laws.indices where !states(law) {
      let sides = [comparison.right, comparison.left]
      guard let implied = sides.lazy.compactMap({ Factorisation(of: law, within: $0) }).first
      else { continue }
      choices.append(implied)
    }
    guard !choices.isEmpty,
      case .held(let models, let trial) = try outcome(
        choices.map { .factored($0) }, seed: seed, models: 4)
    else { return nil }
    let words = choices.map { choice in
      "\(comparison.scene.laws[choice.law].name) factorises as \(choice.words(in: comparison.scene))"
    }
    return Finding(
      .conditional, "only if \(words.joined(separator: " and "))", rules: rules.map(\.description),
      witness: comparison.report(trial, models: models))
  }
}

extension Decider {
  /// Returns what is found about a step where laws have the factors that the document states.
  ///
  /// - Returns: Nil if the document states nothing that bears on the laws of the step, or if the step holds without.
  func factorised(
    _ reading: Step.Reading, _ relation: Relation, _ background: Background, separates: Bool,
    effort: Subject.Effort, meter: WorkMeter
  ) -> Finding? {
    // Over vectors laws are tried without factors.
    guard meter.shapes(of: reading, in: background, declared: false) == nil else { return nil }
    var laws = Notation(of: [reading.left, reading.right]).laws
    if laws.isEmpty, reading.left.isInformational, reading.right.isInformational {
      // I(X; Z) is under the law whose product the document writes.
      for case .density(let density) in background.factorisations.map(\.name.kind) {
        laws.insert(density.name.lawKey)
      }
    }
    var stated: [Background.Definition] = []
    for definition in background.factorisations {
      // A statement does not rest on itself, nor on one that comes later.
      if definition.name == reading.left, definition.body == reading.right { break }
      guard case .density(let density) = definition.name.kind, laws.contains(density.name.lawKey)
      else { continue }
      if !stated.contains(definition) { stated.append(definition) }
    }
    guard !stated.isEmpty else { return nil }
    let general = finding(
      reading, relation,
      background.notation(
        of: [reading.left, reading.right] + background.mentions,
        isEstimate: relation == .approximately), background, separates: separates, declared: false,
      effort: relation == .equal ? .one : .all, meter: meter)
    if general.isGood { return nil }
    // What speaks of other variables than the step is about other laws of the name, if the rest is enough.
    let spoken = Set((reading.left.descendants + reading.right.descendants).compactMap(\.asSymbol))
    let own = stated.filter { spoken.isSuperset(of: $0.name.lawSymbols) }
    if !own.isEmpty, own.count < stated.count,
      let found = factorised(
        reading, relation, background, by: own, separates: separates, effort: effort, meter: meter),
      found.isGood
    {
      return found
    }
    return factorised(
      reading, relation, background, by: stated, separates: separates, effort: effort, meter: meter)
  }

  /// Returns what is found about a step where laws have the factors that some statements give them.
  private func factorised(
    _ reading: Step.Reading, _ relation: Relation, _ background: Background,
    by stated: [Background.Definition], separates: Bool, effort: Subject.Effort, meter: WorkMeter
  ) -> Finding? {
    let notation = background.notation(
      of: [reading.left, reading.right] + background.mentions
        + stated.flatMap { [$0.name, $0.body] }, isEstimate: relation == .approximately)
    var best: Finding?
    do {
      var subject = try Subject(
        reading, relation, notation: notation, background: background, separates: separates,
        declared: false, factorisations: stated)
      subject.effort = effort
      subject.comparison.meter = meter
      meter.read(subject.size)
      for choice in subject.statements {
        subject.stated = choice
        guard let found = try? subject.finding(seed: seed) else { continue }
        // That gradients vanish under the factors says nothing about how they compare.
        if found.isGood, found.vanishes, subject.comparison.comparesDerivatives { continue }
        if found.isGood { return found }
        best = best ?? found
      }
    } catch {}
    return best
  }
}

extension Expression {
  /// The symbols of the variables of a density.
  fileprivate var lawSymbols: [Symbol] {
    guard case .density(let density) = kind else { return [] }
    return (density.arguments + density.conditions).flatMap(\.variableSymbols)
  }
}
