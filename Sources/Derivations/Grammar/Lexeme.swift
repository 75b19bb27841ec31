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
