import Numerics

extension Expression {
  /// Whether the expression is made of entropies, informations and numbers.
  var isInformational: Bool {
    switch kind {
    case .entropy, .mutualInformation, .number: true
    case .sum(let terms): terms.allSatisfy(\.isInformational)
    case .negated(let a): a.isInformational
    default: false
    }
  }

  /// Whether the expression is a law with parameters.
  var writesParameters: Bool {
    switch kind {
    case .density(let density): !density.parameters.isEmpty
    case .symbol(let symbol): isLawName && !symbol.subscripts.isEmpty
    default: false
    }
  }

  /// Whether the expression is a divergence, which a row of a derivation arrives at; of entropies equal to one another
  /// documents speak as of a condition.
  var isDivergence: Bool { if case .divergence = kind { true } else { false } }

  /// Whether the expression is a density.
  var isDensity: Bool { if case .density = kind { true } else { false } }

  /// Whether the expression is a number written out.
  var isNumber: Bool { if case .number = kind { true } else { false } }

  /// Whether another expression is the same divergence or cross-entropy with its two laws exchanged, which nobody
  /// would assume of them.
  func isTurned(_ other: Expression) -> Bool {
    switch (kind, other.kind) {
    case (.divergence(let a), .divergence(let b)):
      a.kind == b.kind && a.from == b.to && a.to == b.from && a.from != a.to
    case (.crossEntropy(let a, let b), .crossEntropy(let c, let d)): a == d && b == c && a != b
    default: false
    }
  }

  /// Whether the expression is one average or another single quantity.
  var isOneAverage: Bool {
    switch kind {
    case .expectation, .variance: true
    default: isOneQuantity
    }
  }

  /// Whether the expression is one divergence, entropy, information or number.
  var isOneQuantity: Bool {
    switch kind {
    case .entropy, .mutualInformation, .number, .divergence, .crossEntropy: true
    default: false
    }
  }
}

extension Term {
  /// The term with its natural logarithms exchanged for those to a base.
  func withLogarithms(to base: Int) -> Term {
    let inner = mapChildren { $0.withLogarithms(to: base) }
    guard case .logarithm = inner else { return inner }
    return .quotient(inner, .logarithm(.number(Rational(base))))
  }

  /// Whether nothing in the term varies.
  var isConstant: Bool {
    freePlaces.isEmpty && laws.isEmpty && writtenQuantities.isEmpty && opaqueNames.isEmpty
  }
}
