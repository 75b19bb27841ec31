import Numerics

// What a step speaks of without the document saying what it is: a failure of it then shows nothing.
extension Subject {
  /// What only one side speaks of, so that a difference between the sides may come from what the document says of it: an
  /// unknown function, a quantity that is not given, a law that is neither p nor a q.
  private var oneSided: String? {
    let (left, right, scene) = (comparison.left, comparison.right, comparison.scene)
    let functions = left.opaqueNames.symmetricDifference(right.opaqueNames)
    if let name = functions.min() { return name }
    let (first, second) = (left.writtenQuantities, right.writtenQuantities)
    // A parameter of a law that is written out may be any number.
    let given = left.lawQuantities.union(right.lawQuantities)
    // Of a matrix that stands on both sides one may need fewer entries: its trace, say.
    func own(_ side: Set<Int>, beside other: Set<Int>) -> Set<Int> {
      let wholes = Set(other.map { scene.quantities[$0].whole })
      return side.subtracting(other).subtracting(given).filter {
        // An inequality may well bound a number whose range the document gives.
        !wholes.contains(scene.quantities[$0].whole)
          && (comparison.relation == .equal || scene.quantities[$0].range == nil)
      }
    }
    let quantities =
      own(first, beside: second).filter { comparison.depends(left, on: $0) }
      + own(second, beside: first).filter { comparison.depends(right, on: $0) }
    if let name = quantities.map({ scene.quantities[$0].name }).min() { return name }
    // μ on one side and μ_1, μ_2, … on the other: which of them is meant is not said.
    let (ours, theirs) = (
      first.subtracting(second).map { scene.quantities[$0].name },
      second.subtracting(first).map { scene.quantities[$0].name }
    )
    if let name = (ours + theirs).sorted().first(where: { name in
      (ours.contains(name) ? theirs : ours).contains { name.hasPrefix($0 + "_") }
    }) {
      return name
    }
    let laws = left.laws.symmetricDifference(right.laws).map { scene.laws[$0].name }
    return laws.filter { $0 != "p" && !$0.hasPrefix("q") }.min()
  }

  /// What the step speaks of without the document saying what it is, so that a difference between the sides shows nothing.
  var unknown: String? {
    let (left, right, scene) = (comparison.left, comparison.right, comparison.scene)
    if let oneSided { return oneSided }
    if let name = left.sampleUnderAverage(in: scene) ?? right.sampleUnderAverage(in: scene) {
      return name
    }
    if let name = left.unknownDependence(bound: [], in: scene)
      ?? right.unknownDependence(bound: [], in: scene)
    {
      return name
    }
    // Where each side has values of its own, 𝒟 on one and y_i on the other, nothing relates them.
    let (first, second) = (left.freePlaces, right.freePlaces)
    let spoken = (first.union(left.boundPlaces), second.union(right.boundPlaces))
    if let own = first.subtracting(spoken.1).min(), !second.subtracting(spoken.0).isEmpty {
      return scene.places[own].name
    }
    // What is a number on one side only may be an indicator or a code.
    let numbers = left.numericPlaces.intersection(first)
      .symmetricDifference(right.numericPlaces.intersection(second))
    if let place = numbers.min() {
      return scene.places[place].name
    }
    // p_1 beside p(x): how the probabilities and the law are related is not said.
    for quantity in left.writtenQuantities.union(right.writtenQuantities) {
      let name = scene.quantities[quantity].name
      if scene.laws.contains(where: { name.hasPrefix($0.name + "_") }) { return name }
    }
    // A function under a logarithm may be a law, whose score has mean zero.
    guard left.hasDerivative || right.hasDerivative else { return nil }
    // Nothing says how the derivative of σ and σ are related: the letters of functions that documents do not write out.
    let moving = left.movingFunctions.symmetricDifference(right.movingFunctions)
    if let name = moving.intersection(["sigma", "Phi", "phi", "psi"]).min() { return name }
    return left.loggedFunctions.union(right.loggedFunctions).min()
  }

  /// A variable whose values are used as numbers, to which the document gives a law that the step is not tried under.
  var otherLaw: String? {
    let numeric = comparison.left.numericPlaces.union(comparison.right.numericPlaces)
    return numeric.map { comparison.scene.variables[comparison.scene.places[$0].variable] }
      .filter { foreign.contains($0.head) }.map(\.name).min()
  }

  /// What a chain z_1, …, z_T only begins from: z_0 in p(z_1 ∣ z_0) on one side, which may be nothing at all.
  var beginning: String? {
    let (left, right, scene) = (comparison.left, comparison.right, comparison.scene)
    let known = left.densityVariables.union(right.densityVariables)
    let place = left.freePlaces.symmetricDifference(right.freePlaces).sorted().first { place in
      let variable = scene.places[place].variable
      return scene.variables[variable].index == 0 && !known.contains(variable)
    }
    return place.map { scene.places[$0].name }
  }

  /// A function that nothing is known of and that a step without laws takes at different points, f(−x) = −f(x): the step
  /// says what function it is.
  var functionOfItself: String? {
    let (left, right) = (comparison.left, comparison.right)
    guard left.laws.isEmpty, right.laws.isEmpty, left.boundPlaces.isEmpty,
      right.boundPlaces.isEmpty, !left.hasDerivative, !right.hasDerivative
    else { return nil }
    var arguments: [String: [Term]] = [:]
    func gather(_ term: Term) -> String? {
      if case .opaque(let name, let points) = term {
        guard arguments[name, default: points] == points else { return name }
        arguments[name] = points
      }
      return term.children.lazy.compactMap(gather).first
    }
    return gather(left) ?? gather(right)
  }

  /// The name behind which a failure may only show how its definition is read: one that brings in values of its own,
  /// or whose derivative is zero for want of what it depends on.
  func definedOnly(_ trial: Comparison.Trial) -> String? {
    var names: [String] = []
    for case .definition(let name) in rules { names.append(name) }
    guard let name = names.first else { return nil }
    let (left, right) = (comparison.left, comparison.right)
    if left.freePlaces != right.freePlaces { return name }
    let isZero = [trial.left, trial.right].contains { $0.value == 0 && $0.error == 0 }
    return isZero && (left.hasDerivative || right.hasDerivative) ? name : nil
  }
}

extension Term {
  /// A member of a sequence, z_l, under an average over z that does not show z: whether it is a draw of z is not said.
  fileprivate func sampleUnderAverage(in scene: Scene) -> String? {
    if case .expectation(let bound, _, let body) = self {
      let free = body.freePlaces
      let heads = bound.filter { !free.contains($0) }
        .map { scene.variables[scene.places[$0].variable] }
        .filter { !$0.isMember }.map(\.head)
      let sample = free.sorted().map { scene.variables[scene.places[$0].variable] }
        .first { $0.isMember && heads.contains($0.head) }
      if let sample { return sample.name }
    }
    return children.lazy.compactMap { $0.sampleUnderAverage(in: scene) }.first
  }
}

extension Term {
  /// The names of unknown functions that a derivative is taken of by what stands in their arguments.
  fileprivate var movingFunctions: Set<String> {
    var found: Set<String> = children.reduce(into: []) { $0.formUnion($1.movingFunctions) }
    switch self {
    case .derivative(let quantity, let body):
      found.formUnion(body.functions { $0.writtenQuantities.contains(quantity) })
    case .slope(let place, let body):
      found.formUnion(body.functions { $0.freePlaces.contains(place) })
    default: break
    }
    return found
  }

  /// The names of unknown functions of which an argument has a property.
  private func functions(where moves: (Term) -> Bool) -> Set<String> {
    var found: Set<String> = children.reduce(into: []) { $0.formUnion($1.functions(where: moves)) }
    if case .opaque(let name, let arguments) = self, arguments.contains(where: moves) {
      found.insert(name)
    }
    return found
  }
}
