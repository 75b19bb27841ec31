import Numerics

/// The points of integrals over real numbers: the trapezoidal rule on a range beyond which the laws of the witnesses
/// have no mass.
///
/// For a smooth function that has died out at the ends the rule converges faster than any power of its step (Trefethen
/// and Weideman 2014). The bound on its error is the distance to the rule of twice the step, which is far less exact,
/// and the values at the ends.
struct Grid: Sendable {
  let end: Double
  let step: Double
  let count: Int

  /// Creates the grid for that many variables: coarser where integrals nest deeper.
  init(dimensions: Int) {
    end = 12
    count = dimensions < 2 ? 129 : dimensions < 3 ? 65 : 41
    step = 2 * end / Double(count - 1)
  }
}

extension Evaluator {
  /// Returns the value at a place.
  mutating func point(_ place: Int) throws -> Jet {
    if let term = deferred[place] {
      // The term may speak of another value at the same place; it does not stand for itself.
      deferred[place] = nil
      defer { deferred[place] = term }
      return try jet(term)
    }
    if witness.family.measure.isReal { return points[place] }
    return Jet(witness.values[witness.scene.places[place].variable][places[place]])
  }

  /// Returns an integral over real places, one after the other.
  mutating func lineIntegral(
    _ bound: ArraySlice<Int>, density: Term?, _ body: Term
  ) throws -> Jet {
    guard let place = bound.first else {
      if let density {
        let weight = try jet(density)
        // Where the density is nothing the body may have no value.
        if case .constant(let number) = weight, number.value == 0 { return Jet(0) }
        return weight * (try jet(body))
      }
      return try jet(body)
    }
    guard !witness.scene.variables[witness.scene.places[place].variable].isCounted else {
      throw Obstacle("a sum over values beside real variables is not decided")
    }
    let outer = (points[place], deferred[place])
    deferred[place] = nil
    defer { (points[place], deferred[place]) = outer }
    var fine = Jet(0)
    var coarse = Jet(0)
    var tail = 0.0
    for number in 0..<grid.count {
      points[place] = Jet(-grid.end + Double(number) * grid.step)
      let value = try lineIntegral(bound.dropFirst(), density: density, body)
      fine += value
      if number % 2 == 0 { coarse += value }
      if number == 0 || number == grid.count - 1 {
        tail = max(tail, value.largest * grid.end)
      }
    }
    return (Jet(grid.step) * fine).widened(towards: Jet(2 * grid.step) * coarse, by: tail)
  }

  /// Returns the derivative by the value at a place.
  mutating func slope(_ place: Int, _ body: Term) throws -> Jet {
    guard witness.family.measure.isReal else {
      throw Obstacle("a derivative by the value of a discrete variable")
    }
    let value = try point(place)
    let outer = (points[place], deferred[place])
    let tag = depth
    depth += 1
    points[place] = .varying(tag: tag, value: value, slope: Jet(1))
    deferred[place] = nil
    defer {
      depth -= 1
      (points[place], deferred[place]) = outer
    }
    return try jet(body).derivative(at: tag)
  }

  /// Returns a logarithm; that of densities, products and quotients without going through numbers that underflow.
  mutating func logarithm(_ term: Term) throws -> Jet {
    switch term {
    case .normal(let value, let mean, let variance):
      let (deviation, spread) = (try jet(value) - jet(mean), try jet(variance))
      let normaliser = Jet(2) * .constant(Bounded(rounded: Double.pi, ulps: 1)) * spread
      return Jet(-0.5) * (deviation * deviation / spread + normaliser.logarithm)
    case .density(let law, let of, let given) where witness.family.measure.isReal:
      return try logDensity(law, of: of, given: given)
    case .product(let factors) where factors.allSatisfy(\.isDensity):
      var total = Jet(0)
      for factor in factors { total += try logarithm(factor) }
      return total
    case .quotient(let a, let b) where a.isDensity && b.isDensity:
      return try logarithm(a) - logarithm(b)
    default: return try jet(term).logarithm
    }
  }

  /// Returns the log density of a real law.
  mutating func logDensity(
    _ law: Int, of: [Term.Axis], given: [Term.Axis]
  ) throws -> Jet {
    let joint = try logMarginal(law, of + given)
    return given.isEmpty ? joint : joint - (try logMarginal(law, given))
  }

  private mutating func logMarginal(_ law: Int, _ axes: [Term.Axis]) throws -> Jet {
    let sketch = witness.scene.laws[law]
    var places = Array(repeating: -1, count: sketch.variables.count)
    for axis in axes {
      guard let position = sketch.variables.firstIndex(of: axis.variable) else {
        throw Obstacle("\(sketch.name) has no such variable")
      }
      guard places[position] < 0 || places[position] == axis.place else {
        throw Obstacle("\(sketch.name) at two values of one variable")
      }
      places[position] = axis.place
    }
    let positions = places.indices.filter { places[$0] >= 0 }
    let key = TableKey(
      law: law, variant: variants[law] ?? 0, tags: sketch.parameters.map { tags[$0] },
      variables: positions)
    if marginals[key] == nil {
      guard key.variant == 0 else { throw Obstacle("an optimum over real laws is not decided") }
      marginals[key] = RealMarginal.marginals(
        of: witness.realLaws[law], at: positions,
        parameters: sketch.parameters.map { quantities[$0] })
    }
    var point: [Jet] = []
    for position in positions { point.append(try self.point(places[position])) }
    let parts = (marginals[key] ?? []).map { $0.logDensity(at: point) }
    budget -= parts.count * positions.count * positions.count
    guard parts.count > 1, let largest = parts.max(by: { $0.bounded.value < $1.bounded.value })
    else { return parts.first ?? Jet(0) }
    var total = Jet(0)
    for part in parts { total += (part - largest).exponential }
    return largest + total.logarithm
  }
}

extension Term {
  /// Whether the term is made of densities by products and quotients, and so is positive.
  fileprivate var isDensity: Bool {
    switch self {
    case .density, .normal: true
    case .product(let factors): factors.allSatisfy(\.isDensity)
    case .quotient(let a, let b): a.isDensity && b.isDensity
    default: false
    }
  }
}

extension Jet {
  /// Returns the number with the distance to another estimate of it, and a tail, added to its error.
  func widened(towards other: Jet, by tail: Double) -> Jet {
    switch self {
    case .constant(let value):
      let distance = (value.value - other.bounded.value).magnitude + tail
      return .constant(
        Bounded(value.value, error: distance.isFinite ? value.error + distance : .nan))
    case .varying(let tag, let value, let slope):
      let (first, second) = other.parts(at: tag)
      return .varying(
        tag: tag, value: value.widened(towards: first, by: tail),
        slope: slope.widened(towards: second, by: tail))
    }
  }

  /// The largest magnitude of the number and its derivatives.
  var largest: Double {
    switch self {
    case .constant(let value): value.value.magnitude
    case .varying(_, let value, let slope): max(value.largest, slope.largest)
    }
  }

  /// The number and its derivative in the quantity of a tag.
  private func parts(at tag: Int) -> (Jet, Jet) {
    if case .varying(tag, let value, let slope) = self { (value, slope) } else { (self, Jet(0)) }
  }
}
