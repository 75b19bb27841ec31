extension Subject {
  /// The step as a claim about an estimate: the side that speaks of samples, averaged over them, equals the other side.
  ///
  /// Samples are free places of one side whose variable the other side averages over; each is averaged under that law.
  /// Nil if no side speaks of samples.
  var averaged: Subject? {
    var result = self
    let (left, right) = (comparison.left, comparison.right)
    if let estimate = average(right, freeIn: left) {
      result.comparison.right = estimate
    } else if let estimate = average(left, freeIn: right) {
      result.comparison.left = estimate
    } else {
      return nil
    }
    result.comparison.relation = .equal
    return result
  }

  private func average(_ estimate: Term, freeIn exact: Term) -> Term? {
    var result = estimate
    var isEstimate = false
    for place in estimate.freePlaces.subtracting(exact.freePlaces).sorted(by: >) {
      let variable = comparison.scene.places[place].variable
      let density: Term
      if let (bound, law) = exact.law(averaging: variable, in: comparison.scene) {
        density = law.replacing(places: [bound: place])
      } else if let law = draws[place] {
        density = law
      } else {
        continue
      }
      result = result.averaged(over: place, under: density)
      isEstimate = true
    }
    return isEstimate ? result : nil
  }
}

extension Interpreter {
  /// Returns the densities of places that hold samples of a variable with a law of its own: ε ∼ N(0, 1).
  mutating func draws(at places: [Int]) -> [Int: Term] {
    var found: [Int: Term] = [:]
    for place in places {
      let head = scene.variables[scene.places[place].variable].head
      guard let draw = background.draws.last(where: { $0.name.asSymbol?.headKey == head }) else {
        continue
      }
      var trial = self
      guard let law = try? trial.law(draw.body, near: [place]), law.places.count == 1,
        trial.scene.places[law.places[0]].variable == scene.places[place].variable
      else { continue }
      self = trial
      found[place] = law.density.replacing(places: [law.places[0]: place])
    }
    return found
  }
}

extension Term {
  /// Returns the expectation of the term over a place, taken term by term and factor by factor, so that the samples of
  /// an estimate are not averaged over within one another.
  fileprivate func averaged(over place: Int, under density: Term) -> Term {
    guard freePlaces.contains(place) else { return self }
    switch self {
    case .sum(let terms): return .sum(terms.map { $0.averaged(over: place, under: density) })
    case .quotient(let a, let b) where !b.freePlaces.contains(place):
      return .quotient(a.averaged(over: place, under: density), b)
    case .product(let factors):
      let moving = factors.filter { $0.freePlaces.contains(place) }
      let rest = factors.filter { !$0.freePlaces.contains(place) }
      if moving.count == 1 {
        return .product(rest + [moving[0].averaged(over: place, under: density)])
      }
      return .product(rest + [.expectation([place], density: density, .product(moving))])
    default: return .expectation([place], density: density, self)
    }
  }

  /// Returns the first average over one place alone that holds values of a variable: the place and the density.
  ///
  /// An integral is an average if one of its factors is a density of its variable.
  fileprivate func law(averaging variable: Int, in scene: Scene) -> (place: Int, density: Term)? {
    if case .expectation(let bound, let density, _) = self, bound.count == 1,
      scene.places[bound[0]].variable == variable
    {
      return (bound[0], density)
    }
    if case .integral(let bound, let body) = self, bound.count == 1,
      scene.places[bound[0]].variable == variable
    {
      let laws = body.factors.filter { factor in
        if case .density(_, let of, _) = factor { return of.map(\.place) == bound }
        return false
      }
      if laws.count == 1 { return (bound[0], laws[0]) }
    }
    for child in children {
      if let found = child.law(averaging: variable, in: scene) { return found }
    }
    return nil
  }
}
