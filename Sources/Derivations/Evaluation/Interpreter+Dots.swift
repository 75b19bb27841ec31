// Dots between terms or factors: q(z_1 ∣ z_0) q(z_2 ∣ z_1) … q(z_T ∣ z_{T−1}).
extension Interpreter {
  /// Returns terms or factors with those written out that dots stand for: between two that differ in indices by the same
  /// number, the ones in steps of one.
  func written(_ parts: [Expression]) throws -> [Expression] {
    guard let place = parts.firstIndex(where: { $0.kind == .ellipsis }) else { return parts }
    let range = parts[place].range
    guard place > 0, place + 1 < parts.count,
      let between = steps(from: numbered(parts[place - 1]), to: numbered(parts[place + 1]))
    else { throw Obstacle("what the dots stand for is not understood", at: range) }
    guard place < 2 || isNext(numbered(parts[place - 2]), numbered(parts[place - 1])) else {
      throw Obstacle("what the dots stand for is not understood", at: range)
    }
    var result = parts
    result.replaceSubrange(place...place, with: between)
    return try written(result)
  }

  /// Returns an expression with all indices that can be worked out as numbers.
  private func numbered(_ expression: Expression) -> Expression {
    expression.rewritten { node in
      guard var symbol = node.asSymbol else { return node }
      func worked(_ index: Index) -> Index {
        guard case .value(let inner) = index, let value = integer(inner) else { return index }
        return .value(.number(value))
      }
      symbol.subscripts = symbol.subscripts.map(worked)
      symbol.superscripts = symbol.superscripts.map(worked)
      return Expression(.symbol(symbol), at: node.range)
    }
  }

  /// Whether a part before the one in front of dots is none of the row, or the one before it in the row.
  private func isNext(_ first: Expression, _ second: Expression) -> Bool {
    guard let shift = shift(from: first, to: second) else { return true }
    return shift.distance.magnitude <= 1
  }

  /// Returns what stands between two parts in steps of one; nil if they are not of one row.
  private func steps(from first: Expression, to last: Expression) -> [Expression]? {
    guard let shift = shift(from: first, to: last), shift.distance != 0,
      shift.distance.magnitude <= 64
    else { return nil }
    let sign = shift.distance.signum()
    return (1..<Int(shift.distance.magnitude)).map { number in
      first.rewritten { node in
        guard let symbol = node.asSymbol, shift.moving.contains(symbol) else { return node }
        return Expression(.symbol(symbol.moved(by: sign * number)), at: node.range)
      }
    }
  }

  /// Returns by how much the indices differ between two parts, and the symbols of the first in which they do; nil if
  /// the parts differ otherwise.
  private func shift(
    from first: Expression, to last: Expression
  ) -> (distance: Int, moving: Set<Symbol>)? {
    let pairs = zip(
      first.descendants.compactMap(\.asSymbol), last.descendants.compactMap(\.asSymbol))
    var distance = 0
    var (moving, fixed) = (Set<Symbol>(), Set<Symbol>())
    for (a, b) in pairs {
      if a == b {
        fixed.insert(a)
        continue
      }
      guard let low = a.number, let high = b.number, distance == 0 || distance == high - low else {
        return nil
      }
      distance = high - low
      moving.insert(a)
    }
    guard moving.isDisjoint(with: fixed) else { return nil }
    let moved = first.rewritten { node in
      guard let symbol = node.asSymbol, moving.contains(symbol) else { return node }
      return Expression(.symbol(symbol.moved(by: distance)), at: node.range)
    }
    return moved == last ? (distance, moving) : nil
  }
}

extension Symbol {
  /// The only index, if it is a number.
  fileprivate var number: Int? {
    let indices = subscripts + superscripts
    guard indices.count == 1, case .value(let inner) = indices[0],
      case .number(let value) = inner.kind, value.denominator == 1
    else { return nil }
    return value.numerator
  }

  /// Returns the symbol with its index moved.
  fileprivate func moved(by distance: Int) -> Symbol {
    var copy = self
    guard let number else { return copy }
    let index = Index.value(.number(number + distance))
    if subscripts.isEmpty { copy.superscripts = [index] } else { copy.subscripts = [index] }
    return copy
  }
}
