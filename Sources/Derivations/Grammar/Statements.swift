/// One link of a chain as it stands: a relation sign and what follows it, or the first side.
struct Link {
  /// The sign before the side; nil for the first side of a chain.
  var sign: RelationSign?
  /// Where the sign stands.
  var signRange: SourceRange
  /// The lexemes of the side.
  var side: [Lexeme]
  /// The remarks beside it.
  var remarks: [String] = []
  /// Whether rows around it leave open where the side ends, so that it must not be read.
  var isSpoiled = false
  /// What the statement is said to hold under: “if …”, “for …”.
  var conditions: [String] = []
}

/// A chain of sides as it stands in one formula.
struct RawChain {
  /// Whether the chain begins with a relation sign, so that its first side stands in an earlier formula.
  var isContinued = false
  /// The links, the first side first (empty side if the chain is continued).
  var links: [Link] = []
  /// What an implication makes of the chain.
  var standing = Step.Standing.claim
}

/// Puts rows together to chains of sides: rows that begin or end with a relation, that open with `+` or `−`, brackets
/// that close in a later row, several statements in a row.
struct ChainAssembler {
  private(set) var chains: [RawChain] = []
  /// What could not be put anywhere.
  private(set) var problems: [ReadingError] = []

  /// Takes the rows of one formula.
  init(_ rows: [Row]) {
    var position = 0
    while position < rows.count {
      var row = rows[position]
      var last = position
      var fault: BracketedLexemes.Fault?
      // A row whose brackets do not close goes on until a later one closes them.
      repeat {
        if last > position {
          row.lexemes += rows[last].lexemes
          row.remarks += rows[last].remarks
        }
        last += 1
        do throws(BracketedLexemes.Fault) {
          let bracketed = try BracketedLexemes(row.lexemes)
          fault = nil
          add(row, bracketed, isFollowed: Self.startsWithRelation(rows, last))
        } catch {
          fault = error
        }
      } while fault?.isUnclosed == true && last < rows.count
      if let fault {
        report(fault, row, first: rows[position])
        last = position + 1
      }
      position = last
    }
  }

  private static func startsWithRelation(_ rows: [Row], _ position: Int) -> Bool {
    guard position < rows.count, case .relation = rows[position].lexemes.first?.kind else {
      return false
    }
    return true
  }

  private mutating func report(_ fault: BracketedLexemes.Fault, _ row: Row, first: Row) {
    let (index, words) =
      switch fault {
      case .unclosed(let index): (index, "is not closed")
      case .unopened(let index): (index, "closes nothing")
      }
    let lexeme = row.lexemes[index]
    problems.append(ReadingError("\(lexeme.kind.spelling) \(words)", at: lexeme.range))
    breakChain(first)
  }

  /// A row that cannot be taken apart still counts: what follows it is no continuation of what stands before it.
  private mutating func breakChain(_ row: Row) {
    var chain = RawChain()
    chain.links = [Link(sign: nil, signRange: row.range, side: [])]
    chains.append(chain)
  }

  // MARK: Statements of a row

  private mutating func add(_ row: Row, _ bracketed: BracketedLexemes, isFollowed: Bool) {
    let parts = StatementSplitter(bracketed).statements()
    guard !parts.isEmpty else {
      if let chain = chains.indices.last {
        chains[chain].links[chains[chain].links.count - 1].remarks += row.remarks
      }
      return
    }
    for (position, part) in parts.enumerated() {
      var part = part
      if position == 0, continues(row, part) {
        append(part, row)
      } else if position == 0, isStray(row, part, isFollowed: isFollowed) {
        problems.append(ReadingError("a row without a relation", at: row.range))
        let chain = chains.count - 1
        chains[chain].links[chains[chain].links.count - 1].isSpoiled = true
      } else {
        if let first = part.links.first, first.sign != nil {
          part.isContinued = true
          part.links.insert(Link(sign: nil, signRange: first.signRange, side: []), at: 0)
        }
        part.links[part.links.count - 1].remarks += row.remarks
        chains.append(part)
      }
    }
  }

  /// Whether a row goes on with the chain before it.
  private func continues(_ row: Row, _ part: RawChain) -> Bool {
    guard let chain = chains.last, let last = chain.links.last else { return false }
    guard let first = part.links.first else { return false }
    if last.side.isEmpty, last.sign != nil, !last.isSpoiled { return true }
    if first.sign != nil { return !chains.isEmpty }
    if let end = last.side.last, isBinary(end.kind) { return true }
    guard let start = first.side.first else { return false }
    if part.links.count == 1, row.startsWithAlignment, row.lexemes.first?.kind == .wideSpace {
      return true
    }
    switch start.kind {
    case .sign("+"), .command("pm"), .command("cdot"), .command("times"), .command("odot"),
      .sign("/"), .sign("*"):
      return true
    case .sign("-"):
      // A row that opens with − goes on, unless it has a left side of its own.
      return !row.hasLeftCell
    default: return false
    }
  }

  /// Whether a row says nothing of its own and is not the first side of a chain: it may belong to the side before it,
  /// which is then not known either.
  private func isStray(_ row: Row, _ part: RawChain, isFollowed: Bool) -> Bool {
    guard part.links.count == 1, part.links[0].sign == nil, let chain = chains.last else {
      return false
    }
    return chain.links.count > 1 && !isFollowed
  }

  private func isBinary(_ kind: Lexeme.Kind) -> Bool {
    switch kind {
    case .sign("+"), .sign("-"), .sign("/"), .sign("*"), .command("cdot"), .command("times"),
      .command("odot"),
      .command("pm"):
      true
    default: false
    }
  }

  /// Adds the links of a row to the chain before it.
  private mutating func append(_ part: RawChain, _ row: Row) {
    guard !chains.isEmpty, let first = part.links.first else { return }
    let last = chains.count - 1
    if first.sign == nil {
      let position = chains[last].links.count - 1
      let side = chains[last].links[position].side
      if let end = side.last, let start = first.side.first, end.kind == .sign("-"),
        start.kind == .sign("-")
      {
        problems.append(
          ReadingError("− at the end of a row and at the beginning of the next", at: start.range))
        chains[last].links[position].isSpoiled = true
      }
      chains[last].links[position].side += first.side
      chains[last].links[position].remarks += first.remarks
      chains[last].links[position].conditions += first.conditions
      chains[last].links += part.links.dropFirst()
    } else {
      // A sign at the end of a row is repeated at the beginning of the next.
      if let end = chains[last].links.last, end.side.isEmpty, !end.isSpoiled,
        end.sign?.relation == first.sign?.relation
      {
        chains[last].links.removeLast()
      }
      chains[last].links += part.links
    }
    chains[last].links[chains[last].links.count - 1].remarks += row.remarks
  }
}
