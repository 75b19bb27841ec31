extension Comparison {
  /// The comparison with unknown functions that depend on what derivatives are by, too: f(z) under ∇_φ as f(z, φ).
  ///
  /// Nil unless a derivative is zero only because a function does not show what it depends on.
  var depending: Comparison? {
    guard let name = idle, left.opaqueNames.union(right.opaqueNames).contains(name) else {
      return nil
    }
    let quantities = left.derivativeQuantities.union(right.derivativeQuantities).sorted()
    var result = self
    result.left = left.passing(quantities)
    result.right = right.passing(quantities)
    return result.idle == nil ? result : nil
  }
}

extension Comparison {
  /// Whether both sides hold derivatives, so that neither says that the other is zero.
  var comparesDerivatives: Bool { left.hasDerivative && right.hasDerivative }

  /// The name of what derivatives on both sides are by and nothing depends on; nil where a side says that it is zero.
  var unmentioned: String? {
    guard comparesDerivatives else { return nil }
    let laws = left.laws.union(right.laws).map { scene.laws[$0] }
    let known = left.writtenQuantities.union(right.writtenQuantities)
      .union(laws.flatMap { $0.parameterFree.isSuperset(of: $0.variables) ? [] : $0.parameters })
    return left.derivativeQuantities.union(right.derivativeQuantities).subtracting(known).min()
      .map { scene.quantities[$0].name }
  }
}

extension Comparison {
  /// The name of noise over which something is averaged that does not show it: E_{p(ε)}[log p(x|z)].
  ///
  /// What is averaged is meant to be computed from the noise, and nothing says how.
  var idleNoise: String? {
    left.idleNoise(in: scene) ?? right.idleNoise(in: scene)
  }
}

extension Comparison {
  /// The name of noise whose values matter and whose law nothing gives: E_ε[ε²] = 1 is true of standard normal noise.
  var openNoise: String? {
    let laws = left.laws.union(right.laws)
    return left.numericPlaces.union(right.numericPlaces).sorted().lazy
      .map { (scene.places[$0].variable, scene.variables[scene.places[$0].variable]) }
      .first { variable, noise in
        Term.noiseNames.contains(noise.head)
          && laws.contains { scene.laws[$0].variables.contains(variable) }
      }?.1.name
  }
}

extension Term {
  /// The usual letters of noise.
  static let noiseNames: Set<String> = ["epsilon", "xi", "eta", "u"]

  /// The name of noise that the body of its average does not show.
  fileprivate func idleNoise(in scene: Scene) -> String? {
    if case .expectation(let bound, _, let body) = self, body.freePlaces.isDisjoint(with: bound),
      !body.freePlaces.isEmpty,
      let noise = bound.map({ scene.variables[scene.places[$0].variable] })
        .first(where: { Self.noiseNames.contains($0.head) })
    {
      return noise.name
    }
    return children.lazy.compactMap { $0.idleNoise(in: scene) }.first
  }

  /// What derivatives in the term are by.
  fileprivate var derivativeQuantities: Set<Int> {
    var found: Set<Int> = children.reduce(into: []) { $0.formUnion($1.derivativeQuantities) }
    if case .derivative(let quantity, _) = self { found.insert(quantity) }
    return found
  }

  /// Returns the term with quantities among the arguments of every unknown function.
  fileprivate func passing(_ quantities: [Int]) -> Term {
    guard case .opaque(let name, let arguments) = self else {
      return mapChildren { $0.passing(quantities) }
    }
    let own = arguments.reduce(into: Set<Int>()) { $0.formUnion($1.writtenQuantities) }
    return .opaque(
      name,
      arguments.map { $0.passing(quantities) }
        + quantities.filter { !own.contains($0) }.map { .quantity($0) })
  }
}
