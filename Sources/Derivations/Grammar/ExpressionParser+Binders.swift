// Sums, products and integrals.
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
    let body = try reach(after: names)
    let whole = Series(operation, over: bindings, of: body)
    if operation == .product, let split = trailingFactors(of: body, without: names) {
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

  // MARK: Integrals

  /// The sign of an integral, how many there are, and its scripts.
  private struct IntegralSign {
    var lower: Range<Int>?
    var upper: Expression?
  }

  /// Reads an integral: to its differential, or to the next `+` or `−`.
  mutating func integral(from start: Int) throws(ReadingError) -> Expression {
    let signs = try integralSigns()
    // The differential first: `\int dz f(z)`.
    let leading = try differentials()
    if !leading.isEmpty {
      let body = try reach(after: leading.compactMap { $0.asSymbol?.name })
      return try integral(signs, leading, body, from: start)
    }
    if next == .open(.group), let grouped = try groupedIntegral(signs, from: start) {
      return grouped
    }
    guard let close = closingDifferential() else {
      var bound: [String] = []
      for sign in signs { bound += try domains(sign).flatMap(\.names) }
      let bodyStart = index
      let body = try reach(after: bound)
      if let hidden = hiddenDifferential(bodyStart..<index) {
        throw fail("a differential that is not at the level of its integral", at: place(hidden))
      }
      return try integral(signs, [], body, from: start)
    }
    let wasDifferentiated = isDifferentiated
    isDifferentiated = false
    let body =
      close == index
      ? Expression.number(1) : try expression(in: index..<close, separating: barsSeparate)
    isDifferentiated = wasDifferentiated
    index = close
    let variables = try differentials()
    return try integral(signs, variables, body, from: start)
  }

  /// Reads `\int{f(z) dz}`, whose differential stands in the group of the integrand.
  private mutating func groupedIntegral(_ signs: [IntegralSign], from start: Int)
    throws(ReadingError) -> Expression?
  {
    let group = index
    let inside = contents(group)
    let outside = (index, end)
    (index, end) = (inside.lowerBound, inside.upperBound)
    defer { end = outside.1 }
    guard let close = closingDifferential() else {
      index = outside.0
      return nil
    }
    let body = close == index ? Expression.number(1) : try expression(in: index..<close)
    index = close
    let variables = try differentials()
    guard index == end else { throw unexpected() }
    index = partners[group] + 1
    return try integral(signs, variables, body, from: start)
  }

  private mutating func integralSigns() throws(ReadingError) -> [IntegralSign] {
    var signs: [IntegralSign] = []
    while case .command(let name) = next, ["int", "iint", "iiint", "oint"].contains(name) {
      index += 1
      var sign = IntegralSign()
      while next == .subscript || next == .superscript, peek(1) == .open(.group) {
        let inside = contents(index + 1)
        if next == .subscript {
          sign.lower = inside
        } else {
          sign.upper = try expression(in: inside)
        }
        index = partners[index + 1] + 1
      }
      signs.append(sign)
      if name != "int", name != "oint" { break }
    }
    return signs
  }

  /// Whether a differential begins at an index: an upright or italic d and a letter.
  private func isDifferential(_ index: Int, _ end: Int) -> Bool {
    guard index + 1 < end, case .name(let head) = lexemes[index].kind, head.name == "d",
      head.accents.isEmpty,
      head.typeface == .plain || head.typeface == .upright || head.typeface == .bold
    else { return false }
    switch lexemes[index + 1].kind {
    case .name: return true
    case .command(let name): return Vocabulary.accents[name] != nil
    case .superscript: return index + 3 < end && isDifferentialVariable(after(index + 2), end)
    case .open(.group): return true
    default: return false
    }
  }

  private func isDifferentialVariable(_ index: Int, _ end: Int) -> Bool {
    guard index < end, case .name = lexemes[index].kind else { return false }
    return true
  }

  /// Reads the differentials that stand here.
  private mutating func differentials() throws(ReadingError) -> [Expression] {
    var variables: [Expression] = []
    while isDifferential(index, end) {
      index += 1
      if skip(.superscript) { index = after(index) }
      let start = index
      switch next {
      case .name(let symbol):
        // Only the name and its scripts: dz (…) is no application.
        index += 1
        let scripted = scriptEnd(index)
        variables.append(
          try within(start..<scripted) { (parser) throws(ReadingError) in
            try parser.named(symbol, from: start)
          })
        index = scripted
      case .open(.group):
        variables.append(try expression(in: contents(start)))
        index = partners[start] + 1
      default:
        let scripted = scriptEnd(after(start + 1))
        variables.append(try expression(in: start..<scripted))
        index = scripted
      }
    }
    return variables
  }

  /// The index behind the scripts that stand at an index.
  private func scriptEnd(_ index: Int) -> Int {
    var index = index
    while index + 1 < end, [.subscript, .superscript].contains(lexemes[index].kind) {
      index = after(index + 1)
    }
    while index < end, lexemes[index].kind == .sign("'") { index += 1 }
    return index
  }

  /// The index of the differential that closes the integral that has been opened, nil if there is none.
  private func closingDifferential() -> Int? {
    var open = 1
    var position = index
    while position < end {
      if case .command(let name) = lexemes[position].kind,
        ["int", "iint", "iiint", "oint"].contains(name)
      {
        var stop = position + 1
        while stop + 1 < end, [.subscript, .superscript].contains(lexemes[stop].kind) {
          stop = after(stop + 1)
        }
        let previous = position > index ? lexemes[position - 1].kind : nil
        let isNext = previous == .command("int")
        // A differential right behind an inner integral is its own.
        if isDifferential(stop, end) {
          while isDifferential(stop, end) { stop = scriptEnd(stop + 2) }
          position = stop
          continue
        }
        if !isNext { open += 1 }
        position = stop
        continue
      }
      if isDifferential(position, end) {
        open -= 1
        if open == 0 { return position }
        // The differentials of one integral stand together; one of them each may close an integral of its own.
        position = scriptEnd(position + 2)
        continue
      }
      position = after(position)
    }
    return nil
  }

  /// The index of a differential inside brackets of a range, or at its level, nil if there is none.
  private func hiddenDifferential(_ range: Range<Int>) -> Int? {
    range.first { index in
      guard isDifferential(index, range.upperBound),
        case .name(let variable) = lexemes[index + 1].kind
      else {
        return false
      }
      return !lexemes[index + 1].isSpaced
        && ["x", "y", "z", "epsilon", "theta"].contains(variable.name)
    }
  }

  /// What the subscript and superscript of an integral say of its variables.
  private mutating func domains(_ sign: IntegralSign) throws(ReadingError) -> [Binding] {
    guard let lower = sign.lower else { return [] }
    if let upper = sign.upper { return [Binding([], .between(try expression(in: lower), upper))] }
    let bindings = try self.bindings(lower, upper: nil)
    // A set: ∫_𝒵, ∫_{ℝ^d}, ∫_Ω.
    if bindings.count == 1, bindings[0].variables.count == 1, case .everything = bindings[0].domain,
      bindings[0].variables[0].isSetName
    {
      return [Binding([], .members(bindings[0].variables[0]))]
    }
    return bindings
  }

  private mutating func integral(
    _ signs: [IntegralSign], _ variables: [Expression], _ body: Expression, from start: Int
  ) throws(ReadingError) -> Expression {
    var bindings: [Binding] = []
    for sign in signs { bindings += try domains(sign) }
    if variables.isEmpty {
      return Expression(.integral(Integral(over: bindings, of: body)), at: range(from: start))
    }
    if bindings.count == 1, bindings[0].variables.count == 1, case .everything = bindings[0].domain,
      bindings[0].variables[0].isCapital,
      variables.allSatisfy({ !$0.isSameVariable(as: bindings[0].variables[0]) })
    {
      // A set by a capital letter: ∫_Θ … dθ.
      bindings = [Binding([], .members(bindings[0].variables[0]))]
    }
    let named = bindings.flatMap(\.variables)
    if named.isEmpty {
      // Limits without names belong to the differentials in order, the innermost first.
      guard bindings.count <= variables.count else {
        throw fail("more limits than differentials", at: place(start))
      }
      var joined: [Binding] = variables.map { Binding([$0]) }
      for (index, binding) in bindings.enumerated() {
        joined[bindings.count == 1 ? 0 : bindings.count - 1 - index].domain = binding.domain
      }
      return Expression(.integral(Integral(over: joined, of: body)), at: range(from: start))
    }
    let missing = variables.filter { variable in !named.contains { $0.isSameVariable(as: variable) }
    }
    guard missing.isEmpty else {
      throw fail("the differential and the subscript of the integral differ", at: missing[0].range)
    }
    return Expression(.integral(Integral(over: bindings, of: body)), at: range(from: start))
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

  /// Whether a symbol names a set: calligraphic, blackboard, Ω.
  fileprivate var isSetName: Bool {
    switch kind {
    case .symbol(let symbol):
      symbol.typeface == .calligraphic || symbol.typeface == .blackboard || symbol.name == "Omega"
        || symbol.name == "infty"
    case .power(let base, _): base.isSetName
    default: false
    }
  }

  /// Whether a symbol is a capital letter without indices.
  fileprivate var isCapital: Bool {
    guard let symbol = asSymbol, symbol.subscripts.isEmpty, symbol.superscripts.isEmpty else {
      return false
    }
    return symbol.name.first?.isUppercase == true
  }

  /// Whether two symbols are one variable apart from their weight.
  fileprivate func isSameVariable(as other: Expression) -> Bool {
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
