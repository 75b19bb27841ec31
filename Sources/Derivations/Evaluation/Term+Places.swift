extension Term {
  /// The parts of a term that are terms.
  func mapChildren(_ f: (Term) throws -> Term) rethrows -> Term {
    switch self {
    case .number, .constant, .quantity, .place, .density: self
    case .sum(let terms): .sum(try terms.map(f))
    case .product(let factors): .product(try factors.map(f))
    case .quotient(let a, let b): .quotient(try f(a), try f(b))
    case .power(let a, let b): .power(try f(a), try f(b))
    case .logarithm(let a): .logarithm(try f(a))
    case .exponential(let a): .exponential(try f(a))
    case .function(let function, let a): .function(function, try f(a))
    case .opaque(let name, let arguments): .opaque(name, try arguments.map(f))
    case .normal(let value, let mean, let variance):
      .normal(try f(value), mean: try f(mean), variance: try f(variance))
    case .integral(let places, let body): .integral(places, try f(body))
    case .expectation(let places, let density, let body):
      .expectation(places, density: try f(density), try f(body))
    case .repeated(let place, let body): .repeated(place, try f(body))
    case .derivative(let quantity, let body): .derivative(quantity, try f(body))
    case .slope(let place, let body): .slope(place, try f(body))
    case .optimum(let kind, let choices, let body): .optimum(kind, choices, try f(body))
    case .selection(let kind, let index, let terms):
      .selection(kind, over: index, try terms.map(f))
    case .substitution(let place, let value, let body):
      .substitution(place, by: try f(value), in: try f(body))
    case .still(let a): .still(try f(a))
    }
  }

  /// The parts, in order.
  var children: [Term] {
    switch self {
    case .number, .constant, .quantity, .place, .density: []
    case .sum(let parts), .product(let parts), .opaque(_, let parts), .selection(_, _, let parts):
      parts
    case .quotient(let a, let b), .power(let a, let b), .expectation(_, let a, let b),
      .substitution(_, let a, let b):
      [a, b]
    case .logarithm(let a), .exponential(let a), .function(_, let a), .integral(_, let a),
      .repeated(_, let a), .derivative(_, let a), .slope(_, let a), .optimum(_, _, let a),
      .still(let a):
      [a]
    case .normal(let value, let mean, let variance): [value, mean, variance]
    }
  }

  /// Returns the term with places exchanged for others, bound ones as well.
  func replacing(places: [Int: Int]) -> Term {
    func new(_ place: Int) -> Int { places[place] ?? place }
    func new(_ axes: [Axis]) -> [Axis] {
      axes.map { Axis(variable: $0.variable, place: new($0.place)) }
    }
    switch self {
    case .place(let place): return .place(new(place))
    case .density(let law, let of, let given):
      return .density(law: law, of: new(of), given: new(given))
    case .integral(let bound, let body):
      return .integral(bound.map(new), body.replacing(places: places))
    case .expectation(let bound, let density, let body):
      return .expectation(
        bound.map(new), density: density.replacing(places: places), body.replacing(places: places))
    case .slope(let place, let body): return .slope(new(place), body.replacing(places: places))
    case .repeated(let place, let body):
      return .repeated(new(place), body.replacing(places: places))
    case .substitution(let place, let value, let body):
      return .substitution(
        new(place), by: value.replacing(places: places), in: body.replacing(places: places))
    default: return mapChildren { $0.replacing(places: places) }
    }
  }

  /// Returns the term with quantities exchanged for others.
  func replacing(quantities: [Int: Int]) -> Term {
    func new(_ quantity: Int) -> Int { quantities[quantity] ?? quantity }
    switch self {
    case .quantity(let quantity): return .quantity(new(quantity))
    case .derivative(let quantity, let body):
      return .derivative(new(quantity), body.replacing(quantities: quantities))
    default: return mapChildren { $0.replacing(quantities: quantities) }
    }
  }

  /// The places whose values the term depends on.
  var freePlaces: Set<Int> {
    var found = Set<Int>()
    collectFreePlaces(into: &found, but: [])
    return found
  }

  private func collectFreePlaces(into found: inout Set<Int>, but bound: [Int]) {
    func note(_ place: Int) { if !bound.contains(place) { found.insert(place) } }
    switch self {
    case .number, .constant, .quantity: break
    case .place(let place): note(place)
    case .density(_, let of, let given):
      for axis in of { note(axis.place) }
      for axis in given { note(axis.place) }
    case .integral(let places, let body):
      body.collectFreePlaces(into: &found, but: bound + places)
    case .expectation(let places, let density, let body):
      density.collectFreePlaces(into: &found, but: bound + places)
      body.collectFreePlaces(into: &found, but: bound + places)
    case .slope(let place, let body):
      note(place)
      body.collectFreePlaces(into: &found, but: bound)
    case .repeated(let place, let body):
      body.collectFreePlaces(into: &found, but: bound + [place])
    case .substitution(let place, let value, let body):
      value.collectFreePlaces(into: &found, but: bound)
      body.collectFreePlaces(into: &found, but: bound + [place])
    default: for child in children { child.collectFreePlaces(into: &found, but: bound) }
    }
  }

  /// The places that integrals within run over.
  var boundPlaces: Set<Int> {
    var found: Set<Int> = children.reduce(into: []) { $0.formUnion($1.boundPlaces) }
    switch self {
    case .integral(let bound, _), .expectation(let bound, _, _): found.formUnion(bound)
    default: break
    }
    return found
  }

  /// The quantities that stand in the term, not those that laws depend on.
  var writtenQuantities: Set<Int> {
    switch self {
    case .quantity(let quantity): [quantity]
    case .optimum(_, let choices, let body):
      body.writtenQuantities.subtracting(
        choices.compactMap { if case .quantity(let q) = $0 { q } else { nil } })
    default: children.reduce(into: []) { $0.formUnion($1.writtenQuantities) }
    }
  }

  /// The quantities that are parameters of laws written out.
  var lawQuantities: Set<Int> {
    var found: Set<Int> = children.reduce(into: []) { $0.formUnion($1.lawQuantities) }
    if case .normal(_, let mean, let variance) = self {
      found.formUnion(mean.writtenQuantities.union(variance.writtenQuantities))
    }
    return found
  }

  /// How many variables are integrated over within one another at most.
  var nesting: Int {
    switch self {
    case .integral(let bound, let body): bound.count + body.nesting
    case .expectation(let bound, let density, let body):
      bound.count + max(density.nesting, body.nesting)
    default: children.reduce(0) { max($0, $1.nesting) }
    }
  }

  /// The places at which laws and unknown functions are taken.
  var lawPlaces: Set<Int> {
    switch self {
    case .density(_, let of, let given): Set((of + given).map(\.place))
    case .opaque: freePlaces
    default: children.reduce(into: []) { $0.formUnion($1.lawPlaces) }
    }
  }

  /// The variables that densities in the term are of, not those that they are only given.
  var densityVariables: Set<Int> {
    if case .density(_, let of, _) = self { return Set(of.map(\.variable)) }
    return children.reduce(into: []) { $0.formUnion($1.densityVariables) }
  }

  /// Whether a derivative by a quantity stands in the term.
  var hasDerivative: Bool {
    if case .derivative = self { true } else { children.contains(where: \.hasDerivative) }
  }

  /// The names of unknown functions in the term.
  var opaqueNames: Set<String> {
    var found: Set<String> = children.reduce(into: []) { $0.formUnion($1.opaqueNames) }
    if case .opaque(let name, _) = self { found.insert(name) }
    return found
  }

  /// The laws in the term.
  var laws: Set<Int> {
    var found: Set<Int> = children.reduce(into: []) { $0.formUnion($1.laws) }
    if case .density(let law, _, _) = self { found.insert(law) }
    return found
  }
}

extension Expression.Kind {
  /// What the node is, for messages.
  var label: String {
    switch self {
    case .number: "a number"
    case .constant: "a constant"
    case .symbol(let symbol): symbol.headKey
    case .argumentDot: "a dot for an argument"
    case .ellipsis: "…"
    case .plusMinus: "±"
    case .matrix: "a matrix"
    case .tuple: "a tuple"
    case .set: "a set"
    case .cases: "a distinction by cases"
    case .statement: "a statement"
    case .limit: "a limit"
    case .evaluated: "a value at a point"
    case .covariance: "a covariance"
    case .otherProduct(let sign, _, _): "the product \(sign)"
    case .law: "a law"
    case .application(let application): application.name.headKey
    default: "this expression"
    }
  }
}
