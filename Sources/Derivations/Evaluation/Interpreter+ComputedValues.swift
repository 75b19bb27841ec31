// Densities at values that are computed, p(x ∣ g(ε, φ)), q(Z = t(ε) ∣ x), and probabilities of half lines.
extension Interpreter {
  /// Returns a density with a computed value in the place of one of its variables: the density at the variable, which
  /// holds that value; nil where all places hold names.
  ///
  /// Which variable stands there is what the document says the variable is, z = g(ε, φ), or what the densities of the
  /// law show: z in p(x ∣ g(ε, φ)) beside p(x ∣ z).
  mutating func atComputedValue(
    _ density: Density, near places: [Int], at expression: Expression
  ) throws -> Resolved? {
    let parts = density.arguments + density.conditions
    guard let computed = parts.first(where: { $0.computedValue != nil }),
      let value = computed.computedValue, let variable = variable(at: computed, of: density)
    else { return nil }
    var plain = density
    plain.arguments = density.arguments.map { $0 == computed ? variable : $0 }
    plain.conditions = density.conditions.map { $0 == computed ? variable : $0 }
    // E_q in the value of q(f(E_q[…])) is no law of its own.
    guard computing.insert(density).inserted else {
      throw Obstacle("a density at a value that it is computed from", at: computed.range)
    }
    defer { computing.remove(density) }
    let axes = try axes(of: [variable])
    let entries = try tensor(value).entries
    guard entries.count == axes.count else {
      throw Obstacle("a density at a computed value is not decided", at: computed.range)
    }
    var found = try resolve(plain, near: places, at: expression)
    for (axis, entry) in zip(axes, entries) {
      guard !entry.freePlaces.contains(axis.place) else {
        throw Obstacle("a density at a computed value is not decided", at: computed.range)
      }
      scene.variables[axis.variable].isReal = true
      found.places.removeAll { $0 == axis.place }
      found.density = .substitution(axis.place, by: entry, in: found.density)
    }
    return found
  }

  /// Returns the variable in whose place a density holds a computed value, if it is the only one that may stand there.
  private func variable(at computed: Expression, of density: Density) -> Expression? {
    if case .statement(let statement) = computed.kind {
      return statement.left.asSymbol == nil ? nil : statement.left
    }
    for definition in background.definitions where definition.body == computed {
      if let symbol = definition.name.asSymbol, isRandom(symbol.headKey) { return definition.name }
    }
    let others = Set(
      (density.arguments + density.conditions).flatMap(\.variableSymbols)
        .filter { isRandom($0.headKey) })
    var found = Set<Symbol>()
    for signature in notation.signatures[density.name.lawKey] ?? [] {
      let parts = signature.arguments + signature.conditions
      guard parts.allSatisfy({ $0.asSymbol != nil }) else { continue }
      let all = Set(parts.flatMap(\.variableSymbols).filter { isRandom($0.headKey) })
      if others.isSubset(of: all), all.count == others.count + 1 {
        found.formUnion(all.subtracting(others))
      }
    }
    return found.count == 1 ? found.first.map { Expression(.symbol($0)) } : nil
  }
}

extension Expression {
  /// The value in the place of a variable, if it is computed: g(ε), μ + σε, and what Z is equal to in Z = g(ε).
  fileprivate var computedValue: Expression? {
    switch kind {
    case .application, .sum, .product, .quotient, .negated, .power, .elementwiseProduct, .function:
      return self
    case .statement(let statement) where statement.relation == .equal:
      guard statement.left.asSymbol != nil, statement.right.asSymbol == nil else { return nil }
      if case .number = statement.right.kind { return nil }
      return statement.right.computedValue
    default: return nil
    }
  }
}

extension Density {
  /// The probability that a variable is on one side of a number, P(z ≤ t), as an integral of its density; nil for any
  /// other density.
  ///
  /// An index or a number may be one of the values of a discrete variable.
  var onHalfLine: Expression? {
    guard arguments.count == 1, case .statement(let statement) = arguments[0].kind,
      let variable = statement.left.asSymbol,
      !statement.right.descendants.contains(where: { $0.asSymbol == variable })
    else { return nil }
    let isBelow: Bool
    switch statement.relation {
    case .less, .lessOrEqual: isBelow = true
    case .greater, .greaterOrEqual: isBelow = false
    default: return nil
    }
    if case .number = statement.right.kind { return nil }
    if let letter = statement.right.asSymbol, ["i", "j", "k", "l", "n"].contains(letter.name) {
      return nil
    }
    var density = self
    density.arguments = [statement.left]
    let infinity = Expression(.constant(.infinity))
    let domain: Binding.Domain =
      isBelow
      ? .between(infinity.negated, statement.right) : .between(statement.right, infinity)
    return Expression(
      .integral(
        Integral(
          over: [Binding([statement.left], domain)], of: Expression(.density(density)))))
  }
}
