// Expectations, variances, covariances and what is drawn under them.
extension ExpressionParser {
  /// Whether a name is the sign of an expectation: 𝔼 or an upright E always, an italic, bold or calligraphic E where
  /// a law or square brackets follow.
  func isExpectation(_ symbol: Symbol, before index: Int) -> Bool {
    guard symbol.name == "E", symbol.accents.isEmpty else { return false }
    switch symbol.typeface {
    case .blackboard, .upright: return true
    case .plain, .bold, .calligraphic, .sansSerif, .fraktur:
      if functions.contains(symbol), index < end, lexemes[index].kind == .open(.parenthesis) {
        return false
      }
      return expectationFollows(index, isCalligraphic: symbol.typeface == .calligraphic)
    case .typewriter: return false
    }
  }

  /// Whether what follows an E at an index makes it an expectation.
  private func expectationFollows(_ index: Int, isCalligraphic: Bool) -> Bool {
    guard index < end else { return false }
    switch lexemes[index].kind {
    case .open(.bracket), .open(.brace): return true
    case .open(.parenthesis):
      // E(x, y) is a function; \mathcal{E}(x) an energy.
      return commaParts(contents(index)).count == 1 && !isCalligraphic
    case .subscript:
      guard index + 1 < end, lexemes[index + 1].kind == .open(.group) else { return false }
      let inside = contents(index + 1)
      let following = partners[index + 1] + 1
      // E_θ(x) is an energy: its subscript is a parameter, its brackets are round.
      let isParameter =
        inside.count == 1
        && {
          if case .name(let name) = lexemes[inside.lowerBound].kind {
            return ["theta", "phi", "psi", "w", "i", "j", "k", "n", "l"].contains(name.name)
          }
          if case .number = lexemes[inside.lowerBound].kind { return true }
          return false
        }()
      return !(isParameter && following < end && lexemes[following].kind == .open(.parenthesis))
        && following < end
    default: return false
    }
  }

  /// Reads an expectation from behind its sign.
  mutating func expectation(from start: Int) throws(ReadingError) -> Expression {
    var samplings: [Sampling] = []
    var power: Expression?
    while next == .subscript || next == .superscript, peek(1) == .open(.group) {
      let isLaw = next == .subscript
      let inside = contents(index + 1)
      if isLaw {
        samplings += try self.samplings(inside)
      } else {
        power = try expression(in: inside)
      }
      index = partners[index + 1] + 1
    }
    // A lost underscore, `\mathbb{E}{q(z)}[…]`, or a house macro of two arguments, `\E{z\sim q}{…}`.
    if samplings.isEmpty, next == .open(.group), !lexemes[index].isSpaced {
      let behind = partners[index] + 1
      guard behind < end, case .open(let delimiter) = lexemes[behind].kind, delimiter != .angle
      else {
        throw fail("an expectation with a group that is neither its law nor its body")
      }
      samplings = try self.samplings(contents(index))
      index = behind
    }
    let (body, conditions) = try expectationBody(samplings)
    if samplings.isEmpty, next == .subscript, peek(1) == .open(.group) {
      samplings = try self.samplings(contents(index + 1))
      index = partners[index + 1] + 1
    }
    let value = Expression(
      .expectation(Expectation(samplings, of: body, given: conditions)), at: range(from: start))
    if let power { return Expression(.power(value, power), at: range(from: start)) }
    return try scripted(value, from: start)
  }

  /// Reads what is averaged: a bracket, or what the expectation reaches over.
  private mutating func expectationBody(_ samplings: [Sampling]) throws(ReadingError) -> (
    Expression, [Expression]
  ) {
    guard case .open(let delimiter) = next, delimiter != .angle, delimiter != .bar,
      delimiter != .doubleBar
    else {
      return (try reach(after: samplings.flatMap(\.boundNames)), [])
    }
    let inside = contents(index)
    let close = partners[index]
    if delimiter == .parenthesis || delimiter == .group {
      // E (a) b: the round bracket may be a factor of the body.
      let outside = index
      index = close + 1
      let isFollowed = startsOperand && !startsOperator
      index = outside
      if isFollowed {
        ambiguities.insert(.wide)
        if reading == .wide { return (try term(), []) }
      }
    }
    let wasDifferentiated = isDifferentiated
    isDifferentiated = false
    defer { isDifferentiated = wasDifferentiated }
    let parts = split(inside) { $0 == .bar }
    if parts.count == 2, !parts[1].isEmpty, lexemes[parts[1].lowerBound].kind != .subscript {
      let body = try expression(in: parts[0])
      var conditions: [Expression] = []
      for part in commaParts(parts[1]) { conditions.append(try argument(part)) }
      index = close + 1
      return (body, conditions)
    }
    let body = try expression(in: inside)
    index = close + 1
    return (body, [])
  }

  /// Reads the subscript of an expectation.
  ///
  /// It holds laws (`q`, `q(z|x)`, `p(x) q(z|x)`), draws (`z \sim q`, several of them), or variables (`z`, `t, x_0`).
  mutating func samplings(_ range: Range<Int>) throws(ReadingError) -> [Sampling] {
    var samplings: [Sampling] = []
    var variables: [Expression] = []
    for part in split(
      range, at: { $0 == .sign(",") || $0 == .sign(";") || $0 == .command("substack") })
    {
      guard let first = part.first else {
        throw fail("an entry is missing", at: place(part.lowerBound))
      }
      var sign: Int?
      forEachTop(part) { if sign == nil, case .relation = lexemes[$0].kind { sign = $0 } }
      if let sign, case .relation(let relation) = lexemes[sign].kind {
        switch relation.relation {
        case .distributed, .member:
          if sign > part.lowerBound { variables.append(try expression(in: part.lowerBound..<sign)) }
          let law = try expression(in: sign + 1..<part.upperBound)
          samplings.append(Sampling(variables: variables.flatMap(\.entries), law: law))
          variables = []
        case .notEqual:
          // E_{i ≠ j}: the average over all factors but one.
          samplings.append(allBut(try expression(in: sign + 1..<part.upperBound), at: first))
        default: throw fail("a relation in the subscript of an expectation", at: place(sign))
        }
        continue
      }
      if lexemes[first].kind == .sign("-") {
        samplings.append(allBut(try expression(in: first + 1..<part.upperBound), at: first))
        continue
      }
      if part.count > 2, let bar = bars(part).first, bar > part.lowerBound {
        // E_{z|x}: the variables of a conditional law that is not named.
        let value = try expression(in: part.lowerBound..<bar)
        _ = try expression(in: bar + 1..<part.upperBound)
        variables.append(value)
        continue
      }
      let value = try expression(in: part)
      if value.isLaw {
        if !variables.isEmpty { samplings.append(Sampling(variables: variables)) }
        variables = []
        samplings.append(Sampling(law: value))
      } else {
        variables += value.entries
      }
    }
    if !variables.isEmpty { samplings.append(Sampling(variables: variables)) }
    return samplings
  }

  /// The law of all factors of q but one.
  private func allBut(_ factor: Expression, at index: Int) -> Sampling {
    let law = Symbol("q", subscripts: [.except(factor)])
    return Sampling(law: Expression(.symbol(law), at: place(index).union(factor.range)))
  }

  func bars(_ range: Range<Int>) -> [Int] {
    var found: [Int] = []
    forEachTop(range) { if lexemes[$0].kind == .bar { found.append($0) } }
    return found
  }

  /// Reads a variance from behind its sign.
  mutating func variance(from start: Int) throws(ReadingError) -> Expression {
    // `\mathbb{V}ar`.
    if next == .name(Symbol("a")), peek(1) == .name(Symbol("r")) { index += 2 }
    let average = try expectation(from: start)
    guard case .expectation(let expectation) = average.kind else {
      throw fail("a power on a variance", at: average.range)
    }
    return Expression(.variance(expectation), at: average.range)
  }

  /// Reads a covariance from behind its sign.
  mutating func covariance(from start: Int) throws(ReadingError) -> Expression {
    var samplings: [Sampling] = []
    if next == .subscript, peek(1) == .open(.group) {
      samplings = try self.samplings(contents(index + 1))
      index = partners[index + 1] + 1
    }
    guard case .open(let delimiter) = next, delimiter == .parenthesis || delimiter == .bracket
    else {
      throw fail("a covariance without brackets")
    }
    let parts = commaParts(contents(index))
    guard let first = parts.first, parts.count <= 2 else {
      throw fail("a covariance of \(parts.count) things")
    }
    let body = try expression(in: first)
    let other = parts.count == 2 ? try expression(in: parts[1]) : body
    index = partners[index] + 1
    return Expression(.covariance(Expectation(samplings, of: body), other), at: range(from: start))
  }
}
