/// What a sign over a relation makes of it.
enum StackedRelation {
  /// Returns the relation that is meant by a sign with something over it.
  ///
  /// - Throws: `ReadingError` where the pair says something other than a claim about the two sides: an equality in
  ///   distribution, a limit, a question, a requirement.
  static func read(_ sign: RelationSign, under note: ArraySlice<Token>, at range: SourceRange)
    throws(ReadingError) -> RelationSign
  {
    let text = note.spelling.filter { !$0.isWhitespace && $0 != "{" && $0 != "}" }
    var sign = sign
    var words = text
    for font in [
      "\\mathrm", "\\text", "\\rm", "\\tiny", "\\scriptsize", "\\small", "\\textrm", "\\mathsf",
      "\\it",
    ] {
      while words.hasPrefix(font) { words.removeFirst(font.count) }
    }
    switch words.lowercased() {
    case "def", "def.", "\\delta", "\\triangle", "definition", "\\bigtriangleup":
      sign.relation = .defined
    case "c", "+", "const", "const.":
      guard sign.relation == .equal else { fallthrough }
      sign.isUpToConstant = true
    case "d", "\\mathcald", "p", "law", "!", "?", "\\mathbbp", "a.s.", "as":
      throw ReadingError(
        "\\overset{\(text)} on a relation is not a claim that can be checked", at: range)
    default: sign.remark = note.spelling
    }
    if sign.relation == .distributed { sign.remark = nil }
    return sign
  }
}
