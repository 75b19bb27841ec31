// What the sides of a step define.
extension Step {
  /// The sides without a derivative that both begin with: ∇L = ∇E[…] says what L is.
  var withoutDerivatives: (left: Expression, right: Expression) {
    guard case .derivative(let first) = left.kind, case .derivative(let second) = right.kind,
      first.variables == second.variables, first.kind == second.kind,
      first.body.asSymbol != nil || first.body.isApplication
    else { return (left, right) }
    return (first.body, second.body)
  }

  /// A marked density that the step gives as a formula of other laws, as it is or by its logarithm, and the formula:
  /// p̃(x, z_j) for log p̃(x, z_j) = E[…] + const.
  var unnormalised: (density: Expression, formula: Expression)? {
    guard relation == .equal || relation == .defined else { return nil }
    for (side, other) in [(left, right), (right, left)] {
      var isLogarithm = false
      var named = side
      if case .function(.log(nil), let arguments) = side.kind, arguments.count == 1 {
        isLogarithm = true
        named = arguments[0]
      }
      guard case .density(let density) = named.kind,
        density.name.accents.contains(where: { [.tilde, .hat, .bar].contains($0) })
      else { continue }
      let laws = other.descendants.compactMap { node -> String? in
        if case .density(let density) = node.kind { density.name.lawKey } else { nil }
      }
      guard !laws.isEmpty, !laws.contains(density.name.lawKey) else { continue }
      return (named, isLogarithm ? Expression(.function(.exp, [other]), at: other.range) : other)
    }
    return nil
  }
}

extension Optimum {
  /// Whether it is where a best value is taken, and not the value.
  var isPlace: Bool { kind == .argmin || kind == .argmax }
}

extension Background {
  /// Whether a name is defined, or a function of fixed meaning.
  func defines(_ name: String?) -> Bool {
    guard let name else { return false }
    return name == "sigma" || definitions.contains { $0.name.definedKey == name }
  }
}

extension Symbol {
  /// The sub- and superscripts that are labels and no running indices.
  fileprivate var labels: String {
    var found = ""
    for index in subscripts + superscripts {
      for symbol in index.symbols where !symbol.isIndexLetter { found += "_" + symbol.headKey }
      for case .number(let value) in index.expressions.map(\.kind) {
        found += "_\(value.numerator)"
      }
    }
    return found
  }
}

extension Expression {
  /// What a definition of the expression is found by: the name of a symbol or a function, or that of a law.
  var definedKey: String? {
    switch kind {
    case .symbol(let symbol) where !isLawName: symbol.headKey
    case .application(let application): application.name.headKey
    case .density(let density): "law \(density.name.lawKey)"
    default: nil
    }
  }

  /// The name together with what it is a function of: L(q, θ) and L(θ; x) are two functions, μ_x and μ_z two means.
  var definedShape: String? {
    guard let key = definedKey else { return nil }
    switch kind {
    case .symbol(let symbol): return key + symbol.labels
    case .application(let application):
      func shape(_ parts: [Expression]) -> String {
        parts.map { $0.isLawName ? $0.asSymbol?.lawKey ?? "law" : "·" }.joined(separator: ",")
      }
      return key + application.name.labels + "(\(shape(application.arguments))"
        + "|\(shape(application.conditions));\(shape(application.parameters)))"
    default: return key
    }
  }

  /// The keys of all names within.
  var definedKeys: Set<String> { Set(descendants.compactMap(\.definedKey)) }

  /// Whether the expression is a function at arguments.
  var isApplication: Bool { if case .application = kind { true } else { false } }

  /// Whether the expression is a Greek letter, which is not the function of that name: σ beside σ(t).
  var isGreekLetter: Bool { asSymbol.map { Vocabulary.greek[$0.name] != nil } ?? false }

  /// Whether the expression is a name of several letters, as labels under braces are.
  var isWord: Bool { (asSymbol?.name.count ?? 0) > 1 }

  /// Whether the expression is a function with a prime: f′(x).
  var isDerivativeName: Bool {
    guard case .application(let application) = kind else { return false }
    return application.name.accents.contains(.prime)
  }

  /// The name of a function without its marks.
  var base: String? {
    guard case .application(let application) = kind else { return nil }
    return Symbol(application.name.name, typeface: application.name.typeface).headKey
  }

  /// The terms of a sum; any other expression alone.
  var terms: [Expression] { if case .sum(let terms) = kind { terms } else { [self] } }

  /// Whether the expression is a name such as documents give to bounds and losses: a word, a capital, a script letter,
  /// alone or as a function of something.
  var isQuantityName: Bool {
    let symbol: Symbol
    switch kind {
    case .symbol(let name) where !isLawName: symbol = name
    case .application(let application): symbol = application.name
    default: return false
    }
    return symbol.name.count > 1 && Vocabulary.greek[symbol.name] == nil
      || symbol.typeface == .calligraphic
      || symbol.name.count == 1 && symbol.name.first?.isUppercase ?? false
  }

  /// Whether the expression is σ of a name, and the other a formula of that name alone: σ(a) = 1/(1 + e^{−a}).
  func isLogistic(_ formula: Expression) -> Bool {
    guard case .application(let application) = kind, application.name == Symbol("sigma"),
      application.arguments.count == 1, let argument = application.arguments[0].asSymbol
    else { return false }
    let symbols = formula.descendants.compactMap(\.asSymbol)
    return !symbols.isEmpty && symbols.allSatisfy { $0 == argument || $0.name == "e" }
  }

  /// Whether the expression is a name, a law, a number, or a function of such: nothing that is computed.
  var isAtomic: Bool {
    switch kind {
    case .symbol, .density, .law, .number: true
    case .function(.log, let arguments): arguments.allSatisfy(\.isAtomic)
    case .application(let application): application.arguments.allSatisfy(\.isAtomic)
    default: false
    }
  }

  /// Returns the expression with bare laws under expectations written as the only density that other expressions show
  /// of them, so that a definition means the same where it is used.
  func showingLaws(of expressions: [Expression], else others: [Expression]) -> Expression {
    var shown: [String: Set<Expression>] = [:]
    for node in expressions.flatMap(\.descendants) {
      guard case .density(let density) = node.kind else { continue }
      shown[density.name.lawKey, default: []].insert(node)
    }
    var laws = Set<String>()
    for case .expectation(let average) in descendants.map(\.kind) {
      for symbol in average.samplings.compactMap({ $0.law?.asSymbol }) {
        laws.insert(symbol.lawKey)
      }
    }
    /// The only law of which the density of just these variables is shown.
    func law(of variables: [Expression]) -> Expression? {
      let heads = Set(variables.flatMap(\.variableSymbols).map { $0.headKey.lowercased() })
      for near in [expressions, others] {
        var found = Set<Symbol>()
        for case .density(let density) in near.flatMap(\.descendants).map(\.kind) {
          let own = density.arguments.flatMap(\.variableSymbols).map { $0.headKey.lowercased() }
          if density.conditions.isEmpty, Set(own) == heads { found.insert(density.name) }
        }
        if found.count == 1 { return found.first.map { Expression(.symbol($0)) } }
        if found.count > 1 {
          // Of several, the one that the same expression averages under: E_q[…] + H(z).
          let averaged = found.filter { name in laws.contains(name.lawKey) }
          return averaged.count == 1 ? averaged.first.map { Expression(.symbol($0)) } : nil
        }
      }
      return nil
    }
    return rewritten { node in
      if case .entropy(var entropy) = node.kind, entropy.law == nil, entropy.conditions.isEmpty,
        entropy.subjects.allSatisfy({ !$0.isLawName && !$0.variableSymbols.isEmpty }),
        let law = law(of: entropy.subjects)
      {
        entropy.law = law
        return Expression(.entropy(entropy), at: node.range)
      }
      guard case .expectation(var expectation) = node.kind else { return node }
      expectation.samplings = expectation.samplings.map { sampling in
        guard let symbol = sampling.law?.asSymbol else { return sampling }
        var name = symbol
        name.subscripts = []
        let known = (shown[symbol.lawKey] ?? []).union(
          symbol.subscripts.isEmpty ? [] : shown[name.lawKey] ?? [])
        guard known.count == 1, let law = known.first else { return sampling }
        return Sampling(variables: sampling.variables, law: law)
      }
      return Expression(.expectation(expectation), at: node.range)
    }
  }
}
