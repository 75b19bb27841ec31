// What stands in a subscript.
extension ExpressionParser {
  /// Reads the entries of a subscript, or of a superscript that is an index.
  mutating func indices(_ range: Range<Int>) throws(ReadingError) -> [Index] {
    var entries: [Index] = []
    for part in commaParts(range) { entries += try indexEntries(part) }
    return entries
  }

  private mutating func indexEntries(_ range: Range<Int>) throws(ReadingError) -> [Index] {
    guard let first = range.first else {
      throw fail("an index without anything in it", at: place(range.lowerBound))
    }
    if range.count == 1 {
      switch lexemes[first].kind {
      case .sign(":"), .command("cdot"): return [.all]
      case .sign("*"), .command("ast"), .command("star"): return [.value(mark("*", first))]
      case .sign("+"): return [.value(mark("+", first))]
      case .sign("-"): return [.value(mark("-", first))]
      case .command(let name)
      where Vocabulary.operations.values.contains(name) || name == "infty" || name == "prime":
        return [.value(mark(name, first))]
      case .open(.group): return try indices(contents(first))
      default: break
      }
    }
    if lexemes[first].kind == .open(.group), partners[first] == range.upperBound - 1 {
      return try indices(contents(first))
    }
    if let entry = try exception(range, first) { return [entry] }
    if let entry = try stretch(range) { return [entry] }
    if let entry = try conditional(range) { return [entry] }
    if let letters = letters(range) { return letters }
    if let label = label(range) { return [.value(mark(label, first))] }
    return [.value(try argument(range))]
  }

  private func mark(_ name: String, _ index: Int) -> Expression {
    Expression(.symbol(Symbol(name, typeface: .upright)), at: place(index))
  }

  /// `-i`, `\setminus i`, `\neq i`: all but one; `< t`, `\le t`: all before.
  private mutating func exception(_ range: Range<Int>, _ first: Int) throws(ReadingError) -> Index?
  {
    let rest = first + 1..<range.upperBound
    guard !rest.isEmpty else { return nil }
    switch lexemes[first].kind {
    case .sign("-"):
      guard rest.count == 1, case .name = lexemes[rest.lowerBound].kind else { return nil }
      return .except(try expression(in: rest))
    case .command("setminus"), .command("backslash"), .command("lnot"), .command("neg"), .sign("/"):
      return .except(try expression(in: rest))
    case .relation(let sign):
      switch sign.relation {
      case .notEqual: return .except(try expression(in: rest))
      case .less: return .before(try expression(in: rest), including: false)
      case .lessOrEqual: return .before(try expression(in: rest), including: true)
      case .greater: return .after(try expression(in: rest), including: false)
      case .greaterOrEqual: return .after(try expression(in: rest), including: true)
      default: return nil
      }
    default: return nil
    }
  }

  /// `1:T`, and `1, …, T` written without commas in between.
  private mutating func stretch(_ range: Range<Int>) throws(ReadingError) -> Index? {
    let parts = split(range) { $0 == .sign(":") }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    return .range(try expression(in: parts[0]), try expression(in: parts[1]))
  }

  /// `X | Z`, the subscript of a conditional law.
  private mutating func conditional(_ range: Range<Int>) throws(ReadingError) -> Index? {
    let parts = split(range) { $0 == .bar }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
    var sides: [[Expression]] = []
    for part in parts {
      var entries: [Expression] = []
      for entry in commaParts(part) { entries.append(try argument(entry)) }
      sides.append(entries)
    }
    return .conditional(sides[0], given: sides[1])
  }

  /// `\beta\text{-VAE}`: a label of letters and words with hyphens.
  private func label(_ range: Range<Int>) -> String? {
    var label = ""
    var hasHyphen = false
    for index in range {
      switch lexemes[index].kind {
      case .name(let symbol) where symbol.accents.isEmpty: label += symbol.name
      case .text(let word), .word(let word):
        guard !word.contains(" ") else { return nil }
        hasHyphen = hasHyphen || word.hasPrefix("-") || word.hasSuffix("-")
        label += word
      default: return nil
      }
    }
    return hasHyphen && range.count > 1 ? label : nil
  }

  /// `ij`, a row of letters: one index each; a row of upright letters is a word.
  private func letters(_ range: Range<Int>) -> [Index]? {
    guard range.count > 1 else { return nil }
    var symbols: [Symbol] = []
    for index in range {
      guard case .name(let symbol) = lexemes[index].kind else { return nil }
      symbols.append(symbol)
    }
    if symbols == [Symbol("K"), Symbol("L")] {
      return [
        .value(Expression(.symbol(Symbol("KL", typeface: .upright)), at: place(range.lowerBound)))
      ]
    }
    return zip(range, symbols).map { .value(Expression(.symbol($1), at: place($0))) }
  }
}
