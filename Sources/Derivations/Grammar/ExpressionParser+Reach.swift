// How far an operator without brackets reaches.
extension ExpressionParser {
  /// Reads the body of an operator without brackets, whose bound names are given: to the next `+` or `−`.
  mutating func reach(after names: [String]) throws(ReadingError) -> Expression {
    let wasDifferentiated = isDifferentiated
    isDifferentiated = false
    defer { isDifferentiated = wasDifferentiated }
    guard index < end else { throw fail("an operator without anything that it applies to") }
    if reading == .overSums, mentions(names, in: index..<end) { return try sum() }
    let body = try term()
    if isAdditive, mentions(names, in: index..<end) { ambiguities.insert(.overSums) }
    return body
  }

  /// Whether one of the names occurs in a range where nothing binds it anew: outside the sums, expectations and
  /// integrals over it, and outside the laws in a divergence or an entropy.
  func mentions(_ names: [String], in range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      switch lexemes[index].kind {
      case .name(let symbol) where names.contains(symbol.name): return true
      case .command("KL"), .command("JS"):
        index = skippingArguments(index + 1, range)
        continue
      case .name(let symbol) where ["H", "D", "I"].contains(symbol.name):
        index = skippingArguments(index + 1, range)
        continue
      case .command("sum"), .command("prod"):
        if binds(names, at: index, range) {
          index = nextTerm(index, range)
          continue
        }
      case .command("int"):
        if let stop = integralEnd(names, from: index, range) {
          index = stop
          continue
        }
      case .name(let symbol) where symbol.name == "E":
        if binds(names, at: index, range) {
          index = nextTerm(index, range)
          continue
        }
      default: break
      }
      index += 1
    }
    return false
  }

  /// The index behind the integral at an index if it is over one of the names.
  private func integralEnd(_ names: [String], from index: Int, _ range: Range<Int>) -> Int? {
    if binds(names, at: index, range) { return nextTerm(index, range) }
    var position = index + 1
    while position + 1 < range.upperBound {
      if case .name(let head) = lexemes[position].kind, head.name == "d",
        case .name(let variable) = lexemes[position + 1].kind, names.contains(variable.name)
      {
        return position + 2
      }
      position = after(position)
    }
    return nil
  }

  /// The index behind the scripts and the bracket that stand at an index.
  private func skippingArguments(_ index: Int, _ range: Range<Int>) -> Int {
    var index = index
    while index + 1 < range.upperBound, [.subscript, .superscript].contains(lexemes[index].kind) {
      index = after(index + 1)
    }
    guard index < range.upperBound, case .open = lexemes[index].kind else { return index }
    return after(index)
  }

  /// Whether the subscript behind an operator mentions one of the names.
  private func binds(_ names: [String], at index: Int, _ range: Range<Int>) -> Bool {
    guard index + 2 < range.upperBound, lexemes[index + 1].kind == .subscript,
      lexemes[index + 2].kind == .open(.group)
    else { return false }
    return contents(index + 2).contains { position in
      if case .name(let symbol) = lexemes[position].kind {
        names.contains(symbol.name)
      } else {
        false
      }
    }
  }

  /// The index of the next `+` or `−` at the level of an index.
  private func nextTerm(_ index: Int, _ range: Range<Int>) -> Int {
    var index = index
    while index < range.upperBound, lexemes[index].kind != .sign("+"),
      lexemes[index].kind != .sign("-")
    {
      if case .close = lexemes[index].kind { return index + 1 }
      index = after(index)
    }
    return index
  }
}
