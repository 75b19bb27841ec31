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
      guard let (bound, density) = exact.law(averaging: variable, in: comparison.scene) else {
        continue
      }
      result = .expectation([place], density: density.replacing(places: [bound: place]), result)
      isEstimate = true
    }
    return isEstimate ? result : nil
  }
}

extension Term {
  /// The factors of a product; any other term alone.
  fileprivate var factors: [Term] {
    if case .product(let factors) = self { factors.flatMap(\.factors) } else { [self] }
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
