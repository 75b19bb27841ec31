import Numerics

/// Densities of laws of real and discrete variables together, discrete ones last: log p(x, z) = log N(z; …) + log p(x ∣ z).
extension Evaluator {
  /// What a density of such a law is computed for: the marginal, and the values of its variables.
  struct MixedKey: Hashable {
    var table: TableKey
    var values: [Double]
  }

  /// Returns the logarithm of a marginal density; what the discrete variables depend on is integrated or summed out.
  mutating func logMixed(_ law: Int, _ known: [Int: Jet]) throws -> Jet {
    let sketch = witness.scene.laws[law]
    let counted = witness.countedFactors[law].filter { known[$0.variable] != nil }
    let missing = counted.flatMap(\.parents).first { known[$0] == nil }
    let parameters = sketch.parameters.map { quantities[$0] }
    guard let missing else {
      let reals = known.filter { entry in !counted.contains { $0.variable == entry.key } }
      var total = Jet(0)
      if !reals.isEmpty {
        total = logReal(
          law, Self.bits(reals.keys), reals.keys.sorted().compactMap { reals[$0] })
      }
      for factor in counted {
        let value = try number(of: known[factor.variable], sketch.variables[factor.variable])
        budget -= factor.intercepts.count * factor.parents.count
        total += factor.logProbability(of: value, given: known, parameters: parameters)
      }
      return total
    }
    // Without a variable that moves the value is the same each time that it is asked for.
    var key: MixedKey?
    let positions = known.keys.sorted()
    let values = positions.compactMap { position -> Double? in
      if case .constant(let value)? = known[position] { value.value } else { nil }
    }
    if values.count == positions.count {
      key = MixedKey(table: self.key(law, Self.bits(positions)), values: values)
    }
    if let key, let found = mixed[key] { return found }
    let variable = sketch.variables[missing]
    let result: Jet
    if witness.scene.variables[variable].isCounted {
      var total = Jet(0)
      for value in witness.values[variable] {
        total += try logMixed(law, known.merging([missing: Jet(value)]) { $1 }).exponential
      }
      result = total.logarithm
    } else {
      result = try integral(
        Line(key: -1 - 64 * law - missing, name: witness.scene.variables[variable].name)
      ) { x, evaluator in
        try evaluator.logMixed(law, known.merging([missing: Jet(x)]) { $1 }).exponential
      }.logarithm
    }
    if let key { mixed[key] = result }
    return result
  }

  /// Returns positions as bits.
  static func bits(_ positions: some Sequence<Int>) -> UInt64 {
    positions.reduce(0) { $0 | 1 << UInt64($1) }
  }

  /// Returns the number of the value that a discrete variable has.
  private func number(of value: Jet?, _ variable: Int) throws -> Int {
    let values = witness.values[variable]
    guard let value, let number = values.firstIndex(of: value.bounded.value),
      number == values.lastIndex(of: value.bounded.value)
    else {
      throw Obstacle(
        "\(witness.scene.variables[variable].name) has a value that it does not take")
    }
    return number
  }
}
