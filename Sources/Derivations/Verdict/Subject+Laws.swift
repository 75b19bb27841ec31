extension Subject {
  /// Returns what is found about an equation that gives a law a form: q(z) = exp(…)/∫ exp(…) dz, or a factorisation
  /// p(x ∣ z) = Π_t p(x_t ∣ z_t), which is an assumption.
  ///
  /// Laws in general do not have the form; what can be wrong is that it is not normalised.
  ///
  /// - Returns: Nil if the left side is no density, or the form is not normalised for a law that it speaks of.
  func givenLaw(_ trial: Comparison.Trial) throws -> Finding? {
    let (density, formula): (Term, Term)
    switch comparison.left {
    case .density: (density, formula) = (comparison.left, comparison.right)
    case .logarithm(let inner): (density, formula) = (inner, .exponential(comparison.right))
    default: return nil
    }
    guard case .density(let law, let of, _) = density, !formula.laws.isEmpty else { return nil }
    let held = of.filter { comparison.scene.places[$0.place].held != nil }.map(\.variable)
    let spoken = formula.densityVariables.union(
      formula.freePlaces.map { comparison.scene.places[$0].variable })
    if !held.isEmpty, spoken.isDisjoint(with: held),
      case .density = comparison.left
    {
      // p(c = 1|x) by the densities of two classes says what c is.
      return Finding(
        .conditional, "only if the law is assumed to have the form on the right",
        rules: rules.map(\.description), witness: comparison.report(trial, models: 1))
    }
    var isLogarithm = false
    if case .logarithm = comparison.left { isLogarithm = true }
    let isFree = !formula.laws.contains(law) && comparison.scene.laws[law].isFree
    var mass = comparison
    mass.left = .integral(of.map(\.place), formula)
    mass.right = .one
    mass.relation = .equal
    var subject = self
    subject.comparison = mass
    let names = of.map { comparison.scene.places[$0.place].name }.joined(separator: ", ")
    let words = rules.map(\.description)
    switch try? subject.outcome(seed: trial.seed, models: 3) {
    case .held where isFree:
      return Finding(.definition, "a law is given by a formula, which is normalised", rules: words)
    case .held where !isLogarithm:
      return Finding(
        .conditional, "only if the law is assumed to have the form on the right", rules: words,
        witness: comparison.report(trial, models: 1))
    case .failed(let trial) where isFree:
      return Finding(
        .refuted, "the right side is not normalised over \(names)", rules: words,
        witness: mass.report(trial, models: 1))
    default:
      if isFree { throw Obstacle("whether the right side is normalised is not decided") }
      return nil
    }
  }
}

extension Comparison {
  /// The independence that makes two densities of one law equal where one has more conditions: p(y ∣ x, m) = p(y ∣ x).
  var droppedConditions: String? {
    guard case .density(let first, let of, let given) = left,
      case .density(let second, let otherOf, let otherGiven) = right,
      first == second, Set(of) == Set(otherOf)
    else { return nil }
    let (more, fewer) = given.count > otherGiven.count ? (given, otherGiven) : (otherGiven, given)
    guard Set(fewer).isSubset(of: more), more.count > fewer.count else { return nil }
    func names(_ axes: [Term.Axis]) -> String {
      axes.map { scene.places[$0.place].name }.joined(separator: ", ")
    }
    let dropped = more.filter { !fewer.contains($0) }
    let rest = fewer.isEmpty ? "" : " given \(names(fewer))"
    return
      "\(names(of)) and \(names(dropped)) are independent\(rest) under \(scene.laws[first].name)"
  }
}

extension Term {
  /// The name of something whose derivative is taken although nothing says how it depends on what the derivative is by:
  /// z in ∂z/∂σ where z is not said to be computed from σ.
  ///
  /// Variables that an expectation binds depend on nothing; a term with laws depends through them.
  func unknownDependence(bound: Set<Int>, in scene: Scene) -> String? {
    switch self {
    case .integral(let places, let body):
      return body.unknownDependence(bound: bound.union(places), in: scene)
    case .expectation(let places, let density, let body):
      let inner = bound.union(places)
      return density.unknownDependence(bound: inner, in: scene)
        ?? body.unknownDependence(bound: inner, in: scene)
    case .substitution(let place, _, let body):
      return body.unknownDependence(bound: bound.union([place]), in: scene)
    case .derivative(let quantity, let body):
      if body.laws.isEmpty, !body.writtenQuantities.contains(quantity),
        let other = body.writtenQuantities.min(), body.opaqueNames.isEmpty
      {
        return scene.quantities[other].name
      }
      if body.laws.isEmpty, !body.writtenQuantities.contains(quantity),
        let place = body.freePlaces.subtracting(bound).min()
      {
        return scene.places[place].name
      }
    default: break
    }
    for child in children {
      if let found = child.unknownDependence(bound: bound, in: scene) { return found }
    }
    return nil
  }
}

extension Term {
  /// The places whose values are used as numbers, outside of laws and unknown functions.
  var numericPlaces: Set<Int> {
    switch self {
    case .place(let place): [place]
    case .opaque: []
    default: children.reduce(into: []) { $0.formUnion($1.numericPlaces) }
    }
  }

  /// The names of unknown functions within logarithms.
  var loggedFunctions: Set<String> {
    var found: Set<String> = children.reduce(into: []) { $0.formUnion($1.loggedFunctions) }
    if case .logarithm(let inner) = self { found.formUnion(inner.opaqueNames) }
    return found
  }

  /// Whether a logarithm stands in the term.
  var hasLogarithm: Bool {
    if case .logarithm = self { true } else { children.contains(where: \.hasLogarithm) }
  }
}

extension Comparison {
  /// Whether a side's value moves with a quantity that stands in it.
  func depends(_ side: Term, on quantity: Int) -> Bool {
    guard let witness = try? Witness(scene: scene, family: Family(), seed: 1) else { return true }
    var evaluator = Evaluator(witness, budget: min(100_000, meter.left))
    let work = evaluator.budget
    defer { meter.left -= work - evaluator.budget }
    guard let before = try? evaluator.value(of: side) else { return true }
    evaluator.set(quantity, to: 0.71875)
    guard let after = try? evaluator.value(of: side) else { return true }
    return Self.decide(before, .equal, after) != true
  }
}
