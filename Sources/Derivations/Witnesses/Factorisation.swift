/// A joint law as a product of conditional densities: p(x, z₁, z₂) = p(x ∣ z₁) p(z₁ ∣ z₂) p(z₂), a directed graph.
struct Factorisation: Hashable, Sendable {
  /// A variable and those that its factor is conditional on.
  struct Node: Hashable, Sendable {
    /// The variable's number in the scene.
    var variable: Int
    /// The numbers of the variables that it depends on.
    var parents: [Int]
  }

  /// The number of the law.
  var law: Int
  /// The variables that have factors, each behind those that it depends on.
  var nodes: [Node]
  /// The variables that the whole product is conditional on.
  var conditions: [Int]

  /// Reads factors as a graph.
  ///
  /// - Parameters:
  ///   - law: The number of the law that all factors are of.
  ///   - factors: What each factor is of and given.
  /// - Returns: Nil unless every variable has one factor at most and none depends on itself, through others or not; and
  ///   nil where every law has these factors, by the product rule.
  init?(law: Int, factors: [(of: [Int], given: [Int])]) {
    let owned = factors.flatMap(\.of)
    guard Set(owned).count == owned.count, factors.count > 1 else { return nil }
    self.law = law
    conditions = []
    for variable in factors.flatMap(\.given)
    where !owned.contains(variable) && !conditions.contains(variable) {
      conditions.append(variable)
    }
    nodes = []
    var rest = factors
    var known = Set(conditions)
    var isGeneral = true
    while !rest.isEmpty {
      // Of the factors that may come next the one with the most conditions shows whether conditions are left out.
      let ready = rest.indices.filter { known.isSuperset(of: rest[$0].given) }
      guard let next = ready.max(by: { rest[$0].given.count < rest[$1].given.count }) else {
        return nil
      }
      let factor = rest.remove(at: next)
      if Set(factor.given) != known { isGeneral = false }
      var parents = factor.given
      for variable in factor.of {
        nodes.append(Node(variable: variable, parents: parents))
        parents.append(variable)
        known.insert(variable)
      }
    }
    if isGeneral { return nil }
  }

  /// Returns the factors of the witness's law, by positions among its variables: conditions first, then the graph, then
  /// variables that the product does not speak of.
  func order(
    in scene: Scene, family: Family
  ) -> [(variable: Int, parents: [Int], isFixed: Bool, name: String)] {
    let sketch = scene.laws[law]
    let owned = nodes.map(\.variable)
    let present = Set(sketch.variables)
    let before = conditions.filter(present.contains)
    var order: [Node] = []
    var known: [Int] = []
    func append(_ variable: Int) {
      order.append(Node(variable: variable, parents: known))
      known.append(variable)
    }
    for variable in before { append(variable) }
    for node in nodes where present.contains(node.variable) {
      order.append(
        Node(variable: node.variable, parents: node.parents.filter(present.contains)))
      known.append(node.variable)
    }
    for variable in sketch.variables where !before.contains(variable) && !owned.contains(variable) {
      append(variable)
    }
    let positions = Dictionary(
      sketch.variables.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return order.map { node in
      let parents = node.parents.filter { parent in
        !family.assumptions.contains { $0.removes(parent, from: node.variable, in: scene) }
      }
      let name =
        family.seedName(of: node.variable, in: scene) + " given "
        + parents.map { family.seedName(of: $0, in: scene) }.joined(separator: ",")
      return (
        positions[node.variable] ?? 0, parents.compactMap { positions[$0] },
        parents.isEmpty && sketch.parameterFree == [node.variable], name
      )
    }
  }

  /// Returns the product in words: p(x∣z_1) p(z_1∣z_2) p(z_2).
  func words(in scene: Scene) -> String {
    let name = scene.laws[law].name
    return nodes.reversed().map { node in
      let variable = scene.variables[node.variable].name
      let given = node.parents.map { scene.variables[$0].name }.joined(separator: ", ")
      return given.isEmpty ? "\(name)(\(variable))" : "\(name)(\(variable)∣\(given))"
    }.joined(separator: " ")
  }
}

extension Factorisation {
  /// Reads an equation between a density and a product of densities of the same law.
  init?(_ left: Term, _ right: Term) {
    guard case .density(let law, let of, let given) = left else { return nil }
    var factors: [(of: [Int], given: [Int])] = []
    for factor in right.factors {
      guard case .density(law, let own, let conditions) = factor else { return nil }
      factors.append((own.map(\.variable), conditions.map(\.variable)))
    }
    self.init(law: law, factors: factors)
    guard Set(nodes.map(\.variable)) == Set(of.map(\.variable)),
      Set(conditions).isSubset(of: given.map(\.variable))
    else { return nil }
    conditions = given.map(\.variable)
  }

  /// Reads the densities of a law in a term as factors of its joint density, where together they leave out conditions:
  /// p(x ∣ y, z), p(y) and p(z).
  ///
  /// Only three variables or more are taken for a factorisation; of two it would be independence.
  init?(of law: Int, within term: Term) {
    var factors: [(of: [Int], given: [Int])] = []
    let densities = term.densities(of: law).sorted { $0.of.count < $1.of.count }
    for density in densities {
      let owned = factors.flatMap(\.of)
      guard Set(owned).isDisjoint(with: density.of) else {
        guard Set(owned).isSuperset(of: density.of), density.of.count > 1 else { return nil }
        continue
      }
      factors.append(density)
    }
    self.init(law: law, factors: factors)
    guard nodes.count + conditions.count > 2 else { return nil }
  }
}

extension Term {
  /// The factors of a product; any other term alone.
  var factors: [Term] {
    if case .product(let factors) = self { factors.flatMap(\.factors) } else { [self] }
  }

  /// What the densities of a law in the term are of and given, each once.
  fileprivate func densities(of law: Int) -> [(of: [Int], given: [Int])] {
    var found: [(of: [Int], given: [Int])] = []
    func gather(_ term: Term) {
      if case .density(law, let of, let given) = term {
        let entry = (of: of.map(\.variable), given: given.map(\.variable))
        if !found.contains(where: { $0.of == entry.of && $0.given == entry.given }) {
          found.append(entry)
        }
      }
      if case .expectation(_, let density, let body) = term {
        gather(density)
        gather(body)
        return
      }
      for child in term.children { gather(child) }
    }
    gather(self)
    return found
  }
}

extension Step {
  /// The step as a factorisation that the document states: a density and a product of densities of the same law.
  var factorisation: Background.Definition? {
    guard relation == .equal || relation == .defined, case .density(let density) = left.kind,
      right.isProductOfDensities(of: density.name.lawKey)
    else { return nil }
    return Background.Definition(left, as: right)
  }
}

extension Expression {
  /// Whether the expression is made of densities of one law by products.
  fileprivate func isProductOfDensities(of key: String) -> Bool {
    switch kind {
    case .product(let factors):
      factors.allSatisfy { $0.isDensityOrProduct(of: key) }
    case .series(let series) where series.operation == .product:
      series.body.isDensityOrProduct(of: key)
    default: false
    }
  }

  private func isDensityOrProduct(of key: String) -> Bool {
    if case .density(let density) = kind { return density.name.lawKey == key }
    return isProductOfDensities(of: key)
  }
}
