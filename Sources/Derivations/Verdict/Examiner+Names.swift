extension Examiner {
  /// Returns what is found about the first row of a chain that gives a law by a formula with functions or numbers of
  /// which nothing is said, p(x) = h(x) exp(η x − a(η)), or by a best choice.
  func form(_ step: Step, _ found: Finding) -> Finding? {
    var given = step.left
    if case .function(.log(nil), let arguments) = given.kind, arguments.count == 1 {
      given = arguments[0]
      // A logarithm that other laws stand beside is claimed to be what they say.
      guard !step.right.descendants.contains(where: \.speaksOfLaws) else { return nil }
    }
    guard found.verdict == .notUnderstood, case .density(let density) = given.kind,
      step.relation == .equal || step.relation == .defined
    else { return nil }
    if given == step.left, case .optimum(let optimum) = step.right.kind,
      optimum.kind == .argmin || optimum.kind == .argmax
    {
      return Finding(.definition, "\(density.name.lawKey) is the best choice")
    }
    let names = step.right.descendants.compactMap { node -> String? in
      switch node.kind {
      case .symbol(let symbol) where !node.isLawName: symbol.headKey
      case .application(let application): application.name.headKey
      default: nil
      }
    }
    if given == step.left, density.name.accents.contains(.star),
      found.isObstructed(by: density.name.headKey),
      !step.right.descendants.contains(where: { $0.isDensity(under: density.name) })
    {
      return Finding(.definition, "\(density.name.lawKey) is given by a formula")
    }
    // p(z = k) = π_k alone may as well be a claim.
    guard step.right.asSymbol == nil, names.contains(where: found.isObstructed),
      !step.right.descendants.contains(where: { $0.isDensity(under: density.name) }),
      !variables.contains(where: found.isObstructed)
    else { return nil }
    return Finding(.definition, "a law is given by a formula with what nothing else defines")
  }

  /// Remembers p(x) = e^{−E(x)}/Z as e^{−E(x)} over its integral, where nothing else is said of the law.
  mutating func keepShare(_ step: Step) {
    guard case .density(let density) = step.left.kind,
      step.relation == .equal || step.relation == .defined
    else { return }
    let formula: Expression
    switch step.right.kind {
    case .quotient(let top, let bottom) where bottom.isNormaliser: formula = top
    case .product(let factors):
      guard case .quotient(let one, let bottom)? = factors.first?.kind, one == .number(1),
        bottom.isNormaliser
      else {
        return
      }
      formula = Expression.product(Array(factors.dropFirst()))
    default: return
    }
    guard density.arguments.allSatisfy({ $0.asSymbol != nil }),
      !formula.descendants.contains(where: \.speaksOfLaws),
      !background.definitions.contains(where: { $0.name.definedKey == step.left.definedKey })
    else { return }
    let whole = Expression(.integral(Integral(over: [Binding(density.arguments)], of: formula)))
    background.definitions.append(
      Background.Definition(step.left, as: Expression(.quotient(formula, whole))))
  }

  /// Returns the finding about an inequality between a name and a number, and remembers the range of the name; nil for
  /// any other step, and where the document says what the name stands for.
  @discardableResult
  mutating func keepRange(_ step: Step) -> Finding? {
    guard let (name, range) = step.statedRange,
      !background.definitions.contains(where: { $0.name.definableName == name.headKey })
    else { return nil }
    let known = background.ranges[name.headKey]
    background.ranges[name.headKey] = known.map { $0.narrowed(by: range) } ?? range
    return Finding(.definition, "a range for \(name.headKey)")
  }

  /// Returns the finding about an inequality between numbers that are only given: β_1 < β_2, i ≥ K.
  func range(_ step: Step) -> Finding? {
    let sides = [step.left, step.right]
    guard sides.allSatisfy(\.isGivenNumber) else { return nil }
    let names = Set(sides.flatMap(\.descendants).compactMap { $0.asSymbol?.headKey })
    guard names.isDisjoint(with: variables),
      !background.definitions.contains(where: { names.contains($0.name.definableName ?? "") })
    else { return nil }
    return Finding(.definition, "a range for \(names.sorted().joined(separator: ", "))")
  }
}

extension Expression {
  /// Whether the expression is the letter Z, with an index or arguments.
  fileprivate var isNormaliser: Bool {
    switch kind {
    case .symbol(let symbol): symbol.name == "Z"
    case .application(let application): application.name.name == "Z"
    default: false
    }
  }
}

extension Decider {
  /// Returns what is found about a step; of a list on one side of an inequality, H(X), H(Y) ≤ H(X, Y), what is found
  /// about each entry.
  func finding(ofEach step: Step, in background: Background) -> Finding {
    switch step.relation {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: break
    default: return finding(for: step, in: background)
    }
    let (left, right) = (step.left.listed, step.right.listed)
    guard left.count > 1 || right.count > 1 else {
      return finding(for: step, in: background)
    }
    var found: Finding?
    for (a, b) in left.flatMap({ a in right.map { (a, $0) } }) {
      let next = finding(for: Step(a, step.relation, b), in: background)
      if found?.isBetter(than: next) ?? true { found = next }
    }
    return found ?? finding(for: step, in: background)
  }
}

extension Finding {
  /// Whether a name stands in the way, of which nothing says what it is.
  func isObstructed(by name: String) -> Bool {
    let words = "nothing says what "
    guard reason.hasPrefix(words) else { return false }
    let found = reason.dropFirst(words.count).prefix { $0 != " " || name.contains(" ") }
    return found == name || found.hasPrefix(name + "_") || found.hasPrefix(name + "[")
      || reason == "nothing says what \(name) is"
      || reason.hasPrefix("nothing says what \(name)_")
  }
}

extension Step {
  /// The index that a defined name carries and that its definition loses, although it speaks of members of sequences: t
  /// in ᾱ_t = Π_{i=1}^T α_i, which is then a slip of the pen and nothing to rely on.
  var lostIndex: String? {
    guard case .symbol(let symbol) = left.kind else { return nil }
    let nodes = right.descendants
    let used = Set(
      nodes.compactMap(\.asSymbol).flatMap { [$0.headKey] + $0.indexLetters })
    guard nodes.contains(where: { !($0.asSymbol?.indexLetters.isEmpty ?? true) }) else {
      return nil
    }
    return symbol.indexLetters.first { !used.contains($0) }
  }
}

extension Symbol {
  /// The letters among the indices.
  fileprivate var indexLetters: [String] {
    (subscripts + superscripts).flatMap(\.symbols).filter(\.isIndexLetter).map(\.headKey)
  }
}

extension Density {
  /// Whether the density is that of one value that a variable has, p(b = 1) or p(z = k), without conditions.
  var isProbabilityOfValue: Bool {
    guard arguments.count == 1, conditions.isEmpty,
      case .statement(let statement) = arguments[0].kind,
      let variable = statement.left.asSymbol, variable == variable.head
    else { return false }
    if case .number = statement.right.kind { return true }
    return statement.right.asSymbol.map { $0.isIndexLetter } ?? false
  }

  /// Whether the density is that of no law of a model, and so may be a function of the document's own: r(z), but not
  /// p(z), q(z) or π(z).
  var isFunction: Bool {
    guard let letter = name.lawKey.first else { return false }
    return name.subscripts.isEmpty && letter != "p" && letter != "q" && conditions.isEmpty
  }
}

extension Expression {
  /// Whether the expression is a list in brackets.
  var isTuple: Bool { if case .tuple = kind { true } else { false } }

  /// Whether the expression is a density of a law.
  fileprivate func isDensity(under name: Symbol) -> Bool {
    if case .density(let density) = kind { density.name.lawKey == name.lawKey } else { false }
  }

  /// Whether the expression is a law, or an average or a measure of laws.
  var speaksOfLaws: Bool {
    switch kind {
    case .density, .expectation, .variance, .covariance, .divergence, .entropy, .crossEntropy,
      .mutualInformation, .optimum:
      true
    default: isLawName
    }
  }

  /// Whether the expression stands for nothing of its own: dots, a constant that is not given.
  var isUnread: Bool {
    descendants.contains { node in
      switch node.kind {
      case .ellipsis, .unspecified, .argumentDot: true
      default: false
      }
    }
  }

  /// The entries of a list, or the expression alone.
  fileprivate var listed: [Expression] {
    if case .tuple(let parts) = kind { parts } else { [self] }
  }

  /// Whether the expression is a number, or a letter for one: a small letter, or a capital without index.
  fileprivate var isGivenNumber: Bool {
    switch kind {
    case .number: return true
    case .symbol(let symbol):
      guard symbol.typeface == .plain, let letter = symbol.name.first, !isLawName else {
        return false
      }
      if letter.isUppercase { return symbol.name.count == 1 && symbol.subscripts.isEmpty }
      return symbol.name.count == 1 || Vocabulary.greek[symbol.name] != nil
    default: return false
    }
  }
}
