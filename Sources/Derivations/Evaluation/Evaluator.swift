import Numerics

/// Computes terms on one witness by exact sums.
///
/// Work is counted in nodes visited, not in seconds, so that whether a step is too large does not depend on the machine.
struct Evaluator {
  let witness: Witness
  /// The work left.
  var budget: Int
  /// The value that each place has now.
  var places: [Int]
  /// The real value that each place has now, where values are real numbers.
  var points: [Jet]
  /// The terms that places stand for.
  var deferred: [Int: Term] = [:]
  /// Marginals of real laws, their variables in ascending order.
  var realTables: [[RealMarginal]] = []
  /// Marginals of real laws, their variables in the order of some axes.
  var marginals: [OrderedKey: [RealMarginal]] = [:]
  /// Marginals of laws of real and discrete variables, where integrals were taken for them.
  var mixed: [MixedKey: Jet] = [:]
  /// The number of intervals up to which integrals over real numbers are refined.
  let finest: Int
  /// Where the last integral over each place has found its integrand.
  var supports: [Int: Support] = [:]
  /// The numbers of the quantities, varying under derivatives.
  var quantities: [Jet]
  /// How many derivatives are being taken around the current term.
  var depth = 0
  /// The joint and marginal tables.
  var tables: [[Jet]] = []
  /// The numbers of the tables by law, variant, active derivatives and subset of variables.
  private var numbers: [TableKey: Int] = [:]
  /// The same for the first variables of each law where nothing moves, -1 where there is no table yet.
  private var slots: [Int]
  /// Where each law has its variables.
  let layouts: [Layout]
  /// The numbers of the combinations of active derivatives that tables were made for.
  private var tagNumbers: [[Int]: Int] = [:]
  /// Whether a derivative or an optimum moves a quantity now.
  private var isMoving = false
  /// The functions that the document names without saying what they are, as they have been met.
  private var functions: [String: [Int: UnknownFunction]] = [:]
  /// Which of the candidate laws stands for a law while an optimum runs over it.
  var variants: [Int: Int] = [:]
  /// The derivatives that move each quantity now: its largest tag, or -1.
  var tags: [Int]

  /// What a table of a law is made for.
  struct TableKey: Hashable {
    var law: Int
    var variant: Int
    /// The number of the combination of active derivatives; 0 for none.
    var tags: Int
    /// The positions of the variables, one bit each.
    var positions: UInt64
  }

  /// A table of variables in a given order.
  struct OrderedKey: Hashable {
    var table: TableKey
    var order: [Int]
  }

  /// Where a law has its variables.
  struct Layout {
    /// The position of each variable of the scene in the law, or -1.
    var positions: [Int]
    /// The number of values of the variable at each position.
    var counts: [Int]
    var parameters: [Int]
  }

  /// Creates the evaluator of a witness.
  ///
  /// - Parameter nesting: How deeply integrals nest, which decides how fine they can be.
  init(_ witness: Witness, budget: Int, nesting: Int = 1) {
    self.witness = witness
    self.budget = budget
    places = witness.defaults
    points = []
    finest = nesting < 2 ? 512 : nesting < 3 ? 128 : 64
    quantities = witness.quantities.map { Jet($0) }
    tags = witness.quantities.map { _ in -1 }
    slots = Array(repeating: -1, count: witness.scene.laws.count << Self.slotBits)
    layouts = witness.scene.laws.map { law in
      var positions = Array(repeating: -1, count: witness.scene.variables.count)
      for (position, variable) in law.variables.enumerated().reversed() {
        positions[variable] = position
      }
      return Layout(
        positions: positions, counts: law.variables.map { witness.counts[$0] },
        parameters: law.parameters)
    }
  }

  /// How many variables of a law have tables that are found without a search.
  private static let slotBits = 6

  /// Returns the number of the table of a key; nil if it is not made yet.
  func number(of key: TableKey) -> Int? {
    if key.variant == 0, key.tags == 0, key.positions < 1 << Self.slotBits {
      let number = slots[key.law << Self.slotBits | Int(key.positions)]
      return number < 0 ? nil : number
    }
    return numbers[key]
  }

  /// Notes the number of the table of a key.
  mutating func note(_ number: Int, for key: TableKey) {
    if key.variant == 0, key.tags == 0, key.positions < 1 << Self.slotBits {
      slots[key.law << Self.slotBits | Int(key.positions)] = number
    } else {
      numbers[key] = number
    }
  }

  /// Returns the key of a table of a law as the quantities move now.
  mutating func key(_ law: Int, _ positions: UInt64) -> TableKey {
    var number = 0
    if isMoving {
      let tags = layouts[law].parameters.map { self.tags[$0] }
      if tags.contains(where: { $0 >= 0 }) {
        number = tagNumbers[tags] ?? tagNumbers.count + 1
        tagNumbers[tags] = number
      }
    }
    return TableKey(
      law: law, variant: variants.isEmpty ? 0 : variants[law] ?? 0, tags: number,
      positions: positions)
  }

  /// Returns the value of a term with free places set.
  ///
  /// - Throws: The obstacle that the work is more than the budget, or that a term has no value.
  mutating func value(of term: Term, at setting: [Int: Int] = [:]) throws -> Bounded {
    places = witness.defaults
    for (place, value) in setting { places[place] = value }
    deferred = [:]
    points = places.enumerated().map { place, value in
      Jet(witness.values[witness.scene.places[place].variable][value])
    }
    return try jet(term).bounded
  }

  /// Sets the number of a quantity.
  mutating func set(_ quantity: Int, to value: Double) {
    quantities[quantity] = Jet(value)
    tables = []
    numbers = [:]
    slots = slots.map { _ in -1 }
    realTables = []
    marginals = [:]
    mixed = [:]
  }

  mutating func jet(_ term: Term) throws -> Jet {
    // A number with derivatives is as many numbers as there are sets of them.
    budget -= 1 << min(depth, 16)
    guard budget > 0 else { throw Obstacle.tooMuchWork }
    switch term {
    case .number(let value): return Jet(value)
    case .constant(.pi): return .constant(Bounded(rounded: Double.pi, ulps: 1))
    case .constant(.e): return Jet(1).exponential
    case .constant(.infinity): throw Obstacle("∞ is not a value")
    case .quantity(let quantity): return quantities[quantity]
    case .place(let place):
      return try point(place)
    case .sum(let terms):
      var total = Jet(0)
      for term in terms { total += try jet(term) }
      return total
    case .product(let factors):
      var total = Jet(1)
      for factor in factors { total *= try jet(factor) }
      return total
    case .quotient(let a, let b): return try jet(a) / (try jet(b))
    case .power(let base, let exponent): return try power(base, exponent)
    case .logarithm(let a): return try logarithm(a)
    case .exponential(let a): return try jet(a).exponential
    case .function(let function, let a): return function.value(try jet(a))
    case .opaque(let name, let arguments):
      return opaque(name, try arguments.map { try jet($0) })
    case .density(let law, let of, let given):
      if witness.family.measure.isReal {
        return try logDensity(law, of: of, given: given).exponential
      }
      return try density(law, of: of, given: given)
    case .normal: return try logarithm(term).exponential
    case .substitution(let place, let value, let body):
      let outer = deferred[place]
      deferred[place] = value
      defer { deferred[place] = outer }
      return try jet(body)
    case .integral(let bound, let body): return try integral(bound, density: nil, body)
    case .expectation(let bound, let density, let body):
      return try integral(bound, density: density, body)
    case .repeated(let place, let body): return try product(over: place, body)
    case .derivative(let quantity, let body): return try derivative(quantity, body)
    case .slope(let place, let body): return try slope(place, body)
    case .optimum(let kind, let choices, let body): return try optimum(kind, choices, body)
    case .selection(let kind, _, let terms):
      return best(kind, of: try terms.map { try jet($0).bounded })
    case .still(let a): return .constant(try jet(a).bounded)
    }
  }

  /// Returns a sum over all values of places, of a body under a density or alone.
  private mutating func integral(_ bound: [Int], density: Term?, _ body: Term) throws -> Jet {
    if let exact = try moment(bound, density: density, body) { return exact }
    if witness.family.measure.isReal {
      return try lineIntegral(bound[...], density: density, body)
    }
    let outer = places
    defer { places = outer }
    for place in bound { places[place] = 0 }
    var total = Jet(0)
    while true {
      var weight = 1.0
      for place in bound {
        weight *= witness.weights[witness.scene.places[place].variable][places[place]]
      }
      var part = weight == 1 ? try jet(body) : try jet(body) * .constant(Bounded(rounded: weight))
      if let density { part *= try jet(density) }
      total += part
      guard
        let next = bound.lastIndex(where: { place in
          places[place] + 1 < witness.counts[witness.scene.places[place].variable]
        })
      else { return total }
      places[bound[next]] += 1
      for place in bound[(next + 1)...] { places[place] = 0 }
    }
  }

  /// Returns a product over all values of a place.
  mutating func product(over place: Int, _ body: Term) throws -> Jet {
    guard !witness.family.measure.isReal else {
      throw Obstacle("a product over real values is not decided")
    }
    let outer = places[place]
    defer { places[place] = outer }
    var total = Jet(1)
    for value in 0..<witness.counts[witness.scene.places[place].variable] {
      places[place] = value
      total *= try jet(body)
    }
    return total
  }

  /// How many derivatives may be taken of one another: the work of each operation grows as a power of it.
  static let deepest = 4

  /// Returns a derivative by a quantity.
  private mutating func derivative(_ quantity: Int, _ body: Term) throws -> Jet {
    guard depth < Self.deepest else { throw Obstacle.tooMuchWork }
    let outer = (quantities[quantity], tags[quantity], isMoving)
    let tag = depth
    depth += 1
    isMoving = true
    quantities[quantity] = .varying(tag: tag, value: outer.0, slope: Jet(1))
    tags[quantity] = tags[quantity] < 0 ? 1 << tag : tags[quantity] | 1 << tag
    defer {
      depth -= 1
      (quantities[quantity], tags[quantity], isMoving) = outer
    }
    return try jet(body).derivative(at: tag)
  }

  /// Returns a power: whole exponents by products, others of positive numbers by the logarithm.
  mutating func power(_ base: Term, _ exponent: Term) throws -> Jet {
    let value = try jet(base)
    if case .number(let number) = exponent {
      if number.denominator == 1, number.numerator.magnitude <= 64 {
        return value.power(number.numerator)
      }
      if number.denominator == 2, number.numerator.magnitude <= 64 {
        return value.squareRoot.power(number.numerator)
      }
    }
    let raised = try jet(exponent)
    let whole = raised.bounded
    if case .constant = raised, whole.error == 0, whole.value.magnitude <= 64,
      whole.value == whole.value.rounded()
    {
      return value.power(Int(whole.value))
    }
    return (value.logarithm * raised).exponential
  }

  /// Returns the value of an unknown function: smooth, and known by its name.
  private mutating func opaque(_ name: String, _ arguments: [Jet]) -> Jet {
    if let known = functions[name]?[arguments.count] { return known.value(arguments) }
    let function = UnknownFunction(
      "\(name) of \(arguments.count)", of: arguments.count, in: witness)
    functions[name, default: [:]][arguments.count] = function
    return function.value(arguments)
  }

  /// Returns the best value over a few candidates, or the number of the candidate that has it.
  private mutating func optimum(
    _ kind: Optimum.Kind, _ choices: [Term.Choice], _ body: Term
  ) throws -> Jet {
    let (outerQuantities, outerVariants, outerTags) = (quantities, variants, tags)
    let wasMoving = isMoving
    isMoving = true
    defer {
      (quantities, variants, tags) = (outerQuantities, outerVariants, outerTags)
      isMoving = wasMoving
    }
    var found: [Bounded] = []
    for candidate in 0..<Self.candidates {
      for choice in choices {
        switch choice {
        case .quantity(let quantity):
          let name = "candidate \(candidate) of \(witness.scene.quantities[quantity].name)"
          var generator = WitnessGenerator(seed: witness.seed, name: name)
          let isPositive = witness.scene.quantities[quantity].isPositive
          quantities[quantity] = Jet(generator.number(from: isPositive ? 0.125 : -1.5, to: 1.5))
          // A tag of its own for every candidate keeps their tables apart.
          tags[quantity] = (candidate + 2) << 32
        case .law(let law): variants[law] = candidate + 1
        case .index: break
        }
      }
      found.append(try jet(body).bounded)
    }
    return best(kind, of: found)
  }

  /// Returns the best of some values, or which of them it is.
  private func best(_ kind: Optimum.Kind, of found: [Bounded]) -> Jet {
    guard !found.isEmpty else { return Jet(.nan) }
    let isMaximum = [.maximum, .supremum, .argmax].contains(kind)
    var best = 0
    for candidate in found.indices.dropFirst() {
      let (a, b) = (found[candidate], found[best])
      if isMaximum ? a.value > b.value : a.value < b.value { best = candidate }
    }
    switch kind {
    case .argmax, .argmin: return Jet(Double(best))
    default: return .constant(found[best])
    }
  }

  /// The number of candidates that an optimum chooses from.
  static let candidates = 6
}
