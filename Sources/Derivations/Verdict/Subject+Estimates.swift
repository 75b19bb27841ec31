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
  /// Returns the first expectation over one place alone that holds values of a variable: the place and the density.
  fileprivate func law(averaging variable: Int, in scene: Scene) -> (place: Int, density: Term)? {
    if case .expectation(let bound, let density, _) = self, bound.count == 1,
      scene.places[bound[0]].variable == variable
    {
      return (bound[0], density)
    }
    for child in children {
      if let found = child.law(averaging: variable, in: scene) { return found }
    }
    return nil
  }
}
