/// Takes a row apart into statements, and each into its sides.
///
/// Statements stand side by side with a comma, a semicolon, a wide space or a word (`where`, `and`) between them. A
/// comma separates statements where a relation stands on both sides of it; `x, z ∼ p(x, z)` is one. Words beside a
/// formula are remarks; “if …” and “for …” are conditions.
struct StatementSplitter {
  private let lexemes: [Lexeme]
  private let partners: [Int]

  init(_ bracketed: BracketedLexemes) {
    lexemes = bracketed.lexemes
    partners = bracketed.partners
  }

  /// The statements of the row.
  func statements() -> [RawChain] {
    var chains: [RawChain] = []
    for piece in pieces() {
      var chain = links(trimmed(piece.range))
      guard !chain.links.isEmpty else {
        if !piece.remarks.isEmpty, !chains.isEmpty {
          let last = chains[chains.count - 1].links.count - 1
          chains[chains.count - 1].links[last].remarks += piece.remarks
        }
        continue
      }
      if piece.isCondition, !chains.isEmpty {
        let last = chains[chains.count - 1].links.count - 1
        let words = (piece.remarks + [RowSplitter.spelling(lexemes[piece.range])]).joined(
          separator: " ")
        chains[chains.count - 1].links[last].conditions.append(words)
        continue
      }
      chain.links[chain.links.count - 1].remarks += piece.remarks
      chain.standing = piece.standing
      chains.append(chain)
    }
    return chains
  }

  // MARK: Pieces

  private struct Piece {
    var range: Range<Int>
    var remarks: [String] = []
    var isCondition = false
    var standing = Step.Standing.claim
  }

  private enum Cut { case comma, space, words(String) }

  /// The pieces of the row between words, wide spaces, and commas that separate statements.
  private func pieces() -> [Piece] {
    var pieces: [Piece] = []
    var current = Piece(range: 0..<0)
    var index = 0
    /// Begins a piece; what stands beside a consequence follows too.
    func open(_ start: Int, remarks: [String] = [], isCondition: Bool = false) {
      let standing = current.standing
      current = Piece(range: start..<start, remarks: remarks, isCondition: isCondition)
      if standing != .supposition { current.standing = standing }
    }
    func close(_ end: Int) {
      current.range = current.range.lowerBound..<end
      if !current.range.isEmpty || !current.remarks.isEmpty { pieces.append(current) }
    }
    while index < lexemes.count {
      let next = partners[index] > index ? partners[index] + 1 : index + 1
      switch lexemes[index].kind {
      case .text(let words) where isRemark(index, since: current.range.lowerBound):
        close(index)
        open(next, remarks: [words], isCondition: Self.isConditional(words))
      case .command("forall"), .command("because"), .command("therefore"), .command("where"):
        close(index)
        open(next, remarks: ["\\forall"], isCondition: true)
      case .alignment where isBoundary(index, next): fallthrough
      case .wideSpace where isBoundary(index, next):
        close(index)
        open(next)
        if isLabel(next) {
          current.remarks = [RowSplitter.spelling(lexemes[next...])]
          pieces.append(current)
          return pieces
        }
      case .sign(",") where separates(index, since: current.range.lowerBound),
        .sign(";") where separates(index, since: current.range.lowerBound):
        close(index)
        open(next)
      case .relation(let sign) where sign.relation == .implies || sign.relation == .equivalent:
        let isImplied = sign.relation == .implies
        current.standing = isImplied ? .supposition : .equivalence
        close(index)
        // What stands before a comma, `q = p, x = y ⟹ …`, is supposed as well.
        for position in pieces.indices where pieces[position].standing == .claim {
          pieces[position].standing = current.standing
        }
        open(next)
        current.standing = isImplied ? .consequence : .equivalence
      default: break
      }
      index = next
    }
    close(lexemes.count)
    return pieces
  }

  /// Whether words at an index are a remark, and not a name in the formula: they stand behind a complete side, or they
  /// introduce the row.
  private func isRemark(_ index: Int, since start: Int) -> Bool {
    guard case .text(let words) = lexemes[index].kind else { return false }
    let previous = index > start ? lexemes[index - 1].kind : nil
    let following = index + 1 < lexemes.count ? lexemes[index + 1].kind : nil
    switch following {
    case .subscript, .superscript, .open(.parenthesis), .open(.bracket):
      let isFirst =
        switch previous {
        case nil, .relation, .sign, .wideSpace, .alignment: true
        default: false
        }
      if !words.contains(" "), isFirst || !lexemes[index + 1].isSpaced, !Self.isConnective(words) {
        return false
      }
    default: break
    }
    if Self.isConnective(words) { return true }
    switch previous {
    case nil, .wideSpace, .alignment:
      // Words that open the row: a name if a relation or an operator follows.
      switch following {
      case nil: return start > 0 || index > start
      case .relation, .sign("+"), .sign("-"), .sign("/"), .command("cdot"): return false
      default: return true
      }
    case .relation, .sign("+"), .sign("-"), .sign("/"), .sign("*"), .command("cdot"),
      .command("times"):
      return false
    case .sign(","), .sign("."), .sign(";"): return true
    default: return Self.isAside(words)
    }
  }

  /// Whether words behind an operand are a remark and not a factor: in brackets, a unit, or a phrase with a connective.
  private static func isAside(_ words: String) -> Bool {
    if words.hasPrefix("(") || words.hasPrefix("[") || words.hasPrefix(",") || words.hasPrefix(".")
    {
      return true
    }
    let parts = words.lowercased().split(whereSeparator: \.isWhitespace)
    if parts.count == 1 { return units.contains(String(parts[0])) }
    return parts.contains { connectives.contains(String($0)) || conditional.contains(String($0)) }
  }

  private static let units: Set<String> = [
    "bit", "bits", "nat", "nats", "tokens", "pixels", "samples", "parameters",
  ]
  private static let conditional: Set<String> = [
    "if", "for", "when", "whenever", "provided", "assuming", "unless", "iff", "under", "at",
    "within",
  ]
  private static let connectives: Set<String> = [
    "where", "with", "and", "or", "so", "thus", "hence", "since", "because", "as", "by", "then",
    "let", "therefore",
    "subject", "s.t.", "using", "given", "such", "but", "note", "recall", "which", "that", "is",
    "are", "i.e.", "e.g.",
    "from", "in", "to", "the", "this", "we", "it", "recall,", "where,", "and,", "have", "of", "on",
    "also", "see", "almost", "jointly", "respectively", "separately",
  ]

  private static func firstWord(_ words: String) -> String {
    String(words.lowercased().prefix { !$0.isWhitespace && $0 != "," && $0 != ":" })
  }

  private static func isConditional(_ words: String) -> Bool {
    conditional.contains(firstWord(words)) || words.lowercased().contains(" if")
      || words.lowercased().contains("for all") || words.lowercased().contains("assum")
  }

  private static func isConnective(_ words: String) -> Bool {
    let first = firstWord(words)
    return conditional.contains(first) || connectives.contains(first)
  }

  /// Whether a wide space at an index ends a statement: what follows is no continuation of the side before it.
  private func isBoundary(_ index: Int, _ next: Int) -> Bool {
    guard index > 0, next < lexemes.count else { return false }
    switch lexemes[index - 1].kind {
    case .relation, .sign("+"), .sign("-"), .command("cdot"), .command("times"), .wideSpace,
      .alignment:
      return false
    default: break
    }
    switch lexemes[next].kind {
    case .relation(let sign): return sign.relation == .implies || sign.relation == .equivalent
    case .sign("+"), .sign("-"), .command("cdot"), .command("times"), .sign(","), .sign("."),
      .wideSpace, .bar,
      .doubleBar, .alignment:
      return false
    default: return true
    }
  }

  /// Whether the rest of the row is a label in brackets: `(1)`, `(\star)`.
  private func isLabel(_ index: Int) -> Bool {
    guard index < lexemes.count else { return false }
    switch lexemes[index].kind {
    case .open(.parenthesis), .open(.bracket):
      let end = partners[index]
      var rest = end + 1
      while rest < lexemes.count,
        lexemes[rest].kind == .sign(".") || lexemes[rest].kind == .sign(",")
      { rest += 1 }
      guard rest == lexemes.count else { return false }
      let inside = lexemes[index + 1..<end]
      return inside.count <= 2
        || inside.contains { if case .text = $0.kind { true } else { false } }
    default: return false
    }
  }

  /// Whether a comma or semicolon separates two statements: a relation before it and one in the piece behind it.
  private func separates(_ index: Int, since start: Int) -> Bool {
    guard hasRelation(start, index) else { return false }
    var end = index + 1
    while end < lexemes.count {
      switch lexemes[end].kind {
      case .wideSpace where end == index + 1: break
      case .sign(";"), .wideSpace, .text: return hasRelation(index + 1, end)
      default: break
      }
      end = partners[end] > end ? partners[end] + 1 : end + 1
    }
    return hasRelation(index + 1, end)
  }

  /// Whether a relation stands between two indices at the level of the row.
  private func hasRelation(_ start: Int, _ end: Int) -> Bool {
    var index = start
    while index < end {
      if case .relation = lexemes[index].kind { return true }
      index = partners[index] > index ? partners[index] + 1 : index + 1
    }
    return false
  }

  // MARK: Sides

  /// The range without punctuation and spaces at its ends.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isPunctuation(start, atStart: true) { start += 1 }
    while start < end, isPunctuation(end - 1, atStart: false) { end -= 1 }
    return start..<end
  }

  private func isPunctuation(_ index: Int, atStart: Bool) -> Bool {
    switch lexemes[index].kind {
    case .sign(","), .sign("."), .sign(";"), .wideSpace, .alignment: true
    case .sign(":"): true
    case .word where atStart && index + 1 < lexemes.count && lexemes[index + 1].kind == .sign(":"):
      true
    case .sign("!"), .sign("?"): false
    case .command("blacksquare"), .command("square"), .command("qed"), .command("Box"): !atStart
    case .sign("。"), .sign("、"): true
    default: false
    }
  }

  /// The lexemes of a range without the spaces and alignment signs at its own level.
  private func withoutSpaces(_ range: Range<Int>) -> [Lexeme] {
    var kept: [Lexeme] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let next = partners[index] > index ? partners[index] + 1 : index + 1
      if lexemes[index].kind != .alignment, lexemes[index].kind != .wideSpace {
        kept += lexemes[index..<next].filter { $0.kind != .wideSpace }
      }
      index = next
    }
    return kept
  }

  /// Splits a statement at its relation signs.
  private func links(_ range: Range<Int>) -> RawChain {
    var chain = RawChain()
    guard !range.isEmpty else { return chain }
    var start = range.lowerBound
    var sign: (RelationSign, SourceRange)?
    var index = range.lowerBound
    func close(_ end: Int) {
      if sign != nil || end > start {
        var link = Link(
          sign: sign?.0, signRange: sign?.1 ?? lexemes[start].range,
          side: withoutSpaces(trimmed(start..<end)))
        if let remark = sign?.0.remark { link.remarks.append(remark) }
        chain.links.append(link)
      }
    }
    while index < range.upperBound {
      let next = partners[index] > index ? partners[index] + 1 : index + 1
      if case .relation(let found) = lexemes[index].kind {
        close(index)
        sign = (found, lexemes[index].range)
        start = next
      }
      index = next
    }
    close(range.upperBound)
    return chain
  }
}
