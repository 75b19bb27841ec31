extension Interpreter {
  /// Returns an expectation: the laws of its subscript, joined, and its body under them.
  mutating func tensor(_ expectation: Expectation, at expression: Expression) throws -> Tensor {
    guard !expectation.samplings.isEmpty else {
      return try bare(expectation, at: expression) { places, density, body in
        .expectation(places, density: density, body)
      }
    }
    guard expectation.conditions.isEmpty else {
      throw Obstacle("a conditional expectation is not decided", at: expression.range)
    }
    let law = try law(of: expectation.samplings, at: expression)
    let outer = (scope, enclosing)
    scope = law.places
    enclosing.formUnion(law.places)
    defer { (scope, enclosing) = outer }
    return try tensor(expectation.body).map { entry in
      let body = try substituting(entry, where: law.places)
      try requireAveraged(body, over: law, in: expression)
      return .expectation(law.places, density: law.density, body)
    }
  }

  /// Refuses an expectation under a bare law of which nothing shows that it is one of the variables of the body.
  private func requireAveraged(_ body: Term, over law: Resolved, in expression: Expression) throws {
    // An average over no variables, E_{q(z_{1:t−1})} at t = 1, is what stands in it.
    guard !law.places.isEmpty,
      law.places.allSatisfy({ scene.variables[scene.places[$0].variable].name == "u" }),
      body.freePlaces.isDisjoint(with: law.places), !body.freePlaces.isSubset(of: enclosing)
    else { return }
    throw Obstacle("over which variables the expectation runs is not said", at: expression.range)
  }

  /// Returns a variance: the expectation of the square less the square of the expectation; or a covariance.
  mutating func tensor(
    variance: Expectation, with other: Expression? = nil, at expression: Expression
  ) throws -> Tensor {
    if variance.samplings.isEmpty, other == nil {
      use(.variance)
      return try bare(variance, at: expression) { places, density, body in
        let two = Term.number(Rational(2))
        return .expectation(places, density: density, .power(body, two))
          - .power(.expectation(places, density: density, body), two)
      }
    }
    if variance.samplings.isEmpty, let other {
      use(.variance)
      func mean(_ body: Expression) -> Expression {
        Expression(
          .expectation(Expectation([], of: body, given: variance.conditions)), at: expression.range)
      }
      return try tensor(
        Expression.sum([
          mean(Expression.product([variance.body, other])),
          Expression.product([mean(variance.body), mean(other)]).negated,
        ]))
    }
    guard variance.conditions.isEmpty, !variance.samplings.isEmpty else {
      throw Obstacle("the variance does not say under which law", at: expression.range)
    }
    let law = try law(of: variance.samplings, at: expression)
    let outer = (scope, enclosing)
    scope = law.places
    enclosing.formUnion(law.places)
    defer { (scope, enclosing) = outer }
    let body = try tensor(variance.body)
    use(.variance)
    func mean(_ term: Term) -> Term {
      .expectation(law.places, density: law.density, term)
    }
    if other == nil, body.isNumber {
      let two = Term.number(Rational(2))
      return Tensor(mean(.power(body.entries[0], two)) - .power(mean(body.entries[0]), two))
    }
    // The variance of a vector is its covariance matrix.
    let second = try other.map { try tensor($0) } ?? body
    guard [body, second].allSatisfy({ $0.isNumber || $0.isColumn }) else {
      throw mismatch([body, second], at: expression)
    }
    return Tensor(
      rows: body.rows, columns: second.rows,
      body.entries.flatMap { a in
        second.entries.map { b in mean(.product([a, b])) - .product([mean(a), mean(b)]) }
      })
  }

  /// Returns the joint law of the entries of an expectation's subscript.
  private mutating func law(
    of samplings: [Sampling], at expression: Expression
  ) throws -> Resolved {
    var joined = Resolved(places: [], density: .one)
    var parts: [Term] = []
    for sampling in samplings {
      let part = try law(of: sampling, at: expression)
      joined.places += part.places.filter { !joined.places.contains($0) }
      parts.append(part.density)
    }
    joined.density = parts.count == 1 ? parts[0] : .product(parts)
    return joined
  }

  /// Returns the law of one entry: z ∼ q, q(z ∣ x), or z alone, whose law the rows around it tell.
  private mutating func law(of sampling: Sampling, at expression: Expression) throws -> Resolved {
    if let law = sampling.law {
      let variables = try axes(of: sampling.variables)
      guard !variables.isEmpty else { return try self.law(law, near: []) }
      return try self.law(law, at: variables)
    }
    if sampling.variables.contains(where: { $0.kind == .ellipsis }),
      let first = sampling.variables.first?.asSymbol, let found = lawOfDraw(first)
    {
      return try self.law(found, at: try axes(of: sampling.variables))
    }
    var laws: [Expression] = []
    for variable in sampling.variables {
      guard let symbol = variable.asSymbol else {
        throw Obstacle("the law of the expectation is not said", at: expression.range)
      }
      if notation.indices.contains(symbol.headKey), !isRandom(symbol.headKey), laws.isEmpty,
        sampling.variables.count == 1
      {
        // E_j: the average over the factor with that number.
        let factor = Symbol("q", subscripts: [.value(variable)])
        if let law = try factored(factor, at: variable) { return law }
      }
      guard let found = lawOfDraw(symbol) else {
        return anyLaw(of: try axes(of: sampling.variables))
      }
      laws.append(found)
    }
    guard let first = laws.first, laws.allSatisfy({ $0 == first }) else {
      return anyLaw(of: try axes(of: sampling.variables))
    }
    return try self.law(first, at: try axes(of: sampling.variables))
  }

  /// Returns the law that the step, its chain or the document gives to a variable.
  private func lawOfDraw(_ symbol: Symbol) -> Expression? {
    if let near = notation.samplings.last(where: { $0.variable == symbol.headKey }) {
      return near.law
    }
    return background.draws.last { $0.name.asSymbol?.headKey == symbol.headKey }?.body
  }

  /// Returns a law at given places: z^{(l)} ∼ q(z ∣ x) is the law q(z ∣ x) at z^{(l)}.
  private mutating func law(_ expression: Expression, at axes: [Term.Axis]) throws -> Resolved {
    let places = axes.map(\.place)
    let found = try law(expression, near: places)
    if found.places == places { return found }
    if found.places.count == 1, Set(places).count == places.count,
      axes.allSatisfy({ $0.variable == scene.places[found.places[0]].variable })
    {
      // Several samples of one law are independent.
      return Resolved(
        places: places,
        density: .product(places.map { found.density.replacing(places: [found.places[0]: $0]) }))
    }
    guard found.places.count == places.count else {
      // x, z ∼ p(x, z) lists what the law is of, perhaps in another order.
      throw Obstacle("the variables are not those of the law", at: expression.range)
    }
    if Set(found.places) == Set(places) { return found }
    let from = found.places
    guard
      zip(from, places).allSatisfy({ scene.places[$0].variable == scene.places[$1].variable })
    else {
      throw Obstacle("the variables are not those of the law", at: expression.range)
    }
    return Resolved(
      places: places,
      density: found.density.replacing(places: Dictionary(zip(from, places)) { first, _ in first }))
  }

  /// Returns an integral over its differentials.
  mutating func tensor(_ integral: Integral, at expression: Expression) throws -> Tensor {
    guard integral.bindings.allSatisfy(\.isUnlimited) else {
      return try limited(integral, at: expression)
    }
    var places: [Int] = []
    for binding in integral.bindings {
      for variable in binding.variables {
        places += try differential(variable, of: integral.body, at: expression).map(\.place)
      }
    }
    guard !places.isEmpty else {
      throw Obstacle("the integral does not say over what", at: expression.range)
    }
    let outer = (scope, enclosing)
    scope = places
    enclosing.formUnion(places)
    defer { (scope, enclosing) = outer }
    return try tensor(integral.body).map { body in
      for place in places where !body.lawPlaces.contains(place) && body.freePlaces.contains(place) {
        // An explicit function is integrated over the real line; only laws have cells of their own.
        scene.variables[scene.places[place].variable].isReal = true
      }
      return .integral(places, try substituting(body, where: places))
    }
  }

  /// Returns a sum or product: over indices written out, over random variables as a sum over their values.
  mutating func tensor(_ series: Series, at expression: Expression) throws -> Tensor {
    guard let binding = series.bindings.first else {
      throw Obstacle(
        "the \(series.operation.rawValue) does not say over what", at: expression.range)
    }
    var inner = series
    inner.bindings.removeFirst()
    if binding.variables.count > 1 {
      inner.bindings.insert(
        Binding(Array(binding.variables.dropFirst()), binding.domain), at: 0)
    }
    guard let variable = binding.variables.first, let symbol = variable.asSymbol else {
      throw Obstacle(
        "what the \(series.operation.rawValue) runs over is not understood", at: expression.range)
    }
    let head = symbol.headKey
    if isRandom(head) {
      if case .members(let set) = binding.domain, let data = set.asSymbol, isRandom(data.headKey) {
        // x ∈ 𝒟 where 𝒟 has a law itself: a data set, not the values of x.
        throw Obstacle(
          "how the law of \(data.headKey) follows from its members is not said", at: set.range)
      }
      if binding.isPartial {
        throw Obstacle("a part of the values of \(head) is not decided", at: variable.range)
      }
      let axes = try axes(of: [variable])
      for axis in axes { scene.variables[axis.variable].isCounted = true }
      let outer = (scope, enclosing)
      scope = axes.map(\.place) + (inner.bindings.isEmpty ? [] : scope)
      enclosing.formUnion(axes.map(\.place))
      defer { (scope, enclosing) = outer }
      let body = try rest(inner)
      if series.operation == .product {
        guard axes.count == 1 else {
          throw Obstacle("a product over a sequence is not decided", at: expression.range)
        }
        return Tensor(.repeated(axes[0].place, try body.number(at: series.body.range)))
      }
      return body.map { .integral(axes.map(\.place), $0) }
    }
    guard symbol.subscripts.isEmpty, symbol.superscripts.isEmpty else {
      throw Obstacle(
        "what the \(series.operation.rawValue) runs over is not understood", at: expression.range)
    }
    if let pairs = pairs(binding, of: series.body), alternatives.pick("pairs", from: pairs) == 1 {
      // Σ_{i<j}: every pair once.
      var both = inner
      if case .satisfying(_, let other) = binding.domain {
        both.bindings = [Binding([other]), binding] + inner.bindings
      }
      return try tensor(both, at: expression)
    }
    let outer = bound[head]
    defer { bound[head] = outer }
    var parts: [Tensor] = []
    for value in try range(of: binding, head: head, at: expression) {
      bound[head] = value
      parts.append(try rest(inner))
    }
    return series.operation == .sum
      ? try sum(parts, at: expression) : try product(parts, at: expression)
  }

  /// Returns the part of a series within its first binding.
  private mutating func rest(_ series: Series) throws -> Tensor {
    series.bindings.isEmpty ? try tensor(series.body) : try tensor(series, at: series.body)
  }

  /// Returns a best value, or where it is taken, over parameters or laws.
  mutating func term(_ optimum: Optimum, at expression: Expression) throws -> Term {
    if let selection = try selection(optimum, at: expression) { return selection }
    let body = try term(optimum.body)
    var choices: [Term.Choice] = []
    for variable in optimum.bindings.flatMap(\.variables) {
      if variable.isLawName {
        guard case .density(let law, _, _) = try law(variable, near: scope).density else {
          throw Obstacle("what is chosen is not understood", at: variable.range)
        }
        choices.append(.law(law))
      } else if let symbol = variable.asSymbol, !isRandom(symbol.headKey) {
        choices.append(.quantity(try quantity(symbol, at: variable.range)))
      } else {
        throw Obstacle("what is chosen is not understood", at: variable.range)
      }
    }
    guard !choices.isEmpty else {
      throw Obstacle("the optimum does not say over what", at: expression.range)
    }
    return .optimum(optimum.kind, choices, body)
  }

  /// Returns the best value over an index, or which it is: argmin_k ‖z − e_k‖; nil for what is chosen otherwise.
  private mutating func selection(
    _ optimum: Optimum, at expression: Expression
  ) throws -> Term? {
    guard optimum.bindings.count == 1, optimum.bindings[0].variables.count == 1,
      let letter = optimum.bindings[0].variables[0].asSymbol, letter == letter.head,
      notation.indices.contains(letter.headKey), !isRandom(letter.headKey)
    else { return nil }
    let head = letter.headKey
    let outer = bound[head]
    defer { bound[head] = outer }
    var values: [Term] = []
    for value in try range(of: optimum.bindings[0], head: head, at: expression) {
      bound[head] = value
      values.append(try term(optimum.body))
    }
    return .selection(optimum.kind, over: head, values)
  }
}

extension Binding {
  /// Whether an integral over the variables is one over all their values: no range, (−∞, ∞), or the set that a letter of
  /// another shape or the variable's own capital names: θ ∈ Θ, x ∈ 𝒳, x ∈ ℝ.
  fileprivate var isUnlimited: Bool {
    switch domain {
    case .everything: return true
    case .between(let low, let high):
      return low.isMinusInfinity && high?.isInfinity ?? false
    case .members(let set):
      var base = set
      if case .power(let inner, _) = set.kind { base = inner }
      guard let symbol = base.asSymbol, symbol.subscripts.isEmpty else { return false }
      if symbol.typeface == .calligraphic || symbol.typeface == .blackboard { return true }
      return variables.contains { variable in
        guard let own = variable.asSymbol else { return false }
        return own.name != symbol.name && own.name.lowercased() == symbol.name.lowercased()
      }
    case .satisfying: return false
    }
  }
}
