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
      if isNameOfVariance { return try completed(Symbol("Var", typeface: .upright), from: start) }
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

  /// Whether nothing follows a variance but an index of words: a name for one that is said in words, Var_path.
  private var isNameOfVariance: Bool {
    guard next == .subscript, peek(1) == .open(.group) else { return index == end }
    let behind = partners[index + 1] + 1
    let isWord = contents(index + 1).allSatisfy {
      switch lexemes[$0].kind {
      case .text, .word, .sign("-"): true
      default: false
      }
    }
    return behind == end && isWord
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
