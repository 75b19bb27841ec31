// Names with their marks and indices, and what is applied to arguments.
extension ExpressionParser {
  /// What stands above and below an operand.
  struct Scripts {
    var subscripts: Range<Int>?
    var superscripts: Range<Int>?
    var primes = 0
    var stars = 0
  }

  /// Whether a star has nothing to multiply on its right.
  private var isTrailingStar: Bool {
    guard !lexemes[index].isSpaced else { return false }
    switch peek(1) {
    case nil, .sign(","), .open(.parenthesis), .sign("+"), .sign("-"), .relation: return true
    default: return false
    }
  }

  /// Reads the scripts behind an operand.
  ///
  /// - Throws: `ReadingError` where there are two subscripts or two superscripts.
  mutating func scripts() throws(ReadingError) -> Scripts {
    var scripts = Scripts()
    while true {
      switch next {
      case .sign("'"):
        scripts.primes += 1
        index += 1
      case .sign("*") where isTrailingStar:
        // `q* = …`: a star that multiplies nothing.
        scripts.stars += 1
        index += 1
      case .subscript, .superscript:
        let isLower = next == .subscript
        guard peek(1) == .open(.group) else { throw fail("an index without anything in it") }
        guard (isLower ? scripts.subscripts : scripts.superscripts) == nil else {
          throw fail("two \(isLower ? "subscripts" : "superscripts") on one thing")
        }
        let inside = contents(index + 1)
        if isLower { scripts.subscripts = inside } else { scripts.superscripts = inside }
        index = partners[index + 1] + 1
      default: return scripts
      }
    }
  }

  /// What a superscript means.
  struct Superscript {
    var accents: [Accent] = []
    var indices: [Index] = []
    var isTransposed = false
    var power: Expression?
  }

  /// Reads a name: a symbol, a law at a point, an expectation, an application of a function.
  mutating func named(_ head: Symbol, from start: Int) throws(ReadingError) -> Expression {
    index = start + 1
    return try completed(head, from: start)
  }

  /// Reads a mark, `\hat{p}`, and the name under it.
  mutating func accented(from start: Int) throws(ReadingError) -> Expression {
    guard case .command(let name) = next, let accent = Vocabulary.accents[name] else {
      throw unexpected()
    }
    index += 1
    let inside = try argumentRange(of: name)
    // The mark is on the name only: `\tilde{\mathcal{L}_\theta}` is `\tilde{\mathcal L}_\theta`.
    let rest = index
    guard let first = inside.first else { throw fail("\\\(name) over nothing", at: place(start)) }
    switch lexemes[first].kind {
    case .name(var symbol):
      if inside.count == 1 {
        symbol.accents.append(accent)
        return try completed(symbol, from: start)
      }
      let inner = try within(inside) { (parser) throws(ReadingError) in
        parser.index += 1
        return try parser.completed(symbol, from: first)
      }
      guard case .symbol(var marked) = inner.kind else {
        return try markedWhole(accent, inside, from: start, rest: rest)
      }
      marked.accents.append(accent)
      index = rest
      return try completed(marked, from: start)
    case .word(let word) where inside.count == 1, .text(let word) where inside.count == 1:
      return try completed(Symbol(word, typeface: .upright, accents: [accent]), from: start)
    case .command("nabla") where accent == .underline:
      throw fail("a mark on ∇ is not understood", at: place(start))
    case .command(let inner) where Vocabulary.accents[inner] != nil:
      let nested = try within(inside) { (parser) throws(ReadingError) in
        try parser.accented(from: first)
      }
      guard case .symbol(var marked) = nested.kind else {
        throw fail("a mark over more than a name", at: place(start))
      }
      marked.accents.append(accent)
      index = rest
      return try completed(marked, from: start)
    default: return try markedWhole(accent, inside, from: start, rest: rest)
    }
  }

  /// A line under or over a whole expression means nothing if it is only emphasis.
  private mutating func markedWhole(
    _ accent: Accent, _ inside: Range<Int>, from start: Int, rest: Int
  )
    throws(ReadingError) -> Expression
  {
    guard accent == .underline else { throw fail("a mark over more than a name", at: place(start)) }
    let body = try expression(in: inside)
    index = rest
    return try scripted(Expression(body.kind, at: range(from: start)), from: start)
  }

  /// Reads the scripts of a name and what it is applied to.
  mutating func completed(_ head: Symbol, from start: Int) throws(ReadingError) -> Expression {
    if head.name == "d", let differential = strayDifferential(head) {
      throw fail("a differential outside an integral", at: place(start).union(place(differential)))
    }
    if isExpectation(head, before: index) { return try expectation(from: start) }
    if let operation = try informationOperation(head, from: start) { return operation }
    let scripts = try scripts()
    var symbol = head
    symbol.accents += Array(repeating: .prime, count: scripts.primes)
    symbol.accents += Array(repeating: .star, count: scripts.stars)
    if let lower = scripts.subscripts {
      for entry in try indices(lower) {
        if case .value(let value) = entry, case .symbol(let mark) = value.kind, mark.name == "*" {
          symbol.accents.append(.star)
        } else {
          symbol.subscripts.append(entry)
        }
      }
    }
    var upper = Superscript()
    if let range = scripts.superscripts { upper = try superscript(range, on: symbol) }
    symbol.accents += upper.accents
    symbol.superscripts += upper.indices
    let plain = Expression(.symbol(symbol), at: range(from: start))
    let isInverse = upper.power == Expression.number(1).negated
    let application = try applied(
      symbol, hasPower: upper.power != nil, isInverse: isInverse, isTransposed: upper.isTransposed,
      from: start)
    if isInverse, case .application = application?.kind { upper.power = nil }
    let value = application ?? plain
    // Scripts behind the bracket: p(x)^2, f(x)^T.
    var result = withSuperscript(value, upper, from: start)
    if case .symbol = value.kind {
      if symbol == Symbol("e") || symbol == Symbol("e", typeface: .upright), let power = upper.power
      {
        result = Expression(.function(.exp, [power]), at: range(from: start))
      }
      return result
    }
    return try scripted(result, from: start)
  }

  private func withSuperscript(_ value: Expression, _ upper: Superscript, from start: Int)
    -> Expression
  {
    var value = value
    if upper.isTransposed { value = Expression(.transpose(value), at: range(from: start)) }
    if let power = upper.power { value = Expression(.power(value, power), at: range(from: start)) }
    return value
  }

  /// The most superscripts that are read behind one operand; each is a level of nesting.
  private static let mostSuperscripts = 8

  /// Reads the scripts behind an operand that is no name: powers and transposes only.
  mutating func scripted(_ operand: Expression, from start: Int) throws(ReadingError) -> Expression
  {
    var operand = operand
    var count = 0
    while next == .superscript || (next == .sign("'") && index > start) {
      count += 1
      guard count <= Self.mostSuperscripts else { throw fail("too many superscripts on one thing") }
      if skip(.sign("'")) {
        operand = Expression(.transpose(operand), at: range(from: start))
        continue
      }
      guard peek(1) == .open(.group) else { throw fail("an index without anything in it") }
      let upper = try superscript(contents(index + 1), on: nil)
      guard upper.accents.isEmpty, upper.indices.isEmpty else {
        throw fail("an index on something that has no name")
      }
      index = partners[index + 1] + 1
      operand = withSuperscript(operand, upper, from: start)
    }
    if next == .subscript { throw fail("a subscript on something that has no name") }
    return operand
  }

  /// The index of the letter of a differential dx that belongs to no integral, nil if the d is a letter like others.
  private func strayDifferential(_ head: Symbol) -> Int? {
    guard case .name(let variable) = next, head.accents.isEmpty else { return nil }
    if head.typeface == .upright { return index }
    let isVariable = ["x", "y", "z", "t", "w", "u", "v", "s"].contains(variable.name)
    return isVariable && !lexemes[index].isSpaced && head.typeface == .plain ? index : nil
  }

  // MARK: Superscripts

  private mutating func superscript(_ range: Range<Int>, on symbol: Symbol?) throws(ReadingError)
    -> Superscript
  {
    guard let first = range.first else {
      throw fail("an index without anything in it", at: place(range.lowerBound))
    }
    var result = Superscript()
    let kinds = range.map { lexemes[$0].kind }
    if kinds.allSatisfy({ $0 == .command("prime") || $0 == .sign("'") }), symbol != nil {
      result.accents = Array(repeating: .prime, count: kinds.count)
      return result
    }
    if range.count == 1 || (range.count == 3 && kinds[0] == .open(.group)) {
      switch range.count == 1 ? kinds[0] : kinds[1] {
      case .command("ast"), .command("star"), .sign("*"), .command("bigstar"):
        result.accents = [.star]
        return result
      case .command("prime"):
        result.accents = [.prime]
        return result
      case .command("dagger"):
        result.accents = [.dagger]
        return result
      case .sign("+"):
        result.accents = [.plus]
        return result
      case .sign("-"):
        result.accents = [.minus]
        return result
      case .command("top"), .command("intercal"), .relation(RelationSign(relation: .independent)):
        result.isTransposed = true
        return result
      case .name(let name)
      where name.name == "T" && name.accents.isEmpty && Self.isTransposable(symbol):
        if name.typeface == .plain { ambiguities.insert(.powers) }
        guard name.typeface == .plain, reading == .powers else {
          result.isTransposed = true
          return result
        }
        result.power = try expression(in: range)
        return result
      case .name(let name) where symbol?.isObjective ?? false && name.isCapitalLetter:
        // One of several objectives or estimators: 𝓛^A, 𝓛^B.
        result.indices = [.value(Expression(.symbol(name), at: place(first)))]
        return result
      case .text(let word) where symbol != nil, .word(let word) where symbol != nil:
        result.indices = [
          .value(Expression(.symbol(Symbol(word, typeface: .upright)), at: place(first)))
        ]
        return result
      default: break
      }
    }
    if symbol != nil, kinds.count > 1, let accent = Self.mark(kinds[0]) {
      // A mark and an index: `x^{*(i)}`.
      result = try superscript(first + 1..<range.upperBound, on: symbol)
      result.accents.insert(accent, at: 0)
      return result
    }
    if symbol != nil, kinds.count > 1, let last = kinds.last, let accent = Self.mark(last),
      !belongsToName(accent, behind: kinds.dropLast())
    {
      // An index and a mark: `x^{(i)*}`.
      result = try superscript(first..<range.upperBound - 1, on: symbol)
      result.accents.append(accent)
      return result
    }
    if kinds.count == 2, kinds[0] == .sign("-"), isTransposeSign(kinds[1]) {
      result.isTransposed = true
      result.power = Expression.number(1).negated
      return result
    }
    if lexemes[first].kind == .open(.parenthesis), symbol != nil,
      partners[first] == range.upperBound - 1
    {
      result.indices = try indices(contents(first))
      return result
    }
    if lexemes[first].kind == .open(.parenthesis), symbol != nil, isIndexAndPower(range) {
      result.indices = try indices(contents(first))
      let rest = partners[first] + 1
      result.power = try expression(in: rest..<range.upperBound)
      return result
    }
    if let symbol, let entries = try indexLetters(range, on: symbol) {
      ambiguities.insert(.powers)
      if reading != .powers {
        result.indices = entries
        return result
      }
    }
    result.power = try expression(in: range)
    return result
  }

  /// Whether a mark at the end of a superscript is that of the name before it: b′ in e^{a + b'}.
  private func belongsToName(_ mark: Accent, behind kinds: ArraySlice<Lexeme.Kind>) -> Bool {
    guard case .name? = kinds.last else { return false }
    return mark == .prime || kinds.count > 1
  }

  /// The mark that a lexeme of a superscript is, if it is one.
  private static func mark(_ kind: Lexeme.Kind) -> Accent? {
    switch kind {
    case .command("ast"), .command("star"), .sign("*"): .star
    case .command("prime"), .sign("'"): .prime
    case .command("dagger"): .dagger
    default: nil
    }
  }

  func isTransposeSign(_ kind: Lexeme.Kind) -> Bool {
    switch kind {
    case .command("top"), .command("intercal"), .relation(RelationSign(relation: .independent)):
      true
    case .name(let name): name.name == "T"
    default: false
    }
  }

  /// Whether a superscript T can be a transpose: not on numbers, not on the laws p and q.
  private static func isTransposable(_ symbol: Symbol?) -> Bool {
    guard let symbol else { return true }
    return !["p", "q", "P", "Q"].contains(symbol.name)
  }

  /// Whether a superscript is an index in parentheses and a number, `x^{(i)2}`.
  private func isIndexAndPower(_ range: Range<Int>) -> Bool {
    let rest = partners[range.lowerBound] + 1
    guard rest == range.upperBound - 1, case .number = lexemes[rest].kind else { return false }
    return true
  }

  /// The entries of a superscript that is an index by its letters, nil if it may not be one.
  private mutating func indexLetters(_ range: Range<Int>, on symbol: Symbol) throws(ReadingError)
    -> [Index]?
  {
    let variables: Set<String> = [
      "x", "y", "z", "epsilon", "X", "Y", "Z", "u", "h", "s", "v", "theta", "phi",
    ]
    let letters: Set<String> = ["i", "j", "k", "l", "m", "n", "s", "t", "ell", "b"]
    let isBound =
      range.count == 1
      && boundIndices.contains(Self.indexName(lexemes[range.lowerBound].kind) ?? "")
    guard variables.contains(symbol.name) || isBound else { return nil }
    var count = 0
    for index in range {
      switch lexemes[index].kind {
      case .name(let name) where letters.contains(name.name) && name.accents.isEmpty: count += 1
      case .sign(","): continue
      default: return nil
      }
    }
    return count > 0 ? try indices(range) : nil
  }

  private static func indexName(_ kind: Lexeme.Kind) -> String? {
    if case .name(let symbol) = kind { symbol.name } else { nil }
  }
}

extension Symbol {
  /// Whether the name is that of an objective, which nobody takes to a power of a capital letter.
  fileprivate var isObjective: Bool { typeface == .calligraphic && ["L", "F", "J"].contains(name) }

  /// Whether the name is one capital letter without anything on it.
  fileprivate var isCapitalLetter: Bool {
    self == head && accents.isEmpty && name.count == 1 && name.first?.isUppercase ?? false
  }
}
