extension Supposition {
  /// The divergences and entropies that are written as averages of powers of a ratio of two laws, by their usual letters:
  /// χ², D_α and H_α of Rényi, D_f.
  static func ratios(_ nodes: [Expression]) -> Supposition? {
    var words: [String] = []
    var map: [Expression: Expression] = [:]
    for node in nodes where map[node] == nil {
      guard let (meaning, name) = node.averageOfRatio else { continue }
      map[node] = meaning
      if !words.contains(name) { words.append(name) }
    }
    guard !map.isEmpty else { return nil }
    return Supposition(words: words.joined(separator: " and ")) { $0.rewritten { map[$0] ?? $0 } }
  }
}

extension Expression {
  /// What a divergence or an entropy by its letter means, with the words for it; nil for any other expression.
  fileprivate var averageOfRatio: (Expression, words: String)? {
    switch kind {
    case .divergence(let divergence):
      guard case .named(let label) = divergence.kind else { return nil }
      let ratio = Expression(.quotient(divergence.from, divergence.to))
      func mean(_ body: Expression, under law: Expression) -> Expression {
        Expression(.expectation(Expectation([Sampling(law: law)], of: body)), at: range)
      }
      if label == "chi2" {
        let square = Expression(.power(ratio, .number(2)))
        return (
          Expression.sum([mean(square, under: divergence.to), Expression.number(1).negated]),
          "χ² as the mean of (p/q − 1)² under q"
        )
      }
      if label == "f" {
        let application = Application(Symbol("f"), to: [ratio])
        return (
          mean(Expression(.application(application)), under: divergence.to),
          "D_f as the mean of f(p/q) under q"
        )
      }
      guard let order = Self.order(label) else { return nil }
      let less = Expression.sum([order, Expression.number(1).negated])
      let power = Expression(.power(ratio, less))
      return (
        Expression(.quotient(mean(power, under: divergence.from).logarithm, less), at: range),
        "D with an index as Rényi's divergence of that order"
      )
    case .entropy(let entropy):
      guard entropy.subjects.count == 1, entropy.conditions.isEmpty, entropy.subjects[0].isLawName
      else { return nil }
      let order: Expression
      if let base = entropy.base {
        order = Expression(.number(base))
      } else if let index = entropy.law, index.asSymbol == Symbol("alpha") {
        order = index
      } else {
        return nil
      }
      let law = entropy.subjects[0]
      let less = Expression.sum([order, Expression.number(1).negated])
      let mean = Expression(
        .expectation(Expectation([Sampling(law: law)], of: Expression(.power(law, less)))))
      return (
        Expression(.quotient(mean.logarithm, less.negatedSum), at: range),
        "H with an index as Rényi's entropy of that order"
      )
    default: return nil
    }
  }

  /// The order that the index of a divergence gives: α, 2, ½; nil for a name of another kind and for 1.
  private static func order(_ label: String) -> Expression? {
    if label == "alpha" { return .symbol(label) }
    let parts = label.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard let top = parts.first ?? nil, parts.count <= 2, top > 0, top < 1000 else { return nil }
    guard parts.count == 2 else { return top == 1 ? nil : .number(top) }
    guard let bottom = parts[1], bottom > 0, bottom < 1000, top != bottom else { return nil }
    return Expression(.quotient(.number(top), .number(bottom)))
  }

  /// −(a − 1) as a sum.
  private var negatedSum: Expression {
    guard case .sum(let terms) = kind else { return negated }
    return Expression.sum(terms.map(\.negated))
  }
}
