import Numerics

/// The points and weights of Gauss–Hermite rules for a standard normal variable.
private enum HermiteRule {
  /// The degree up to which the rule of four points is exact.
  static let degree = 7
  /// Four points: the roots of He₄(x) = x⁴ − 6x² + 3 (Abramowitz and Stegun, 25.4.46).
  static let four: [(Jet, Jet)] = {
    let root = Jet(6).squareRoot
    let (near, far) = ((Jet(3) - root).squareRoot, (Jet(3) + root).squareRoot)
    let twelfth = Jet(12).reciprocal
    let (heavy, light) = ((Jet(3) + root) * twelfth, (Jet(3) - root) * twelfth)
    return [(-far, light), (-near, heavy), (near, heavy), (far, light)]
  }()
  static let twelve = rule(12)
  static let sixteen = rule(16)

  /// Finds the roots of a Hermite polynomial by Newton's method, from the smallest on, with those found divided out.
  private static func rule(_ count: Int) -> [(Jet, Jet)] {
    /// He_n and He_{n−1} at a point, divided by √n! and √(n−1)!.
    func values(_ x: Double) -> (Double, Double) {
      var (last, value) = (0.0, 1.0)
      for n in 0..<count {
        let next = (x * value - Double(n).squareRoot() * last) / Double(n + 1).squareRoot()
        (last, value) = (value, next)
      }
      return (value, last)
    }
    let size = Double(count).squareRoot()
    var roots: [Double] = []
    var x = -2 * size - 1
    for _ in 0..<count {
      for _ in 0..<200 {
        let (value, last) = values(x)
        let ratio = value / (size * last)
        let step = ratio / (1 - ratio * roots.reduce(0) { $0 + 1 / (x - $1) })
        x -= step
        if step.magnitude < 1e-15 * max(1, x.magnitude) { break }
      }
      roots.append(x)
      x += 1e-3
    }
    return roots.map { root in
      let (_, last) = values(root)
      return (
        .constant(Bounded(rounded: root, ulps: 16)),
        .constant(Bounded(rounded: 1 / (Double(count) * last * last), ulps: 256))
      )
    }
  }
}

extension Evaluator {
  /// Variables that are normal given those before them.
  private enum Block {
    /// One by its formula.
    case normal(place: Int, mean: Term, variance: Term)
    /// Some under a law of the witness, a mixture of normal laws given their conditions.
    case law(Int, of: [Term.Axis], given: [Term.Axis])

    var places: [Int] {
      switch self {
      case .normal(let place, _, _): [place]
      case .law(_, let of, _): of.map(\.place)
      }
    }
  }

  /// Returns the expectation of a body under laws that are normal one given the other, nil where they are not.
  ///
  /// A polynomial of low degree is averaged exactly by its moments. Of anything else the average over several variables
  /// is found by two product rules, whose distance is the bound; over one variable it is left to the integral.
  mutating func moment(_ bound: [Int], density: Term?, _ body: Term) throws -> Jet? {
    guard witness.family.measure.isReal else { return nil }
    var factors: [Term] = density?.factors ?? []
    var rest: [Term] = density == nil ? [] : [body]
    if density == nil {
      for factor in body.factors {
        if factor.isLaw(of: bound) { factors.append(factor) } else { rest.append(factor) }
      }
    }
    guard let order = order(factors, bound) else { return nil }
    let degrees = Dictionary(bound.map { ($0, 1) }) { first, _ in first }
    var degree: Int? = 0
    for factor in rest {
      guard let own = factor.degree(in: degrees, deferred), let sum = degree else {
        degree = nil
        break
      }
      degree = sum + own
    }
    let isExact = degree.map { $0 <= HermiteRule.degree } ?? false
    guard isExact || bound.count == 2 else { return nil }
    let outer = bound.map { (points[$0], deferred[$0]) }
    for place in bound { deferred[place] = nil }
    defer {
      for (place, value) in zip(bound, outer) { (points[place], deferred[place]) = value }
    }
    if isExact { return try average(rest, over: order[...], HermiteRule.four) }
    let fine = try average(rest, over: order[...], HermiteRule.sixteen)
    return fine.widened(towards: try average(rest, over: order[...], HermiteRule.twelve))
  }

  /// Returns densities in an order in which each depends on those before it only, its mean linearly.
  private func order(_ factors: [Term], _ bound: [Int]) -> [Block]? {
    var left: [Block] = []
    for factor in factors {
      switch factor {
      case .normal(.place(let place), let mean, let variance):
        left.append(.normal(place: place, mean: mean, variance: variance))
      case .density(let law, let of, let given):
        let conditions = Set(given.map(\.place))
        guard variants[law] ?? 0 == 0,
          witness.family.measure == .gaussian || conditions.isDisjoint(with: bound)
        else { return nil }
        left.append(.law(law, of: of, given: given))
      default: return nil
      }
    }
    let places = left.flatMap(\.places)
    guard places.count == bound.count, Set(places) == Set(bound) else { return nil }
    let degrees = Dictionary(bound.map { ($0, 1) }) { first, _ in first }
    var order: [Block] = []
    while !left.isEmpty {
      let open = Set(left.flatMap(\.places))
      guard
        let next = left.firstIndex(where: { block in
          switch block {
          case .normal(_, let mean, let variance):
            guard let degree = mean.degree(in: degrees, deferred), degree <= 1,
              variance.degree(in: degrees, deferred) == 0
            else { return false }
            return open.isDisjoint(with: mean.freePlaces)
          case .law(_, _, let given): return open.isDisjoint(with: given.map(\.place))
          }
        })
      else { return nil }
      order.append(left.remove(at: next))
    }
    return order
  }

  private mutating func average(
    _ factors: [Term], over blocks: ArraySlice<Block>, _ rule: [(Jet, Jet)]
  ) throws -> Jet {
    guard let block = blocks.first else {
      var product = Jet(1)
      for factor in factors { product *= try jet(factor) }
      return product
    }
    let rest = blocks.dropFirst()
    var total = Jet(0)
    switch block {
    case .normal(let place, let mean, let variance):
      let mean = try jet(mean)
      let deviation = try jet(variance).squareRoot
      for (point, weight) in rule {
        points[place] = mean + deviation * point
        total += weight * (try average(factors, over: rest, rule))
      }
    case .law(let law, let of, let given):
      let parts = try marginals(of: law, given + of)
      let conditions = try given.map { try self.point($0.place) }
      var weights = parts.map { $0.logDensity(of: conditions) }
      let largest = weights.max { $0.bounded.value < $1.bounded.value } ?? Jet(0)
      weights = weights.map { ($0 - largest).exponential }
      let mass = weights.reduce(Jet(0)) { $0 + $1 }
      for (part, weight) in zip(parts, weights) {
        let share = parts.count == 1 ? Jet(1) : weight / mass
        total += share * (try average(factors, over: rest, rule, part, of[...], conditions))
      }
    }
    return total
  }

  /// Returns the average over the variables of a component of a law, those left, given the values of those before.
  private mutating func average(
    _ factors: [Term], over blocks: ArraySlice<Block>, _ rule: [(Jet, Jet)], _ part: RealMarginal,
    _ axes: ArraySlice<Term.Axis>, _ before: [Jet]
  ) throws -> Jet {
    guard let axis = axes.first else { return try average(factors, over: blocks, rule) }
    let row = before.count
    var shift = Jet(0)
    for (column, value) in before.enumerated() {
      shift += part.whitening[row][column] * (value - part.mean[column])
    }
    let scale = part.whitening[row][row].reciprocal
    var total = Jet(0)
    for (point, weight) in rule {
      let value = part.mean[row] + scale * (point - shift)
      points[axis.place] = value
      total +=
        weight
        * (try average(factors, over: blocks, rule, part, axes.dropFirst(), before + [value]))
    }
    return total
  }

  /// Returns the components of the marginal of a law, its variables in the order of the axes.
  private mutating func marginals(
    of law: Int, _ axes: [Term.Axis]
  ) throws -> [RealMarginal] {
    let sketch = witness.scene.laws[law]
    let positions = try axes.map { axis in
      guard let position = sketch.variables.firstIndex(of: axis.variable) else {
        throw Obstacle("\(sketch.name) has no such variable")
      }
      return position
    }
    guard Set(positions).count == positions.count else {
      throw Obstacle("\(sketch.name) at two values of one variable")
    }
    let key = OrderedKey(table: self.key(law, Self.bits(positions)), order: positions)
    if let known = marginals[key] { return known }
    budget -= positions.count * positions.count * sketch.variables.count
    let found = RealMarginal.marginals(
      of: witness.realLaws[law], at: positions, parameters: sketch.parameters.map { quantities[$0] }
    )
    marginals[key] = found
    return found
  }
}

extension RealMarginal {
  /// Returns the weighted log density of the first variables.
  fileprivate func logDensity(of values: [Jet]) -> Jet {
    var total = logWeight
    for (row, _) in values.enumerated() {
      var z = Jet(0)
      for column in 0...row { z += whitening[row][column] * (values[column] - mean[column]) }
      total += Jet(-0.5) * z * z + whitening[row][row].logarithm
    }
    return total
  }
}

extension Term {
  /// Whether the term is a density of variables all of which are bound.
  fileprivate func isLaw(of bound: [Int]) -> Bool {
    switch self {
    case .normal(.place(let place), _, _): bound.contains(place)
    case .density(_, let of, _): of.allSatisfy { bound.contains($0.place) }
    default: false
    }
  }

  /// Returns the degree of a polynomial in the values at places; nil for what is no polynomial.
  ///
  /// - Parameters:
  ///   - degrees: The degree of what each place holds.
  ///   - deferred: The terms that places stand for.
  fileprivate func degree(in degrees: [Int: Int], _ deferred: [Int: Term]) -> Int? {
    func largest(_ terms: [Term]) -> Int? {
      var most = 0
      for term in terms {
        guard let own = term.degree(in: degrees, deferred) else { return nil }
        most = max(most, own)
      }
      return most
    }
    switch self {
    case .number, .constant, .quantity: return 0
    case .place(let place):
      if let term = deferred[place], degrees[place] == nil {
        var rest = deferred
        rest[place] = nil
        return term.degree(in: degrees, rest)
      }
      return degrees[place] ?? 0
    case .sum(let terms): return largest(terms)
    case .product(let factors):
      var total = 0
      for factor in factors {
        guard let own = factor.degree(in: degrees, deferred) else { return nil }
        total += own
      }
      return total
    case .quotient(let a, let b):
      guard b.degree(in: degrees, deferred) == 0 else { return nil }
      return a.degree(in: degrees, deferred)
    case .power(let base, .number(let exponent))
    where exponent.denominator == 1 && (0...HermiteRule.degree).contains(exponent.numerator):
      return base.degree(in: degrees, deferred).map { $0 * exponent.numerator }
    case .logarithm(let inner): return inner.logDegree(in: degrees, deferred)
    case .derivative(_, let body), .slope(_, let body):
      return body.degree(in: degrees, deferred)
    case .substitution(let place, let value, let body):
      guard let own = value.degree(in: degrees, deferred) else { return nil }
      var inner = degrees
      inner[place] = own
      return body.degree(in: inner, deferred)
    case .expectation(_, let density, let body):
      guard density.isFixed(in: degrees, deferred) else { return nil }
      return body.degree(in: degrees, deferred)
    default: return isFixed(in: degrees, deferred) ? 0 : nil
    }
  }

  /// Returns the degree of the logarithm of a term: two for normal densities of linear arguments.
  private func logDegree(in degrees: [Int: Int], _ deferred: [Int: Term]) -> Int? {
    switch self {
    case .normal(let value, let mean, let variance):
      guard variance.degree(in: degrees, deferred) == 0,
        let first = value.degree(in: degrees, deferred),
        let second = mean.degree(in: degrees, deferred)
      else { return nil }
      return 2 * max(first, second)
    case .product(let factors) where factors.allSatisfy(\.isDensity):
      var most = 0
      for factor in factors {
        guard let own = factor.logDegree(in: degrees, deferred) else { return nil }
        most = max(most, own)
      }
      return most
    case .quotient(let a, let b) where a.isDensity && b.isDensity:
      guard let first = a.logDegree(in: degrees, deferred),
        let second = b.logDegree(in: degrees, deferred)
      else { return nil }
      return max(first, second)
    default: return isFixed(in: degrees, deferred) ? 0 : nil
    }
  }

  /// Whether the term does not vary with the values at places.
  private func isFixed(in degrees: [Int: Int], _ deferred: [Int: Term]) -> Bool {
    let spoken = freePlaces
    return !spoken.contains { degrees[$0] ?? 0 > 0 }
      && !spoken.contains { place in
        guard let term = deferred[place], degrees[place] == nil else { return false }
        var rest = deferred
        rest[place] = nil
        return term.degree(in: degrees, rest) != 0
      }
  }
}
