/// A short LaTeX formula set as one line of Unicode text for a terminal.
///
/// It follows TeX in giving each piece a class (ordinary, operator, binary, relation, opening, closing,
/// punctuation) and in deriving the spaces from neighbouring classes; spaces of the source count for
/// nothing. What it does not know is left as it stands, so that nothing disappears.
public enum UnicodeFormula {
  /// Returns a formula as text.
  ///
  /// - Parameter latex: LaTeX in mathematics mode, without the delimiting dollars.
  /// - Returns: One line, except where the formula itself breaks lines with `\\`.
  /// - Complexity: O(*n*) for the shallow formulas that are written by people.
  public static func text(_ latex: String) -> String {
    var reader = FormulaReader(latex)
    return Piece.joined(reader.pieces(until: nil))
  }

  /// Returns a sentence in which the formulas between dollar signs are set as text.
  public static func sentence(_ sentence: String) -> String {
    sentence.split(separator: "$", omittingEmptySubsequences: false).enumerated()
      .map { index, part in index.isMultiple(of: 2) ? String(part) : text(String(part)) }
      .joined()
  }
}

/// A piece of set text with the class that decides the spaces around it.
struct Piece {
  enum Class {
    case ordinary, fraction, operation, summation, binary, relation, opening, closing, punctuation,
      space
    /// The stroke of a fraction in line, which stands close on both sides.
    case stroke
    /// An upright bar: ordinary, but close to what it encloses.
    case bar
  }

  var text: String
  var kind: Class

  /// Sets pieces side by side, with the spaces that their classes ask for.
  static func joined(_ pieces: [Piece]) -> String {
    var text = ""
    var previous: Piece?
    for (index, piece) in pieces.enumerated() {
      var piece = piece
      let next = index + 1 < pieces.count ? pieces[index + 1].kind : nil
      if piece.kind == .binary, !hasOperands(before: previous?.kind, after: next) {
        piece.kind = .ordinary
      }
      if piece.kind == .fraction, previous?.kind == .operation {
        // Without parentheses `log a/b` could be read as the quotient of `log a` and `b`.
        piece = Piece(text: "(\(piece.text))", kind: .ordinary)
      }
      if let previous, needsSpace(previous.kind, piece.kind), !text.hasSuffix(" ") { text += " " }
      if piece.kind == .space, text.isEmpty || text.hasSuffix(" ") { continue }
      text += piece.text
      previous = piece
    }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// Whether a binary sign stands between two operands; otherwise it is a mere sign.
  private static func hasOperands(before: Class?, after: Class?) -> Bool {
    switch before {
    case nil, .binary, .operation, .summation, .relation, .opening, .punctuation, .space,
      .stroke:
      return false
    case .ordinary, .fraction, .closing, .bar: break
    }
    switch after {
    case nil, .relation, .closing, .punctuation: return false
    default: return true
    }
  }

  /// The table of spaces between neighbours (after chapter 18 of the TeXbook, with one width).
  private static func needsSpace(_ left: Class, _ right: Class) -> Bool {
    switch (left, right) {
    case (.space, _), (_, .space), (_, .punctuation), (.stroke, _), (_, .stroke): false
    case (.punctuation, _): true
    case (.relation, .relation): false
    case (.relation, .closing), (.opening, _), (_, .closing): false
    case (.relation, _), (_, .relation), (.binary, _), (_, .binary): true
    case (.operation, .opening): false
    case (.operation, _), (_, .operation), (.summation, _), (_, .summation): true
    case (.fraction, .ordinary), (.fraction, .fraction), (.ordinary, .fraction): true
    case (.fraction, .opening), (.closing, .fraction): true
    default: false
    }
  }
}
