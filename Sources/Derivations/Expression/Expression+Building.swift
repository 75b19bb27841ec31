extension Expression {
  /// Returns the expression with a letter exchanged where it is an index.
  func replacing(index letter: Symbol, with value: Expression) -> Expression {
    rewritten { node in
      guard var symbol = node.asSymbol else { return node }
      let exchange = { (entry: Index) -> Index in
        guard case .value(let inner) = entry, inner.asSymbol == letter else { return entry }
        return .value(value)
      }
      symbol.subscripts = symbol.subscripts.map(exchange)
      symbol.superscripts = symbol.superscripts.map(exchange)
      return Expression(.symbol(symbol), at: node.range)
    }
  }

  /// A whole number.
  public static func number(_ value: Int) -> Expression { Expression(.number(Rational(value))) }

  /// A symbol by its name, plain and without marks.
  public static func symbol(_ name: String) -> Expression { Expression(.symbol(Symbol(name))) }

  /// The sum of terms: 0 of none, the term itself of one; sums among the terms are opened.
  public static func sum(_ terms: [Expression]) -> Expression {
    let opened = terms.flatMap { term in
      if case .sum(let inner) = term.kind { inner } else { [term] }
    }
    return opened.isEmpty
      ? .number(0) : opened.count == 1 ? opened[0] : Expression(.sum(opened), at: range(of: opened))
  }

  /// The product of factors: 1 of none, the factor itself of one; products among the factors are opened.
  public static func product(_ factors: [Expression]) -> Expression {
    let opened = factors.flatMap { factor in
      if case .product(let inner) = factor.kind { inner } else { [factor] }
    }
    return opened.isEmpty
      ? .number(1)
      : opened.count == 1 ? opened[0] : Expression(.product(opened), at: range(of: opened))
  }

  /// The smallest range that holds all of them.
  public static func range(of expressions: [Expression]) -> SourceRange {
    expressions.reduce(.nowhere) { $0.union($1.range) }
  }

  /// The expression with another sign; −(−a) is a.
  public var negated: Expression {
    if case .negated(let inner) = kind { return inner }
    return Expression(.negated(self), at: range)
  }

  /// The natural logarithm.
  public var logarithm: Expression { Expression(.function(.log(base: nil), [self]), at: range) }

  /// The symbol, if the expression is one.
  public var asSymbol: Symbol? {
    if case .symbol(let symbol) = kind { symbol } else { nil }
  }
}
