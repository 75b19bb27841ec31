extension Symbol {
  /// The name without indices as it identifies a thing in a document: weight does not count, marks do.
  var headKey: String {
    var key = name
    switch typeface {
    case .calligraphic, .blackboard, .fraktur, .sansSerif, .typewriter:
      key = "\(typeface.rawValue) \(name)"
    case .plain, .upright, .bold: break
    }
    for accent in accents {
      key += accent == .prime ? "'" : accent == .star ? "*" : "~\(accent.rawValue)"
    }
    return key
  }

  /// The name of a law: P and p are one law, as are Q and q.
  var lawKey: String {
    var copy = self
    if name.count == 1, name != "N" { copy.name = name.lowercased() }
    copy.typeface = .plain
    var key = copy.headKey
    for index in subscripts + superscripts { key += index.lawLabel }
    return key
  }

  /// The name of a law of which the members of a sequence have one each: q for q_i, where the index is one letter or
  /// number; with the index.
  var factor: (head: Symbol, index: Index)? {
    guard subscripts.count == 1, superscripts.isEmpty, case .value(let inner) = subscripts[0]
    else { return nil }
    switch inner.kind {
    case .symbol(let letter) where letter.isIndexLetter: break
    case .number: break
    default: return nil
    }
    return (head, subscripts[0])
  }

  /// Whether a letter in a sub- or superscript is an index and not a label.
  var isIndexLetter: Bool {
    name.count == 1 && typeface == .plain && subscripts.isEmpty && superscripts.isEmpty
      && (name.first?.isASCII ?? false)
      && !["p", "q", "x", "z", "y", "w"].contains(name.lowercased())
  }
}

extension Index {
  /// The entry as part of the name of a law.
  var lawLabel: String {
    var label = ""
    for symbol in symbols { label += "_\(symbol.headKey)" }
    for number in expressions {
      if case .number(let value) = number.kind { label += "_\(value.numerator)" }
    }
    switch self {
    case .value, .conditional: return label
    case .except: return "_but" + label
    case .before: return "_before" + label
    case .after: return "_after" + label
    case .range, .all: return "_range" + label
    }
  }

  /// The expressions in the entry.
  var expressions: [Expression] {
    switch self {
    case .value(let a), .except(let a), .before(let a, _), .after(let a, _): [a]
    case .range(let a, let b): [a, b]
    case .conditional(let variables, let conditions): variables + conditions
    case .all: []
    }
  }

  /// The symbols in the entry.
  var symbols: [Symbol] { expressions.flatMap(\.descendants).compactMap(\.asSymbol) }
}

extension Expression {
  /// The only name in a power, a logarithm or another function of one name: σ in σ² and log σ; nil for anything else.
  var baseOfFunction: Expression? {
    switch kind {
    case .power, .function, .quotient: break
    default: return nil
    }
    let symbols = descendants.filter { $0.asSymbol != nil }
    return Set(symbols).count == 1 ? symbols.first : nil
  }

  /// The symbols of random variables in an argument of a density: itself, the entries of a tuple, the left side of X = x.
  var variableSymbols: [Symbol] {
    switch kind {
    case .symbol(let symbol): [symbol]
    case .tuple(let parts), .set(let parts): parts.flatMap(\.variableSymbols)
    case .product(let parts) where hasDots: parts.flatMap(\.variableSymbols)
    case .statement(let statement): statement.left.variableSymbols
    default: []
    }
  }

  /// Whether dots stand among the factors: z_1 … z_m without commas.
  var hasDots: Bool {
    if case .product(let parts) = kind { parts.contains { $0.kind == .ellipsis } } else { false }
  }

  /// Whether the expression is a law: a density, a named law, a product of them, or a letter that is usual for laws.
  var isLawName: Bool {
    switch kind {
    case .density, .law: true
    case .product(let factors): factors.allSatisfy(\.isLawName)
    case .symbol(let symbol):
      ["p", "q", "P", "Q"].contains(symbol.name) && symbol.typeface != .blackboard
    default: false
    }
  }
}
