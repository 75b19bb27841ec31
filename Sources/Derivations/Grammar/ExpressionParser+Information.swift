// Divergences, entropies, information.
extension ExpressionParser {
  /// Reads D(q ∥ p), H(p), I(X; Z) and their kin from behind the letter; nil if the letter is none of them.
  mutating func informationOperation(_ head: Symbol, from start: Int) throws(ReadingError)
    -> Expression?
  {
    guard head.accents.isEmpty else { return nil }
    switch head.name {
    case "D", "KLD", "DKL", "Div": return try divergence(head, from: start)
    case "chi": return try chiSquared(from: start)
    case "H" where head.typeface != .bold: return try entropy(from: start)
    case "S" where isOfOneLaw: return try entropy(from: start)
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
  mutating func divergence(_ head: Symbol, from start: Int) throws(ReadingError)
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
      goBack(to: outside)
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

  /// Reads χ²(p ∥ q) from behind the letter; nil where no pair of laws follows.
  private mutating func chiSquared(from start: Int) throws(ReadingError) -> Expression? {
    let outside = self
    let scripts = try scripts()
    guard scripts.subscripts == nil, let power = scripts.superscripts, power.count == 1,
      lexemes[power.lowerBound].kind == .number(Rational(2)),
      case .open(let delimiter) = next, delimiter != .group,
      let pair = pair(contents(index), isKnown: false)
    else {
      goBack(to: outside)
      return nil
    }
    return try divergence(.named("chi2"), pair, from: start)
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

  mutating func divergence(
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
  mutating func law(in range: Range<Int>) throws(ReadingError) -> Expression {
    try expression(in: range, separating: true)
  }

  mutating func entropy(from start: Int) throws(ReadingError) -> Expression? {
    let outside = self
    let scripts = try scripts()
    guard case .open(let delimiter) = next, delimiter != .group, delimiter != .angle,
      scripts.superscripts == nil
    else {
      goBack(to: outside)
      return nil
    }
    var law: Expression?
    if let range = scripts.subscripts { law = try expression(in: range) }
    var base: Rational?
    if let number = law, case .number(let value) = number.kind { (law, base) = (nil, value) }
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
    if subjects.count == 2, conditions.isEmpty, law == nil, base == nil,
      subjects.allSatisfy(\.isLaw)
    {
      return Expression(.crossEntropy(subjects[0], subjects[1]), at: range(from: start))
    }
    return Expression(
      .entropy(Entropy(of: subjects, given: conditions, under: law, base: base)),
      at: range(from: start))
  }

  /// Whether a law alone follows in square brackets: S[q], S[q(z|x)].
  private var isOfOneLaw: Bool {
    guard next == .open(.bracket) else { return false }
    let inside = contents(index)
    guard let first = inside.first, case .name(let symbol) = lexemes[first].kind,
      Self.isLawName(symbol)
    else { return false }
    var end = first + 1
    while end < inside.upperBound {
      switch lexemes[end].kind {
      case .subscript, .superscript, .open: end = after(end)
      default: return false
      }
    }
    return true
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
      goBack(to: outside)
      return nil
    }
    let inside = contents(index)
    let sides = split(inside) { $0 == .bar }
    var halves = split(sides[0]) { $0 == .sign(";") || $0 == .sign(":") }
    if halves.count == 1 { halves = commaParts(sides[0]) }
    guard halves.count == 2, sides.count <= 2 else {
      goBack(to: outside)
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
