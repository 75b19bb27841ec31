import Numerics

// What a step takes for granted of its laws: a form that nobody has given, a dependence that nobody has written.
extension Comparison {
  /// Whether one side speaks of laws that nothing is said of, and the other is a closed form: −log p(x|t) = log(1 + eᵗ)
  /// − x t says which law p is, and no model refutes it.
  ///
  /// A side whose value is the same for all laws, ∫ p(x) dx, can be wrong.
  func saysForm(_ trial: Trial) -> Bool {
    guard left.laws.isEmpty != right.laws.isEmpty else { return false }
    let (side, form) = left.laws.isEmpty ? (right, left) : (left, right)
    // A number is no form.
    if case .number = form { return false }
    var values: [Bounded] = []
    for seed in trial.seed..<trial.seed + 3 {
      guard let witness = try? Witness(scene: scene, family: trial.family, seed: seed) else {
        continue
      }
      var evaluator = Evaluator(
        witness, budget: 100_000, nesting: max(left.nesting, right.nesting))
      // Models differ in how many values their variables have.
      let setting = Dictionary(
        uniqueKeysWithValues: trial.setting.map { place, value in
          (place, min(value, witness.counts[scene.places[place].variable] - 1))
        })
      if let value = try? evaluator.value(of: side, at: setting) { values.append(value) }
    }
    guard let first = values.first else { return false }
    return values.contains { Self.decide(first, .equal, $0) == false }
  }

  /// The name of something whose derivative is zero because nothing in it depends, as written, on what the derivative is
  /// by: p under ∇_θ where no law carries θ.
  var idle: String? {
    left.idleDerivative(in: scene) ?? right.idleDerivative(in: scene)
  }
}

extension Comparison {
  /// The name of a law that is marked as a particular one, q*, and that nothing has given: no model stands for it.
  var marked: String? {
    left.laws.union(right.laws).sorted().map { scene.laws[$0].name }.first { $0.contains("*") }
  }
}

extension Term {
  /// The first name within a derivative that is zero for want of any mention of its variable.
  ///
  /// A law that carries other parameters is said not to depend on this one.
  ///
  /// - Parameter computed: The quantities that the values at places are computed from: φ at z = μ_φ + σ_φ ε.
  fileprivate func idleDerivative(
    in scene: Scene, computed: [Int: Set<Int>] = [:]
  ) -> String? {
    if case .substitution(let place, let value, let body) = self {
      var inner = computed
      inner[place] = value.freePlaces.reduce(into: value.writtenQuantities) {
        $0.formUnion(computed[$1] ?? [])
      }
      return value.idleDerivative(in: scene, computed: computed)
        ?? body.idleDerivative(in: scene, computed: inner)
    }
    if case .derivative(let quantity, let body) = self,
      !body.writtenQuantities.contains(quantity),
      !body.freePlaces.contains(where: { computed[$0]?.contains(quantity) ?? false }),
      !body.laws.contains(where: { scene.laws[$0].parameters.contains(quantity) })
    {
      if let law = body.laws.sorted().first(where: { scene.laws[$0].parameters.isEmpty }) {
        return scene.laws[law].name
      }
      if body.laws.isEmpty, let other = body.writtenQuantities.min() {
        return scene.quantities[other].name
      }
      if let name = body.opaqueNames.min() { return name }
    }
    if case .slope(let place, let body) = self, !body.freePlaces.contains(place), body.laws.isEmpty,
      let other = body.writtenQuantities.min()
    {
      return scene.quantities[other].name
    }
    for child in children {
      if let found = child.idleDerivative(in: scene, computed: computed) { return found }
    }
    return nil
  }
}
