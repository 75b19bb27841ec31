import Numerics

// Densities of discrete laws: joint, marginal and conditional tables.
extension Evaluator {
  /// Returns a density: the marginal of all axes over the marginal of the conditions.
  mutating func density(
    _ law: Int, of: [Term.Axis], given: [Term.Axis]
  ) throws -> Jet {
    let joint = try marginal(law, of + given)
    if given.isEmpty { return joint }
    return joint / (try marginal(law, given))
  }

  /// Returns the marginal density of some axes.
  mutating func marginal(_ law: Int, _ axes: [Term.Axis]) throws -> Jet {
    let sketch = witness.scene.laws[law]
    var positions: [(position: Int, value: Int)] = []
    for axis in axes {
      guard let position = sketch.variables.firstIndex(of: axis.variable) else {
        throw Obstacle("\(sketch.name) has no such variable")
      }
      if let known = positions.first(where: { $0.position == position }) {
        guard known.value == places[axis.place] else {
          throw Obstacle("\(sketch.name) at two values of one variable")
        }
        continue
      }
      guard places[axis.place] < witness.counts[axis.variable] else {
        throw Obstacle("\(sketch.name) at a value that its variable does not take")
      }
      positions.append((position, places[axis.place]))
    }
    positions.sort { $0.position < $1.position }
    let table = try table(law, positions.map(\.position))
    var cell = 0
    for (position, value) in positions {
      cell = cell * witness.counts[sketch.variables[position]] + value
    }
    // A variable that the step never binds or sets has no value to look up.
    guard table.indices.contains(cell) else {
      throw Obstacle("\(sketch.name) is asked for where a variable has no value")
    }
    return table[cell]
  }

  /// Returns the marginal table of some variables of a law, by their positions in ascending order.
  private mutating func table(_ law: Int, _ positions: [Int]) throws -> [Jet] {
    let sketch = witness.scene.laws[law]
    let key = TableKey(
      law: law, variant: variants[law] ?? 0, tags: sketch.parameters.map { tags[$0] },
      variables: positions)
    if let known = tables[key] { return known }
    let counts = sketch.variables.map { witness.counts[$0] }
    let result: [Jet]
    if positions.count == sketch.variables.count {
      result = try joint(law, counts: counts)
    } else {
      let joint = try table(law, Array(sketch.variables.indices))
      budget -= joint.count
      var sums = Array(
        repeating: Jet(0), count: positions.reduce(1) { $0 * counts[$1] })
      var cell = Array(repeating: 0, count: counts.count)
      for value in joint {
        var target = 0
        var weight = 1.0
        for (position, index) in cell.enumerated() {
          if positions.contains(position) {
            target = target * counts[position] + index
          } else {
            weight *= witness.weights[sketch.variables[position]][index]
          }
        }
        sums[target] += weight == 1 ? value : value * .constant(Bounded(rounded: weight))
        cell.advance(within: counts)
      }
      result = sums
    }
    tables[key] = result
    return result
  }

  /// Returns the joint table of a law: the product of its factors, each normalised.
  mutating func joint(_ law: Int, counts: [Int]) throws -> [Jet] {
    let sketch = witness.scene.laws[law]
    var table = Array(repeating: Jet(1), count: counts.reduce(1, *))
    budget -= table.count * sketch.variables.count
    for (number, factor) in witness.factors[law].enumerated() {
      let variable = sketch.variables[factor.variable]
      let values: [Jet]
      if let source = witness.family.source(of: variable, in: law), factor.parents.isEmpty,
        let position = witness.scene.laws[source].variables.firstIndex(of: variable)
      {
        values = try self.table(source, [position])
      } else {
        values = conditional(factor, number: number, law: law, counts: counts)
      }
      var cell = Array(repeating: 0, count: counts.count)
      for target in table.indices {
        var row = 0
        for parent in factor.parents { row = row * counts[parent] + cell[parent] }
        table[target] *= values[row * counts[factor.variable] + cell[factor.variable]]
        cell.advance(within: counts)
      }
    }
    return table
  }

  /// Returns the conditional table of one factor, rows by its parents.
  private func conditional(
    _ factor: Witness.Factor, number: Int, law: Int, counts: [Int]
  ) -> [Jet] {
    let sketch = witness.scene.laws[law]
    let size = counts[factor.variable]
    let weights = witness.weights[sketch.variables[factor.variable]]
    var result: [Jet] = []
    let rows = factor.logits.count / size
    let variant = variants[law] ?? 0
    var shift = WitnessGenerator(
      seed: witness.seed, name: "variant \(variant) of \(sketch.name), factor \(number)")
    for row in 0..<rows {
      var powers: [Jet] = []
      var total = Jet(0)
      for value in 0..<size {
        let cell = row * size + value
        var logit = Jet(factor.logits[cell])
        if variant > 0 { logit += Jet(shift.number(from: -1.5, to: 1.5)) }
        if !factor.slopes.isEmpty {
          for (position, parameter) in sketch.parameters.enumerated() {
            let number = quantities[parameter]
            logit += Jet(factor.slopes[position][cell]) * number
            logit += Jet(factor.curvatures[position][cell]) * number * number
          }
        }
        let power = logit.exponential
        powers.append(power)
        total += weights[value] == 1 ? power : power * Jet(weights[value])
      }
      result += powers.map { $0 / total }
    }
    return result
  }
}

extension [Int] {
  /// Moves to the next cell of a table, the last index fastest.
  fileprivate mutating func advance(within counts: [Int]) {
    var position = count - 1
    while position >= 0 {
      self[position] += 1
      if self[position] < counts[position] { return }
      self[position] = 0
      position -= 1
    }
  }
}
