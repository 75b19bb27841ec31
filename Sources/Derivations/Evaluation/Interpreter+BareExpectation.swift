extension Interpreter {
  /// Returns an average whose law is not said: under a law that the rows around it name, or under any joint law of the
  /// variables in it, which is enough for what follows from linearity and Jensen's inequality.
  ///
  /// - Parameter average: The average of a body over places under a density.
  mutating func bare(
    _ expectation: Expectation, at expression: Expression,
    _ average: ([Int], Term, Term) -> Term
  ) throws -> Tensor {
    var laws: [Expression] = []
    if expectation.conditions.isEmpty {
      for law in notation.averages where !laws.contains(law) && laws.count < 3 {
        laws.append(law)
      }
    }
    let meanings =
      ["taking any law for the expectations that name none"]
      + laws.map { "taking \($0.latex) for the expectations that name no law" }
    let pick = alternatives.pick("𝔼", from: meanings)
    guard pick == 0 else {
      let law = try law(laws[pick - 1], near: [])
      let outer = (scope, enclosing)
      scope = law.places
      enclosing.formUnion(law.places)
      defer { (scope, enclosing) = outer }
      return try tensor(expectation.body).map { average(law.places, law.density, $0) }
    }
    assumesLaw = true
    let whole = try tensor(expectation.body)
    guard whole.isNumber else {
      throw Obstacle("the expectation does not say under which law", at: expression.range)
    }
    let body = whole.entries[0]
    let given = try axes(of: expectation.conditions)
    let places = body.freePlaces.subtracting(enclosing).subtracting(given.map(\.place)).sorted()
    guard !places.isEmpty else {
      if body.laws.isEmpty, body.opaqueNames.isEmpty, !body.writtenQuantities.isEmpty {
        throw Obstacle(
          "over which variables the expectation runs is not said", at: expression.range)
      }
      return whole
    }
    let any = anyLaw(
      of: places.map { Term.Axis(variable: scene.places[$0].variable, place: $0) }, given: given)
    return Tensor(average(any.places, any.density, body))
  }

  /// Returns the law of variables of which nothing is said: any one joint law of all of them.
  mutating func anyLaw(of axes: [Term.Axis], given: [Term.Axis] = []) -> Resolved {
    assumesLaw = true
    let law = scene.law("𝔼", parameters: [])
    add(axes + given, to: law)
    return Resolved(
      places: axes.map(\.place), density: .density(law: law, of: axes, given: given))
  }
}
