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
    default: throw Obstacle("a range of indices is not a value", at: range)
    }
  }

  /// Returns the definition that a document has given for a name, if it is not being expanded.
  func definition(of expression: Expression) -> (Background.Definition, String)? {
    guard let key = Self.key(of: expression), !expanding.contains(key),
      let named = shared.names[key]
    else { return nil }
    let known = named.filter {
      indices(of: $0.name, at: expression) != nil
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
  private func indices(of formal: Expression, at actual: Expression) -> [String: Int]? {
    guard let formal = formal.named, let actual = actual.named,
      formal.subscripts.count == actual.subscripts.count,
      formal.superscripts.count == actual.superscripts.count
    else { return nil }
    var found: [String: Int] = [:]
    let pairs = zip(
      formal.subscripts + formal.superscripts, actual.subscripts + actual.superscripts)
    for (index, value) in pairs {
      guard case .value(let a) = index, let letter = a.asSymbol, letter.isIndexLetter else {
        if index == value { continue }
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
    bound.merge(indices(of: found.definition.name, at: expression) ?? [:]) { _, new in new }
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

extension Interpreter {
  /// Returns the axes and places of the arguments or conditions of a density, in order.
  mutating func axes(of arguments: [Expression]) throws -> [Term.Axis] {
    var axes: [Term.Axis] = []
    let listed = arguments.flatMap { argument in
      if argument.hasDots, case .product(let parts) = argument.kind { parts } else { [argument] }
    }
    let arguments = try nonempty(listed)
    for (position, argument) in arguments.enumerated() {
      switch argument.kind {
      case .symbol(let symbol):
        for member in try members(of: symbol, at: argument.range) {
          axes.append(try axis(of: member, at: argument.range))
        }
      case .tuple(let parts), .set(let parts): axes += try self.axes(of: parts)
      case .statement(let statement) where statement.relation == .equal:
        axes.append(try axis(of: statement, at: argument.range))
      case .ellipsis:
        axes += try between(arguments, position, at: argument.range)
      default:
        throw Obstacle("a density at \(argument.kind.label) is not decided", at: argument.range)
      }
    }
    var seen = Set<Int>()
    return axes.filter { seen.insert($0.place).inserted }
  }

  /// Returns arguments without lists that are empty: w_1, …, w_{m−1} at m = 1.
  private func nonempty(_ arguments: [Expression]) throws -> [Expression] {
    for position in arguments.indices {
      guard case .ellipsis = arguments[position].kind, position > 0,
        position + 1 < arguments.count,
        let first = arguments[position - 1].asSymbol, let last = arguments[position + 1].asSymbol,
        first.headKey == last.headKey, case .value(let a)? = first.subscripts.first,
        case .value(let b)? = last.subscripts.first, let low = integer(a), let high = integer(b),
        high < low
      else { continue }
      guard high == low - 1 else {
        throw Obstacle("what the dots stand for is not understood", at: arguments[position].range)
      }
      var rest = arguments
      rest.removeSubrange(position - 1...position + 1)
      return try nonempty(rest)
    }
    return arguments
  }

  /// Returns what dots stand for: the members between their neighbours, p(x_1, …, x_n).
  private mutating func between(
    _ arguments: [Expression], _ position: Int, at range: SourceRange
  ) throws -> [Term.Axis] {
    guard position > 0, position + 1 < arguments.count,
      let first = arguments[position - 1].asSymbol, let last = arguments[position + 1].asSymbol,
      first.headKey == last.headKey, case .value(let a)? = first.subscripts.first,
      case .value(let b)? = last.subscripts.first, let low = integer(a), let high = integer(b)
    else { throw Obstacle("what the dots stand for is not understood", at: range) }
    guard low + 1 < high else { return [] }
    guard high - low <= Self.mostMembers else {
      throw Obstacle("a sequence of \(high - low) members is too long", at: range)
    }
    return try (low + 1..<high).map { index in
      var member = first
      member.subscripts = [.value(.number(index))]
      return try axis(of: member, at: range)
    }
  }

  /// The most members of a sequence that one name stands for.
  private static let mostMembers = 64

  /// Returns the members of a sequence that a symbol stands for; the symbol itself for a single variable.
  private func members(of symbol: Symbol, at range: SourceRange) throws -> [Symbol] {
    func numbered(_ indices: some Collection<Int>) throws -> [Symbol] {
      guard indices.count <= Self.mostMembers else {
        throw Obstacle("a sequence of \(indices.count) members is too long", at: range)
      }
      return indices.map { index in
        var member = symbol
        member.subscripts = [.value(.number(index))]
        member.superscripts = []
        return member
      }
    }
    if shapes?.shape(of: symbol) == .column { return components(of: symbol) }
    if symbol.subscripts.isEmpty, symbol.superscripts.isEmpty,
      notation.groups.contains(symbol.headKey)
    {
      var head = symbol
      if symbol.name.count == 1, notation.indexed.contains(symbol.headKey.lowercased()) {
        head.name = symbol.name.lowercased()
      }
      return sequence(of: head.headKey).map { index in
        var member = head
        member.subscripts = [.value(.number(index))]
        return member
      }
    }
    for index in symbol.subscripts + symbol.superscripts {
      switch index {
      case .range(let a, let b):
        guard let low = integer(a), let high = integer(b) else {
          throw Obstacle("a range of indices is not understood", at: range)
        }
        return low <= high ? try numbered(low...high) : []
      case .except(let a):
        guard let out = integer(a) else {
          throw Obstacle("the index left out is not understood", at: range)
        }
        return try numbered(sequence(of: symbol.headKey).filter { $0 != out })
      case .before(let a, let including):
        guard let end = integer(a) else {
          throw Obstacle("a range of indices is not understood", at: range)
        }
        let last = including ? end : end - 1
        return last >= 1 ? try numbered(1...last) : []
      case .after(let a, let including):
        guard let start = integer(a) else {
          throw Obstacle("a range of indices is not understood", at: range)
        }
        let first = including ? start : start + 1
        let last = sequence(of: symbol.headKey).upperBound
        return first <= last ? try numbered(first...last) : []
      case .value, .all, .conditional: continue
      }
    }
    return [symbol]
  }

  /// Returns the axis and place of one random variable.
  private mutating func axis(of symbol: Symbol, at range: SourceRange) throws -> Term.Axis {
    let head = symbol.headKey
    if let variable = notation.valueIndices[head]?.asSymbol, !notation.random.contains(head) {
      let original = try axis(of: variable, at: range)
      return Term.Axis(
        variable: original.variable, place: scene.place(head, of: original.variable))
    }
    var folded = symbol
    if symbol.name.count == 1, symbol.name != symbol.name.lowercased() {
      var lower = symbol
      lower.name = symbol.name.lowercased()
      if notation.random.contains(lower.headKey) { folded = lower }
    }
    var name = ""
    do {
      name = try resolvedName(folded, at: range)
    } catch {
      throw error
    }
    if let original = original(of: folded), original != folded {
      let variable = try axis(of: original, at: range).variable
      return Term.Axis(variable: variable, place: scene.place(name, of: variable))
    }
    let variable = scene.variable(name, head: folded.headKey)
    return Term.Axis(variable: variable, place: scene.place(name, of: variable))
  }

  /// Returns the variable that a marked symbol is a copy of: z for z' and z^{(l)}, where z is a variable too and no
  /// density holds both.
  private func original(of symbol: Symbol) -> Symbol? {
    if let original = originalOfVector(symbol) { return original }
    var plain = symbol
    if notation.isEstimate, symbol != symbol.head,
      !notation.together.contains([symbol.headKey, symbol.headKey])
    {
      return symbol.head
    }
    if !symbol.accents.isEmpty {
      plain.accents = []
    } else if !symbol.superscripts.isEmpty {
      plain.superscripts = []
    } else if samples.contains(symbol.headKey) {
      plain.subscripts = []
    }
    guard plain != symbol else { return nil }
    if plain.headKey != symbol.headKey {
      guard notation.random.contains(plain.headKey),
        !notation.together.contains([plain.headKey, symbol.headKey])
      else { return nil }
      return plain
    }
    return notation.bare.contains(plain.headKey) && !notation.groups.contains(plain.headKey)
      ? plain : nil
  }

  /// Random variables whose numbered members are samples of the variable without a number.
  private var samples: Set<String> {
    notation.bare.intersection(notation.indexed).subtracting(notation.groups)
  }

  /// Returns the axis of X = x: the variable on the left, held by the value on the right.
  private mutating func axis(
    of statement: Expression.Statement, at range: SourceRange
  ) throws -> Term.Axis {
    guard let variable = statement.left.asSymbol else {
      throw Obstacle("a density at a condition is not decided", at: range)
    }
    let original = try axis(of: variable, at: range)
    if let value = integer(statement.right) {
      let name = "\(scene.variables[original.variable].name)=\(value)"
      return Term.Axis(
        variable: original.variable,
        place: scene.place(name, of: original.variable, holding: value))
    }
    guard let value = statement.right.asSymbol else {
      throw Obstacle("a density at a computed value is not decided", at: range)
    }
    if value.headKey.lowercased() == variable.headKey.lowercased() { return original }
    return Term.Axis(
      variable: original.variable,
      place: scene.place(try resolvedName(value, at: range), of: original.variable))
  }
}
