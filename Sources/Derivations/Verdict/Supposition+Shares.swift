extension Supposition {
  /// Names as numbers between 0 and 1 where the step takes the logarithm of what they leave to 1, or divides by it, as in
  /// a log a + (1 − a) log(1 − a); the letters of laws among them are numbers, too.
  static func shares(_ nodes: [Expression], _ background: Background) -> Supposition? {
    var names: Set<Symbol> = []
    for node in nodes {
      switch node.kind {
      case .function(.log, let arguments): names.formUnion(arguments[0].complements)
      case .quotient(_, let below): names.formUnion(below.complements)
      case .law(let law) where law.family == .bernoulli && law.parameters.count == 1:
        if let name = law.parameters[0].asSymbol { names.insert(name) }
      default: break
      }
    }
    // A name that is a law or a function elsewhere in the step is no number.
    for node in nodes {
      switch node.kind {
      case .density(let density): names.remove(density.name)
      case .application(let application): names.remove(application.name)
      case .divergence(let divergence): names.subtract([divergence.from, divergence.to].laws)
      default: break
      }
    }
    let free = names.filter { name in
      background.ranges[name.headKey] == nil
        && !background.definitions.contains { $0.name.definableName == name.name }
    }.sorted { $0.headKey < $1.headKey }
    guard !free.isEmpty else { return nil }
    var numbers: [Expression: Expression] = [:]
    var ranges: [String: QuantityRange] = [:]
    for name in free {
      var number = name
      if Expression(.symbol(name)).isLawName { number.typeface = .blackboard }
      numbers[Expression(.symbol(name))] = Expression(.symbol(number))
      ranges[number.headKey] = QuantityRange(lower: 0, upper: 1)
    }
    let words = free.map(\.headKey).joined(separator: " and ")
    return Supposition(
      words: "\(words) between 0 and 1", ranges: ranges,
      reading: { $0.rewritten { numbers[$0] ?? $0 } })
  }
}

extension Expression {
  /// The names a of all terms 1 − a within.
  fileprivate var complements: [Symbol] {
    descendants.compactMap { node in
      guard case .sum(let terms) = node.kind, terms.count == 2, terms[0] == .number(1),
        case .negated(let rest) = terms[1].kind
      else { return nil }
      return rest.asSymbol
    }
  }
}

extension [Expression] {
  /// The bare names among the expressions.
  fileprivate var laws: [Symbol] { compactMap(\.asSymbol) }
}
