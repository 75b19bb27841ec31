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

  /// The step with each average over samples within an estimate replaced by its expectation, log Σ_k w(z_k)/K by log E[w].
  ///
  /// This is what the estimate tends to; nil if no side speaks of samples.
  var inTheLimit: Subject? {
    var result = self
    result.comparison.left = limit(comparison.left, beside: comparison.right)
    result.comparison.right = limit(comparison.right, beside: comparison.left)
    guard result.comparison.left != comparison.left || result.comparison.right != comparison.right
    else { return nil }
    result.comparison.relation = .equal
    return result
  }

  private func limit(_ estimate: Term, beside exact: Term) -> Term {
    guard case .sum(let terms) = estimate, terms.count > 1 else {
      return estimate.mapChildren { limit($0, beside: exact) }
    }
    let samples = terms.map { $0.freePlaces.subtracting(exact.freePlaces).sorted() }
    guard let place = samples[0].first, samples.allSatisfy({ $0.count == 1 }),
      zip(terms, samples).allSatisfy({ $0.replacing(places: [$1[0]: place]) == terms[0] }),
      let density = law(ofSampleAt: place, in: exact)
    else { return estimate.mapChildren { limit($0, beside: exact) } }
    return .product([
      .number(Rational(terms.count)), .expectation([place], density: density, terms[0]),
    ])
  }

  /// Whether an estimate takes a function of several samples together, a logarithm of an average or a quotient of two,
  /// so that its average may differ from what it tends to.
  var mixesSamples: Bool {
    func mixes(_ term: Term, _ exact: Term) -> Bool {
      let isNonlinear =
        switch term {
        case .logarithm, .exponential, .function, .power, .opaque: true
        case .quotient(_, let below): !below.freePlaces.subtracting(exact.freePlaces).isEmpty
        default: false
        }
      if isNonlinear, term.freePlaces.subtracting(exact.freePlaces).count > 1 { return true }
      return term.children.contains { mixes($0, exact) }
    }
    return mixes(comparison.left, comparison.right) || mixes(comparison.right, comparison.left)
  }

  /// Returns the law of a sample: that under which the other side averages over its variable, else the one it is drawn
  /// from.
  private func law(ofSampleAt place: Int, in exact: Term) -> Term? {
    let variable = comparison.scene.places[place].variable
    if let (bound, law) = exact.law(averaging: variable, in: comparison.scene) {
      return law.replacing(places: [bound: place])
    }
    return draws[place]
  }

  private func average(_ estimate: Term, freeIn exact: Term) -> Term? {
    var result = estimate
    var isEstimate = false
    for place in estimate.freePlaces.subtracting(exact.freePlaces).sorted(by: >) {
      guard let density = law(ofSampleAt: place, in: exact) else { continue }
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
