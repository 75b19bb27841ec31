/// The shape of a letter, where documents use it to tell things apart.
public enum Typeface: String, Hashable, Sendable, CaseIterable {
  /// Italic, the letter as it is typed.
  case plain
  /// Upright: `\mathrm`.
  case upright
  /// Bold: `\mathbf`, `\boldsymbol`, `\bm`, `\bf`.
  case bold
  /// Calligraphic or script: `\mathcal`, `\mathscr`.
  case calligraphic
  /// Blackboard bold: `\mathbb`.
  case blackboard
  /// `\mathfrak`.
  case fraktur
  /// `\mathsf`.
  case sansSerif
  /// `\mathtt`.
  case typewriter
}

/// A mark on a symbol that makes it another symbol.
public enum Accent: String, Hashable, Sendable, CaseIterable {
  case hat, tilde, bar, vector, dot, doubleDot, check, breve, underline, star, prime, dagger, plus,
    minus
  /// A Δ before the letter: Δμ is one name.
  case difference
}

/// One entry of a subscript, or of a superscript that is an index and not a power.
public enum Index: Hashable, Sendable {
  /// An index, a label or a parameter: `x_i`, `x_{t-1}`, `p_{\text{data}}`, `p_\theta`.
  case value(Expression)
  /// A stretch of indices: `x_{1:T}`.
  case range(Expression, Expression)
  /// All indices but one: `z_{-i}`, `z_{\setminus i}`, `z_{\neq i}`.
  case except(Expression)
  /// All indices before one: `x_{<t}`, or with it, `x_{\le t}`.
  case before(Expression, including: Bool)
  /// All indices after one: `x_{>t}`, or with it, `x_{\ge t}`.
  case after(Expression, including: Bool)
  /// The variables of a conditional law: `p_{X \mid Z}`.
  case conditional([Expression], given: [Expression])
  /// Every index: `x_{:}`, `x_{\cdot}`.
  case all
}

/// The name of something: a letter or word with all that is written on it.
///
/// Two symbols are the same if every part is. Whether **z** and z name one thing is a question about a document, not
/// about a symbol: see `plainWeight`.
public struct Symbol: Hashable, Sendable {
  /// The letter or word: `x`, `theta` (Greek letters by their LaTeX name, `varphi` as `phi`), `ELBO`.
  public var name: String

  /// The shape of the letter.
  public var typeface: Typeface

  /// The marks on it, outermost last: hat, tilde, star, prime.
  public var accents: [Accent]

  /// The entries of the subscript, in order.
  public var subscripts: [Index]

  /// The entries of a superscript in parentheses, `x^{(i)}`, or of one that is an index by the rules of the grammar.
  public var superscripts: [Index]

  /// Makes a symbol from its parts.
  public init(
    _ name: String, typeface: Typeface = .plain, accents: [Accent] = [], subscripts: [Index] = [],
    superscripts: [Index] = []
  ) {
    self.name = name
    self.typeface = typeface
    self.accents = accents
    self.subscripts = subscripts
    self.superscripts = superscripts
  }

  /// The symbol without indices: its letter, shape and marks.
  public var head: Symbol { Symbol(name, typeface: typeface, accents: accents) }

  /// The symbol with bold and upright letters written plain, which most documents use for one thing.
  public var plainWeight: Symbol {
    var copy = self
    if typeface == .bold || typeface == .upright { copy.typeface = .plain }
    return copy
  }
}
