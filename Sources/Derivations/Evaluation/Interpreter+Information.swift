extension Interpreter {
  /// Returns E_first[log first − log second] and the rule, or the other divergences by their definitions.
  mutating func term(_ divergence: Divergence, at expression: Expression) throws -> Term {
    if divergence.kind == .kullbackLeibler, let first = divergence.from.bernoulliParameter,
      let second = divergence.to.bernoulliParameter
    {
      use(.kullbackLeibler)
      return try term(
        Expression.sum(
          zip(first.chances, second.chances).map { a, b in
            Expression.product([a, Expression(.quotient(a, b)).logarithm])
          }))
    }
    switch divergence.kind {
    case .jensenShannon:
      let (from, to) = try pair(divergence.from, divergence.to, at: expression)
      use(.definition("the Jensen-Shannon divergence"))
      let half = Term.quotient(.one, .number(Rational(2)))
      let middle = Term.product([half, .sum([from.density, to.density])])
      return .sum(
        [from.density, to.density].map { density in
          .product([
            half,
            .expectation(
              from.places, density: density, .logarithm(density) - .logarithm(middle)),
          ])
        })
    case .kullbackLeibler: break
    case .named("D"): break
    default: throw Obstacle("this divergence is not decided", at: expression.range)
    }
    if let success = try successes(divergence.from, divergence.to) {
      use(.kullbackLeibler)
      return .sum(
        [(success.0, success.1), (.one - success.0, .one - success.1)].map { first, second in
          .product([first, .logarithm(first) - .logarithm(second)])
        })
    }
    let (from, to) = try pair(divergence.from, divergence.to, at: expression)
    use(.kullbackLeibler)
    return .expectation(
      from.places, density: from.density, .logarithm(from.density) - .logarithm(to.density))
  }

  /// Returns the parameters of two Bernoulli laws; nil for other laws.
  private mutating func successes(
    _ first: Expression, _ second: Expression
  ) throws -> (Term, Term)? {
    guard case .law(let from) = first.kind, case .law(let to) = second.kind,
      from.family == .bernoulli, to.family == .bernoulli, from.value == nil, to.value == nil,
      from.parameters.count == 1, to.parameters.count == 1
    else { return nil }
    return (try term(from.parameters[0]), try term(to.parameters[0]))
  }

  /// Returns −E_first[log second].
  mutating func crossEntropy(
    _ first: Expression, _ second: Expression, at expression: Expression
  ) throws -> Term {
    let (from, to) = try crossPair(first, second, at: expression)
    use(.crossEntropy)
    return -.expectation(from.places, density: from.density, .logarithm(to.density))
  }

  /// Returns the two laws of a cross-entropy, of which the second is only evaluated: p(x ∣ z) under a q over z.
  ///
  /// A bare first law is over the variables that a divergence of it near by shows it over. Without one, a conditional
  /// density beside it does not tell.
  private mutating func crossPair(
    _ first: Expression, _ second: Expression, at expression: Expression
  ) throws -> (Resolved, Resolved) {
    guard needsVariables(first), !needsVariables(second) else {
      return try pair(first, second, at: expression)
    }
    let places = try shownPlaces(of: first)
    guard let places else {
      if case .density(let density) = second.kind, !density.conditions.isEmpty {
        throw Obstacle("over which variables \(first.latex) is taken is not said", at: first.range)
      }
      return try pair(first, second, at: expression)
    }
    return (try law(first, near: places), try asFunction(second, near: places))
  }

  /// Returns where the divergences of a bare law near by show it; nil if there are none.
  private mutating func shownPlaces(of law: Expression) throws -> [Int]? {
    var places: [Int]?
    for case .divergence(let divergence) in background.mentions.flatMap(\.descendants).map(\.kind) {
      let partner = divergence.from == law ? divergence.to : divergence.from
      guard divergence.from == law || divergence.to == law, !needsVariables(partner)
      else { continue }
      let shown = latent(
        try asFunction(partner, near: scope).places, beside: partner, of: law)
      guard places == nil || places == shown else {
        throw Obstacle("over which variables \(law.latex) is taken differs", at: law.range)
      }
      places = shown
    }
    return places
  }

  /// Returns two laws over the variables of the first; a law without arguments takes those of its neighbour.
  private mutating func pair(
    _ first: Expression, _ second: Expression, at expression: Expression
  ) throws -> (Resolved, Resolved) {
    let from: Resolved
    if needsVariables(first), !needsVariables(second) {
      let partner = try asFunction(second, near: scope)
      from = try law(first, near: latent(partner.places, beside: second, of: first))
    } else {
      from = try law(first, near: [])
    }
    let to = try asFunction(second, near: from.places)
    if case .symbol = first.kind, case .symbol = second.kind, Set(from.places) != Set(to.places) {
      // The densities near by that the names stand for are not what is compared here.
      throw Obstacle(
        "over which variables \(first.latex) and \(second.latex) are taken is not said",
        at: expression.range)
    }
    return (from, to)
  }

  /// Returns the places of a law without arguments beside a joint density: those of what is no data, q(z) in KL(q ‖ p(z, x)),
  /// or all of them.
  private func latent(_ places: [Int], beside partner: Expression, of law: Expression) -> [Int] {
    guard case .density(let density) = partner.kind, density.conditions.isEmpty, places.count > 1
    else { return places }
    let own = places.filter { place in
      let head = scene.variables[scene.places[place].variable].head
      return background.roles[head].map { $0 != .data } ?? !Self.dataNames.contains(head)
    }
    guard !own.isEmpty, own.count < places.count else { return places }
    let names = own.map { scene.places[$0].name }.joined(separator: ", ")
    let pick = alternatives.pick(
      "\(law.latex) beside \(partner.latex)",
      from: [
        "taking \(law.latex) for a law of \(names)",
        "taking \(law.latex) for a law of all that \(partner.latex) is of",
      ])
    return pick == 0 ? own : places
  }

  /// The letters of data by convention.
  private static let dataNames: Set<String> = ["x", "y", "D", "calligraphic D"]

  /// Whether an expression is a law whose variables its neighbour has to tell.
  private func needsVariables(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .symbol(let symbol):
      let key = symbol.lawName(in: notation)
      return notation.signatures[key] == nil
        && !background.laws.contains {
          if case .density(let density) = $0.kind { density.name.lawKey == key } else { false }
        }
    case .law(let law): return law.value == nil
    case .density(let density):
      return density.arguments.contains { if case .argumentDot = $0.kind { true } else { false } }
    default: return false
    }
  }

  /// Returns a law that is only evaluated: it may be a quotient or carry a factor, and need not be normalised.
  private mutating func asFunction(_ expression: Expression, near places: [Int]) throws -> Resolved
  {
    switch expression.kind {
    case .density, .symbol, .product, .law:
      if let found = try? copyingSelf({ try $0.law(expression, near: places) }) { return found }
    default: break
    }
    let outer = scope
    scope = places
    defer { scope = outer }
    return Resolved(places: places, density: try term(expression))
  }

  /// Runs a trial that leaves no trace if it fails.
  private mutating func copyingSelf<Result>(
    _ body: (inout Interpreter) throws -> Result
  ) throws -> Result {
    var trial = self
    let result = try body(&trial)
    self = trial
    return result
  }

  /// Returns an entropy: of one law where it is taken, or of variables under their joint law.
  mutating func term(_ entropy: Entropy, at expression: Expression) throws -> Term {
    guard entropy.base == nil else {
      throw Obstacle(
        "an entropy with a number as its index: a base or an order", at: expression.range)
    }
    use(.entropy)
    if entropy.subjects.count == 1, entropy.conditions.isEmpty,
      case .law(let law) = entropy.subjects[0].kind, law.family == .bernoulli, law.value == nil,
      law.parameters.count == 1
    {
      let success = try term(law.parameters[0])
      let failure = .one - success
      return -.product([success, .logarithm(success)]) - .product([failure, .logarithm(failure)])
    }
    if entropy.subjects.count == 1, entropy.conditions.isEmpty,
      entropy.subjects[0].isLaw(in: notation)
    {
      if let index = entropy.law, !index.isParameter, index != entropy.subjects[0].lawAlone {
        throw Obstacle("an entropy of a law with an index: an order", at: expression.range)
      }
      let subject = entropy.subjects[0]
      let shown = needsVariables(subject) ? try shownPlaces(of: subject) : nil
      let law = try law(subject, near: shown ?? [])
      return -.expectation(law.places, density: law.density, .logarithm(law.density))
    }
    let subjects = try axes(of: entropy.subjects)
    let conditions = try axes(of: entropy.conditions)
    let law = try joint(entropy.law, of: subjects + conditions, at: expression)
    add(subjects + conditions, to: law)
    let all = subjects + conditions
    return -.expectation(
      all.map(\.place), density: .density(law: law, of: all, given: []),
      .logarithm(.density(law: law, of: subjects, given: conditions)))
  }

  /// Returns a mutual information: the expected log ratio of the joint law to the product of its marginals.
  mutating func term(_ information: MutualInformation, at expression: Expression) throws -> Term {
    use(.mutualInformation)
    let first = try axes(of: information.first)
    let second = try axes(of: information.second)
    let conditions = try axes(of: information.conditions)
    let all = first + second + conditions
    let law = try joint(information.law, of: all, at: expression)
    add(all, to: law)
    let body: Term = .sum([
      .logarithm(.density(law: law, of: first + second, given: conditions)),
      -.logarithm(.density(law: law, of: first, given: conditions)),
      -.logarithm(.density(law: law, of: second, given: conditions)),
    ])
    return .expectation(all.map(\.place), density: .density(law: law, of: all, given: []), body)
  }

  /// Returns the joint law of variables that stand without one: the law named, else the only one that is seen of them.
  private mutating func joint(
    _ named: Expression?, of axes: [Term.Axis], at expression: Expression
  ) throws -> Int {
    guard let named else {
      var known: [String: Set<String>] = [:]
      for (name, signatures) in notation.signatures {
        let parts = signatures.flatMap { $0.arguments + $0.conditions }
        known[name] = Set(parts.flatMap(\.variableSymbols).map { $0.headKey.lowercased() })
      }
      let heads = Set(axes.map { scene.variables[$0.variable].head.lowercased() })
      var names = known.filter { heads.isSubset(of: $0.value) }.keys.sorted()
      if names.count > 1 {
        // The law that shows the density of just these variables.
        let own = names.filter { name in
          notation.signatures[name]?.contains { signature in
            signature.conditions.isEmpty
              && Set(signature.arguments.flatMap(\.variableSymbols).map { $0.headKey.lowercased() })
                == heads
          } ?? false
        }
        if own.count == 1 { names = own }
      }
      if names.count > 1 {
        // A law that shows a joint density of them: q(x ∣ y) beside p(x, y) is no law of x.
        let joint = names.filter { name in
          notation.signatures[name]?.contains { signature in
            signature.conditions.isEmpty
              && heads.isSubset(
                of: signature.arguments.flatMap(\.variableSymbols).map { $0.headKey.lowercased() })
          } ?? false
        }
        if joint.count == 1 { names = joint }
      }
      if known.isEmpty { return scene.law("p", parameters: []) }
      guard names.count == 1 else {
        throw Obstacle("under which law is not said", at: expression.range)
      }
      return scene.law(names[0], parameters: [])
    }
    // A bare name that could be several laws is that of the variables at hand: I_q(x; z).
    var trial = self
    if case .density(let law, _, _)? = try? trial.law(named, near: scope).density {
      self = trial
      return law
    }
    if let symbol = named.asSymbol, notation.signatures[symbol.lawKey] != nil {
      return try law(symbol, parameters: [], at: expression)
    }
    guard case .density(let law, _, _) = try law(named, near: scope).density else {
      throw Obstacle("under which law is not understood", at: named.range)
    }
    return law
  }

  /// Notes that axes belong to a joint law.
  mutating func add(_ axes: [Term.Axis], to law: Int) {
    for axis in axes where !scene.laws[law].variables.contains(axis.variable) {
      scene.laws[law].variables.append(axis.variable)
    }
  }
}

extension Expression {
  /// Whether the subject of an entropy is a law and not a random variable.
  fileprivate func isLaw(in notation: Notation) -> Bool {
    switch kind {
    case _ where isMixture: true
    case .symbol(let symbol):
      isLawName || notation.signatures[symbol.lawName(in: notation)] != nil
    default: isLawName
    }
  }
}

extension Expression {
  /// Whether the expression is the letter of a parameter, θ in H_θ(p).
  fileprivate var isParameter: Bool { asSymbol.map { Notation.isParameterName($0.name) } ?? false }

  /// The name of a law by itself: q for q(z ∣ x).
  fileprivate var lawAlone: Expression {
    if case .density(let density) = kind { Expression(.symbol(density.name)) } else { self }
  }
}

extension Symbol {
  /// The name of a bare law without its parameters.
  fileprivate func lawName(in notation: Notation) -> String {
    var copy = self
    copy.subscripts = subscripts.filter { index in
      guard case .value(let inner) = index, let letter = inner.asSymbol else { return true }
      return !notation.parameters.contains(letter.headKey)
        && !Notation.isParameterName(letter.name)
    }
    return copy.lawKey
  }
}

extension Expression {
  /// The parameter of a Bernoulli law.
  fileprivate var bernoulliParameter: Expression? {
    guard case .law(let law) = kind, law.family == .bernoulli, law.value == nil,
      law.parameters.count == 1
    else { return nil }
    return law.parameters[0]
  }

  /// The probabilities of 1 and 0 under a Bernoulli law with this parameter.
  fileprivate var chances: [Expression] { [self, Expression.sum([.number(1), negated])] }
}
