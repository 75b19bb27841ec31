/// A token in the light of mathematics: what it is, not how it is typeset.
struct Lexeme: Hashable {
  enum Kind: Hashable {
    /// A single letter with its shape, without marks and indices.
    case name(Symbol)
    /// A word that names one thing: `\mathrm{ELBO}`, `\operatorname{Loss}`, `loss`.
    case word(String)
    /// Words set as words, which may be a name or a remark.
    case text(String)
    case number(Rational)
    /// What has a meaning of its own, by one name for all spellings: `frac`, `sum`, `log`, `KL`.
    case command(String)
    /// One of `+ - * / , ; : ! ' .` and other single characters.
    case sign(Unicode.Scalar)
    /// A single bar that may open, close or separate.
    case bar
    /// A double bar that may open, close or separate.
    case doubleBar
    case open(Delimiter)
    case close(Delimiter)
    case superscript
    case `subscript`
    case relation(RelationSign)
    case begin(String)
    case end(String)
    case alignment
    case rowBreak
    /// `\quad` and wider.
    case wideSpace
  }

  /// What brackets are made of.
  enum Delimiter: Hashable {
    case parenthesis, bracket, brace, group, angle, bar, doubleBar, floor, ceiling
  }

  var kind: Kind
  var range: SourceRange
  var isSpaced = false
}

/// A relation sign as it is written.
struct RelationSign: Hashable {
  var relation: Relation
  /// Whether the sides are exchanged to get the relation: `=:` and `∋`.
  var isReversed = false
  /// Whether an additive constant is left out: an equals sign under a plus or a c.
  var isUpToConstant = false
  /// What is written over the sign, where it is a remark.
  var remark: String?
}

extension Lexeme {
  /// Whether a name with a small letter as its argument stands behind the sign of an exponent: E in e^{−E(x)} and exp(−βE(x)).
  private static func isExponent(_ index: Int, _ lexemes: [Lexeme]) -> Bool {
    guard index + 2 < lexemes.count, case .name(let argument) = lexemes[index + 2].kind,
      argument.name == argument.name.lowercased()
    else { return false }
    var sign = index - 1
    if sign > 0, case .name = lexemes[sign].kind { sign -= 1 }
    guard sign > 1, lexemes[sign].kind == .sign("-"), case .open = lexemes[sign - 1].kind else {
      return false
    }
    return lexemes[sign - 2].kind == .superscript || lexemes[sign - 2].kind == .command("exp")
  }

  /// The letters that stand before a single name in parentheses somewhere: Φ in Φ(x), which is a function in Φ(−x) too.
  static func functions(in lexemes: [Lexeme]) -> Set<Symbol> {
    // Longer subscripts are no indices of a function's name.
    let longestIndex = 32
    /// The place behind a subscript, if there is one.
    func behindSubscript(_ index: Int) -> Int {
      guard index + 1 < lexemes.count, lexemes[index].kind == .subscript else { return index }
      guard lexemes[index + 1].kind == .open(.group) else { return index + 2 }
      var depth = 0
      for next in lexemes[(index + 1)...].prefix(longestIndex).indices {
        if lexemes[next].kind == .open(.group) { depth += 1 }
        if lexemes[next].kind == .close(.group) { depth -= 1 }
        if depth == 0 { return next + 1 }
      }
      return lexemes.count
    }
    var found = Set<Symbol>()
    for (index, lexeme) in lexemes.enumerated() {
      guard case .name(let symbol) = lexeme.kind, !found.contains(symbol) else { continue }
      let open = behindSubscript(index + 1)
      guard open + 1 < lexemes.count, lexemes[open].kind == .open(.parenthesis),
        case .name = lexemes[open + 1].kind
      else { continue }
      // E(x) is a mean, but an energy in e^{−E(x)}.
      if symbol.name == "E", !isExponent(index, lexemes) { continue }
      let close = behindSubscript(open + 2)
      if close < lexemes.count, lexemes[close].kind == .close(.parenthesis) { found.insert(symbol) }
    }
    return found
  }
}
