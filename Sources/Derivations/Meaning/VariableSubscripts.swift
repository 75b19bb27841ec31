extension Step {
  /// The step with every law that names its own variables in its subscript written without it: p_{X∣Z}(x ∣ z) is
  /// p(x ∣ z), and KL(q_{Z∣X} ‖ p_Z) is KL(q(Z ∣ X) ‖ p(Z)).
  ///
  /// A subscript that names other variables than the arguments stays, so that p_{Z∣X}(x ∣ z) is a law of its own.
  func withoutVariableSubscripts() -> Step {
    var step = self
    step.left = left.withoutVariableSubscripts()
    step.right = right.withoutVariableSubscripts()
    step.otherReadings = otherReadings.map {
      Reading(
        left: $0.left.withoutVariableSubscripts(), right: $0.right.withoutVariableSubscripts())
    }
    return step
  }
}

extension Expression {
  fileprivate func withoutVariableSubscripts() -> Expression {
    rewritten { node in
      switch node.kind {
      case .density(var density):
        guard let named = density.name.namedVariables, named.isNameOf(density) else { return node }
        density.name = density.name.withoutVariables
        return Expression(.density(density), at: node.range)
      case .divergence(var divergence):
        guard let from = divergence.from.asSymbol?.namedVariables,
          let to = divergence.to.asSymbol?.namedVariables, from.variables == to.variables
        else { return node }
        divergence.from = divergence.from.shownWithVariables
        divergence.to = divergence.to.shownWithVariables
        return Expression(.divergence(divergence), at: node.range)
      case .expectation(var expectation):
        guard expectation.samplings.contains(where: { $0.law?.asSymbol?.namedVariables != nil })
        else { return node }
        for position in expectation.samplings.indices {
          guard let law = expectation.samplings[position].law else { continue }
          expectation.samplings[position].law = law.shownWithVariables
        }
        return Expression(.expectation(expectation), at: node.range)
      default: return node
      }
    }
  }

  /// The density that a bare law with variables in its subscript is: p(Z) for p_Z, q(Z ∣ x) for q_{Z∣X=x}.
  private var shownWithVariables: Expression {
    guard let symbol = asSymbol, let named = symbol.namedVariables else { return self }
    return Expression(
      .density(Density(symbol.withoutVariables, of: named.variables, given: named.conditions)),
      at: range)
  }
}

/// The variables that the subscript of a law names.
private struct NamedVariables {
  var variables: [Expression]
  var conditions: [Expression]

  /// Whether they are those of a density: the same variables, and no condition that it does not have.
  func isNameOf(_ density: Density) -> Bool {
    guard let variables = Self.names(variables), let conditions = Self.names(conditions) else {
      return false
    }
    // z_s is a sample of Z, unless the subscript numbers variables, too.
    let isNumbered = (variables + conditions).contains { $0 != $0.head }
    func heads(_ names: [Symbol]) -> [Symbol] { isNumbered ? names : names.map(\.head) }
    guard let own = Self.names(density.arguments).map(heads),
      let given = Self.names(density.conditions).map(heads)
    else { return false }
    return Set(own) == Set(variables) && own.count == variables.count
      && Set(conditions).isSubset(of: given)
  }

  /// The variables in small letters, nil if one is no symbol.
  private static func names(_ expressions: [Expression]) -> [Symbol]? {
    var names: [Symbol] = []
    for expression in expressions {
      var part = expression
      if case .statement(let statement) = part.kind, statement.relation == .equal {
        part = statement.left
      }
      guard var symbol = part.asSymbol else { return nil }
      symbol.name = symbol.name.count == 1 ? symbol.name.lowercased() : symbol.name
      names.append(symbol.plainWeight)
    }
    return names
  }
}

extension Symbol {
  /// The variables that the subscript names, in capitals, or with a bar: X of p_X, Z given X of q_{Z∣X=x}.
  fileprivate var namedVariables: NamedVariables? {
    guard name.count == 1, ["p", "q", "P", "Q", "f"].contains(name),
      superscripts.isEmpty
    else { return nil }
    var found = NamedVariables(variables: [], conditions: [])
    for index in subscripts {
      switch index {
      case .value(let inner) where inner.isNameOfVariable: found.variables.append(inner)
      case .value(let inner):
        // ZX is a list without commas.
        guard case .product(let parts) = inner.kind, parts.allSatisfy(\.isNameOfVariable) else {
          return nil
        }
        found.variables += parts
      case .conditional(let variables, let conditions):
        let conditions = conditions.map { condition in
          if case .statement(let statement) = condition.kind, statement.relation == .equal {
            return statement.right
          }
          return condition
        }
        guard variables.allSatisfy({ $0.asSymbol != nil }),
          conditions.allSatisfy({ $0.asSymbol != nil })
        else { return nil }
        found.variables += variables
        found.conditions += conditions
      default: return nil
      }
    }
    return found.variables.isEmpty ? nil : found
  }

  fileprivate var withoutVariables: Symbol {
    var copy = self
    copy.subscripts = []
    return copy
  }
}

extension Expression {
  /// Whether the expression is a capital letter, or a small one that is usual for a variable, with or without index.
  fileprivate var isNameOfVariable: Bool {
    guard let symbol = asSymbol, symbol.name.count == 1, let letter = symbol.name.first else {
      return false
    }
    return letter.isUppercase || ["x", "y", "z", "u", "v", "w"].contains(letter)
  }
}
