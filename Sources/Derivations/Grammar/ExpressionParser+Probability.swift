// Expectations, variances, divergences, entropies.
extension ExpressionParser {
  // MARK: Expectations

  /// Whether a name is the sign of an expectation: 𝔼 or an upright E always, an italic, bold or calligraphic E where
  /// a law or square brackets follow.
  func isExpectation(_ symbol: Symbol, before index: Int) -> Bool {
    guard symbol.name == "E", symbol.accents.isEmpty else { return false }
    switch symbol.typeface {
    case .blackboard, .upright: return true
    case .plain, .bold, .calligraphic, .sansSerif, .fraktur:
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

  private func bars(_ range: Range<Int>) -> [Int] {
    var found: [Int] = []
    forEachTop(range) { if lexemes[$0].kind == .bar { found.append($0) } }
    return found
  }

  /// Reads the body of an operator without brackets, whose bound names are given: to the next `+` or `−`.
  mutating func reach(after names: [String]) throws(ReadingError) -> Expression {
    let wasDifferentiated = isDifferentiated
    isDifferentiated = false
    defer { isDifferentiated = wasDifferentiated }
    guard index < end else { throw fail("an operator without anything that it applies to") }
    if reading == .overSums, mentions(names, in: index..<end) { return try sum() }
    let body = try term()
    if isAdditive, mentions(names, in: index..<end) { ambiguities.insert(.overSums) }
    return body
  }

  /// Whether one of the names occurs in a range where nothing binds it anew: outside the sums, expectations and
  /// integrals over it, and outside the laws in a divergence or an entropy.
  private func mentions(_ names: [String], in range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      switch lexemes[index].kind {
      case .name(let symbol) where names.contains(symbol.name): return true
      case .command("KL"), .command("JS"):
        index = skippingArguments(index + 1, range)
        continue
      case .name(let symbol) where ["H", "D", "I"].contains(symbol.name):
        index = skippingArguments(index + 1, range)
        continue
      case .command("sum"), .command("prod"):
        if binds(names, at: index, range) {
          index = nextTerm(index, range)
          continue
        }
      case .command("int"):
        if let stop = integralEnd(names, from: index, range) {
          index = stop
          continue
        }
      case .name(let symbol) where symbol.name == "E":
        if binds(names, at: index, range) {
          index = nextTerm(index, range)
          continue
        }
      default: break
      }
      index += 1
    }
    return false
  }

  /// The index behind the integral at an index if it is over one of the names.
  private func integralEnd(_ names: [String], from index: Int, _ range: Range<Int>) -> Int? {
    if binds(names, at: index, range) { return nextTerm(index, range) }
    var position = index + 1
    while position + 1 < range.upperBound {
      if case .name(let head) = lexemes[position].kind, head.name == "d",
        case .name(let variable) = lexemes[position + 1].kind, names.contains(variable.name)
      {
        return position + 2
      }
      position = after(position)
    }
    return nil
  }

  /// The index behind the scripts and the bracket that stand at an index.
  private func skippingArguments(_ index: Int, _ range: Range<Int>) -> Int {
    var index = index
    while index + 1 < range.upperBound, [.subscript, .superscript].contains(lexemes[index].kind) {
      index = after(index + 1)
    }
    guard index < range.upperBound, case .open = lexemes[index].kind else { return index }
    return after(index)
  }

  /// Whether the subscript behind an operator mentions one of the names.
  private func binds(_ names: [String], at index: Int, _ range: Range<Int>) -> Bool {
    guard index + 2 < range.upperBound, lexemes[index + 1].kind == .subscript,
      lexemes[index + 2].kind == .open(.group)
    else { return false }
    return contents(index + 2).contains { position in
      if case .name(let symbol) = lexemes[position].kind {
        names.contains(symbol.name)
      } else {
        false
      }
    }
  }

  /// The index of the next `+` or `−` at the level of an index.
  private func nextTerm(_ index: Int, _ range: Range<Int>) -> Int {
    var index = index
    while index < range.upperBound, lexemes[index].kind != .sign("+"),
      lexemes[index].kind != .sign("-")
    {
      if case .close = lexemes[index].kind { return index + 1 }
      index = after(index)
    }
    return index
  }

  // MARK: Divergences, entropies, information

  /// Reads D(q ∥ p), H(p), I(X; Z) and their kin from behind the letter; nil if the letter is none of them.
  mutating func informationOperation(_ head: Symbol, from start: Int) throws(ReadingError)
    -> Expression?
  {
    guard head.accents.isEmpty else { return nil }
    switch head.name {
    case "D", "KLD", "DKL", "Div": return try divergence(head, from: start)
    case "H" where head.typeface != .bold: return try entropy(from: start)
    case "1" where head.typeface == .bold: return isIndicator ? try indicator(from: start) : nil
    case "I"
    where head.typeface == .blackboard || head.typeface == .bold || head.typeface == .upright:
      if isIndicator { return try indicator(from: start) }
      return head.typeface == .bold ? nil : try mutualInformation(head, from: start)
    case "I", "MI":
      return head.typeface == .bold ? nil : try mutualInformation(head, from: start)
    case "V" where head.typeface == .blackboard: return try variance(from: start)
    case "K":
      // `\mathcal{K}\mathcal{L}`.
      guard next == .name(Symbol("L", typeface: head.typeface)) else { return nil }
      if head.typeface == .plain {
        guard case .open(let delimiter) = peek(1), delimiter != .group,
          pair(contents(index + 1), isKnown: false) != nil
        else { return nil }
      }
      index += 1
      return try kullbackLeibler(from: start)
    default: return nil
    }
  }

  /// Reads D, D_KL or D with another index and a pair of laws.
  private mutating func divergence(_ head: Symbol, from start: Int) throws(ReadingError)
    -> Expression?
  {
    let outside = self
    let scripts = try scripts()
    var label = ""
    for range in [scripts.subscripts, scripts.superscripts].compactMap({ $0 }) {
      label += range.map { lexemes[$0].kind.word }.joined()
    }
    guard case .open(let delimiter) = next, delimiter != .group || label.uppercased() == "KL",
      let pair = pair(contents(index), isKnown: label.uppercased() == "KL" || head.name != "D")
    else {
      self = outside
      return nil
    }
    let kind: Divergence.Kind =
      switch label.uppercased() {
      case "KL": .kullbackLeibler
      case "JS", "JSD": .jensenShannon
      case "": head.name == "D" ? .named("D") : .kullbackLeibler
      default: .named(label)
      }
    return try divergence(kind, pair, from: start)
  }

  /// Reads KL and a pair of laws from behind the word.
  mutating func kullbackLeibler(_ kind: Divergence.Kind = .kullbackLeibler, from start: Int)
    throws(ReadingError) -> Expression?
  {
    guard case .open(let delimiter) = next else { return nil }
    if delimiter == .group {
      // A house macro of two arguments: `\KL{q}{p}`.
      let second = partners[index] + 1
      if second < end, lexemes[second].kind == .open(.group) {
        let from = try law(in: contents(index))
        let to = try law(in: contents(second))
        index = partners[second] + 1
        return Expression(.divergence(Divergence(kind, from: from, to: to)), at: range(from: start))
      }
    }
    guard let pair = pair(contents(index), isKnown: true) else {
      throw fail("a divergence of something other than two laws")
    }
    return try divergence(kind, pair, from: start)
  }

  private mutating func divergence(
    _ kind: Divergence.Kind, _ pair: (Range<Int>, Range<Int>), from start: Int
  )
    throws(ReadingError) -> Expression
  {
    let from = try law(in: pair.0)
    let to = try law(in: pair.1)
    index = partners[index] + 1
    return try scripted(
      Expression(.divergence(Divergence(kind, from: from, to: to)), at: range(from: start)),
      from: start)
  }

  /// The two sides of ∥, or of a single bar, comma, semicolon or colon where a divergence is known to stand.
  private func pair(_ inside: Range<Int>, isKnown: Bool) -> (Range<Int>, Range<Int>)? {
    let double = split(inside) { $0 == .doubleBar }
    if double.count == 2 { return (double[0], double[1]) }
    guard isKnown || startsWithLaws(inside) else { return nil }
    for separator in [Lexeme.Kind.bar, .sign(";"), .sign(","), .sign(":"), .sign("/")] {
      let parts = split(inside) { $0 == separator }
      if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty { return (parts[0], parts[1]) }
    }
    return nil
  }

  /// Whether a list of two, between a bar or a comma, begins with the letter of a law on either side.
  private func startsWithLaws(_ inside: Range<Int>) -> Bool {
    let parts = split(inside) { $0 == .bar || $0 == .sign(",") }
    return parts.count == 2
      && parts.allSatisfy { part in
        guard let first = part.first, case .name(let symbol) = lexemes[first].kind else {
          return false
        }
        return Self.isLawName(symbol)
      }
  }

  /// Reads a law: a density, a bare name, a product of densities.
  private mutating func law(in range: Range<Int>) throws(ReadingError) -> Expression {
    try expression(in: range, separating: true)
  }

  private mutating func entropy(from start: Int) throws(ReadingError) -> Expression? {
    let outside = self
    let scripts = try scripts()
    guard case .open(let delimiter) = next, delimiter != .group, delimiter != .angle,
      scripts.superscripts == nil
    else {
      self = outside
      return nil
    }
    var law: Expression?
    if let range = scripts.subscripts { law = try expression(in: range) }
    let inside = contents(index)
    let sides = split(inside) { $0 == .bar || $0 == .doubleBar }
    guard sides.count <= 2 else { throw fail("an entropy with two bars") }
    var subjects: [Expression] = []
    for part in split(sides[0], at: { $0 == .sign(",") || $0 == .sign(";") }) {
      subjects.append(try argument(part))
    }
    var conditions: [Expression] = []
    if sides.count == 2 {
      for part in commaParts(sides[1]) { conditions.append(try argument(part)) }
    }
    index = partners[index] + 1
    if subjects.count == 2, conditions.isEmpty, law == nil, subjects.allSatisfy(\.isLaw) {
      return Expression(.crossEntropy(subjects[0], subjects[1]), at: range(from: start))
    }
    return Expression(
      .entropy(Entropy(of: subjects, given: conditions, under: law)), at: range(from: start))
  }

  /// Whether a bracket with a relation in it follows, the condition of an indicator.
  private var isIndicator: Bool {
    guard case .open(let delimiter) = next, delimiter != .group, delimiter != .bar,
      delimiter != .doubleBar
    else {
      return false
    }
    return contents(index).contains { if case .relation = lexemes[$0].kind { true } else { false } }
  }

  private mutating func mutualInformation(_ head: Symbol, from start: Int) throws(ReadingError)
    -> Expression?
  {
    let outside = self
    let scripts = try scripts()
    guard case .open(let delimiter) = next, delimiter == .parenthesis || delimiter == .bracket,
      scripts.superscripts == nil
    else {
      self = outside
      return nil
    }
    let inside = contents(index)
    let sides = split(inside) { $0 == .bar }
    var halves = split(sides[0]) { $0 == .sign(";") || $0 == .sign(":") }
    if halves.count == 1 { halves = commaParts(sides[0]) }
    guard halves.count == 2, sides.count <= 2 else {
      self = outside
      return nil
    }
    var law: Expression?
    if let range = scripts.subscripts { law = try expression(in: range) }
    var entries: [[Expression]] = []
    for half in halves {
      var variables: [Expression] = []
      for part in commaParts(half) { variables.append(try expression(in: part)) }
      entries.append(variables)
    }
    var conditions: [Expression] = []
    if sides.count == 2 {
      for part in commaParts(sides[1]) { conditions.append(try argument(part)) }
    }
    index = partners[index] + 1
    return Expression(
      .mutualInformation(MutualInformation(entries[0], entries[1], given: conditions, under: law)),
      at: range(from: start))
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

extension Lexeme.Kind {
  /// The letters of a lexeme, for labels.
  fileprivate var word: String {
    switch self {
    case .name(let symbol): symbol.name
    case .word(let word), .text(let word), .command(let word): word
    case .number(let number): "\(number.numerator)"
    case .sign(let sign): String(Character(sign))
    default: ""
    }
  }
}

extension Sampling {
  /// The names of the letters that the entry binds.
  var boundNames: [String] {
    if !variables.isEmpty { return variables.compactMap { $0.asSymbol?.name } }
    guard let law else { return [] }
    var names: [String] = []
    for node in law.descendants {
      if case .density(let density) = node.kind {
        names += density.arguments.compactMap { $0.asSymbol?.name }
      }
    }
    return names
  }
}

extension Expression {
  /// Whether the expression can be a law: a density, a law's bare name, a named law, a product of these.
  var isLaw: Bool {
    switch kind {
    case .density, .law: true
    case .symbol(let symbol):
      ExpressionParser.isLawName(symbol) || (symbol.typeface == .calligraphic && symbol.name != "X")
    case .product(let factors): factors.allSatisfy(\.isLaw)
    case .quotient(let top, let bottom): top.isLaw && bottom.isLaw
    case .series(let series): series.operation == .product && series.body.isLaw
    default: false
    }
  }

  /// The entries of a tuple, or the expression itself.
  var entries: [Expression] {
    if case .tuple(let entries) = kind { entries } else { [self] }
  }
}
