import Numerics

/// A model drawn at random on which the sides of a step have values: tables for the laws, numbers for the quantities,
/// smooth random functions for what the document names without saying what it is.
///
/// Everything follows from the scene, the family and the seed.
struct Witness: Sendable {
  let scene: Scene
  let family: Family
  let seed: UInt64

  /// The numbers of the values of each variable.
  let counts: [Int]
  /// The numerical values that each variable takes, exact.
  let values: [[Double]]
  /// The sizes of the cells, exact: 1 where values are counted.
  let weights: [[Double]]
  /// The numbers of the quantities.
  let quantities: [Double]
  /// The value that each place has where nothing binds it.
  let defaults: [Int]
  /// The factors of each law, in order; empty where values are real numbers.
  let factors: [[Factor]]
  /// The laws where values are real numbers.
  let realLaws: [RealLaw]
  /// The factors of discrete variables of each law beside real ones, in order.
  let countedFactors: [[CountedFactor]]

  /// One factor of a law: the conditional table of a variable given others.
  struct Factor: Sendable {
    /// The position of the variable among the law's variables.
    var variable: Int
    /// The positions of the variables that it depends on.
    var parents: [Int]
    /// The logarithms of the weights of cells: constant, and slope and curvature in each parameter.
    var logits: [Double]
    var slopes: [[Double]]
    var curvatures: [[Double]]
  }

  /// How many random numbers the laws hold.
  var size: Int {
    factors.joined().reduce(0) {
      $0 + $1.logits.count * (1 + $1.slopes.count + $1.curvatures.count)
    }
  }

  /// The most cells of a joint table.
  static let largestTable = 4096

  /// Draws a witness.
  ///
  /// - Throws: The obstacle that a joint law has too many variables.
  init(scene: Scene, family: Family, seed: UInt64) throws {
    self.scene = scene
    self.family = family
    self.seed = seed
    let most = scene.laws.map(\.variables.count).max() ?? 0
    var generator = WitnessGenerator(seed: seed, name: "variables")
    var heads: [String] = []
    for variable in scene.variables where !heads.contains(variable.head) {
      heads.append(variable.head)
    }
    counts = scene.variables.map { variable in
      if variable.isBinary { return 2 }
      let number = heads.firstIndex(of: variable.head) ?? 0
      return most > 4 ? 2 : (number + Int(seed % 2)) % 2 == 0 ? 3 : 2
    }
    var values: [[Double]] = []
    var weights: [[Double]] = []
    for (variable, count) in zip(scene.variables, counts) {
      var heads = WitnessGenerator(seed: seed, name: "values of \(variable.head)")
      values.append(
        (0..<count).map { _ in
          let number = heads.number(from: family.isPositive ? 0.125 : -2, to: 2)
          return family.measure.isReal ? number * family.magnitude : number
        })
      if variable.isBinary { values[values.count - 1] = [0, 1] }
      weights.append(
        (0..<count).map { _ in
          family.measure == .counting ? 1 : heads.number(from: 0.125, to: 0.75)
        })
    }
    self.values = values
    self.weights = weights
    quantities = scene.quantities.map { quantity in
      var own = WitnessGenerator(seed: seed, name: "quantity \(quantity.name)")
      if let range = quantity.range {
        return range.number(magnitude: family.magnitude, &own)
      }
      let number =
        quantity.isPositive || family.isPositive
        // A deviation that is small beside the steps of the grid would leave integrals without digits.
        ? own.number(from: family.measure.isReal ? 0.5 : 0.125, to: 0.875)
        : own.number(from: 0.25, to: 1.5) * (own.next() % 2 == 0 ? 1 : -1)
      if family.isSigned, !family.isPositive, quantity.isSigned {
        return number.magnitude * (own.next() % 2 == 0 ? 1 : -1) * family.magnitude
      }
      return quantity.isCount
        ? 1 + 4 * number.magnitude * family.magnitude : number * family.magnitude
    }
    let counts = counts
    if family.measure.isReal {
      if let law = scene.laws.first(where: { $0.variables.count > 64 }) {
        throw Obstacle("\(law.name) has too many variables")
      }
      factors = []
      let orders = scene.laws.indices.map { Self.order(of: $0, in: scene, family: family) }
      func isCounted(_ position: Int, _ law: Int) -> Bool {
        scene.variables[scene.laws[law].variables[position]].isCounted
      }
      for case .factored(let factorisation) in family.assumptions
      where orders[factorisation.law].contains(where: { isCounted($0.variable, factorisation.law) })
      {
        throw Obstacle("the factors of a law of discrete and real variables are not decided")
      }
      let sources = try Self.sources(in: scene, family: family)
      realLaws = scene.laws.indices.map { number in
        RealLaw(
          order: orders[number].compactMap { entry in
            guard !isCounted(entry.variable, number) else { return nil }
            var entry = entry
            entry.parents.removeAll { isCounted($0, number) }
            return entry
          }, size: orders[number].count, law: scene.laws[number].name,
          sources: sources[number],
          parameters: scene.laws[number].parameters.count,
          components: family.measure == .mixture ? 2 : 1, seed: seed)
      }
      countedFactors = scene.laws.indices.map { number in
        var before = orders[number].map(\.variable).filter { !isCounted($0, number) }
        return orders[number].filter { isCounted($0.variable, number) }.map { entry in
          var entry = entry
          // Whoever comes first in the order, a discrete variable depends on the real ones.
          entry.parents = before.filter { other in
            !family.assumptions.contains {
              $0.removes(
                scene.laws[number].variables[other],
                from: scene.laws[number].variables[entry.variable], in: scene)
            }
          }
          before.append(entry.variable)
          return CountedFactor(
            of: entry, law: scene.laws[number].name,
            parameters: scene.laws[number].parameters.count,
            values: counts[scene.laws[number].variables[entry.variable]], seed: seed)
        }
      }
      defaults = scene.places.map { place in
        let drawn = Int(generator.next() % UInt64(counts[place.variable]))
        return scene.variables[place.variable].isBinary ? place.held ?? drawn : drawn
      }
      return
    }
    realLaws = []
    countedFactors = scene.laws.map { _ in [] }
    defaults = scene.places.map { place in
      let drawn = Int(generator.next() % UInt64(counts[place.variable]))
      return scene.variables[place.variable].isBinary ? place.held ?? drawn : drawn
    }
    factors = try scene.laws.indices.map { number in
      var law = scene.laws[number]
      for case .fixedMarginal(number, let variable) in family.assumptions {
        law.parameterFree = [variable]
      }
      let cells = law.variables.reduce(1) { $0 * counts[$1] }
      guard cells <= Self.largestTable, law.variables.count < 16 else {
        throw Obstacle("\(law.name) has too many variables")
      }
      return Self.factors(of: number, in: scene, family: family, counts: counts, seed: seed)
    }
  }

  /// Returns the names of the laws that laws of real variables take marginals from, by the position of the variable.
  ///
  /// - Throws: The obstacle that such a law has other variables, too, or that either depends on parameters.
  private static func sources(in scene: Scene, family: Family) throws -> [[Int: String]] {
    var found: [[Int: String]] = scene.laws.map { _ in [:] }
    for case .sameMarginal(let law, let source, let variable) in family.assumptions {
      let other = scene.laws[source]
      guard other.variables == [variable], other.parameters.isEmpty,
        let position = scene.laws[law].variables.firstIndex(of: variable)
      else { throw Obstacle("a marginal that real laws share is not decided") }
      found[law][position] = other.name
    }
    return found
  }

  /// Returns the variables of a law in the order of its factors, with the parents that each has.
  private static func order(
    of number: Int, in scene: Scene, family: Family
  ) -> [(variable: Int, parents: [Int], isFixed: Bool, name: String)] {
    var law = scene.laws[number]
    for case .fixedMarginal(number, let variable) in family.assumptions {
      law.parameterFree = [variable]
    }
    for case .factored(let factorisation) in family.assumptions where factorisation.law == number {
      return factorisation.order(in: scene, family: family)
    }
    // What the document writes without parameters comes first; members of sequences come in order, last.
    let order = law.variables.indices.sorted { a, b in
      let (first, second) = (law.variables[a], law.variables[b])
      let free = (law.parameterFree.contains(first), law.parameterFree.contains(second))
      if free.0 != free.1 { return free.0 }
      let shared = (family.shares(first, in: number), family.shares(second, in: number))
      if shared.0 != shared.1 { return shared.0 }
      // Two variables that are independent come first, two that are so given all others last.
      let rank = (family.rank(of: first, in: scene), family.rank(of: second, in: scene))
      if rank.0 != rank.1 { return rank.0 < rank.1 }
      let names = (scene.variables[first].name, scene.variables[second].name)
      if scene.variables[first].isMember != scene.variables[second].isMember {
        return scene.variables[second].isMember
      }
      return names.0 < names.1
    }
    return order.enumerated().map { position, variable in
      let global = law.variables[variable]
      let parents = order[..<position].filter { parent in
        !family.assumptions.contains {
          $0.removes(law.variables[parent], from: global, in: scene)
        }
      }
      // With a single free variable its marginal is free of the parameters; with more there is no such joint in general.
      let isFixed = law.parameterFree.count == 1 && law.parameterFree.contains(global)
      let name =
        family.seedName(of: global, in: scene) + " given "
        + parents.map { family.seedName(of: law.variables[$0], in: scene) }.joined(separator: ",")
      return (variable, Array(parents), isFixed, name)
    }
  }

  /// Draws the factors of a law: each variable given those before it, with fewer parents under assumptions.
  private static func factors(
    of number: Int, in scene: Scene, family: Family, counts: [Int], seed: UInt64
  ) -> [Factor] {
    let law = scene.laws[number]
    return order(of: number, in: scene, family: family).map { entry in
      let parameters = entry.isFixed ? [] : law.parameters
      let cells = ([entry.variable] + entry.parents)
        .reduce(1) { $0 * counts[law.variables[$1]] }
      var generator = WitnessGenerator(seed: seed, name: "\(law.name): \(entry.name)")
      func draw(_ spread: Double) -> [Double] {
        (0..<cells).map { _ in generator.number(from: -spread, to: spread) }
      }
      return Factor(
        variable: entry.variable, parents: entry.parents, logits: draw(family.spread),
        slopes: parameters.isEmpty ? [] : law.parameters.map { _ in draw(1) },
        curvatures: parameters.isEmpty ? [] : law.parameters.map { _ in draw(0.5) })
    }
  }
}

extension Scene.Variable {
  /// Whether the variable is a numbered member of a sequence.
  var isMember: Bool { name != head }

  /// The number of the member, for x_2.
  var index: Int? { Int(name.dropFirst(head.count + 1)) }
}

extension Family {
  /// Returns whether a law takes the marginal of a variable from another law.
  func shares(_ variable: Int, in law: Int) -> Bool { source(of: variable, in: law) != nil }

  /// Returns the law whose marginal of a variable a law takes over.
  func source(of variable: Int, in law: Int) -> Int? {
    for case .sameMarginal(law, let source, variable) in assumptions { return source }
    return nil
  }

  /// Where a variable stands among the factors: before those of which nothing is assumed, or behind.
  fileprivate func rank(of variable: Int, in scene: Scene) -> Int {
    for assumption in assumptions {
      switch assumption {
      case .unrelated(variable, _), .unrelated(_, variable): return -1
      case .separated(variable, _), .separated(_, variable): return 1
      case .apart(let head) where scene.variables[variable].head == head: return -1
      default: continue
      }
    }
    return 0
  }

  /// The name that the table of a variable is drawn under: members of a sequence share it if they are identical.
  func seedName(of variable: Int, in scene: Scene) -> String {
    let found = scene.variables[variable]
    return assumptions.contains(.identical(head: found.head)) ? found.head : found.name
  }
}

extension Family.Assumption {
  /// Returns whether the assumption takes a variable away from the parents of another.
  func removes(_ parent: Int, from child: Int, in scene: Scene) -> Bool {
    let (first, second) = (scene.variables[parent], scene.variables[child])
    switch self {
    case .independent(let head), .identical(let head), .apart(let head):
      return first.head == head && second.head == head
    case .markov(let head):
      guard first.head == head, second.head == head, let a = first.index, let b = second.index
      else { return false }
      return a != b - 1
    case .unrelated(let a, let b): return Set([a, b]) == Set([parent, child])
    case .separated(let a, let b): return Set([a, b]) == Set([parent, child])
    case .sameMarginal, .fixedMarginal, .factored: return false
    }
  }
}
