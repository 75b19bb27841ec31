extension Interpreter {
  /// Returns the whole number that an index expression stands for, if it is one.
  func integer(_ expression: Expression) -> Int? {
    switch expression.kind {
    case .number(let value):
      return value.denominator == 1 && value.numerator.magnitude < 1_000_000
        ? value.numerator : nil
    case .symbol(let symbol):
      let head = symbol.headKey
      if symbol.superscripts.isEmpty, symbol.subscripts.count == 1, notation.limits.contains(head),
        symbol.name.count == 1, symbol.name.first?.isUppercase ?? false, !isRandom(head),
        case .value(let label) = symbol.subscripts[0], label.asSymbol != nil
      {
        // D_x where a sum ends at it: how many coordinates x has.
        return defaultIndex(head)
      }
      guard symbol.subscripts.isEmpty, symbol.superscripts.isEmpty else { return nil }
      if let value = bound[head] { return value }
      if shapes?.shape(of: symbol) != nil { return nil }
      if let shapes, shapes.dimensions.contains(head) { return shapes.dimension }
      if notation.indices.contains(head), !isRandom(head), !notation.parameters.contains(head) {
        return defaultIndex(head)
      }
      return nil
    case .negated(let a): return integer(a).map { -$0 }
    case .sum(let terms):
      var total = 0
      for term in terms {
        guard let value = integer(term), value.magnitude < 1000 else { return nil }
        total += value
      }
      return total
    case .product(let factors):
      var total = 1
      for factor in factors {
        guard let value = integer(factor), value.magnitude < 1000, total.magnitude < 1000 else {
          return nil
        }
        total *= value
      }
      return total
    default: return nil
    }
  }

  /// The value of an index that nothing binds: sequences have three members, chains in time four steps.
  private func defaultIndex(_ head: String) -> Int {
    if let shapes, shapes.dimensions.contains(head) { return shapes.dimension }
    if head == "T" { return 4 + longer }
    if Self.dimensions.contains(head) { return 2 + longer }
    if notation.limits.contains(head) { return 3 + longer }
    return notation.indexValues[head] ?? (head.first?.isUppercase ?? false ? 3 : 1)
  }

  /// The indices of the members of a sequence when nothing else is said.
  func sequence(of head: String) -> ClosedRange<Int> {
    if let shapes, shapes.counts(head) { return 1...shapes.dimension }
    if notation.limits.contains("T") || notation.indices.isSuperset(of: ["t", "T"]) {
      return 1...4 + longer
    }
    return 1...(notation.limits.isDisjoint(with: Self.dimensions) ? 3 : 2) + longer
  }

  /// The letters that count coordinates.
  private static let dimensions: Set<String> = ["J", "D", "d"]

  /// Returns a name with its indices worked out.
  func resolvedName(_ symbol: Symbol, at range: SourceRange) throws -> String {
    var name = symbol.headKey
    guard !name.contains(where: { $0 == "\"" || $0 == " " }) || symbol.typeface != .upright else {
      throw Obstacle("\(name) is not understood", at: range)
    }
    for index in symbol.subscripts + symbol.superscripts {
      name += "_" + (try text(of: index, at: range))
    }
    return name
  }

  /// Returns an index as part of a name: a number where it can be worked out, else the label as written.
  func text(of index: Index, at range: SourceRange) throws -> String {
    switch index {
    case .value(let expression):
      if let value = integer(expression) { return String(value) }
      let names = expression.descendants.compactMap(\.asSymbol).map(\.headKey)
      if names.isEmpty { throw Obstacle("an index is not understood", at: range) }
      if case .symbol(let symbol) = expression.kind {
        return try resolvedName(symbol, at: range)
      }
      return names.joined(separator: ",")
    case .all: return ":"
    case .conditional(let first, let second):
      // α_{t|s}: a name with two indices.
      return try (first + second).map { try text(of: .value($0), at: range) }
        .joined(separator: "|")
    default: throw Obstacle("a range of indices is not a value", at: range)
    }
  }

  /// Returns the definition that a document has given for a name, if it is not being expanded.
  func definition(of expression: Expression) -> (Background.Definition, String)? {
    guard let key = Self.key(of: expression), !expanding.contains(key),
      let named = shared.names[key]
    else { return nil }
    let known = named.filter {
      indices(of: $0.name, at: expression, in: $0.body) != nil
        && !(expression.isGreekLetter && $0.name.isApplication)
    }
    // Functions of one name that differ in what they are functions of are told apart by it.
    let shapes = Set(known.map { $0.name.definedShape })
    let own =
      shapes.count > 1
      ? known.filter { $0.name.definedShape == expression.definedShape } : known
    return own.last.map { ($0, key) }
  }

  /// Returns the values that the indices of a defined name have where it is used: t = 1 for α_1 where α_t is defined.
  ///
  /// Nil if the two have different indices, so that they are different things.
  private func indices(
    of formal: Expression, at actual: Expression, in body: Expression
  ) -> [String: Int]? {
    guard let formal = formal.named, let actual = actual.named,
      formal.subscripts.count == actual.subscripts.count,
      formal.superscripts.count == actual.superscripts.count
    else { return nil }
    var found: [String: Int] = [:]
    let pairs = zip(
      formal.subscripts + formal.superscripts, actual.subscripts + actual.superscripts)
    for (index, value) in pairs {
      guard case .value(let a) = index, let letter = a.asSymbol, letter.isIndexLetter else {
        if index == value || Self.exchanged(index, value, in: body) != nil { continue }
        // A parameter in bold and one in italics are one, as anywhere else.
        guard case .value(let a) = index, let first = a.asSymbol, case .value(let b) = value,
          let second = b.asSymbol, first.plainWeight == second.plainWeight
        else { return nil }
        continue
      }
      guard case .value(let b) = value else { return nil }
      if let number = integer(b) {
        guard found[letter.headKey, default: number] == number else { return nil }
        found[letter.headKey] = number
      } else if index != value {
        return nil
      }
    }
    return found
  }

  /// The parameter in the subscript of a defined name and the number that stands in its place where the name is used: L_1
  /// for L_β = … β …; nil for anything else.
  private static func exchanged(
    _ index: Index, _ value: Index, in body: Expression
  ) -> (letter: Expression, number: Expression)? {
    guard case .value(let letter) = index, let symbol = letter.asSymbol,
      Vocabulary.greek[symbol.name] != nil, case .value(let number) = value,
      case .number = number.kind, body.descendants.contains(letter)
    else { return nil }
    return (letter, number)
  }

  /// The name by which definitions are found: the letter with its marks, not its arguments.
  static func key(of expression: Expression) -> String? {
    switch expression.kind {
    case .symbol(let symbol): "\(symbol.headKey)"
    case .application(let application): "\(application.name.headKey)"
    default: nil
    }
  }

  /// Returns the meaning of a defined name: the definition with its arguments replaced.
  mutating func expanded(
    _ found: (definition: Background.Definition, key: String), at expression: Expression
  ) throws -> Tensor {
    var substitution: [Expression: Expression] = [:]
    if case .application(let formal) = found.definition.name.kind,
      case .application(let actual) = expression.kind
    {
      let from = formal.arguments + formal.conditions + formal.parameters
      let to = actual.arguments + actual.conditions + actual.parameters
      if from.count == to.count {
        for (a, b) in zip(from, to) where a != b && a.asSymbol != nil { substitution[a] = b }
      }
    }
    try noteArguments(of: expression, found)
    noteWeight(of: found.definition.name, at: expression)
    expanding.insert(found.key)
    let outer = bound
    defer {
      expanding.remove(found.key)
      bound = outer
    }
    bound.merge(
      indices(of: found.definition.name, at: expression, in: found.definition.body) ?? [:]
    ) { _, new in new }
    if let formal = found.definition.name.named, let actual = expression.named {
      for (index, value) in zip(formal.subscripts, actual.subscripts) {
        guard let (letter, number) = Self.exchanged(index, value, in: found.definition.body)
        else { continue }
        substitution[letter] = number
        // L_1 may be another thing than L_β at β = 1.
        doubt =
          doubt
          ?? Obstacle(
            "\(actual.headKey) with \(number.latex) may be another than it is defined",
            at: expression.range)
      }
    }
    let body = found.definition.body.rewritten { node in
      if let other = substitution[node] { return other }
      guard case .density(let density) = node.kind,
        let other = substitution[Expression(.symbol(density.name))]?.asSymbol
      else { return node }
      // L[q*] has q*(z) where L[q] has q(z).
      let (name, parameters) = ExpressionParser.parameters(of: other, except: density.arguments)
      return Expression(
        .density(
          Density(
            name, parameters: density.parameters + parameters, of: density.arguments,
            given: density.conditions)), at: node.range)
    }
    use(.definition(found.key))
    return try tensor(body)
  }
}

extension Interpreter {
  /// Notes what a name that is defined without arguments, or with others, is applied to: L[q] and L[q*] are two things.
  private mutating func noteArguments(
    of expression: Expression, _ found: (definition: Background.Definition, key: String)
  ) throws {
    guard case .application(let actual) = expression.kind else { return }
    if case .application(let formal) = found.definition.name.kind,
      formal.arguments.count == actual.arguments.count,
      formal.conditions.count == actual.conditions.count,
      formal.parameters.count == actual.parameters.count,
      zip(formal.arguments, actual.arguments).allSatisfy({ $0 == $1 || $0.asSymbol != nil })
    {
      return
    }
    guard applied[found.key, default: expression] == expression else {
      throw Obstacle(
        "\(found.key) is applied to several things and defined for none of them",
        at: expression.range)
    }
    applied[found.key] = expression
  }

  /// Notes that a name in bold may be another than the one in italics that the document defines.
  mutating func noteWeight(of name: Expression, at expression: Expression) {
    guard let defined = name.named, let used = expression.named,
      (defined.typeface == .bold) != (used.typeface == .bold)
    else { return }
    doubt =
      doubt
      ?? Obstacle(
        "\(used.headKey) may be another in bold than the one that is defined", at: expression.range)
  }
}

extension Expression {
  /// The symbol itself, or that of the function that is applied.
  fileprivate var named: Symbol? {
    switch kind {
    case .symbol(let symbol): symbol
    case .application(let application): application.name
    default: nil
    }
  }
}
