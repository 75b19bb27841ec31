extension [Lexeme] {
  /// The lexemes without the underbraces that part an integral from its differential, as in
  /// `\underbrace{\int f}_{a} - \underbrace{g}_{b} dz`: what they name is no expression.
  func withoutOpenUnderbraces() -> [Lexeme] {
    guard contains(where: { $0.kind == .command("underbrace") }),
      let partners = try? BracketedLexemes(self).partners
    else { return self }
    var dropped = Set<Int>()
    for start in indices where self[start].kind == .command("underbrace") {
      guard start + 1 < count, self[start + 1].kind == .open(.group) else { continue }
      let close = partners[start + 1]
      guard close > start, openIntegrals(start + 2..<close) > 0 else { continue }
      let end = self[close...].firstIndex { $0.kind == .rowBreak } ?? count
      guard openIntegrals(close + 1..<end) < 0 else { continue }
      dropped.formUnion([start, start + 1, close])
      if close + 2 < count, self[close + 1].kind == .subscript,
        self[close + 2].kind == .open(.group), partners[close + 2] > close
      {
        dropped.formUnion(close + 1...partners[close + 2])
      }
    }
    return dropped.isEmpty ? self : indices.filter { !dropped.contains($0) }.map { self[$0] }
  }

  /// How many more signs of integrals than differentials there are in a range.
  private func openIntegrals(_ range: Range<Int>) -> Int {
    var balance = 0
    for index in range {
      switch self[index].kind {
      case .command("int"): balance += 1
      case .name(let symbol) where symbol.name == "d" && index + 1 < range.upperBound:
        if case .name = self[index + 1].kind { balance -= 1 }
      default: break
      }
    }
    return balance
  }
}
