extension Expression {
  /// The parts that are expressions themselves, in reading order; entries of sub- and superscripts are not among them.
  public var children: [Expression] {
    var found: [Expression] = []
    appendChildren(to: &found)
    return found
  }

  /// Appends the parts to a list; the frequent kinds without making anything anew.
  private func appendChildren(to found: inout [Expression]) {
    switch kind {
    case .number, .constant, .symbol, .unspecified, .argumentDot, .ellipsis: break
    case .sum(let parts), .product(let parts), .tuple(let parts): found += parts
    case .negated(let a): found.append(a)
    case .quotient(let a, let b), .power(let a, let b):
      found.append(a)
      found.append(b)
    case .density(let density):
      found += density.parameters
      found += density.arguments
      found += density.conditions
    default:
      _ = mapChildren { child in
        found.append(child)
        return child
      }
    }
  }

  /// The expression and all parts of its parts, the expression itself first.
  ///
  /// - Complexity: O(*n*) in the number of nodes.
  public var descendants: [Expression] {
    var found = [self]
    var next = 0
    while next < found.count {
      found[next].appendChildren(to: &found)
      next += 1
    }
    return found
  }

  /// Returns the expression with every part of it replaced; its place stays.
  ///
  /// Parts are what `children` lists. Bound variables and the laws of expectations are parts too: who substitutes must
  /// look out for capture.
  public func mapChildren(_ transform: (Expression) throws -> Expression) rethrows -> Expression {
    Expression(try kind.mapChildren(transform), at: range)
  }

  /// Returns the expression with a transformation applied to every node, the innermost first.
  public func rewritten(_ transform: (Expression) throws -> Expression) rethrows -> Expression {
    try transform(try mapChildren { try $0.rewritten(transform) })
  }
}

extension Expression.Kind {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Expression.Kind {
    switch self {
    case .number, .constant, .symbol, .unspecified, .argumentDot, .ellipsis: self
    case .sum(let terms): .sum(try terms.map(f))
    case .product(let factors): .product(try factors.map(f))
    case .negated(let a): .negated(try f(a))
    case .quotient(let a, let b): .quotient(try f(a), try f(b))
    case .power(let a, let b): .power(try f(a), try f(b))
    case .plusMinus(let a): .plusMinus(try f(a))
    case .function(let function, let arguments):
      .function(try function.mapChildren(f), try arguments.map(f))
    case .application(let a): .application(try a.mapChildren(f))
    case .density(let density): .density(try density.mapChildren(f))
    case .law(let law): .law(try law.mapChildren(f))
    case .expectation(let a): .expectation(try a.mapChildren(f))
    case .variance(let a): .variance(try a.mapChildren(f))
    case .covariance(let a, let b): .covariance(try a.mapChildren(f), try f(b))
    case .divergence(let a): .divergence(Divergence(a.kind, from: try f(a.from), to: try f(a.to)))
    case .entropy(let a):
      .entropy(
        Entropy(
          of: try a.subjects.map(f), given: try a.conditions.map(f), under: try a.law.map(f),
          base: a.base))
    case .crossEntropy(let a, let b): .crossEntropy(try f(a), try f(b))
    case .mutualInformation(let a): .mutualInformation(try a.mapChildren(f))
    case .integral(let a):
      .integral(Integral(over: try a.bindings.map { try $0.mapChildren(f) }, of: try f(a.body)))
    case .series(let a):
      .series(
        Series(a.operation, over: try a.bindings.map { try $0.mapChildren(f) }, of: try f(a.body)))
    case .derivative(let a):
      .derivative(Derivative(a.kind, by: try a.variables.map(f), of: try f(a.body)))
    case .optimum(let a):
      .optimum(
        Optimum(a.kind, over: try a.bindings.map { try $0.mapChildren(f) }, of: try f(a.body)))
    case .limit(let a, let b, let c): .limit(try f(a), try f(b), try f(c))
    case .evaluated(let a, let at): .evaluated(try f(a), try at.map { try $0.mapChildren(f) })
    case .transpose(let a): .transpose(try f(a))
    case .elementwiseProduct(let factors): .elementwiseProduct(try factors.map(f))
    case .innerProduct(let a, let b): .innerProduct(try f(a), try f(b))
    case .otherProduct(let sign, let a, let b): .otherProduct(sign, try f(a), try f(b))
    case .matrix(let rows): .matrix(try rows.map { try $0.map(f) })
    case .tuple(let entries): .tuple(try entries.map(f))
    case .set(let entries): .set(try entries.map(f))
    case .cases(let branches):
      .cases(try branches.map { Expression.Branch(try f($0.value), if: try $0.condition.map(f)) })
    case .statement(let statement): .statement(try statement.mapChildren(f))
    }
  }
}

extension Expression.Statement {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Self {
    Self(try f(left), relation, try f(right))
  }
}

extension Function {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Function {
    switch self {
    case .log(let base): .log(base: try base.map(f))
    case .root(let degree): .root(try f(degree))
    case .norm(let order): .norm(try order.map(f))
    default: self
    }
  }
}

extension Application {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Application {
    Application(
      name, to: try arguments.map(f), given: try conditions.map(f),
      parameters: try parameters.map(f))
  }
}

extension Density {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Density {
    Density(
      name, parameters: try parameters.map(f), of: try arguments.map(f),
      given: try conditions.map(f))
  }
}

extension Law {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Law {
    Law(family, at: try value.map(f), parameters: try parameters.map(f))
  }
}

extension Expectation {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Expectation {
    let samplings = try samplings.map {
      Sampling(variables: try $0.variables.map(f), law: try $0.law.map(f))
    }
    return Expectation(samplings, of: try f(body), given: try conditions.map(f))
  }
}

extension MutualInformation {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> MutualInformation
  {
    MutualInformation(
      try first.map(f), try second.map(f), given: try conditions.map(f), under: try law.map(f))
  }
}

extension Binding {
  fileprivate func mapChildren(_ f: (Expression) throws -> Expression) rethrows -> Binding {
    let variables = try variables.map(f)
    switch domain {
    case .everything: return Binding(variables)
    case .between(let lower, let upper):
      return Binding(variables, .between(try f(lower), try upper.map(f)))
    case .members(let set): return Binding(variables, .members(try f(set)))
    case .satisfying(let relation, let other):
      return Binding(variables, .satisfying(relation, try f(other)))
    }
  }
}
