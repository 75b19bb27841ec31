import Derivations

/// A mistake that authors make, planted in a correct step.
struct Mistake {
  var name: String
  var left: Expression
  var relation: Relation
  var right: Expression

  /// Returns the step with every mistake of the kinds that change its meaning, one at a time.
  static func planted(in step: Step) -> [Mistake] {
    var found: [Mistake] = []
    func add(_ name: String, _ right: Expression) {
      guard right != step.right else { return }
      found.append(
        Mistake(name: name, left: step.left, relation: step.relation, right: right))
    }
    if let reversed = step.relation.reversed, reversed != step.relation {
      found.append(
        Mistake(
          name: "inequality reversed", left: step.left, relation: reversed, right: step.right))
    }
    // What follows changes the value but hardly the truth of an inequality or of a relation up to a factor.
    guard step.relation == .equal else { return found }
    if step.right != .number(0), !isOptimum(step.right) {
      add("sign of a side", step.right.negated)
      add("factor one half", .product([Expression(.quotient(.number(1), .number(2))), step.right]))
    }
    for (name, change) in kinds {
      for variant in variants(of: step.right, change) { add(name, variant) }
    }
    return found
  }

  /// The kinds of mistakes at a node.
  private static let kinds: [(String, @Sendable (Expression) -> Expression?)] = [
    (
      "divergence swapped",
      { node in
        guard case .divergence(let a) = node.kind else { return nil }
        return Expression(.divergence(Divergence(a.kind, from: a.to, to: a.from)))
      }
    ),
    (
      "logarithm lost",
      { node in
        guard case .function(.log, let arguments) = node.kind else { return nil }
        return arguments[0]
      }
    ),
    (
      "sign of a term",
      { node in
        // The constant of "+ const" may have any sign, and so may noise.
        guard case .sum(var terms) = node.kind, let last = terms.popLast(),
          last.kind != .unspecified,
          !last.descendants.contains(.symbol("epsilon"))
        else { return nil }
        return Expression(.sum(terms + [last.negated]))
      }
    ),
    (
      "conditional turned round",
      { node in
        guard case .density(var density) = node.kind, !density.conditions.isEmpty else {
          return nil
        }
        swap(&density.arguments, &density.conditions)
        return Expression(.density(density))
      }
    ),
    (
      "expectation lost",
      { node in
        guard case .expectation(let expectation) = node.kind else { return nil }
        return expectation.body
      }
    ),
    (
      "derivative lost",
      { node in
        guard case .derivative(let derivative) = node.kind else { return nil }
        return derivative.body
      }
    ),
    (
      "sum for product",
      { node in
        guard case .series(var series) = node.kind else { return nil }
        series.operation = series.operation == .sum ? .product : .sum
        return Expression(.series(series))
      }
    ),
    (
      "square lost",
      { node in
        guard case .power(let base, let exponent) = node.kind, exponent == .number(2) else {
          return nil
        }
        return base
      }
    ),
    (
      "quotient upside down",
      { node in
        guard case .quotient(let a, let b) = node.kind else { return nil }
        return Expression(.quotient(b, a))
      }
    ),
    (
      "optimum reversed",
      { node in
        guard case .optimum(var optimum) = node.kind else { return nil }
        let reversed: [Optimum.Kind: Optimum.Kind] = [
          .argmax: .argmin, .argmin: .argmax, .maximum: .minimum, .minimum: .maximum,
        ]
        optimum.kind = reversed[optimum.kind] ?? optimum.kind
        return Expression(.optimum(optimum))
      }
    ),
  ]

  /// Whether an expression is the place or value of an optimum, whose sign and size are not those of a number.
  private static func isOptimum(_ expression: Expression) -> Bool {
    if case .optimum = expression.kind { true } else { false }
  }

  /// Returns every expression in which one node is changed.
  private static func variants(
    of node: Expression, _ change: (Expression) -> Expression?
  ) -> [Expression] {
    var found = change(node).map { [$0] } ?? []
    for (number, child) in node.children.enumerated() {
      for variant in variants(of: child, change) {
        var counter = -1
        found.append(
          node.mapChildren { old in
            counter += 1
            return counter == number ? variant : old
          })
      }
    }
    return found
  }
}
