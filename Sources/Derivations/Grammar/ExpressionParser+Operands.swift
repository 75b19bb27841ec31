// Operands: numbers, brackets, fractions, roots, marks.
extension ExpressionParser {
  /// Reads an operand with its scripts.
  mutating func operand() throws(ReadingError) -> Expression {
    let start = index
    switch next {
    case .number(let number):
      index += 1
      return try scripted(Expression(.number(number), at: place(start)), from: start)
    case .name(let symbol):
      if symbol == Symbol("Delta"), case .name(var changed)? = peek(1), isChanged(changed) {
        changed.accents.append(.difference)
        index += 1
        return try named(changed, from: index)
      }
      return try named(symbol, from: start)
    case .word(let word), .text(let word):
      return try named(Symbol(word, typeface: .upright), from: start)
    case .open(let delimiter): return try scripted(bracketed(delimiter), from: start)
    case .bar:
      let closing = try closingBar(.bar)
      return try enclosed(.absolute, to: closing, from: start)
    case .doubleBar:
      let closing = try closingBar(.doubleBar)
      return try enclosed(.norm(nil), to: closing, from: start)
    case .command(let name): return try command(name, from: start)
    case .begin(let name): return try scripted(environment(name), from: start)
    default: throw unexpected()
    }
  }

  /// Whether Δ in front of a letter makes one name with it, Δμ and Δt: not in front of a law, a mean or the unit matrix.
  private func isChanged(_ symbol: Symbol) -> Bool {
    !["E", "I", "N", "p", "q", "P", "Q"].contains(symbol.name)
      && [.plain, .bold].contains(symbol.typeface)
  }

  // MARK: Brackets

  private mutating func bracketed(_ delimiter: Lexeme.Delimiter) throws(ReadingError) -> Expression
  {
    let start = index
    let inside = contents(start)
    switch delimiter {
    case .group: return try group()
    case .parenthesis, .bracket: return try list(inside, from: start) { .tuple($0) }
    case .brace:
      if let members = try family(inside, from: start) { return members }
      return try list(inside, from: start) { .set($0) }
    case .angle: return try angles()
    case .bar: return try enclosed(.absolute, to: partners[start], from: start)
    case .doubleBar: return try enclosed(.norm(nil), to: partners[start], from: start)
    case .floor, .ceiling:
      let body = try expression(in: inside)
      index = partners[start] + 1
      return Expression(
        .function(delimiter == .floor ? .floor : .ceiling, [body]), at: range(from: start))
    }
  }

  /// Reads a set of numbered members, `\{x_i\}_{i=1}^N`, as `\{x_1, \dots, x_N\}`; nil where none follows.
  private mutating func family(_ inside: Range<Int>, from start: Int) throws(ReadingError)
    -> Expression?
  {
    let under = partners[start] + 1
    guard under + 1 < end, lexemes[under].kind == .subscript,
      lexemes[under + 1].kind == .open(.group)
    else { return nil }
    let over = partners[under + 1] + 1
    guard over + 1 < end, lexemes[over].kind == .superscript,
      lexemes[over + 1].kind == .open(.group), commaParts(inside).count == 1
    else { return nil }
    let binding = try argument(contents(under + 1))
    guard case .statement(let statement) = binding.kind, statement.relation == .equal,
      let letter = statement.left.asSymbol
    else { return nil }
    let last = try expression(in: contents(over + 1))
    let member = try argument(inside)
    let ends = [statement.right, last].map { member.replacing(index: letter, with: $0) }
    guard !ends.contains(member) else { return nil }
    index = partners[over + 1] + 1
    return Expression(
      .set([ends[0], Expression(.ellipsis, at: member.range), ends[1]]), at: range(from: start))
  }

  /// Reads what a bracket holds: one expression, which the bracket only groups, or a list.
  private mutating func list(
    _ inside: Range<Int>, from start: Int, _ make: ([Expression]) -> Expression.Kind
  )
    throws(ReadingError) -> Expression
  {
    var entries: [Expression] = []
    for part in commaParts(inside) { entries.append(try argument(part)) }
    index = partners[start] + 1
    guard let first = entries.first else { throw fail("an empty bracket", at: range(from: start)) }
    if entries.count > 1 { return Expression(make(entries), at: range(from: start)) }
    if case .symbol = first.kind, lexemes[start].kind == .open(.brace) {
      return Expression(.set(entries), at: range(from: start))
    }
    return Expression(first.kind, at: range(from: start))
  }

  /// Reads a group, which means nothing in itself; `{a \over b}` is a fraction.
  private mutating func group() throws(ReadingError) -> Expression {
    let start = index
    let inside = contents(start)
    var over: Int?
    forEachTop(inside) { if lexemes[$0].kind == .command("over") { over = $0 } }
    if let over, over > inside.lowerBound, over + 1 < inside.upperBound {
      index = partners[start] + 1
      if let derivative = try derivative(
        inside.lowerBound..<over, by: over + 1..<inside.upperBound, from: start)
      {
        return derivative
      }
      index = start
    }
    if let over {
      let numerator = try expression(in: inside.lowerBound..<over)
      let denominator = try expression(in: over + 1..<inside.upperBound)
      index = partners[start] + 1
      return Expression(.quotient(numerator, denominator), at: range(from: start))
    }
    if start > 0, !lexemes[start].isSpaced, lexemes[start - 1].kind == .close(.group),
      inside.count > 1, partners[inside.lowerBound] == inside.upperBound - 1,
      partners[start - 1] > 0,
      [.subscript, .superscript].contains(lexemes[partners[start - 1] - 1].kind)
    {
      throw fail("a group in brackets behind an index: a ^ or _ may be lost", at: place(start))
    }
    let body = try expression(in: inside, separating: barsSeparate)
    index = partners[start] + 1
    return Expression(body.kind, at: range(from: start))
  }

  /// Reads ⟨a, b⟩, an inner product, or ⟨f⟩ with a law as its index, an expectation.
  private mutating func angles() throws(ReadingError) -> Expression {
    let start = index
    let parts = commaParts(contents(start))
    var entries: [Expression] = []
    for part in parts { entries.append(try expression(in: part)) }
    index = partners[start] + 1
    if entries.count == 2, next != .subscript {
      return Expression(.innerProduct(entries[0], entries[1]), at: range(from: start))
    }
    guard entries.count == 1 else {
      throw fail("⟨ ⟩ with \(entries.count) entries", at: place(start))
    }
    var samplings: [Sampling] = []
    if skip(.subscript) {
      samplings = try self.samplings(contents(index))
      index = partners[index] + 1
    }
    return Expression(.expectation(Expectation(samplings, of: entries[0])), at: range(from: start))
  }

  private func closingBar(_ kind: Lexeme.Kind) throws(ReadingError) -> Int {
    var found: Int?
    forEachTop(index + 1..<end) { if found == nil, lexemes[$0].kind == kind { found = $0 } }
    guard let found else { throw fail("\(kind.spelling) is not closed", at: here) }
    return found
  }

  /// Reads an absolute value or a norm, whose index is its order.
  private mutating func enclosed(_ function: Function, to closing: Int, from start: Int)
    throws(ReadingError) -> Expression
  {
    let body = try expression(in: start + 1..<closing, separating: true)
    index = closing + 1
    var function = function
    var power: Expression?
    while next == .subscript || next == .superscript, peek(1) == .open(.group) {
      let isOrder = next == .subscript
      let script = try expression(in: contents(index + 1))
      index = partners[index + 1] + 1
      if isOrder, function == .norm(nil) {
        function = .norm(script)
      } else if !isOrder, power == nil {
        power = script
      } else {
        throw fail("an index on a bar that has none", at: range(from: start))
      }
    }
    let value = Expression(.function(function, [body]), at: range(from: start))
    guard let power else { return value }
    return Expression(.power(value, power), at: range(from: start))
  }

  // MARK: Commands

  private mutating func command(_ name: String, from start: Int) throws(ReadingError) -> Expression
  {
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac":
      return try scripted(fraction(from: start), from: start)
    case "sqrt": return try scripted(root(from: start), from: start)
    case "infty":
      index += 1
      return Expression(.constant(.infinity), at: place(start))
    case "dots", "ldots", "cdots", "dotsc", "dotsb", "vdots", "ddots", "dotsm":
      index += 1
      return Expression(.ellipsis, at: place(start))
    case "const":
      index += 1
      return Expression(.unspecified, at: place(start))
    case "cdot", "bullet":
      index += 1
      guard index == end else { throw fail("\\\(name) without a left factor", at: place(start)) }
      return Expression(.argumentDot, at: place(start))
    case "underbrace", "overbrace": return try braced(from: start)
    case "cancel", "bcancel", "xcancel", "boxed", "mathstrut", "fbox", "ensuremath", "smash",
      "mathord", "mathclose",
      "mathopen", "overbracket", "underbracket":
      index += 1
      guard case .open(.group) = next else {
        throw fail("\\\(name) without its argument", at: place(start))
      }
      return try scripted(group(), from: start)
    case "top":
      index += 1
      return Expression(.symbol(Symbol("top")), at: place(start))
    default:
      if Vocabulary.accents[name] != nil { return try accented(from: start) }
      if let word = Self.wordOperations[name] {
        return try named(Symbol(word, typeface: .upright), from: start)
      }
      throw fail("\\\(name) is not understood", at: place(start))
    }
  }

  /// Operations that are ordinary names where no argument follows.
  private static let wordOperations: [String: String] = ["KL": "KL", "JS": "JS", "dim": "dim"]

  /// The two arguments of a fraction: groups or single lexemes.
  mutating func argumentRange(of name: String) throws(ReadingError) -> Range<Int> {
    guard index < end else { throw fail("\\\(name) without its argument") }
    let start = index
    if lexemes[start].kind == .open(.group) {
      index = partners[start] + 1
      return contents(start)
    }
    // A command with arguments of its own cannot be told from one without: the single lexeme is the argument.
    index += 1
    return start..<index
  }

  private mutating func fraction(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    let numerator = try argumentRange(of: "frac")
    let denominator = try argumentRange(of: "frac")
    if let derivative = try derivative(numerator, by: denominator, from: start) {
      return derivative
    }
    let top = try expression(in: numerator)
    let bottom = try expression(in: denominator)
    return Expression(.quotient(top, bottom), at: range(from: start))
  }

  private mutating func root(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    var degree: Expression?
    if next == .open(.bracket) {
      degree = try expression(in: contents(index))
      index = partners[index] + 1
    }
    if next == .open(.parenthesis) {
      // `√(2π)`: the bracket is all that stands under the root.
      let body = try expression(in: contents(index))
      index = partners[index] + 1
      return Expression(
        .function(degree.map { .root($0) } ?? .squareRoot, [body]), at: range(from: start))
    }
    let body = try expression(in: try argumentRange(of: "sqrt"))
    if let degree { return Expression(.function(.root(degree), [body]), at: range(from: start)) }
    return Expression(.function(.squareRoot, [body]), at: range(from: start))
  }

  /// Reads `\underbrace{a}_{name}`: a, and a name for it.
  private mutating func braced(from start: Int) throws(ReadingError) -> Expression {
    index += 1
    guard next == .open(.group) else {
      throw fail("\\underbrace without its argument", at: place(start))
    }
    let body = try expression(in: contents(index))
    index = partners[index] + 1
    while next == .subscript || next == .superscript, peek(1) == .open(.group) {
      namings.append(Naming(value: body, name: contents(index + 1)))
      index = partners[index + 1] + 1
    }
    return Expression(body.kind, at: range(from: start))
  }

  /// Reads a matrix or a distinction by cases.
  private mutating func environment(_ name: String) throws(ReadingError) -> Expression {
    let start = index
    let inside = contents(start)
    let rows = split(inside) { $0 == .rowBreak }.filter { !$0.isEmpty }
    var cells: [[Range<Int>]] = []
    for row in rows { cells.append(split(row) { $0 == .alignment }) }
    index = partners[start] + 1
    switch name {
    case "cases", "dcases", "rcases":
      var branches: [Expression.Branch] = []
      for row in cells { branches.append(try branch(row)) }
      return Expression(.cases(branches), at: range(from: start))
    case "matrix", "pmatrix", "bmatrix", "vmatrix", "Bmatrix", "smallmatrix", "array":
      var entries: [[Expression]] = []
      for row in cells {
        var line: [Expression] = []
        for cell in row { line.append(try expression(in: cell)) }
        entries.append(line)
      }
      let matrix = Expression(.matrix(entries), at: range(from: start))
      return name == "vmatrix"
        ? Expression(.function(.determinant, [matrix]), at: matrix.range) : matrix
    default: throw fail("the environment \(name) is not understood here", at: place(start))
    }
  }

  private mutating func branch(_ cells: [Range<Int>]) throws(ReadingError) -> Expression.Branch {
    guard cells.count == 2 else {
      throw fail("a case without its condition", at: place(cells[0].lowerBound))
    }
    var value = cells[0]
    if value.upperBound > value.lowerBound, lexemes[value.upperBound - 1].kind == .sign(",") {
      value = value.lowerBound..<value.upperBound - 1
    }
    var condition = cells[1]
    if let first = condition.first, case .text(let words) = lexemes[first].kind {
      if words.lowercased().hasPrefix("otherwise") || words.lowercased().hasPrefix("else") {
        return Expression.Branch(try expression(in: value), if: nil)
      }
      guard ["if", "for", "when"].contains(words.lowercased()) else {
        throw fail("the condition “\(words)” is not understood", at: place(first))
      }
      condition = first + 1..<condition.upperBound
    }
    while let last = condition.last,
      lexemes[last].kind == .sign(",") || lexemes[last].kind == .sign(".")
    {
      condition = condition.lowerBound..<last
    }
    return Expression.Branch(try expression(in: value), if: try argument(condition))
  }

  // MARK: Entries of lists

  /// Reads an entry of a list of arguments: an expression, a statement X = x, a dot, or a range of indices.
  mutating func argument(_ range: Range<Int>) throws(ReadingError) -> Expression {
    guard let first = range.first else {
      throw fail("an entry is missing", at: place(range.lowerBound))
    }
    if range.count == 1 {
      switch lexemes[first].kind {
      case .command("cdot"), .command("bullet"), .sign("."), .sign("*"), .sign("-"):
        return Expression(.argumentDot, at: place(first))
      default: break
      }
    }
    var sign: Int?
    forEachTop(range) { if sign == nil, case .relation = lexemes[$0].kind { sign = $0 } }
    guard let sign, case .relation(let relation) = lexemes[sign].kind else {
      return try expression(in: range)
    }
    var left = try expression(in: range.lowerBound..<sign)
    var right = try argument(sign + 1..<range.upperBound)
    if case .statement = right.kind { throw fail("two relations in one entry", at: right.range) }
    if relation.isReversed { swap(&left, &right) }
    return Expression(
      .statement(Expression.Statement(left, relation.relation, right)),
      at: left.range.union(right.range))
  }
}
