// Densities, named laws, and functions that the document names itself.
extension ExpressionParser {
  /// Reads what a name is applied to, if it is applied to anything.
  ///
  /// `f^{-1}(x)` is the inverse function, a function with a name of its own; `f^2(x)` is a power.
  mutating func applied(
    _ symbol: Symbol, hasPower: Bool, isInverse: Bool, isTransposed: Bool, from start: Int
  )
    throws(ReadingError)
    -> Expression?
  {
    guard case .open(let delimiter) = next, [.parenthesis, .bracket, .brace].contains(delimiter)
    else { return nil }
    if let family = Self.family(symbol), delimiter == .parenthesis {
      if let law = try law(family, named: symbol, from: start) { return law }
    }
    let inside = contents(index)
    if Self.isLawName(symbol) && !isOfOneName(symbol, inside) || isConditional(symbol, inside) {
      guard !inside.isEmpty, !holdsOperation(inside), !isTransposedSum(inside),
        !isRemainder(inside)
      else { return nil }
      let groups = try groups(inside)
      index = partners[index] + 1
      return density(symbol, groups, from: start)
    }
    guard isApplication(symbol, inside, delimiter) else { return nil }
    // 𝐕^⊤(c ⊙ w) and V^⊤(a + b) are products.
    if isTransposed, isSum(inside) || symbol.typeface == .bold && inside.count > 1 { return nil }
    // σ²(ε² − 1) is a product: the square of a function of a sum is written behind it.
    if hasPower, symbol == Symbol("sigma"), isSum(inside) { return nil }
    if !Self.isFunctionName(symbol) {
      // σ²(x) is the square of σ(x); α³(y + 1) and α³(y) are products.
      if hasPower, isSum(inside) || !Self.poweredFunctions.contains(symbol.name) { return nil }
      if isTransposed { return nil }
    }
    let groups = try groups(inside)
    index = partners[index] + 1
    var symbol = symbol
    if isInverse { symbol.superscripts.append(.value(Expression.number(1).negated)) }
    return Expression(
      .application(
        Application(
          symbol, to: groups.arguments, given: groups.conditions, parameters: groups.parameters)),
      at: range(from: start))
  }

  /// Whether a bracket behind a law's name holds a factor and not the law's variables: `q (\log p - \log q)`.
  private func holdsOperation(_ inside: Range<Int>) -> Bool {
    guard split(inside, at: { $0 == .bar || $0 == .doubleBar || $0 == .sign(";") }).count == 1
    else { return false }
    var found = false
    forEachTop(inside) { index in
      if case .command(let name) = lexemes[index].kind,
        ["log", "exp", "nabla", "int", "sum", "prod", "KL", "partial"].contains(name)
      {
        found = true
      }
    }
    return found
  }

  /// Whether a bracket behind a law's letter is a sum that is transposed, as in P(I − KH)^⊤, which is a product.
  private func isTransposedSum(_ inside: Range<Int>) -> Bool {
    let behind = inside.upperBound + 1
    guard isSum(inside), behind + 1 < end, lexemes[behind].kind == .superscript,
      lexemes[behind + 1].kind == .open(.group)
    else { return false }
    return contents(behind + 1).allSatisfy { isTransposeSign(lexemes[$0].kind) }
  }

  /// Whether a bracket behind a law's letter holds a number less or plus a probability, as in p(1 − p) and p_i(δ_ij − p_j),
  /// which are products.
  private func isRemainder(_ inside: Range<Int>) -> Bool {
    guard isSum(inside), let first = inside.first else { return false }
    var isOne = false
    if case .number = lexemes[first].kind { isOne = true }
    if case .name(let symbol) = lexemes[first].kind, symbol.name == "delta" { isOne = true }
    guard isOne else { return false }
    var holdsLaw = false
    for index in inside {
      switch lexemes[index].kind {
      case .bar, .doubleBar, .sign(","), .sign(";"), .relation: return false
      case .name(let symbol) where Self.isLawName(symbol): holdsLaw = true
      default: continue
      }
    }
    return holdsLaw
  }

  /// Whether a capital Q is taken of a parameter and the same parameter before, Q(θ ∣ θ^{(t)}), which is no law but what
  /// the EM algorithm maximises.
  private func isOfOneName(_ symbol: Symbol, _ inside: Range<Int>) -> Bool {
    guard symbol.head.name == "Q" else { return false }
    let parts = split(inside) { $0 == .sign(",") || $0 == .sign(";") || $0 == .bar }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
    let (first, second) = (lexemes[parts[0].lowerBound].kind, lexemes[parts[1].lowerBound].kind)
    guard case .name(let letter) = first, first == second else { return false }
    return Vocabulary.greek[letter.name] != nil
  }

  // MARK: Lists with bars and semicolons

  /// What stands before a bar, behind it, and behind a semicolon.
  struct ArgumentGroups {
    var arguments: [Expression] = []
    var conditions: [Expression] = []
    var parameters: [Expression] = []
  }

  private enum Place { case arguments, conditions, parameters }

  /// Reads a list in the manner of p(x, y ∣ z; θ).
  mutating func groups(_ range: Range<Int>) throws(ReadingError) -> ArgumentGroups {
    var groups = ArgumentGroups()
    var place = Place.arguments
    var start = range.lowerBound
    var ends: [(Int, Place)] = []
    forEachTop(range) { index in
      switch lexemes[index].kind {
      case .bar, .doubleBar: ends.append((index, .conditions))
      case .sign(";"): ends.append((index, .parameters))
      default: break
      }
    }
    ends.append((range.upperBound, .arguments))
    for (end, nextPlace) in ends {
      if end == range.upperBound, start == end, !range.isEmpty {
        throw fail(
          "something is missing behind a bar", at: self.place(max(range.lowerBound, end - 1)))
      }
      var entries: [Expression] = []
      for part in commaParts(start..<end) { entries.append(try argument(part)) }
      switch place {
      case .arguments: groups.arguments += entries
      case .conditions: groups.conditions += entries
      case .parameters: groups.parameters += entries
      }
      if nextPlace == .conditions, place == .conditions {
        throw fail("two bars in one list", at: self.place(end))
      }
      place = nextPlace
      start = end + 1
    }
    guard !groups.arguments.isEmpty else {
      throw fail("an empty list", at: self.place(range.lowerBound))
    }
    return groups
  }

  // MARK: Densities

  private static let lawNames: Set<String> = ["p", "q", "P", "Q", "Pr"]

  /// Whether a symbol names a law by convention: p, q, P, Q with anything on it.
  static func isLawName(_ symbol: Symbol) -> Bool {
    lawNames.contains(symbol.name) && symbol.typeface != .fraktur
  }

  /// Whether a name that is otherwise a function or a number is a law here: π(a ∣ s), r(z ∣ x), and π_θ(τ).
  private func isConditional(_ symbol: Symbol, _ inside: Range<Int>) -> Bool {
    guard ["pi", "r", "rho"].contains(symbol.name), symbol.typeface != .calligraphic else {
      return false
    }
    if split(inside, at: { $0 == .bar }).count == 2 { return true }
    return symbol.name == "pi" && !Self.parameters(of: symbol, except: []).1.isEmpty
  }

  /// Makes a density; Greek letters and weights in the subscript are parameters, unless they are what it is of.
  private func density(_ symbol: Symbol, _ groups: ArgumentGroups, from start: Int) -> Expression {
    let (name, parameters) = Self.parameters(of: symbol, except: groups.arguments)
    return Expression(
      .density(
        Density(
          name, parameters: parameters + groups.parameters, of: groups.arguments,
          given: groups.conditions)),
      at: range(from: start))
  }

  /// Splits the subscripts of a law's name into parameters and what belongs to the name.
  static func parameters(of symbol: Symbol, except arguments: [Expression]) -> (
    Symbol, [Expression]
  ) {
    var name = symbol
    name.subscripts = []
    var parameters: [Expression] = []
    for entry in symbol.subscripts {
      if case .value(let value) = entry, let index = value.asSymbol, isParameterName(index),
        !arguments.contains(value)
      {
        parameters.append(value)
      } else {
        name.subscripts.append(entry)
      }
    }
    return (name, parameters)
  }

  /// Whether a symbol in a law's subscript is a parameter: a Greek letter other than ε, or a weight w.
  private static func isParameterName(_ symbol: Symbol) -> Bool {
    if symbol.name == "epsilon" || symbol.name == "ell" || symbol.name == "emptyset" {
      return symbol.name == "emptyset"
    }
    return Vocabulary.greek[symbol.name] != nil || symbol.name == "w" || symbol.name == "W"
  }

  // MARK: Named laws

  private static func family(_ symbol: Symbol) -> Law.Family? {
    switch (symbol.name, symbol.typeface) {
    case ("N", _): .normal
    case ("U", .calligraphic), ("U", .upright), ("U", .plain): .uniform
    default: nil
    }
  }

  /// Reads the list of a law such as N(z; μ, Σ); nil where the letter is a number or a function.
  private mutating func law(_ family: Law.Family, named symbol: Symbol, from start: Int)
    throws(ReadingError) -> Expression?
  {
    let inside = contents(index)
    let isPlain = symbol.typeface == .plain
    let parts = split(inside) { $0 == .sign(",") || $0 == .sign(";") || $0 == .bar }
    if isPlain, parts.count < 2 || (family == .uniform && parts.count != 2) { return nil }
    // 𝒰(x) and 𝒰(x, y) of variables are bounds, 𝒰(0, 1), 𝒰[a, b] and 𝒰({1, …, T}) laws.
    if family == .uniform, parts.allSatisfy(isVariable) { return nil }
    guard symbol.accents.isEmpty, symbol.superscripts.isEmpty else { return nil }
    return try law(family, from: start)
  }

  /// Whether a part of a list is a letter that stands for data or codes, in bold or italics.
  private func isVariable(_ range: Range<Int>) -> Bool {
    guard range.count == 1, case .name(let symbol) = lexemes[range.lowerBound].kind else {
      return false
    }
    return ["x", "y", "z"].contains(symbol.name)
  }

  /// Reads the list of a named law: its value, if a semicolon or a bar sets one apart, and its parameters.
  mutating func law(_ family: Law.Family, from start: Int) throws(ReadingError) -> Expression {
    let inside = contents(index)
    let groups = try groups(inside)
    index = partners[index] + 1
    let behind = groups.conditions + groups.parameters
    var law = Law(family, parameters: groups.arguments)
    if !behind.isEmpty {
      guard groups.arguments.count == 1 else {
        law.value = Expression(.tuple(groups.arguments), at: Expression.range(of: groups.arguments))
        law.parameters = behind
        return Expression(.law(law), at: range(from: start))
      }
      law.value = groups.arguments[0]
      law.parameters = behind
    } else if family == .normal, groups.arguments.count == 3 {
      law.value = groups.arguments[0]
      law.parameters = Array(groups.arguments.dropFirst())
    }
    return Expression(.law(law), at: range(from: start))
  }

  // MARK: Functions

  private static let functionLetters: Set<String> = [
    "f", "g", "h", "F", "G", "J", "L", "ell", "T", "D", "R", "V", "psi",
  ]
  /// Names whose powers before a bracket are powers of their values: moments that depend on a variable.
  private static let poweredFunctions: Set<String> = [
    "sigma", "Sigma", "mu", "tau", "lambda", "s", "v",
  ]
  private static let scalarLetters: Set<String> = [
    "n", "N", "K", "M", "d", "t", "T", "k", "m", "i", "j", "B", "e",
  ]

  /// Letters of numbers that are functions before a variable alone: the statistic t(x), the mixture m(x).
  private static let statisticLetters: Set<String> = ["t", "m", "k", "n"]

  private static func isFunctionName(_ symbol: Symbol) -> Bool {
    functionLetters.contains(symbol.name) || symbol == Symbol("sigma")
      || (symbol.typeface == .calligraphic && symbol.name.first?.isUppercase == true)
      || symbol.name.unicodeScalars.count > 1 && Vocabulary.greek[symbol.name] == nil
  }

  /// Whether a bracket behind a name holds its arguments rather than a factor.
  ///
  /// It does if the name is a function's by convention (f, g, L, ℒ, a word), or if the bracket holds a list, a dot, or
  /// a single name: μ(x) is an application, α(1 − β) and n(n + 1) are products.
  private func isApplication(_ symbol: Symbol, _ inside: Range<Int>, _ delimiter: Lexeme.Delimiter)
    -> Bool
  {
    guard !inside.isEmpty else { return false }
    let isFunction = Self.isFunctionName(symbol)
    if delimiter == .bracket { return isFunction && symbol.name != "T" && symbol.name != "D" }
    if delimiter == .brace { return isFunction && symbol != Symbol("sigma") }
    if isFunction { return true }
    let parts = split(inside) { $0 == .sign(",") || $0 == .sign(";") || $0 == .bar }
    if parts.count > 1 { return true }
    if inside.count == 1, lexemes[inside.lowerBound].kind == .command("cdot") { return true }
    if Self.statisticLetters.contains(symbol.name), inside.count == 1,
      case .name(let variable) = lexemes[inside.lowerBound].kind,
      ["x", "y", "z", "X", "Y", "Z"].contains(variable.name)
    {
      return true
    }
    return !Self.scalarLetters.contains(symbol.name)
      && (isSingleName(inside) || functions.contains(symbol.head))
  }

  /// Whether a range is one name with scripts and marks, or one application.
  private func isSingleName(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    guard index < range.upperBound else { return false }
    switch lexemes[index].kind {
    case .name, .word: index += 1
    case .open(.group):
      return partners[index] == range.upperBound - 1 && isSingleName(contents(index))
    case .command(let name) where Vocabulary.accents[name] != nil:
      index += 1
      guard index < range.upperBound else { return false }
      index = after(index)
    default: return false
    }
    while index < range.upperBound {
      switch lexemes[index].kind {
      case .subscript where index + 1 < range.upperBound,
        .superscript where index + 1 < range.upperBound:
        index = after(index + 1)
      case .sign("'"): index += 1
      case .open(.parenthesis): index = after(index)
      default: return false
      }
    }
    return true
  }

  /// Whether a range holds a `+` or `−` at its own level behind its first lexeme.
  private func isSum(_ range: Range<Int>) -> Bool {
    var found = false
    forEachTop(range) { index in
      if index > range.lowerBound,
        lexemes[index].kind == .sign("+") || lexemes[index].kind == .sign("-")
      {
        found = true
      }
    }
    return found
  }
}
