// Sums and products, and what binds variables.
extension ExpressionParser {
  // MARK: Sums and products

  /// Reads a sum or product from behind its sign.
  mutating func series(_ operation: Series.Operation, from start: Int) throws(ReadingError)
    -> Expression
  {
    var lower: Range<Int>?
    var upper: Expression?
    while next == .subscript || next == .superscript, peek(1) == .open(.group) {
      let inside = contents(index + 1)
      if next == .subscript { lower = inside } else { upper = try expression(in: inside) }
      index = partners[index + 1] + 1
    }
    var bindings: [Binding] = []
    if let lower {
      bindings = try self.bindings(lower, upper: upper)
    } else if let upper {
      bindings = [Binding([], .between(.number(1), upper))]
    }
    let names = bindings.flatMap(\.names)
    let outer = boundIndices
    boundIndices.formUnion(names)
    defer { boundIndices = outer }
    let opening = index
    let body = try reach(after: names)
    // A bracket that is the whole body says where it ends.
    let isBracketed = partners[opening] == index - 1 && lexemes[opening].kind != .open(.group)
    let whole = Series(operation, over: bindings, of: body)
    if operation == .product, !isBracketed, let split = trailingFactors(of: body, without: names) {
      ambiguities.insert(.wide)
      if reading != .wide {
        let inner = Expression(
          .series(Series(.product, over: bindings, of: split.inside)),
          at: place(start).union(split.inside.range))
        return Expression(Expression.product([inner] + split.outside).kind, at: range(from: start))
      }
    }
    return Expression(.series(whole), at: range(from: start))
  }

  /// The factors at the end of a product that do not contain the index, which are not repeated.
  private func trailingFactors(of body: Expression, without names: [String])
    -> (inside: Expression, outside: [Expression])?
  {
    guard case .product(let factors) = body.kind, !names.isEmpty else { return nil }
    guard let last = factors.lastIndex(where: { $0.mentions(names) }), last + 1 < factors.count
    else { return nil }
    return (.product(Array(factors[...last])), Array(factors[(last + 1)...]))
  }

  /// Reads the subscript of a sum, product, integral or optimum.
  mutating func bindings(_ range: Range<Int>, upper: Expression?) throws(ReadingError) -> [Binding]
  {
    var bindings: [Binding] = []
    var variables: [Expression] = []
    for part in bindingParts(range) {
      guard !part.isEmpty else { throw fail("an entry is missing", at: place(part.lowerBound)) }
      let entry = try bindingEntry(part)
      guard case .statement(let statement) = entry.kind else {
        variables += entry.entries
        continue
      }
      variables += statement.left.entries
      switch statement.relation {
      case .equal: bindings.append(Binding(variables, .between(statement.right, upper)))
      case .member: bindings.append(Binding(variables, .members(statement.right)))
      default: bindings.append(Binding(variables, .satisfying(statement.relation, statement.right)))
      }
      variables = []
    }
    if !variables.isEmpty {
      bindings.append(Binding(variables, upper.map { .between(.number(1), $0) } ?? .everything))
    }
    return bindings
  }

  /// The entries between commas; the list behind `i = 1, …, n` stays whole.
  private func bindingParts(_ range: Range<Int>) -> [Range<Int>] {
    if range.count > 2, lexemes[range.lowerBound].kind == .command("substack"),
      lexemes[range.lowerBound + 1].kind == .open(.group)
    {
      return bindingParts(contents(range.lowerBound + 1))
    }
    let parts = split(range) { $0 == .sign(",") || $0 == .rowBreak }
    var merged: [Range<Int>] = []
    for part in parts where !part.isEmpty {
      if let last = merged.last,
        isEllipsis(part) || (isEllipsis(parts.first { $0.upperBound + 1 == part.lowerBound }))
      {
        merged[merged.count - 1] = last.lowerBound..<part.upperBound
      } else {
        merged.append(part)
      }
    }
    return merged
  }

  private func isEllipsis(_ range: Range<Int>?) -> Bool {
    guard let range, range.count == 1, case .command(let name) = lexemes[range.lowerBound].kind
    else { return false }
    return ["dots", "ldots", "cdots", "dotsc"].contains(name)
  }

  private mutating func bindingEntry(_ part: Range<Int>) throws(ReadingError) -> Expression {
    if lexemes[part.lowerBound].kind == .open(.group),
      partners[part.lowerBound] == part.upperBound - 1
    {
      return try bindingEntry(contents(part.lowerBound))
    }
    // i = 1, …, n and i = 1:n.
    var list = split(part) { $0 == .sign(",") }
    if list.count == 1 { list = split(part) { $0 == .sign(":") } }
    if list.count > 1, list.allSatisfy({ !$0.isEmpty }) {
      let first = try argument(list[0])
      let last = try expression(in: list[list.count - 1])
      guard case .statement(let statement) = first.kind, statement.relation == .equal else {
        throw fail("a range without its index", at: place(part.lowerBound))
      }
      let set = Expression(.set([statement.right, Expression(.ellipsis), last]), at: last.range)
      return Expression(
        .statement(.init(statement.left, .member, set)), at: first.range.union(last.range))
    }
    return try argument(part)
  }
}

extension Binding {
  /// The names of the letters that are bound.
  var names: [String] { variables.compactMap { $0.asSymbol?.name } }
}

extension Expression {
  /// Whether one of the names occurs free in the expression, indices included.
  func mentions(_ names: [String]) -> Bool {
    guard !names.isEmpty else { return false }
    switch kind {
    case .symbol(let symbol): return symbol.mentions(names)
    case .density(let density) where density.name.mentions(names): return true
    case .application(let application) where application.name.mentions(names): return true
    case .series(let series):
      let free = names.filter { !series.bindings.flatMap(\.names).contains($0) }
      return series.body.mentions(free)
    case .integral(let integral):
      let free = names.filter { !integral.bindings.flatMap(\.names).contains($0) }
      return integral.body.mentions(free)
    case .expectation(let expectation):
      let bound = expectation.samplings.flatMap(\.boundNames)
      if expectation.body.mentions(names.filter { !bound.contains($0) }) { return true }
      return expectation.samplings.contains {
        $0.law?.mentions(names.filter { !bound.contains($0) }) == true
      }
    default: return children.contains { $0.mentions(names) }
    }
  }

  /// Whether a density or a named law occurs in the expression.
  var holdsLaw: Bool {
    descendants.contains { node in
      switch node.kind {
      case .density, .law: true
      default: false
      }
    }
  }

  /// Whether the expression is made of numbers only.
  var isNumeric: Bool {
    switch kind {
    case .number, .constant(.pi): true
    case .quotient(let top, let bottom): top.isNumeric && bottom.isNumeric
    case .negated(let inner): inner.isNumeric
    default: false
    }
  }

  /// Whether the expression is a number, a fraction of a number and names, 1/n, or a Greek letter: a factor that a
  /// derivative by another name reaches over.
  var isCoefficient: Bool {
    if let symbol = asSymbol {
      return Vocabulary.greek[symbol.name] != nil && symbol.subscripts.isEmpty
        && symbol.superscripts.isEmpty
    }
    guard case .quotient(let top, let bottom) = kind else { return isNumeric }
    return top.isNumeric
      && bottom.descendants.allSatisfy { node in
        switch node.kind {
        case .number, .constant, .symbol, .product, .power: true
        default: false
        }
      }
  }

  /// Whether a symbol names a set: calligraphic, blackboard, Ω.
  var isSetName: Bool {
    switch kind {
    case .symbol(let symbol):
      symbol.typeface == .calligraphic || symbol.typeface == .blackboard || symbol.name == "Omega"
        || symbol.name == "infty"
    case .power(let base, _): base.isSetName
    default: false
    }
  }

  /// Whether a symbol is a capital letter without indices.
  var isCapital: Bool {
    guard let symbol = asSymbol, symbol.subscripts.isEmpty, symbol.superscripts.isEmpty else {
      return false
    }
    return symbol.name.first?.isUppercase == true
  }

  /// Whether two symbols are one variable apart from their weight.
  func isSameVariable(as other: Expression) -> Bool {
    guard let left = asSymbol, let right = other.asSymbol else { return self == other }
    return left.plainWeight == right.plainWeight
  }
}

extension Symbol {
  /// Whether the symbol or one of its indices has one of the names.
  func mentions(_ names: [String]) -> Bool {
    names.contains(name)
      || (subscripts + superscripts).contains { $0.expressions.contains { $0.mentions(names) } }
  }
}
