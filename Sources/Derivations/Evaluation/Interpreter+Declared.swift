extension Interpreter {
  /// A factor of a joint law that the document gives as a formula.
  private struct Declared {
    var of: [Term.Axis]
    var given: [Term.Axis]
    var density: Term
  }

  /// Returns a density of a law of which the document gives some factors as formulas: p(z) = N(z; 0, I).
  ///
  /// The joint law is the product of the given factors and of random ones for what is not given; every other density
  /// of the law is a marginal or a quotient of marginals of it, so that all densities of a name stay consistent.
  ///
  /// - Returns: Nil if the document gives no factor of the law.
  mutating func declared(
    _ density: Density, law: Int, of: [Term.Axis], given: [Term.Axis]
  ) throws -> Term? {
    let key = density.name.lawKey
    guard usesDeclaredLaws, !assembling.contains(key) else { return nil }
    assembling.insert(key)
    defer { assembling.remove(key) }
    var factors: [Declared] = []
    var all: [Declared] = []
    var unread: (any Error)?
    for definition in shared.laws[key] ?? [] {
      guard case .density(let formal) = definition.name.kind else { continue }
      do {
        if let factor = try declaration(formal, definition.body, at: density.parameters) {
          factors.removeAll { !Set($0.of).isDisjoint(with: factor.of) }
          factors.append(factor)
          all.append(factor)
        }
      } catch {
        // What is not understood of a variable that the step does not speak of does not matter to it.
        let own = formal.arguments.flatMap(\.variableSymbols).map(\.headKey)
        guard let spoken, !spoken.isDisjoint(with: own) else { continue }
        unread = unread ?? error
      }
    }
    keepConnected(&factors, to: of + given)
    if let unread {
      // Another form of the law may be an aside; it is no ground to call anything false.
      guard factors.contains(where: { !Set($0.of).isDisjoint(with: of) }) else { throw unread }
      doubt = doubt ?? unread as? Obstacle
    }
    guard !factors.isEmpty else { return nil }
    use(.definition(key))
    let actual = Dictionary((of + given).map { ($0.variable, $0.place) }) { first, _ in first }
    // A density that the document gives is what it gives, also where other forms below say it again in their way.
    let exact = all.last {
      Set($0.of.map(\.variable)) == Set(of.map(\.variable))
        && Set($0.given.map(\.variable)) == Set(given.map(\.variable))
    }
    noteForms(of: key, exact.map { [$0] } ?? factors, among: all)
    if let exact { return moved(exact.density, exact.of + exact.given, to: actual) }
    complete(&factors, law: law, with: of + given)
    let fixed = Set((of + given).map(\.variable))
    let top = marginal(factors, keeping: fixed, at: actual)
    if given.isEmpty { return top }
    let bottom = marginal(factors, keeping: Set(given.map(\.variable)), at: actual)
    return .quotient(top, bottom)
  }

  /// Notes which forms of a law are used: of more than say what the law is, p(z) and p(x ∣ z) beside p(z ∣ x), the ones need
  /// not agree with the others, so that nothing is false for it.
  private mutating func noteForms(of key: String, _ used: [Declared], among all: [Declared]) {
    for factor in used {
      let form = [Set(factor.of.map(\.variable)), Set(factor.given.map(\.variable))]
      if formsUsed[key]?.contains(form) != true { formsUsed[key, default: []].append(form) }
    }
    let forms = formsUsed[key] ?? []
    for (position, form) in forms.enumerated() {
      guard forms[..<position].contains(where: { $0 != form && !$0[0].isDisjoint(with: form[0]) })
      else { continue }
      doubt = doubt ?? Obstacle("the document gives more forms of \(key) than one")
    }
  }

  /// Drops factors of variables that the document never puts into one density with those at hand: noise is no part of
  /// the model.
  private func keepConnected(_ factors: inout [Declared], to axes: [Term.Axis]) {
    var heads = Set(axes.map { scene.variables[$0.variable].head })
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for pair in notation.together where heads.contains(pair[0]) {
        if heads.insert(pair[1]).inserted { isGrowing = true }
      }
    }
    factors.removeAll { factor in
      !factor.of.contains { heads.contains(scene.variables[$0.variable].head) }
    }
    // A variable that the step does not speak of, and on which no given factor is conditional, integrates to 1.
    guard let spoken = notation.spoken else { return }
    let known = Set(axes.map(\.variable))
    while let idle = factors.firstIndex(where: { factor in
      factor.of.allSatisfy { axis in
        !known.contains(axis.variable) && !spoken.contains(scene.variables[axis.variable].head)
          && !factors.contains { $0.given.contains { $0.variable == axis.variable } }
      }
    }) {
      factors.remove(at: idle)
    }
  }

  /// Returns a factor that the document gives, at the places of its own variables.
  ///
  /// - Parameter parameters: The parameters of the law at hand: β′ where the formula is that of q_β.
  /// - Returns: Nil where the formula does not say what the law is at other parameters.
  private mutating func declaration(
    _ formal: Density, _ body: Expression, at parameters: [Expression]
  ) throws -> Declared? {
    let of = try axes(of: formal.arguments)
    let given = try axes(
      of: formal.conditions.filter { condition in
        guard let symbol = condition.asSymbol else { return true }
        return isRandom(symbol.headKey)
      })
    var body = body
    if case .law(var law) = body.kind, law.value == nil {
      guard formal.arguments.count == 1 else { return nil }
      law.value = formal.arguments[0]
      body = Expression(.law(law), at: body.range)
    }
    var formula = try term(body)
    if formal.parameters != parameters, formal.parameters.count == parameters.count {
      var exchanged: [Int: Int] = [:]
      for (old, new) in zip(formal.parameters, parameters) where old != new {
        guard let first = old.asSymbol, let second = new.asSymbol else { return nil }
        let number = try quantity(first, at: old.range)
        guard formula.writtenQuantities.contains(number) else { return nil }
        exchanged[number] = try quantity(second, at: new.range)
      }
      formula = formula.replacing(quantities: exchanged)
    }
    return Declared(of: of, given: given, density: formula)
  }

  /// Adds random factors so that every variable of the law has one, and orders nothing: a product needs no order.
  private mutating func complete(_ factors: inout [Declared], law: Int, with axes: [Term.Axis]) {
    var variables = axes.map(\.variable)
    for factor in factors { variables += (factor.of + factor.given).map(\.variable) }
    var known = Set(factors.flatMap(\.of).map(\.variable))
    var seen = Set<Int>()
    func own(_ variable: Int) -> Term.Axis {
      let place = scene.places.firstIndex {
        $0.variable == variable && $0.name == scene.variables[variable].name
      }
      return Term.Axis(variable: variable, place: place ?? 0)
    }
    // What given factors are conditional on comes before them; what nothing is given of comes after all.
    let conditions = Set(factors.flatMap(\.given).map(\.variable)).subtracting(known)
    var before: [Term.Axis] = []
    for variable in variables where conditions.contains(variable) && seen.insert(variable).inserted
    {
      let axis = own(variable)
      factors.append(
        Declared(
          of: [axis], given: before, density: .density(law: law, of: [axis], given: before)))
      before.append(axis)
      known.insert(variable)
    }
    for variable in variables where !known.contains(variable) && seen.insert(variable).inserted {
      let axis = own(variable)
      let given = known.sorted().map(own)
      factors.append(
        Declared(of: [axis], given: given, density: .density(law: law, of: [axis], given: given)))
      known.insert(variable)
    }
    for variable in variables where !scene.laws[law].variables.contains(variable) {
      scene.laws[law].variables.append(variable)
    }
  }

  /// Returns the marginal of the product of factors for the variables kept.
  private func marginal(
    _ factors: [Declared], keeping kept: Set<Int>, at actual: [Int: Int]
  ) -> Term {
    var factors = factors
    // A factor whose variables nothing else needs integrates to 1.
    while let leaf = factors.firstIndex(where: { factor in
      factor.of.allSatisfy { axis in
        !kept.contains(axis.variable)
          && !factors.contains { $0.given.contains { $0.variable == axis.variable } }
      }
    }) {
      factors.remove(at: leaf)
    }
    var axes: [Term.Axis] = []
    for axis in factors.flatMap({ $0.of + $0.given }) where !axes.contains(axis) {
      axes.append(axis)
    }
    let product = Term.product(factors.map(\.density))
    let free = axes.filter { !kept.contains($0.variable) }.map(\.place)
    let bound = axes.filter { kept.contains($0.variable) }
    let moved = moved(product, bound, to: actual)
    return free.isEmpty ? moved : .integral(free, moved)
  }

  /// Returns a term with the values of its variables taken at other places.
  private func moved(_ term: Term, _ axes: [Term.Axis], to actual: [Int: Int]) -> Term {
    var places: [Int: Int] = [:]
    for axis in axes {
      if let place = actual[axis.variable], place != axis.place { places[axis.place] = place }
    }
    return places.isEmpty ? term : term.replacing(places: places)
  }

  /// The places of the variables that the document computes from others.
  mutating func computedPlaces() throws -> Set<Int> {
    guard usesDeclaredLaws else { return [] }
    var found = Set<Int>()
    for definition in background.definitions {
      guard let symbol = definition.name.asSymbol, isRandom(symbol.headKey) else { continue }
      found.formUnion(try axes(of: [definition.name]).map(\.place))
    }
    return found
  }

  /// Returns a body in which variables that the document computes from others, z = μ + σε, hold those values, where
  /// the others are bound here.
  mutating func substituting(_ body: Term, where places: [Int]) throws -> Term {
    guard usesDeclaredLaws else { return body }
    var result = body
    for definition in background.definitions.reversed() {
      guard let symbol = definition.name.asSymbol, isRandom(symbol.headKey) else { continue }
      let free = result.freePlaces
      let axes = try axes(of: [definition.name])
      let own = Set(axes.map(\.place))
      guard axes.count == 1 || shapes != nil, !free.isDisjoint(with: own),
        own.isDisjoint(with: places)
      else { continue }
      var trial = self
      guard let value = try? trial.tensor(definition.body), value.entries.count == axes.count
      else { continue }
      self = trial
      let spoken = value.entries.reduce(into: Set<Int>()) { $0.formUnion($1.freePlaces) }
      guard !spoken.isDisjoint(with: places), spoken.isDisjoint(with: own) else { continue }
      use(.reparameterisation(symbol.headKey))
      for (axis, entry) in zip(axes, value.entries) {
        scene.variables[axis.variable].isReal = true
        result = .substitution(axis.place, by: entry, in: result)
      }
    }
    return result
  }
}
