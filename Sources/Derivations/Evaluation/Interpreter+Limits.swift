// Integrals between limits.
extension Interpreter {
  /// Returns an integral over one variable between limits as one over the whole line.
  ///
  /// The variable is computed from u on the line, x = a + (b − a) σ(u) between two limits, x = a + eᵘ and x = b − eᵘ beyond
  /// one, so that the integrand with the slope dx/du dies out on both sides and limits may vary with what derivatives are by.
  mutating func limited(_ integral: Integral, at expression: Expression) throws -> Tensor {
    guard integral.bindings.count == 1, integral.bindings[0].variables.count == 1,
      case .between(let lower, let upper?) = integral.bindings[0].domain
    else { throw Obstacle("an integral between these limits is not decided", at: expression.range) }
    let low = lower.isMinusInfinity ? nil : try term(lower)
    let high = upper.isInfinity ? nil : try term(upper)
    let variable = integral.bindings[0].variables[0]
    let axes = try differential(variable, of: integral.body, at: expression)
    guard axes.count == 1, !lower.isInfinity, !upper.isMinusInfinity else {
      throw Obstacle("an integral between these limits is not decided", at: expression.range)
    }
    let place = axes[0].place
    scene.variables[axes[0].variable].isReal = true
    let name = "the line of \(scene.places[place].name)"
    let number = scene.variable(name, head: name)
    scene.variables[number].isReal = true
    let line = scene.place(name, of: number)
    let (value, slope) = try Self.path(from: low, to: high, along: .place(line))
    let outer = (scope, enclosing)
    scope = [place]
    enclosing.formUnion([place, line])
    defer { (scope, enclosing) = outer }
    return try tensor(integral.body).map { body in
      .integral(
        [line],
        .product([
          slope, .substitution(place, by: value, in: try substituting(body, where: [place])),
        ]))
    }
  }

  /// Returns the value between two limits, or beyond one, that belongs to a number on the line, and its derivative.
  private static func path(
    from low: Term?, to high: Term?, along number: Term
  ) throws -> (value: Term, slope: Term) {
    let length = Term.exponential(number)
    switch (low, high) {
    case (let low?, let high?):
      let share = Term.function(.sigmoid, number)
      return (
        .sum([low, .product([high - low, share])]),
        .product([high - low, share, .function(.sigmoid, -number)])
      )
    case (let low?, nil): return (.sum([low, length]), length)
    case (nil, let high?): return (high - length, length)
    case (nil, nil): throw Obstacle("an integral between these limits is not decided")
    }
  }
}

extension Expression {
  /// Whether the expression is ∞.
  var isInfinity: Bool { kind == .constant(.infinity) }

  /// Whether the expression is −∞.
  var isMinusInfinity: Bool {
    if case .negated(let inner) = kind { inner.isInfinity } else { false }
  }
}
