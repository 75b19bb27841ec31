import Numerics

/// What an integral over the line runs over.
struct Line {
  /// A number of its own, under which its support is kept.
  var key: Int
  /// The name in messages.
  var name: String
}

/// Where on the line an integrand lives.
struct Support: Sendable {
  var low: Double
  var high: Double

  var width: Double { high - low }
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

  /// Returns an integral over real places, one after the other; discrete ones are summed over.
  mutating func lineIntegral(
    _ bound: ArraySlice<Int>, density: Term?, _ body: Term
  ) throws -> Jet {
    guard let place = bound.first else {
      if let density {
        let weight = try jet(density)
        // Where the density is nothing the body may have no value; it may be nothing by underflow.
        if weight.isNothing { return weight }
        if weight.largest == 0 {
          return .constant(Bounded(0, error: .leastNormalMagnitude))
        }
        return weight * (try jet(body))
      }
      return try jet(body)
    }
    let outer = (points[place], deferred[place])
    deferred[place] = nil
    defer { (points[place], deferred[place]) = outer }
    let variable = witness.scene.places[place].variable
    if witness.scene.variables[variable].isCounted {
      var total = Jet(0)
      for value in witness.values[variable] {
        points[place] = Jet(value)
        total += try lineIntegral(bound.dropFirst(), density: density, body)
      }
      return total
    }
    return try integral(Line(key: place, name: witness.scene.places[place].name)) { x, evaluator in
      evaluator.points[place] = Jet(x)
      return try evaluator.lineIntegral(bound.dropFirst(), density: density, body)
    }
  }

  /// Returns the integral of a function over the line.
  ///
  /// - Throws: The obstacle that it does not converge, or that where it lives is not found.
  mutating func integral(
    _ line: Line, of value: (Double, inout Evaluator) throws -> Jet
  ) throws -> Jet {
    // The support of the last integral over the line is tried first: between neighbouring points it hardly moves.
    if var support = supports[line.key] {
      if let found = try integral(line, from: &support, value) {
        supports[line.key] = support
        return found
      }
      supports[line.key] = nil
    }
    guard var support = try search(line, value) else { return Jet(0) }
    guard let found = try integral(line, from: &support, value) else {
      throw Obstacle("where the integrand over \(line.name) lives is not found")
    }
    supports[line.key] = support
    return found
  }

  /// Returns where an integrand lives, from its values at points about 1 apart; nil if it is 0 everywhere.
  private mutating func search(
    _ line: Line, _ value: (Double, inout Evaluator) throws -> Jet
  ) throws -> Support? {
    var sizes: [(x: Double, size: Double)] = []
    var isNothing = true
    for number in -24...24 {
      // Not at whole numbers, where what has no value there would show.
      let x = Double(number) * 1.0078125 + 0.28125
      let found = try value(x, &self)
      if !found.isNothing { isNothing = false }
      sizes.append((x, found.largest))
    }
    if isNothing { return nil }
    let peak = sizes.map(\.size).filter(\.isFinite).max() ?? 0
    guard peak > 0 else {
      throw Obstacle("where the integrand over \(line.name) lives is not found")
    }
    let alive = sizes.filter { $0.size > Self.significance * peak }
    guard let first = alive.first, let last = alive.last else { return nil }
    return Support(low: first.x - 1, high: last.x + 1)
  }

  /// What is too small beside the largest value to matter.
  private static let significance = 1e-15

  /// Returns an integral over a support that is widened or narrowed as the values demand; nil if there is nothing.
  ///
  /// - Throws: The obstacle that the integral does not converge.
  private mutating func integral(
    _ line: Line, from support: inout Support, _ value: (Double, inout Evaluator) throws -> Jet
  ) throws -> Jet? {
    for _ in 0..<20 {
      var values: [Jet] = []
      var step = support.width / Double(Self.coarsest)
      for number in 0...Self.coarsest {
        values.append(try value(support.low + Double(number) * step, &self))
      }
      let sizes = values.map(\.largest)
      let peak = sizes.filter(\.isFinite).max() ?? 0
      if values.allSatisfy(\.isNothing) { return nil }
      guard peak > 0 else { return nil }
      let alive = sizes.indices.filter { sizes[$0] > Self.significance * peak }
      guard let first = alive.first, let last = alive.last else { return nil }
      let isOpen = (first == 0, last == Self.coarsest)
      if isOpen.0 || isOpen.1, support.width < Self.widest {
        if isOpen.0 { support.low -= support.width / 2 }
        if isOpen.1 { support.high += support.width / 2 }
        continue
      }
      if last - first + 2 < Self.coarsest / 2, !isOpen.0, !isOpen.1 {
        let low = support.low
        support.low = low + Double(first - 1) * step
        support.high = low + Double(last + 1) * step
        continue
      }
      let tail =
        step
        * (Self.tail(sizes[0], sizes[1], peak: peak)
          + Self.tail(sizes[Self.coarsest], sizes[Self.coarsest - 1], peak: peak))
      guard !(tail == .infinity) else {
        throw Obstacle("the integral over \(line.name) does not converge")
      }
      var sum = LineSum()
      for (number, value) in values.enumerated() { sum.add(value, at: number) }
      var count = Self.coarsest
      while true {
        let (found, isExact) = sum.integral(step: step, tail: tail)
        if isExact || count >= finest || !found.bounded.value.isFinite { return found }
        sum.refine()
        count *= 2
        step /= 2
        for number in stride(from: 1, to: count, by: 2) {
          sum.add(try value(support.low + Double(number) * step, &self), at: number)
        }
      }
    }
    return nil
  }

  /// The number of intervals of the first rule.
  private static let coarsest = 32
  /// How wide a support may be.
  private static let widest = 400.0

  /// Returns a bound on the sum of the values beyond the end, by the last value and the one before it: no more than a
  /// geometric series, since densities fall faster and faster.
  private static func tail(_ last: Double, _ next: Double, peak: Double) -> Double {
    if last == 0 || last <= significance * peak { return last * Double(coarsest) }
    guard last < next else { return .infinity }
    let ratio = last / next
    return last * ratio / (1 - ratio)
  }

  /// Returns the derivative by the value at a place.
  mutating func slope(_ place: Int, _ body: Term) throws -> Jet {
    guard witness.family.measure.isReal else {
      throw Obstacle("a derivative by the value of a discrete variable")
    }
    guard depth < Self.deepest else { throw Obstacle.tooMuchWork }
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
    let joint = try logMarginal(law, of, given)
    return given.isEmpty ? joint : joint - (try logMarginal(law, given, []))
  }

  private mutating func logMarginal(
    _ law: Int, _ first: [Term.Axis], _ second: [Term.Axis]
  ) throws -> Jet {
    var positions: UInt64 = 0
    func place(at position: Int) -> Int? {
      let axis =
        first.first { layouts[law].positions[$0.variable] == position }
        ?? second.first { layouts[law].positions[$0.variable] == position }
      return axis?.place
    }
    for part in 0..<2 {
      for axis in part == 0 ? first : second {
        let position = layouts[law].positions[axis.variable]
        guard position >= 0 else {
          throw Obstacle("\(witness.scene.laws[law].name) has no such variable")
        }
        guard positions & (1 << UInt64(position)) == 0 || place(at: position) == axis.place else {
          throw Obstacle("\(witness.scene.laws[law].name) at two values of one variable")
        }
        positions |= 1 << UInt64(position)
      }
    }
    guard variants.isEmpty || variants[law] ?? 0 == 0 else {
      throw Obstacle("an optimum over real laws is not decided")
    }
    let isMixed = !witness.countedFactors[law].isEmpty
    var known: [Jet] = []
    var knownPositions: [Int: Jet] = [:]
    known.reserveCapacity(positions.nonzeroBitCount)
    var rest = positions
    while rest != 0 {
      let position = rest.trailingZeroBitCount
      rest &= rest - 1
      guard let place = place(at: position) else { continue }
      if isMixed {
        knownPositions[position] = try point(place)
      } else {
        known.append(try point(place))
      }
    }
    if isMixed { return try logMixed(law, knownPositions) }
    return logReal(law, positions, known)
  }

  /// Returns the logarithm of the marginal density of real variables at their values, in the order of their positions.
  mutating func logReal(_ law: Int, _ positions: UInt64, _ point: [Jet]) -> Jet {
    let key = key(law, positions)
    let parts: [RealMarginal]
    if let number = number(of: key) {
      parts = realTables[number]
    } else {
      let sketch = witness.scene.laws[law]
      parts = RealMarginal.marginals(
        of: witness.realLaws[law],
        at: sketch.variables.indices.filter { positions & (1 << UInt64($0)) != 0 },
        parameters: sketch.parameters.map { quantities[$0] })
      realTables.append(parts)
      note(realTables.count - 1, for: key)
    }
    // A product for every entry of the triangular factor, and as many numbers as there are sets of derivatives.
    budget -= (parts.count * point.count * (point.count + 1) / 2) << min(depth, 16)
    guard parts.count > 1 else { return parts.first?.logDensity(at: point) ?? Jet(0) }
    let logs = parts.map { $0.logDensity(at: point) }
    guard let largest = logs.max(by: { $0.bounded.value < $1.bounded.value }) else { return Jet(0) }
    var total = Jet(0)
    for part in logs { total += (part - largest).exponential }
    return largest + total.logarithm
  }
}

extension Term {
  /// Whether the term is made of densities by products and quotients, and so is positive.
  var isDensity: Bool {
    switch self {
    case .density, .normal: true
    case .product(let factors): factors.allSatisfy(\.isDensity)
    case .quotient(let a, let b): a.isDensity && b.isDensity
    default: false
    }
  }
}
