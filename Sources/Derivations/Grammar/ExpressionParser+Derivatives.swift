// Gradients, partial and total derivatives.
extension ExpressionParser {
  /// Reads what a derivative by some variables applies to.
  private mutating func differentiated(by variables: [Expression], from start: Int)
    throws(ReadingError) -> Expression
  {
    guard index < end else { throw fail("a derivative of nothing", at: place(start)) }
    let wasDifferentiated = isDifferentiated
    isDifferentiated = true
    defer { isDifferentiated = wasDifferentiated }
    if case .open(let delimiter) = next, delimiter != .group { return try operand() }
    let outside = self
    let bodyStart = index
    var factors = [try factor()]
    // Over factors that do not contain a variable to the first that does: ∇_φ f(z) q_φ(z).
    let names = variables.compactMap { $0.asSymbol?.name }
    while startsOperand, !startsOperator {
      if !factors[factors.count - 1].isNumeric { ambiguities.formUnion([.narrow, .wide]) }
      let isReached = reading == .narrow || names.isEmpty || factors.contains { $0.mentions(names) }
      if isReached, factors.contains(where: { !$0.isNumeric }) { break }
      factors.append(try factor())
    }
    if startsOperator, factors.allSatisfy({ $0.isCoefficient && !$0.mentions(names) }) {
      factors.append(try factor())
    }
    if reading == .wide, ambiguities.contains(.wide) {
      let noted = ambiguities
      goBack(to: outside)
      ambiguities.formUnion(noted)
      isDifferentiated = false
      return try term()
    }
    return factors.count == 1
      ? factors[0]
      : Expression(Expression.product(ConstantPi.marked(factors)).kind, at: range(from: bodyStart))
  }

  mutating func gradient(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    var variables: [Expression] = []
    var kind = Derivative.Kind.gradient
    while next == .subscript || next == .superscript, peek(1) == .open(.group) {
      let inside = contents(index + 1)
      if next == .subscript {
        for part in commaParts(inside) { variables.append(try expression(in: part)) }
      } else {
        guard inside.count == 1, lexemes[inside.lowerBound].kind == .number(Rational(2)) else {
          throw fail("a power of ∇ other than 2")
        }
        kind = .laplacian
      }
      index = partners[index + 1] + 1
    }
    if isCommand("cdot"), peek(1) != nil {
      index += 1
      kind = .divergence
    }
    let body = try differentiated(by: variables, from: start)
    return Expression(
      .derivative(Derivative(kind, by: variables, of: body)), at: range(from: start))
  }

  /// Reads `\partial_x f` and `\partial f / \partial x`.
  mutating func partial(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    var order: Int?
    try readOrder(&order)
    if next == .subscript, peek(1) == .open(.group) {
      var variables: [Expression] = []
      for part in commaParts(contents(index + 1)) { variables.append(try expression(in: part)) }
      index = partners[index + 1] + 1
      if order == nil { try readOrder(&order) }
      if let order {
        guard variables.count == 1 else { throw fail("a derivative with two orders") }
        variables = Array(repeating: variables[0], count: order)
      }
      let body = try differentiated(by: variables, from: start)
      return Expression(
        .derivative(Derivative(.partial, by: variables, of: body)), at: range(from: start))
    }
    guard order == nil else { throw fail("∂ without a variable", at: place(start)) }
    let body = try differentiated(by: [], from: start)
    guard isSign("/"), peek(1) == .command("partial") else {
      throw fail("∂ without a variable", at: place(start))
    }
    index += 2
    let variable = try operand()
    return Expression(
      .derivative(Derivative(.partial, by: [variable], of: body)), at: range(from: start))
  }

  /// Reads the 2 of ∂²_x, or of ∂_x².
  private mutating func readOrder(_ order: inout Int?) throws(ReadingError) {
    guard next == .superscript, peek(1) == .open(.group) else { return }
    let inside = contents(index + 1)
    guard inside.count == 1, case .number(let number) = lexemes[inside.lowerBound].kind,
      number.denominator == 1, (1...4).contains(number.numerator)
    else { throw fail("the order of a derivative is no number") }
    order = number.numerator
    index = partners[index + 1] + 1
  }

  /// Reads a fraction as a derivative, `\frac{\partial f}{\partial x}`, `\frac{d}{dx} f`; nil if it is none.
  mutating func derivative(_ numerator: Range<Int>, by denominator: Range<Int>, from start: Int)
    throws(ReadingError) -> Expression?
  {
    guard let kind = differentialKind(numerator.lowerBound, numerator.upperBound),
      let below = differentialKind(denominator.lowerBound, denominator.upperBound), below == kind,
      var variables = try differentials(denominator, kind)
    else { return nil }
    var order = 1
    var rest = numerator.lowerBound + 1
    if rest + 1 < numerator.upperBound, lexemes[rest].kind == .superscript {
      let inside = contents(rest + 1)
      guard inside.count == 1, case .number(let number) = lexemes[inside.lowerBound].kind else {
        throw fail("the order of a derivative is no number", at: place(rest))
      }
      order = number.numerator
      rest = partners[rest + 1] + 1
    }
    if order == 1, variables.count == 2 {
      // ∂/∂σ² is a derivative by the variance.
      variables = try differentials(denominator, kind, holdPowers: true) ?? variables
    }
    guard order == variables.count else {
      throw fail("a derivative with two orders", at: place(start))
    }
    let outside = index
    let body: Expression
    if rest == numerator.upperBound {
      body = try differentiated(by: variables, from: start)
    } else {
      body = try expression(in: rest..<numerator.upperBound)
      index = outside
    }
    return Expression(
      .derivative(Derivative(kind, by: variables, of: body)), at: range(from: start))
  }

  /// The kind of derivative that the differential at an index belongs to.
  private func differentialKind(_ index: Int, _ end: Int) -> Derivative.Kind? {
    guard index < end else { return nil }
    switch lexemes[index].kind {
    case .command("partial"): return .partial
    case .name(let symbol) where symbol.name == "d": return .total
    case .name(let symbol) where symbol.name == "delta": return .functional
    default: return nil
    }
  }

  /// The variables of a row of differentials, `\partial x \partial y^2`; nil if the range is something else.
  ///
  /// - Parameter holdPowers: Whether σ² is what a derivative is by, and not σ twice.
  private mutating func differentials(
    _ range: Range<Int>, _ kind: Derivative.Kind, holdPowers: Bool = false
  ) throws(ReadingError)
    -> [Expression]?
  {
    var variables: [Expression] = []
    var position = range.lowerBound
    while position < range.upperBound {
      guard differentialKind(position, range.upperBound) == kind else { return nil }
      var stop = position + 1
      while stop < range.upperBound,
        differentialKind(stop, range.upperBound) != kind || stop == position + 1
      {
        stop = after(stop)
      }
      guard stop > position + 1 else { return nil }
      var variable = try expression(in: position + 1..<stop)
      var order = 1
      if !holdPowers, case .power(let base, let exponent) = variable.kind,
        case .number(let number) = exponent.kind
      {
        variable = base
        order = number.numerator
      }
      if kind == .total {
        switch variable.kind {
        case .symbol: break
        case .power where holdPowers: break
        default: return nil
        }
      }
      guard (1...9).contains(order) else { return nil }
      variables += Array(repeating: variable, count: order)
      position = stop
    }
    return variables.isEmpty ? nil : variables
  }
}
