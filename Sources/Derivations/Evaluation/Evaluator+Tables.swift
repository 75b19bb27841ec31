import Numerics

// Densities of discrete laws: joint, marginal and conditional tables.
extension Evaluator {
  /// Returns a density: the marginal of all axes over the marginal of the conditions.
  mutating func density(
    _ law: Int, of: [Term.Axis], given: [Term.Axis]
  ) throws -> Jet {
    let joint = try marginal(law, of, given)
    if given.isEmpty { return joint }
    return joint / (try marginal(law, given, []))
  }

  /// Returns the marginal density of some axes.
  private mutating func marginal(
    _ law: Int, _ first: [Term.Axis], _ second: [Term.Axis]
  ) throws -> Jet {
    var positions: UInt64 = 0
    var values = SIMD16<UInt8>()
    for part in 0..<2 {
      for axis in part == 0 ? first : second {
        let position = layouts[law].positions[axis.variable]
        guard position >= 0 else {
          throw Obstacle("\(witness.scene.laws[law].name) has no such variable")
        }
        let value = places[axis.place]
        if positions & (1 << UInt64(position)) != 0 {
          guard Int(values[position]) == value else {
            throw Obstacle("\(witness.scene.laws[law].name) at two values of one variable")
          }
          continue
        }
        guard value < witness.counts[axis.variable] else {
          throw Obstacle(
            "\(witness.scene.laws[law].name) at a value that its variable does not take")
        }
        positions |= 1 << UInt64(position)
        values[position] = UInt8(value)
      }
    }
    let table = try table(law, positions)
    var cell = 0
    var rest = positions
    while rest != 0 {
      let position = rest.trailingZeroBitCount
      rest &= rest - 1
      cell = cell * layouts[law].counts[position] + Int(values[position])
    }
    // A variable that the step never binds or sets has no value to look up.
    guard cell < tables[table].count else {
      throw Obstacle(
        "\(witness.scene.laws[law].name) is asked for where a variable has no value")
    }
    return tables[table][cell]
  }

  /// Returns the number of the marginal table of some variables of a law, by the bits of their positions.
  private mutating func table(_ law: Int, _ positions: UInt64) throws -> Int {
    let key = key(law, positions)
    if let known = number(of: key) { return known }
    let counts = layouts[law].counts
    let closed = ancestry(of: positions, in: law)
    let result: [Jet]
    if positions == closed {
      result = try joint(law, positions)
    } else {
      let joint = try table(law, closed)
      let cells = tables[joint].count
      budget -= cells
      // What a step in each variable moves in the table of those kept.
      var strides = Array(repeating: 0, count: counts.count)
      var size = 1
      for position in counts.indices.reversed() where positions & (1 << UInt64(position)) != 0 {
        strides[position] = size
        size *= counts[position]
      }
      let summed = counts.indices.filter { (closed & ~positions) & (1 << UInt64($0)) != 0 }
      let sizes = summed.map { witness.weights[witness.scene.laws[law].variables[$0]] }
      let isWeighted = sizes.contains { $0.contains { $0 != 1 } }
      var sums = Array(repeating: Jet(0), count: size)
      var cursor = TableCursor(strides, counts, within: closed)
      for number in 0..<cells {
        let value = tables[joint][number]
        if isWeighted {
          var weight = 1.0
          for (position, own) in zip(summed, sizes) { weight *= own[cursor.cell[position]] }
          sums[cursor.offset] +=
            weight == 1 ? value : value * .constant(Bounded(rounded: weight))
        } else {
          sums[cursor.offset] += value
        }
        cursor.advance()
      }
      result = sums
    }
    tables.append(result)
    note(tables.count - 1, for: key)
    return tables.count - 1
  }

  /// Returns variables of a law with all that their factors rest on; the factors of all others sum to 1.
  private func ancestry(of positions: UInt64, in law: Int) -> UInt64 {
    var found = positions
    // Factors come in order, parents first.
    for factor in witness.factors[law].reversed() where found & (1 << UInt64(factor.variable)) != 0
    {
      for parent in factor.parents { found |= 1 << UInt64(parent) }
    }
    return found
  }

  /// Returns the joint table of variables of a law that rest on no others: the product of their factors, each
  /// normalised.
  private mutating func joint(_ law: Int, _ positions: UInt64) throws -> [Jet] {
    let sketch = witness.scene.laws[law]
    let counts = layouts[law].counts
    var size = 1
    for position in counts.indices where positions & (1 << UInt64(position)) != 0 {
      size *= counts[position]
    }
    budget -= size * positions.nonzeroBitCount
    // Most tables do not vary, and numbers are multiplied much faster.
    var numbers: [Bounded]? = Array(repeating: Bounded(exactly: 1), count: size)
    var table: [Jet] = []
    for (number, factor) in witness.factors[law].enumerated()
    where positions & (1 << UInt64(factor.variable)) != 0 {
      let variable = sketch.variables[factor.variable]
      let values: [Jet]
      if let source = witness.family.source(of: variable, in: law), factor.parents.isEmpty,
        let position = witness.scene.laws[source].variables.firstIndex(of: variable)
      {
        values = tables[try self.table(source, 1 << UInt64(position))]
      } else {
        values = conditional(factor, number: number, law: law, counts: counts)
      }
      // What a step in each variable moves in the table of the factor.
      var strides = Array(repeating: 0, count: counts.count)
      var stride = counts[factor.variable]
      for parent in factor.parents.reversed() {
        strides[parent] = stride
        stride *= counts[parent]
      }
      strides[factor.variable] = 1
      if let known = numbers {
        let constants = values.compactMap(\.constant)
        if constants.count == values.count {
          numbers = nil
          numbers = Self.product(
            known, by: constants, TableCursor(strides, counts, within: positions))
          continue
        }
        numbers = nil
        table = known.map { .constant($0) }
      }
      var cursor = TableCursor(strides, counts, within: positions)
      for target in table.indices {
        table[target] *= values[cursor.offset]
        cursor.advance()
      }
    }
    return numbers.map { $0.map { .constant($0) } } ?? table
  }

  /// Returns a table with each entry multiplied by the entry of a factor that belongs to it.
  private static func product(
    _ table: [Bounded], by values: [Bounded], _ cursor: TableCursor
  ) -> [Bounded] {
    var (table, cursor) = (table, cursor)
    for target in table.indices {
      table[target] *= values[cursor.offset]
      cursor.advance()
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

/// Walks over the cells of a table, the last index fastest, and keeps where each belongs in another table.
private struct TableCursor {
  let strides: [Int]
  let counts: [Int]
  var cell: [Int]
  var offset = 0

  /// Makes a cursor for a table of those variables whose bits are set.
  init(_ strides: [Int], _ counts: [Int], within positions: UInt64) {
    self.strides = strides
    self.counts = counts.enumerated().map { positions & (1 << UInt64($0)) != 0 ? $1 : 1 }
    cell = Array(repeating: 0, count: counts.count)
  }

  mutating func advance() {
    var position = counts.count - 1
    while position >= 0 {
      cell[position] += 1
      offset += strides[position]
      if cell[position] < counts[position] { return }
      offset -= strides[position] * counts[position]
      cell[position] = 0
      position -= 1
    }
  }
}
