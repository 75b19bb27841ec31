/// What the underbrace of a part of a side says of it.
struct NamedPart: Hashable, Sendable {
  /// The name as a definition of it by the part, or what the label claims of the part.
  var statements: [Step]
}

/// Reads one side of a chain.
enum SideReader {
  /// Reads the side of a link by the rules, and in every other way that the notation allows.
  ///
  /// - Parameter functions: The names that the formula takes of something in one of its sides.
  static func read(_ link: Link, functions: Set<Symbol> = []) -> DerivationReader.Side {
    do throws(ReadingError) {
      guard !link.side.isEmpty, !link.isSpoiled else {
        throw ReadingError("a side that is missing or not read", at: link.signRange)
      }
      let bracketed = try bracketed(link.side)
      var parser = ExpressionParser(
        bracketed, range: 0..<link.side.count, functions: functions)
      let expression = try side(&parser, link.sign)
      var others: [Reading: Expression] = [:]
      for reading in parser.ambiguities {
        var other = ExpressionParser(
          bracketed, range: 0..<link.side.count, reading: reading, functions: functions)
        if let read = try? side(&other, link.sign), read != expression { others[reading] = read }
      }
      return .read(expression, others, names(parser))
    } catch {
      return .unread(error)
    }
  }

  private static func bracketed(_ lexemes: [Lexeme]) throws(ReadingError) -> BracketedLexemes {
    do throws(BracketedLexemes.Fault) {
      return try BracketedLexemes(lexemes)
    } catch {
      switch error {
      case .unclosed(let index):
        throw ReadingError(
          "\(lexemes[index].kind.spelling) is not closed", at: lexemes[index].range)
      case .unopened(let index):
        throw ReadingError(
          "\(lexemes[index].kind.spelling) closes nothing", at: lexemes[index].range)
      }
    }
  }

  /// Reads a whole side: an expression, a list of them, or variables under a condition, `x | z`.
  private static func side(_ parser: inout ExpressionParser, _ sign: RelationSign?)
    throws(ReadingError) -> Expression
  {
    let whole = parser.index..<parser.end
    let sides = parser.split(whole) { $0 == .bar }
    if sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty,
      !parser.isSubscript(sides[1].lowerBound)
    {
      let variables = try list(sides[0], &parser)
      let conditions = try list(sides[1], &parser)
      return .conditional(variables.entries, given: conditions.entries)
    }
    let typed = parser.split(whole) { $0 == .sign(":") }
    if typed.count == 2, !typed[0].isEmpty, !typed[1].isEmpty {
      // The function of `f : X \to Y`.
      let name = try parser.expression(in: typed[0])
      let domain = try parser.expression(in: typed[1])
      return Expression(
        .statement(.init(name, .member, domain)), at: name.range.union(domain.range))
    }
    return try list(whole, &parser)
  }

  /// Reads an expression, or several with commas between them.
  private static func list(_ range: Range<Int>, _ parser: inout ExpressionParser)
    throws(ReadingError) -> Expression
  {
    let parts = parser.commaParts(range)
    guard parts.count > 1 else {
      let expression = try parser.expression(in: range)
      parser.index = range.upperBound
      return expression
    }
    var entries: [Expression] = []
    for part in parts { entries.append(try parser.expression(in: part)) }
    return Expression(.tuple(entries), at: Expression.range(of: entries))
  }

  /// Reads the labels of underbraces: a name is defined by what stands over it, anything else is claimed of it.
  private static func names(_ parser: ExpressionParser) -> [NamedPart] {
    parser.namings.compactMap { naming in
      let lexemes = Array(parser.lexemes[naming.name])
      guard let bracketed = try? BracketedLexemes(lexemes) else { return nil }
      var value = naming.value
      var statements: [Step] = []
      let links = StatementSplitter(bracketed).statements().flatMap(\.links)
      // Words beside a letter, “constant in z”, are a remark and no name.
      guard links.allSatisfy({ $0.remarks.isEmpty && $0.conditions.isEmpty }) else { return nil }
      for link in links {
        guard case .read(let label, _, _) = read(link) else {
          return statements.isEmpty ? nil : NamedPart(statements: statements)
        }
        guard let step = statement(value, link, label) else { continue }
        statements.append(step)
        if case .equal = step.relation { value = label }
      }
      return statements.isEmpty ? nil : NamedPart(statements: statements)
    }
  }

  private static func statement(_ value: Expression, _ link: Link, _ label: Expression) -> Step? {
    let relation = link.sign?.relation ?? .equal
    guard relation == .equal || relation == .defined else {
      guard relation != .arrow else { return nil }
      return Step(value, relation, label, relationRange: link.signRange)
    }
    switch label.kind {
    case .symbol, .application: return Step(label, .defined, value, relationRange: label.range)
    case .negated(let inner) where inner.isName:
      return Step(inner, .defined, value.negated, relationRange: label.range)
    case .number where link.sign == nil: return nil
    case .unspecified, .ellipsis: return nil
    default: return Step(value, .equal, label, relationRange: label.range)
    }
  }
}

extension ExpressionParser {
  /// Whether a subscript stands at an index.
  fileprivate func isSubscript(_ index: Int) -> Bool { lexemes[index].kind == .subscript }
}

extension Expression {
  /// Whether the expression is a name or a function of the document's own.
  fileprivate var isName: Bool {
    switch kind {
    case .symbol, .application: true
    default: false
    }
  }

  /// Variables under a condition, as on the left of `x \mid z \sim p(x \mid z)`: an application of the name `mid`.
  static func conditional(_ variables: [Expression], given conditions: [Expression]) -> Expression {
    Expression(
      .application(Application(Symbol("mid"), to: variables, given: conditions)),
      at: range(of: variables + conditions))
  }
}
