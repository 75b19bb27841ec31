// Equations that give names, laws and variables.
extension Examiner {
  /// Returns the finding about a step that gives a name, and remembers it; nil if there is something to decide.
  mutating func definition(
    _ step: Step, isFirst: Bool, among sides: [Expression]
  ) -> Finding? {
    switch step.relation {
    case .distributed:
      variables.formUnion(step.left.variableSymbols.map(\.headKey))
      background.draws.append(Background.Definition(step.left, as: step.right))
      return Finding(.definition, "a law is given to a variable")
    case .member, .arrow, .muchLess, .muchGreater:
      keepRange(step)
      return Finding(.definition, "a declaration")
    case .approximately where step.left.isAtomic && step.right.isAtomic:
      return Finding(.definition, "what is to be close to what, which is no claim of a value")
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      return keepRange(step) ?? range(step)
    case .defined, .equal:
      if let finding = isFirst ? declaration(step) : unnormalised(step) { return finding }
      let (left, right) = isFirst ? step.withoutDerivatives : (step.left, step.right)
      guard let name = left.definableName, !right.mentions(name),
        !(step.left.isDerivativeName && background.defines(step.left.base))
      else { return nil }
      let isKnown = background.definitions.contains { $0.gives(left) }
      if !isFirst, step.relation != .defined {
        // A name in the middle of a chain is given a meaning there if it has none.
        guard !isKnown, !names.contains(name), !variables.contains(name),
          left.isQuantityName || left.isLogistic(right)
        else { return nil }
      }
      if let index = step.lostIndex {
        noteUnread([step.left])
        return Finding(.definition, "\(name) is given a meaning that does not depend on \(index)")
      }
      if names.contains(name) {
        // A name in use may still get its meaning, unless it is what a law is given by.
        // A sign of definition gives a name in use another meaning; the label of a brace only where it is a word.
        let isSaid = step.relation == .defined && step.relationRange != step.left.range
        if isKnown, !isSaid, step.relation != .defined || !step.left.isWord { return nil }
        if moments.contains(name), !right.isAtomic { return nil }
      }
      background.definitions.append(
        Background.Definition(left, as: right.showingLaws(of: sides, else: background.laws)))
      return Finding(.definition, "\(name) is given a meaning")
    default: return nil
    }
  }

  /// The name that the first equation of a chain gives a meaning to, although it has one.
  func redefined(_ step: Step) -> String? {
    guard let name = step.left.definableName,
      background.definitions.contains(where: { $0.name.definableName == name })
    else { return nil }
    return name
  }

  /// Returns the finding about an equation that gives a law or computes a variable, and remembers it.
  mutating func declaration(_ step: Step) -> Finding? {
    if let shared = step.sharedMarginal {
      return Finding(
        .definition, "\(shared.law.lawKey) takes its marginal from \(shared.source.lawKey)")
    }
    switch (step.left.kind, step.right.kind) {
    case (.density, .optimum(let optimum)) where optimum.isPlace,
      (.symbol, .optimum(let optimum)) where optimum.isPlace,
      (.tuple, .optimum(let optimum)) where optimum.isPlace:
      return Finding(.definition, "\(step.left.latex) is chosen best")
    case (.density, .law):
      let body = step.right.lawWithValue(from: step.left)
      background.definitions.append(Background.Definition(step.left, as: body))
      return Finding(.definition, "a law is given by its formula")
    case (.law(let name), .law(let law))
    where name.parameters.count == 1 && law.parameters.count == 2:
      // N(z ∣ x) is no normal law but the name of one.
      return Finding(.definition, "a law is given by its formula")
    case (.density(let density), .quotient(let one, let count))
    where one == .number(1) && count.asSymbol != nil && density.conditions.isEmpty
      && density.arguments.count == 1:
      background.definitions.append(Background.Definition(step.left, as: step.right))
      return Finding(.definition, "a law is given by its formula")
    case (.density, .cases), (.application, .cases), (.symbol, .cases):
      noteUnread([step.left])
      return Finding(.definition, "\(step.left.latex) is given by a distinction by cases")
    case (.density(let density), .symbol(let symbol))
    where density.isProbabilityOfValue && !step.right.isLawName
      && !names.contains(symbol.headKey) && !variables.contains(symbol.headKey)
      && !required.contains(symbol.headKey)
      && !background.definitions.contains(where: { $0.name.definableName == symbol.headKey }):
      background.definitions.append(Background.Definition(step.right, as: step.left))
      return Finding(.definition, "\(symbol.headKey) is given a meaning")
    case (.set, .set): return Finding(.definition, "a declaration")
    case (.symbol(let symbol), .law) where step.left.isLawName:
      background.bareLaws.append(Background.Definition(step.left, as: step.right))
      // p = N(μ, σ²) says what p(x) is, where that is the only density of p alone.
      if let shown = singles[symbol.lawKey], shown.count == 1 {
        background.definitions.append(
          Background.Definition(shown[0], as: step.right.lawWithValue(from: shown[0])))
      }
      return Finding(.definition, "a declaration")
    case (.symbol, .symbol), (.symbol, .density), (.symbol, .law), (.symbol, .set),
      (.symbol, .number), (.symbol, .tuple):
      return Finding(.definition, "a declaration")
    case (.density(let density), _) where step.right.isProductOfFactors(of: density):
      background.definitions.append(Background.Definition(step.left, as: step.right))
      return Finding(.definition, "\(density.name.lawKey) is a product of factors")
    case (.symbol, .transpose(let inner)) where inner.isTuple:
      return Finding(.definition, "a declaration")
    case (.density(let density), _)
    where density.isFunction && !step.right.isUnread && !lawsSeen.contains(density.name.lawKey):
      background.definitions.append(Background.Definition(step.left, as: step.right))
      return Finding(.definition, "\(density.name.lawKey) is given a meaning")
    case (.density(let density), _) where step.right.isOtherLaw(than: density):
      choices.append((examined, Background.Definition(step.left, as: step.right)))
      return Finding(.definition, "\(density.name.lawKey) is taken to be another law")
    case (.series, .number):
      guard let name = step.required, required(in: step) == name else { return nil }
      return Finding(.definition, "a requirement on \(name)")
    case (.symbol(let symbol), _) where variables.contains(symbol.headKey):
      guard !step.right.descendants.contains(step.left) else { return nil }
      background.definitions.append(Background.Definition(step.left, as: step.right))
      return Finding(.definition, "\(symbol.headKey) is computed from other quantities")
    default: break
    }
    return unnormalised(step)
  }

  /// Returns the finding about an equation that gives a law up to its normalisation, and remembers it.
  mutating func unnormalised(_ step: Step) -> Finding? {
    guard let (density, formula) = step.unnormalised,
      !background.definitions.contains(where: { $0.name.definedKey == density.definedKey })
    else { return nil }
    background.definitions.append(Background.Definition(density, as: formula))
    return Finding(.definition, "\(density.latex) is given by a formula, up to normalisation")
  }
}
