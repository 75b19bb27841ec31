extension Interpreter {
  /// A law as a function of places: what it is a law of, and its density there.
  struct Resolved {
    /// The places that an expectation under the law runs over.
    var places: [Int]
    /// The density at the places.
    var density: Term
  }

  /// Returns the meaning of a density.
  mutating func term(_ density: Density, at expression: Expression) throws -> Term {
    if let half = density.onHalfLine { return try term(half) }
    return try resolve(density, near: scope, at: expression).density
  }

  /// Returns the meaning of a named law with its value, as a density.
  mutating func term(_ law: Law, at expression: Expression) throws -> Term {
    guard let value = law.value else {
      throw Obstacle("a law stands where a number is expected", at: expression.range)
    }
    return try named(law, at: try tensor(value), in: expression)
  }

  /// Returns the law that an expression stands for: a density, a bare name, a product of laws, a named law.
  ///
  /// - Parameter places: Where a law without arguments is taken: the places of its neighbour.
  mutating func law(_ expression: Expression, near places: [Int]) throws -> Resolved {
    budget -= 1
    depth += 1
    defer { depth -= 1 }
    try requireRoom(at: expression)
    switch expression.kind {
    case .density(let density): return try resolve(density, near: places, at: expression)
    case .symbol(let symbol):
      if let definition = definition(of: expression) {
        expanding.insert(definition.1)
        defer { expanding.remove(definition.1) }
        return try law(definition.0.body, near: places)
      }
      return try bare(symbol, near: places, at: expression)
    case _ where expression.isMixture: return try mixture(expression, near: places)
    case .product(let factors):
      var joined = Resolved(places: [], density: .one)
      var parts: [Term] = []
      for factor in factors {
        let part = try law(factor, near: places)
        // H(q_1 q_2) of letters alone is of two variables that nothing names.
        if factor.asSymbol != nil, !joined.places.isEmpty,
          !Set(joined.places).isDisjoint(with: part.places)
        {
          throw Obstacle(
            "over which variables each factor of \(expression.latex) is taken is not said",
            at: expression.range)
        }
        joined.places += part.places.filter { !joined.places.contains($0) }
        parts.append(part.density)
      }
      joined.density = .product(parts)
      return joined
    case .series(let series) where series.operation == .product && series.bindings.count == 1:
      return try factors(of: series, near: places, at: expression)
    case .law(let law):
      if let value = law.value {
        let point = try tensor(value)
        let own = point.entries.compactMap { entry in
          if case .place(let place) = entry { place } else { nil }
        }
        guard own.count == point.entries.count else {
          throw Obstacle("a law at a computed value is not decided", at: expression.range)
        }
        return Resolved(places: own, density: try named(law, at: point, in: expression))
      }
      let size = try size(of: law)
      var at = places
      if places.count != size {
        at = (1...size).map { number in
          let name = size == 1 ? "u" : "u_\(number)"
          return scene.place(name, of: scene.variable(name, head: "u"))
        }
      }
      return Resolved(
        places: at,
        density: try named(law, at: Tensor(column: at.map { .place($0) }), in: expression))
    default:
      throw Obstacle("\(expression.kind.label) is not a law", at: expression.range)
    }
  }

  /// Returns the density of a law of a named family.
  private mutating func named(
    _ law: Law, at value: Tensor, in expression: Expression
  ) throws -> Term {
    guard law.family == .normal, law.parameters.count == 2 else {
      throw Obstacle("the \(law.family.rawValue) law is not decided", at: expression.range)
    }
    for case .place(let place) in value.entries {
      scene.variables[scene.places[place].variable].isReal = true
    }
    let mean = try tensor(law.parameters[0])
    var covariance = try tensor(law.parameters[1])
    if law.parameters[1].isDeviation, covariance.isNumber, !background.writesVariances,
      alternatives.pick(
        "σ in a normal law",
        from: ["taking σ as the variance in N(μ, σ)", "taking σ as the deviation in N(μ, σ)"]) == 1
    {
      covariance = Tensor(.power(covariance.entries[0], .number(Rational(2))))
    }
    if value.isNumber, mean.isNumber, covariance.isNumber {
      return .normal(
        value.entries[0], mean: mean.entries[0], variance: covariance.entries[0])
    }
    return try normal(at: value, mean: mean, covariance: covariance, in: expression)
  }

  /// Returns a density with its arguments: those written, or for q(· ∣ x) the places near it.
  mutating func resolve(
    _ density: Density, near places: [Int], at expression: Expression
  ) throws -> Resolved {
    if let found = try atComputedValue(density, near: places, at: expression) { return found }
    let given = try axes(
      of: density.conditions.filter { !isParameter($0) })
    let arguments: [Term.Axis]
    if density.arguments.count == 1, case .argumentDot = density.arguments[0].kind {
      let free = places.filter { place in !given.contains { $0.place == place } }
      guard !free.isEmpty else {
        throw Obstacle("what the dot stands for is not understood", at: expression.range)
      }
      arguments = free.map { Term.Axis(variable: scene.places[$0].variable, place: $0) }
    } else {
      arguments = try axes(of: density.arguments.filter { !isParameter($0) })
    }
    guard !arguments.isEmpty else {
      // A density of nothing, from an empty range of indices, is 1.
      return Resolved(places: [], density: .one)
    }
    let parameters =
      density.parameters + density.conditions.filter { isParameter($0) }
    let law = try law(density.name, parameters: parameters, at: expression)
    for axis in arguments + given where !scene.laws[law].variables.contains(axis.variable) {
      scene.laws[law].variables.append(axis.variable)
    }
    if let formula = try declared(density, law: law, of: arguments, given: given) {
      return Resolved(places: arguments.map(\.place), density: formula)
    }
    if parameters.isEmpty, given.isEmpty, arguments.count == 1,
      !scene.laws[law].parameters.isEmpty, density.name.lawKey.hasPrefix("p") || isShown(law),
      !isGiven(density, by: notation.differentiated)
    {
      scene.laws[law].parameterFree.insert(arguments[0].variable)
    }
    return Resolved(
      places: arguments.map(\.place), density: .density(law: law, of: arguments, given: given))
  }

  /// Returns whether the document gives the marginal of one variable by a formula with one of some names in it.
  private func isGiven(_ density: Density, by names: Set<String>) -> Bool {
    (shared.laws[density.name.lawKey] ?? []).contains { definition in
      guard case .density(let formal) = definition.name.kind, formal.conditions.isEmpty,
        formal.arguments == density.arguments
      else { return false }
      return definition.body.descendants.contains { node in
        node.asSymbol.map { names.contains($0.headKey) } ?? false
      }
    }
  }

  /// Returns whether the step writes a parameter of a law: q(z) beside q_φ(z|x) may be free of φ, a q that is nowhere
  /// written with φ is not free of it under ∇_φ.
  private func isShown(_ law: Int) -> Bool {
    let shown = notation.signatures.values.joined().flatMap { $0.parameters + $0.conditions }
      .compactMap { $0.asSymbol?.headKey }
    let bare = notation.bareParameters.values.joined().compactMap { $0.asSymbol?.headKey }
    return scene.laws[law].parameters.contains { parameter in
      (shown + bare).contains { scene.quantities[parameter].name.hasPrefix($0) }
    }
  }

  /// Returns whether a condition or argument is a parameter and not a random variable.
  private func isParameter(_ expression: Expression) -> Bool {
    guard let symbol = expression.asSymbol else { return false }
    return notation.parameters.contains(symbol.headKey) && !notation.random.contains(symbol.headKey)
  }

  /// Returns the law of a bare name: q where the document has one q(z ∣ x).
  private mutating func bare(
    _ symbol: Symbol, near places: [Int], at expression: Expression
  ) throws -> Resolved {
    if let found = try factored(symbol, at: expression) { return found }
    var name = symbol
    var parameters: [Expression] = []
    name.subscripts = symbol.subscripts.filter { index in
      if case .value(let inner) = index, let letter = inner.asSymbol,
        notation.parameters.contains(letter.headKey)
          || Notation.isParameterName(letter.name)
      {
        parameters.append(inner)
        return false
      }
      return true
    }
    var seen = notation.signatures[name.lawKey] ?? []
    if seen.isEmpty {
      seen = try remembered(name.lawKey, near: places)
      if parameters.isEmpty, let own = seen.first?.parameters { parameters = own }
    }
    var shapes: [Notation.Signature] = []
    for signature in seen {
      let shape = Notation.Signature(
        arguments: signature.arguments, conditions: signature.conditions, parameters: [])
      if !shapes.contains(shape) { shapes.append(shape) }
    }
    if places.isEmpty, shapes.count > 1, let joint = stated(name.lawKey, over: shapes) {
      shapes = [joint]
    }
    let variables = Set(places.map { scene.places[$0].variable })
    if !places.isEmpty {
      var fitting = try shapes.filter { shape in
        Set(try self.axes(of: shape.arguments).map(\.variable)) == variables
      }
      if fitting.isEmpty, places.count > 1, name.lawKey == "p" {
        // x, y ∼ p is under the joint law of both, whatever other densities of p stand near by.
        let joint = places.map { Term.Axis(variable: scene.places[$0].variable, place: $0) }
        let law = try law(name, parameters: parameters, at: expression)
        add(joint, to: law)
        return Resolved(places: places, density: .density(law: law, of: joint, given: []))
      }
      if fitting.isEmpty {
        fitting = try shapes.filter { shape in
          Set(try self.axes(of: shape.arguments).map(\.variable)).isSubset(of: variables)
        }
        shapes = fitting
      }
      shapes = try only(
        fitting, of: name.lawKey,
        "\(symbol.headKey) alone could be one of several laws of its variable",
        at: expression)
    }
    shapes = try only(
      shapes, of: name.lawKey, "\(symbol.headKey) alone could be one of several laws",
      at: expression)
    if let shape = shapes.first {
      noteBare(name.lawKey, over: Set(try self.axes(of: shape.arguments).map(\.variable)))
      return try resolve(
        Density(
          name,
          parameters: parameters
            + (seen.first { !$0.parameters.isEmpty }?.parameters ?? [])
            .filter { _ in parameters.isEmpty }, of: shape.arguments, given: shape.conditions),
        near: places, at: expression)
    }
    let at = places.isEmpty ? [scene.place("u", of: scene.variable("u", head: "u"))] : places
    let found = at.map { Term.Axis(variable: scene.places[$0].variable, place: $0) }
    noteBare(name.lawKey, over: Set(found.map(\.variable)))
    let law = try law(name, parameters: parameters, at: expression)
    for axis in found where !scene.laws[law].variables.contains(axis.variable) {
      scene.laws[law].variables.append(axis.variable)
    }
    return Resolved(places: at, density: .density(law: law, of: found, given: []))
  }

  /// Notes what a bare law is over.
  ///
  /// Where a step shows none of its laws with arguments and they come out over different
  /// variables, E_P[Q/P], it may speak of others.
  private mutating func noteBare(_ law: String, over variables: Set<Int>) {
    if near.isEmpty, doubt == nil,
      let other = bareVariables.first(where: { $0.key != law && $0.value != variables })
    {
      doubt = Obstacle("over which variables \(law) and \(other.key) are taken is not said")
    }
    bareVariables[law] = variables
  }

  /// Returns what a bare law is of several possible densities: the one that is taken, else the only one that the step
  /// itself shows.
  private func only(
    _ shapes: [Notation.Signature], of law: String, _ words: String, at expression: Expression
  ) throws -> [Notation.Signature] {
    guard shapes.count > 1 else { return shapes }
    if let shape = taken[law], shapes.contains(shape) { return [shape] }
    let own = shapes.filter { shape in
      near[law]?.contains {
        $0.arguments == shape.arguments && $0.conditions == shape.conditions
      } ?? false
    }
    if own.count == 1 { return own }
    var obstacle = Obstacle(words, at: expression.range)
    obstacle.ambiguity = Obstacle.Ambiguity(law: law, readings: own.isEmpty ? shapes : own)
    throw obstacle
  }

  /// Returns the density that the document has last shown under a name, if it is of the variables at hand.
  private mutating func remembered(
    _ key: String, near places: [Int]
  ) throws -> [Notation.Signature] {
    let variables = Set(places.map { scene.places[$0].variable })
    for law in background.laws.reversed() {
      guard case .density(let density) = law.kind, density.name.lawKey == key else { continue }
      var trial = self
      guard let axes = try? trial.axes(of: density.arguments) else { continue }
      let own = Set(axes.map(\.variable))
      // Beside p(z, x) the law q is one of z, which p is a function of.
      guard places.isEmpty || own == variables || own.isSubset(of: variables) else { continue }
      return [
        Notation.Signature(
          arguments: density.arguments, conditions: density.conditions,
          parameters: density.parameters)
      ]
    }
    return []
  }

  /// Returns the joint law of a name with parameters.
  ///
  /// p(z) and p_θ(x ∣ z) belong to one joint law. Where the document writes parameters with one spelling only, a law
  /// without them is the same law; a law that never shows parameters depends on those that derivatives are taken by
  /// and that nothing else shows: θ for p, φ for q.
  mutating func law(
    _ name: Symbol, parameters: [Expression], at expression: Expression
  ) throws -> Int {
    let key = name.lawKey
    var shown = parameters
    if shown.isEmpty, !separatesDecoratedLaws {
      var spellings: [[Expression]] = []
      for signature in notation.signatures[key] ?? [] {
        // q(z ∣ θ) is a spelling of q_θ(z).
        let spelling = signature.parameters + signature.conditions.filter { isParameter($0) }
        if !spelling.isEmpty, !spellings.contains(spelling) { spellings.append(spelling) }
      }
      if spellings.count == 1 { shown = spellings[0] }
    }
    // q_θ beside q(z ∣ x, φ) alone is the same law, which depends on both.
    for other in notation.bareParameters[key] ?? [] where !shown.contains(other) {
      if shown.isEmpty
        || notation.signatures[key]?.contains(where: { $0.parameters.contains(other) }) != true
      {
        shown.append(other)
      }
    }
    shown.sort { ($0.asSymbol?.headKey ?? "") < ($1.asSymbol?.headKey ?? "") }
    var quantities: [Int] = []
    for parameter in shown {
      guard let symbol = parameter.asSymbol else {
        for symbol in parameter.descendants.compactMap(\.asSymbol) {
          quantities.append(try quantity(symbol, at: parameter.range))
        }
        continue
      }
      quantities.append(try quantity(symbol, at: parameter.range))
    }
    if shown.isEmpty {
      for head in notation.implicitParameters(of: key) {
        quantities.append(scene.quantity(head, isPositive: false))
      }
    }
    // ∂_w of a law that is given by a formula with w in it, whatever law is tried.
    let given = shared.namesInFormulas(of: key)
    for head in notation.differentiated.sorted() where given.contains(head) && !isRandom(head) {
      let found = scene.quantity(head, isPositive: Self.positiveNames.contains(head))
      if !quantities.contains(found) { quantities.append(found) }
    }
    return scene.law(resolvedLawName(name), parameters: quantities)
  }
}

extension Notation {
  /// The parameters that a law depends on although it never shows them: those of derivatives that nothing shows, by
  /// convention θ and w for p, all others for q.
  func implicitParameters(of law: String) -> [String] {
    let shown = Set(
      (signatures.values.joined().flatMap { $0.parameters + $0.conditions }
        + bareParameters.values.joined()).compactMap { $0.asSymbol?.headKey })
    return differentiated.subtracting(shown).subtracting(carried).subtracting(random).sorted()
      .filter { name in
        let isModel = ["theta", "w", "vartheta", "psi", "omega"].contains(name)
        return law.hasPrefix("q")
          ? !isModel : law.hasPrefix("p") ? isModel || lawLetters.count == 1 : false
      }
  }

  /// The letters of the laws.
  private var lawLetters: Set<Character> { Set(signatures.keys.compactMap(\.first)) }
}
