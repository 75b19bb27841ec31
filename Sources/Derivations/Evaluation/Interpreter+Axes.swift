// The places of random variables, and the members of sequences.
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
        let (_, low, high) = ends(arguments[position - 1], arguments[position + 1]), high < low
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
      let (first, low, high) = ends(arguments[position - 1], arguments[position + 1])
    else { throw Obstacle("what the dots stand for is not understood", at: range) }
    guard low + 1 < high else { return [] }
    guard high - low <= Self.mostMembers else {
      throw Obstacle("a sequence of \(high - low) members is too long", at: range)
    }
    return try (low + 1..<high).map { index in
      var member = first
      if first.subscripts.isEmpty {
        member.superscripts = [.value(.number(index))]
      } else {
        member.subscripts = [.value(.number(index))]
      }
      return try axis(of: member, at: range)
    }
  }

  /// Returns the first member of a stretch of a sequence, its number and that of the last.
  ///
  /// Members are told apart by a subscript, x_1, or by a superscript, x^{(1)}; nil if the two are not of one sequence.
  private func ends(
    _ first: Expression, _ last: Expression
  ) -> (first: Symbol, low: Int, high: Int)? {
    guard let first = first.asSymbol, let last = last.asSymbol, first.headKey == last.headKey,
      first.subscripts.isEmpty == last.subscripts.isEmpty
    else { return nil }
    let indices = [first, last].map { $0.subscripts.first ?? $0.superscripts.first }
    guard case .value(let a)? = indices[0], case .value(let b)? = indices[1],
      let low = integer(a), let high = integer(b)
    else { return nil }
    return (first, low, high)
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
      .subtracting(notation.beside)
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
