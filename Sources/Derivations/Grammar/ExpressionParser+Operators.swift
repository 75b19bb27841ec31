// Operators that reach over what follows them: functions, derivatives, sums, optima.
extension ExpressionParser {
  /// Reads an operator with what it reaches over; nil if no operator follows.
  mutating func operation() throws(ReadingError) -> Expression? {
    let start = index
    guard case .command(let name) = next else { return nil }
    if let function = Vocabulary.functions[name] {
      index += 1
      return try applied(function, from: start)
    }
    if let family = Vocabulary.families[name] {
      index += 1
      if next == .subscript, peek(1) == .open(.group) {
        // The dimension of the law.
        _ = try expression(in: contents(index + 1))
        index = partners[index + 1] + 1
      }
      guard next == .open(.parenthesis) || next == .open(.bracket) || next == .open(.brace) else {
        throw fail("a law without its parameters", at: place(start))
      }
      return try law(family, from: start)
    }
    switch name {
    case "sum", "prod":
      index += 1
      return try series(name == "sum" ? .sum : .product, from: start)
    case "int", "iint", "iiint", "oint": return try integral(from: start)
    case "nabla": return try gradient(from: start)
    case "partial": return try partial(from: start)
    case "argmax", "argmin", "max", "min", "sup", "inf", "arg": return try optimum(from: start)
    case "lim": return try limit(from: start)
    case "KL", "JS":
      index += 1
      if let label = try divergenceLabel() {
        throw fail("KL with the index \(label)", at: place(start))
      }
      if let divergence = try kullbackLeibler(
        name == "KL" ? .kullbackLeibler : .jensenShannon, from: start)
      {
        return divergence
      }
      index = start
      return nil
    case "Var":
      index += 1
      return try variance(from: start)
    case "Cov":
      index += 1
      return try covariance(from: start)
    case "indicator":
      index += 1
      return try indicator(from: start)
    case "Pr":
      index += 1
      return try completed(Symbol("Pr", typeface: .upright), from: start)
    default: return nil
    }
  }

  /// Reads 1[condition] or 1 with a condition as its subscript.
  mutating func indicator(from start: Int) throws(ReadingError) -> Expression {
    if next == .subscript { index += 1 }
    guard case .open(let delimiter) = next, delimiter != .bar, delimiter != .doubleBar else {
      throw fail("an indicator without its condition", at: place(start))
    }
    var condition = contents(index)
    if delimiter == .group, let first = condition.first,
      case .open(let inner) = lexemes[first].kind, inner != .group,
      partners[first] == condition.upperBound - 1
    {
      condition = contents(first)
    }
    var arguments: [Expression] = []
    for part in commaParts(condition) { arguments.append(try argument(part)) }
    index = partners[index] + 1
    return Expression(.function(.indicator, arguments), at: range(from: start))
  }

  private func divergenceLabel() throws(ReadingError) -> String? {
    next == .subscript || next == .superscript ? next?.spelling : nil
  }

  // MARK: Functions

  /// Reads the argument of a function from behind its name.
  private mutating func applied(_ function: Function, from start: Int) throws(ReadingError)
    -> Expression
  {
    var function = function
    var power: Expression?
    while next == .subscript || next == .superscript || next == .command("nolimits"),
      peek(1) == .open(.group)
    {
      let script = try expression(in: contents(index + 1))
      if next == .superscript {
        power = script
      } else if case .log = function {
        function = .log(base: script)
      } else {
        throw fail("an index on a function", at: place(index))
      }
      index = partners[index + 1] + 1
    }
    var arguments: [Expression] = []
    if case .open(let delimiter) = next,
      delimiter == .parenthesis || delimiter == .bracket || delimiter == .brace
    {
      let outside = index
      for part in commaParts(contents(outside)) { arguments.append(try expression(in: part)) }
      index = partners[outside] + 1
      if case .log = function, arguments.count > 1 {
        throw fail("a logarithm of a list", at: place(outside))
      }
      if next == .superscript { ambiguities.insert(.wide) }
      if reading == .wide, next == .superscript, arguments.count == 1 {
        arguments[0] = try scripted(arguments[0], from: outside)
      }
    } else {
      arguments = [try openArgument()]
    }
    guard !arguments.isEmpty else { throw fail("a function of nothing", at: place(start)) }
    let value = Expression(.function(function, arguments), at: range(from: start))
    if let power { return Expression(.power(value, power), at: range(from: start)) }
    return try scripted(value, from: start)
  }

  /// Reads the argument of a function that has no brackets, as far as it reaches.
  private mutating func openArgument() throws(ReadingError) -> Expression {
    let start = index
    guard index < end else { throw fail("a function without its argument") }
    let first = try factor()
    var factors = [first]
    let isNumber = if case .number = first.kind { true } else { false }
    while true {
      let isSlash = isSign("/") || isCommand("slash")
      let isTimes = isCommand("cdot") || isCommand("times") || isSign("*")
      let isSeries = startsSeries
      guard isSlash || isTimes || isSeries || (startsOperand && !startsOperator) else { break }
      // The coefficient of a product, log 2πσ², is never alone.
      let isForced = isNumber && factors.count == 1 && !isSlash && !isTimes && !isSeries
      if !isForced {
        ambiguities.formUnion([.narrow, .wide])
        if isSeries, reading == .standard || reading == .powers || reading == .overSums {
          // log 1/K Σ w is the log of the mean; behind a density the sum is a factor of its own.
          guard !isDifferentiated, factors.allSatisfy({ !$0.holdsLaw }) else { break }
        } else {
          guard takesNext(isSlash: isSlash, isTimes: isTimes) else { break }
        }
      }
      if isSlash || isTimes { index += 1 }
      let next = try factor()
      if isSlash {
        factors = [Expression(.quotient(.product(factors), next), at: range(from: start))]
      } else {
        factors.append(next)
      }
    }
    guard factors.count > 1 else { return factors[0] }
    return Expression(Expression.product(ConstantPi.marked(factors)).kind, at: range(from: start))
  }

  /// Whether a function without brackets takes one more factor.
  private func takesNext(isSlash: Bool, isTimes: Bool) -> Bool {
    switch reading {
    case .narrow: return false
    case .wide: return true
    case .standard, .overSums, .powers:
      if isDifferentiated || isTimes { return false }
      if isSlash { return true }
      switch next {
      case .open(.parenthesis), .open(.bracket), .open(.brace): return false
      case .name(let symbol):
        // An opaque f(x) ends the argument, a density does not.
        return Self.isLawName(symbol) || symbol.name == "N" || !isApplied(index)
      default: return true
      }
    }
  }

  /// Whether a sum, a product series, an integral or an expectation follows.
  private var startsSeries: Bool {
    switch next {
    case .command(let name): ["sum", "prod", "int", "iint", "iiint", "oint"].contains(name)
    case .name(let symbol): isExpectation(symbol, before: index + 1)
    default: false
    }
  }

  /// Whether a bracket follows a name and its scripts.
  private func isApplied(_ index: Int) -> Bool {
    var index = index + 1
    while index + 1 < end, lexemes[index].kind == .subscript || lexemes[index].kind == .superscript
    {
      index = after(index + 1)
    }
    return index < end && lexemes[index].kind == .open(.parenthesis)
  }

  // MARK: Derivatives

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
    if startsOperator, factors.allSatisfy(\.isNumeric) { factors.append(try factor()) }
    if reading == .wide, ambiguities.contains(.wide) {
      let noted = ambiguities
      self = outside
      ambiguities.formUnion(noted)
      isDifferentiated = false
      return try term()
    }
    return factors.count == 1
      ? factors[0]
      : Expression(Expression.product(ConstantPi.marked(factors)).kind, at: range(from: bodyStart))
  }

  private mutating func gradient(from start: Int) throws(ReadingError) -> Expression {
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
  private mutating func partial(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    if next == .subscript, peek(1) == .open(.group) {
      var variables: [Expression] = []
      for part in commaParts(contents(index + 1)) { variables.append(try expression(in: part)) }
      index = partners[index + 1] + 1
      let body = try differentiated(by: variables, from: start)
      return Expression(
        .derivative(Derivative(.partial, by: variables, of: body)), at: range(from: start))
    }
    let body = try differentiated(by: [], from: start)
    guard isSign("/"), peek(1) == .command("partial") else {
      throw fail("∂ without a variable", at: place(start))
    }
    index += 2
    let variable = try operand()
    return Expression(
      .derivative(Derivative(.partial, by: [variable], of: body)), at: range(from: start))
  }

  /// Reads a fraction as a derivative, `\frac{\partial f}{\partial x}`, `\frac{d}{dx} f`; nil if it is none.
  mutating func derivative(_ numerator: Range<Int>, by denominator: Range<Int>, from start: Int)
    throws(ReadingError) -> Expression?
  {
    guard let kind = differentialKind(numerator.lowerBound, numerator.upperBound),
      let below = differentialKind(denominator.lowerBound, denominator.upperBound), below == kind,
      let variables = try differentials(denominator, kind)
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
  private mutating func differentials(_ range: Range<Int>, _ kind: Derivative.Kind)
    throws(ReadingError)
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
      if case .power(let base, let exponent) = variable.kind,
        case .number(let number) = exponent.kind
      {
        variable = base
        order = number.numerator
      }
      if kind == .total {
        guard case .symbol = variable.kind else { return nil }
      }
      guard (1...9).contains(order) else { return nil }
      variables += Array(repeating: variable, count: order)
      position = stop
    }
    return variables.isEmpty ? nil : variables
  }

  // MARK: Optima and limits

  private mutating func optimum(from start: Int) throws(ReadingError) -> Expression {
    guard case .command(var name) = next else { throw unexpected() }
    index += 1
    if name == "arg" {
      guard case .command(let which) = next, which == "max" || which == "min" else {
        throw fail("arg without max or min", at: place(start))
      }
      name = "arg" + which
      index += 1
    }
    let kind: Optimum.Kind =
      switch name {
      case "max": .maximum
      case "min": .minimum
      case "sup": .supremum
      case "inf": .infimum
      case "argmax": .argmax
      default: .argmin
      }
    var bindings: [Binding] = []
    while next == .subscript, peek(1) == .open(.group) {
      bindings += try self.bindings(contents(index + 1), upper: nil)
      index = partners[index + 1] + 1
    }
    if bindings.isEmpty, case .open(let delimiter) = next,
      delimiter == .parenthesis || delimiter == .brace
    {
      let parts = commaParts(contents(index))
      if parts.count > 1, kind == .maximum || kind == .minimum {
        var arguments: [Expression] = []
        for part in parts { arguments.append(try expression(in: part)) }
        index = partners[index] + 1
        return try scripted(
          Expression(
            .function(kind == .maximum ? .maximum : .minimum, arguments), at: range(from: start)),
          from: start)
      }
    }
    guard index < end else { throw fail("an optimum of nothing", at: place(start)) }
    let body: Expression
    if reading == .narrow || isWhollyBracketed {
      body = try term()
    } else {
      body = try sum()
      if case .sum = body.kind { ambiguities.insert(.narrow) }
    }
    return Expression(.optimum(Optimum(kind, over: bindings, of: body)), at: range(from: start))
  }

  /// Whether a square bracket or a brace follows, which is then the whole operand.
  private var isWhollyBracketed: Bool { next == .open(.bracket) || next == .open(.brace) }

  private mutating func limit(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    guard skip(.subscript), next == .open(.group) else {
      throw fail("a limit of nothing", at: place(start))
    }
    let approach = try argument(contents(index))
    index = partners[index] + 1
    guard case .statement(let statement) = approach.kind, statement.relation == .arrow else {
      throw fail("a limit without an arrow", at: approach.range)
    }
    let body = try reach(after: [])
    return Expression(.limit(statement.left, statement.right, body), at: range(from: start))
  }
}
