// What an index runs over.
extension Interpreter {
  /// What Σ_{i<j} may run over where nothing binds j, and what is summed shows it; nil for any other series.
  func pairs(_ binding: Binding, of body: Expression) -> [String]? {
    guard case .satisfying(let relation, let other) = binding.domain,
      [.less, .greater, .notEqual].contains(relation), let second = other.asSymbol,
      second.isIndexLetter, bound[second.headKey] == nil, binding.variables.count == 1,
      let first = binding.variables[0].asSymbol, first.isIndexLetter,
      body.descendants.contains(where: { $0.asSymbol?.names(index: second) ?? false })
    else { return nil }
    return [
      "summing over \(first.headKey) for one \(second.headKey)",
      "summing over \(first.headKey) and \(second.headKey)",
    ]
  }

  /// Returns where an index ends at a capital that stands for nothing else in the step: at the last member.
  private func lastIndex(at upper: Expression, of head: String) -> Int? {
    guard let symbol = upper.asSymbol, symbol == symbol.head, symbol.name.count == 1,
      symbol.name.first?.isUppercase ?? false, !isRandom(symbol.headKey),
      !notation.parameters.contains(symbol.headKey), bound[symbol.headKey] == nil,
      definition(of: upper) == nil
    else { return nil }
    return sequence(of: head).upperBound
  }

  /// Returns the values that an index takes.
  func range(
    of binding: Binding, head: String, at expression: Expression
  ) throws -> [Int] {
    switch binding.domain {
    case .between(let lower, let upper):
      guard let low = integer(lower) else {
        throw Obstacle("where the index starts is not understood", at: lower.range)
      }
      let high: Int
      if let upper {
        guard let value = integer(upper) ?? lastIndex(at: upper, of: head) else {
          throw Obstacle("where the index ends is not understood", at: upper.range)
        }
        high = value
      } else {
        high = sequence(of: head).upperBound
      }
      guard high - low < 64 else { throw Obstacle("too many terms", at: expression.range) }
      return low <= high ? Array(low...high) : []
    case .everything, .members: return Array(sequence(of: head))
    case .satisfying(let relation, let other):
      guard let value = integer(other) else {
        throw Obstacle("the condition on the index is not understood", at: other.range)
      }
      return try sequence(of: head).filter { index in
        switch relation {
        case .notEqual: index != value
        case .less: index < value
        case .lessOrEqual: index <= value
        case .greater: index > value
        case .greaterOrEqual: index >= value
        default: throw Obstacle("the condition on the index is not understood", at: other.range)
        }
      }
    }
  }
}

extension Symbol {
  /// Whether a letter is among the indices.
  fileprivate func names(index letter: Symbol) -> Bool {
    (subscripts + superscripts).flatMap(\.symbols).contains { $0.headKey == letter.headKey }
  }
}
