extension MacroTable {
  /// Returns tokens in which every macro is replaced by what it stands for.
  ///
  /// Tokens from the body of a macro take the place of its use; arguments keep their own. Behind `^` and `_`
  /// the replacement becomes a group. The size of the result, the depth of macros within macros and the work
  /// are bounded.
  ///
  /// - Throws: ``ReadingError`` at a use that lacks arguments, that this reader cannot follow, or that grows
  ///   beyond the bounds.
  public func expand(_ tokens: [Token]) throws(ReadingError) -> [Token] {
    guard !isEmpty else { return tokens }
    var expansion = Expansion(table: self, tokens: tokens)
    return try expansion.run()
  }
}

/// The expansion of one formula, with a stack of what is still to be read.
private struct Expansion {
  /// A token that is still to be read, and how many macros it came through.
  struct Pending {
    var token: Token
    var depth = 0
    var isFinal = false
  }

  static let deepest = 100
  static let longest = 20_000

  let table: MacroTable
  var pending: [Pending]
  var result: [Token] = []
  var steps = 0

  init(table: MacroTable, tokens: [Token]) {
    self.table = table
    pending = tokens.reversed().map { Pending(token: $0) }
  }

  mutating func run() throws(ReadingError) -> [Token] {
    while let next = pending.popLast() {
      guard case .command(let name) = next.token.kind, !next.isFinal,
        let macro = table.macro(named: name, at: next.token.range.start)
      else {
        result.append(next.token)
        continue
      }
      try replace(next, by: macro)
    }
    return result
  }

  private mutating func replace(_ use: Pending, by macro: Macro) throws(ReadingError) {
    if let obstacle = macro.obstacle {
      throw ReadingError("\\\(macro.name) \(obstacle)", at: use.token.range)
    }
    guard use.depth < Self.deepest else {
      throw ReadingError("\\\(macro.name) expands into itself without end", at: use.token.range)
    }
    let arguments = try arguments(of: macro, usedAt: use.token.range)
    var body: [Pending] = []
    for token in macro.body {
      switch token.kind {
      case .parameter(let index) where index <= arguments.count:
        body += arguments[index - 1]
      case .text(let words) where words.contains("#"):
        let filled = fill(words, with: arguments)
        steps += filled.utf8.count / 8
        body.append(
          Pending(token: Token(.text(filled), at: use.token.range), depth: use.depth + 1))
      default:
        let copy = Token(token.kind, at: use.token.range, isSpaced: token.isSpaced)
        body.append(Pending(token: copy, depth: use.depth + 1, isFinal: macro.isFinal))
      }
    }
    if body.count > 1, isScriptDue {
      body.insert(Pending(token: Token(.groupStart, at: use.token.range)), at: 0)
      body.append(Pending(token: Token(.groupEnd, at: use.token.range)))
    }
    if !body.isEmpty { body[0].token.isSpaced = use.token.isSpaced }
    steps += body.count + 1
    guard steps <= Self.longest else {
      throw ReadingError(
        "the macros of this formula expand to more than \(Self.longest) tokens",
        at: use.token.range)
    }
    pending += body.reversed()
  }

  /// Whether the next token is read as an index or an exponent.
  private var isScriptDue: Bool {
    result.last?.kind == .superscript || result.last?.kind == .subscript
  }

  /// Replaces `#1` … in words by the LaTeX of the arguments.
  private func fill(_ words: String, with arguments: [[Pending]]) -> String {
    var filled = words
    for (index, argument) in arguments.enumerated() {
      filled = filled.split(separator: "#\(index + 1)", omittingEmptySubsequences: false)
        .joined(separator: argument.map(\.token).spelling)
    }
    return filled
  }

  // Arguments.

  private mutating func arguments(
    of macro: Macro, usedAt range: SourceRange
  ) throws(ReadingError) -> [[Pending]] {
    if macro.allowsSize { skipSize() }
    var arguments: [[Pending]] = []
    if let optional = macro.optional {
      arguments.append(
        bracketed() ?? optional.map { Pending(token: Token($0.kind, at: range)) })
    }
    while arguments.count < macro.parameterCount {
      guard let argument = argument() else {
        throw ReadingError(
          "\\\(macro.name) takes \(macro.parameterCount) arguments, but \(arguments.count) follow",
          at: range)
      }
      arguments.append(argument)
    }
    return arguments
  }

  /// Takes a group without its braces, or a single token; nil where the formula or its group ends.
  private mutating func argument() -> [Pending]? {
    guard let first = pending.last else { return nil }
    switch first.token.kind {
    case .groupEnd, .alignment, .rowBreak, .end: return nil
    case .groupStart: break
    default:
      pending.removeLast()
      return [first]
    }
    var depth = 0
    var index = pending.count - 1
    while index >= 0 {
      if pending[index].token.kind == .groupStart { depth += 1 }
      if pending[index].token.kind == .groupEnd { depth -= 1 }
      if depth == 0 {
        let content = Array(pending[(index + 1)..<(pending.count - 1)].reversed())
        pending.removeLast(pending.count - index)
        return content
      }
      index -= 1
    }
    return nil
  }

  /// Takes an optional argument in brackets, if there is one.
  private mutating func bracketed() -> [Pending]? {
    guard pending.last?.token.kind == .symbol("[") else { return nil }
    var depth = 0
    var index = pending.count - 2
    while index >= 0 {
      switch pending[index].token.kind {
      case .groupStart: depth += 1
      case .groupEnd: depth -= 1
      case .symbol("]") where depth == 0:
        let content = Array(pending[(index + 1)..<(pending.count - 1)].reversed())
        pending.removeLast(pending.count - index)
        return content
      default: break
      }
      if depth < 0 { return nil }
      index -= 1
    }
    return nil
  }

  private mutating func skipSize() {
    if pending.last?.token.kind == .symbol("*") { pending.removeLast() }
    guard pending.last?.token.kind == .symbol("["), pending.count > 2,
      case .command(let size) = pending[pending.count - 2].token.kind,
      ["big", "Big", "bigg", "Bigg"].contains(size),
      pending[pending.count - 3].token.kind == .symbol("]")
    else { return }
    pending.removeLast(3)
  }
}
