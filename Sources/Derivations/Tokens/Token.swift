/// The smallest piece of a formula that means something, and where it stands.
public struct Token: Sendable, Hashable {
  /// What a token is.
  public enum Kind: Sendable, Hashable {
    /// A command by its name without the backslash: `log`, `frac`, `mathbb`, and also `|`, `{`, `}`, `_`.
    ///
    /// A Unicode sign that has a command is that command: `θ` is `theta`, `≥` is `geq`.
    case command(String)
    /// One letter.
    case letter(Unicode.Scalar)
    /// Digits with at most one decimal point between or before them.
    case number(String)
    /// Any other single character: `+ - = ( ) [ ] | / , . ; : ! ' * < >` and what is not known.
    case symbol(Unicode.Scalar)
    /// `{`
    case groupStart
    /// `}`
    case groupEnd
    /// `^`
    case superscript
    /// `_`
    case `subscript`
    /// `&`
    case alignment
    /// `\\` with its star and its length, if it has them.
    case rowBreak
    /// `\begin{name}` with the arguments that only concern layout.
    case begin(String)
    /// `\end{name}`
    case end(String)
    /// Words: the content of `\text{…}`, `\mbox{…}`, `\textrm{…}`, with its spaces.
    case text(String)
    /// `#1` … `#9` in the body of a macro.
    case parameter(Int)
  }

  /// What the token is.
  public var kind: Kind
  /// Where it stands; for a token from a macro's body, where the macro is used.
  public var range: SourceRange
  /// Whether white space, or a command that only makes space, stands before it.
  public var isSpaced: Bool

  /// Creates a token.
  public init(_ kind: Kind, at range: SourceRange, isSpaced: Bool = false) {
    self.kind = kind
    self.range = range
    self.isSpaced = isSpaced
  }
}

extension Token {
  /// LaTeX that reads as this token.
  public var spelling: String {
    switch kind {
    case .command(let name): "\\" + name
    case .letter(let scalar), .symbol(let scalar): String(Character(scalar))
    case .number(let digits): digits
    case .groupStart: "{"
    case .groupEnd: "}"
    case .superscript: "^"
    case .subscript: "_"
    case .alignment: "&"
    case .rowBreak: "\\\\"
    case .begin(let name): "\\begin{\(name)}"
    case .end(let name): "\\end{\(name)}"
    case .text(let words): "\\text{\(words)}"
    case .parameter(let index): "#\(index)"
    }
  }
}

extension Sequence where Element == Token {
  /// LaTeX that reads as these tokens, with spaces only where they stood or are needed.
  public var spelling: String {
    var text = ""
    var isAfterWord = false
    for token in self {
      let next = token.spelling
      let startsWithLetter = next.unicodeScalars.first?.properties.isAlphabetic ?? false
      if !text.isEmpty, token.isSpaced || (isAfterWord && startsWithLetter) { text += " " }
      text += next
      if case .command(let name) = token.kind {
        isAfterWord = name.unicodeScalars.first?.properties.isAlphabetic ?? false
      } else {
        isAfterWord = false
      }
    }
    return text
  }
}
