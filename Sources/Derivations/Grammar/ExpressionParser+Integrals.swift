// Integrals.
extension ExpressionParser {
  /// The sign of an integral with its scripts.
  private struct IntegralSign {
    var lower: Range<Int>?
    var upper: Expression?
  }

  private static let integralSigns: Set<String> = ["int", "iint", "iiint", "oint"]

  /// Whether the sign of an integral stands at an index.
  private func isIntegralSign(_ index: Int) -> Bool {
    if case .command(let name) = lexemes[index].kind {
      Self.integralSigns.contains(name)
    } else {
      false
    }
  }

  /// Reads an integral: to its differential, or to the next `+` or `−`.
  ///
  /// Signs and differentials are paired like brackets; several differentials behind one sign belong to it together.
  mutating func integral(from start: Int) throws(ReadingError) -> Expression {
    let sign = try integralSign()
    // The differential first: `\int dz f(z)`.
    let leading = try differentials(to: end)
    if !leading.isEmpty {
      let body = try reach(after: leading.compactMap { $0.asSymbol?.name })
      return try integral(sign, leading, body, from: start)
    }
    if next == .open(.group), let grouped = try groupedIntegral(sign, from: start) {
      return grouped
    }
    guard let close = closingDifferential() else {
      let bodyStart = index
      let body = try reach(after: try domains(sign).flatMap(\.names))
      if let hidden = hiddenDifferential(bodyStart..<index),
        !isWithinInnerIntegral(hidden, bodyStart)
      {
        throw fail("a differential that is not at the level of its integral", at: place(hidden))
      }
      return try integral(sign, [], body, from: start)
    }
    return try closed(sign, by: close, from: start)
  }

  /// Reads the integrand up to a differential, and the differential.
  private mutating func closed(_ sign: IntegralSign, by close: Int, from start: Int)
    throws(ReadingError) -> Expression
  {
    let wasDifferentiated = isDifferentiated
    isDifferentiated = false
    let body =
      close == index
      ? Expression.number(1) : try expression(in: index..<close, separating: barsSeparate)
    isDifferentiated = wasDifferentiated
    index = close
    let variables = try differentials(to: end)
    return try integral(sign, variables, body, from: start)
  }

  /// Reads `\int{f(z) dz}`, whose differential stands in the group of the integrand.
  private mutating func groupedIntegral(_ sign: IntegralSign, from start: Int) throws(ReadingError)
    -> Expression?
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
    let value = try closed(sign, by: close, from: start)
    guard index == end else { throw unexpected() }
    index = partners[group] + 1
    return value
  }

  private mutating func integralSign() throws(ReadingError) -> IntegralSign {
    index += 1
    var sign = IntegralSign()
    while next == .subscript || next == .superscript, peek(1) == .open(.group) {
      let inside = contents(index + 1)
      if next == .subscript { sign.lower = inside } else { sign.upper = try expression(in: inside) }
      index = partners[index + 1] + 1
    }
    return sign
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
  private mutating func differentials(to end: Int) throws(ReadingError) -> [Expression] {
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
      if isIntegralSign(position) {
        var stop = scriptEnd(position + 1)
        open += 1
        // A differential right behind an inner sign is its own.
        if isDifferential(stop, end) {
          while isDifferential(stop, end) { stop = differentialEnd(stop) }
          open -= 1
        }
        position = stop
      } else if isDifferential(position, end) {
        var group: [Int] = []
        while isDifferential(position, end) {
          group.append(position)
          position = differentialEnd(position)
        }
        // Each closes one of the inner signs; the rest belongs to the outer one.
        if group.count >= open { return group[open - 1] }
        open -= group.count
      } else {
        position = after(position)
      }
    }
    return nil
  }

  /// The index behind a differential.
  private func differentialEnd(_ index: Int) -> Int {
    var index = index + 1
    if index < end, lexemes[index].kind == .superscript { index = after(index + 1) }
    if index < end, case .command = lexemes[index].kind { index += 1 }
    return scriptEnd(min(end, after(min(index, end - 1))))
  }

  /// Whether an inner sign stands between an index and a differential, which is then the inner integral's.
  private func isWithinInnerIntegral(_ differential: Int, _ start: Int) -> Bool {
    (start..<differential).contains { isIntegralSign($0) }
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
    _ sign: IntegralSign, _ variables: [Expression], _ body: Expression, from start: Int
  ) throws(ReadingError) -> Expression {
    var bindings = try domains(sign)
    if variables.isEmpty {
      return merged(bindings, body, from: start)
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
      // The differentials stand in the order of the integrals from the inside; bindings are listed from the outside.
      guard bindings.isEmpty || bindings.count == variables.count else {
        throw fail(
          "\(bindings.count) limits for \(variables.count) differentials", at: place(start))
      }
      var joined: [Binding] = variables.reversed().map { Binding([$0]) }
      for (index, binding) in bindings.enumerated() { joined[index].domain = binding.domain }
      return merged(joined, body, from: start)
    }
    let missing = variables.filter { variable in !named.contains { $0.isSameVariable(as: variable) }
    }
    guard missing.isEmpty else {
      throw fail("the differential and the subscript of the integral differ", at: missing[0].range)
    }
    return merged(bindings, body, from: start)
  }

  /// Makes an integral; an integral that is its whole integrand becomes one with it.
  private func merged(_ bindings: [Binding], _ body: Expression, from start: Int) -> Expression {
    if case .integral(let inner) = body.kind, !bindings.isEmpty, !inner.bindings.isEmpty {
      return Expression(
        .integral(Integral(over: bindings + inner.bindings, of: inner.body)), at: range(from: start)
      )
    }
    return Expression(.integral(Integral(over: bindings, of: body)), at: range(from: start))
  }
}
