/// A small change of a side of a step, in words and carried out: what an author may have meant.
struct Edit: Hashable, Sendable {
  /// The sorts of edits, in the order in which they are tried.
  enum Sort: Int, Hashable, Sendable, Comparable {
    case relation, divergence, sign, logarithm, condition, optimum, law, surplus, expectation
    case gradient, square, factor, series, quotient

    static func < (left: Sort, right: Sort) -> Bool { left.rawValue < right.rawValue }
  }

  var sort: Sort
  var words: String
  /// The changed expression.
  var result: Expression
}

/// What edits may put in: the laws, expectations and derivatives that the step and its chain speak of.
struct EditKit {
  /// The laws under expectations, and all conditional densities and marginals.
  var samplings: [[Sampling]] = []
  /// Densities by the name of their law.
  var densities: [Density] = []
  /// The derivatives.
  var derivatives: [Derivative] = []

  /// Gathers from expressions.
  init(_ expressions: [Expression]) {
    for node in expressions.flatMap(\.descendants) {
      switch node.kind {
      case .expectation(let expectation):
        if !expectation.samplings.isEmpty, !samplings.contains(expectation.samplings) {
          samplings.append(expectation.samplings)
        }
      case .density(let density):
        if !densities.contains(density) { densities.append(density) }
        let own = [Sampling(law: Expression(.density(density)))]
        if density.arguments.count == 1, !samplings.contains(own) { samplings.append(own) }
      case .derivative(let derivative):
        if !derivatives.contains(where: { $0.variables == derivative.variables }) {
          derivatives.append(derivative)
        }
      default: break
      }
    }
  }

  /// Returns all expressions that differ from the given one by one edit.
  func edits(of expression: Expression) -> [Edit] {
    edits(at: expression, isLogged: false) + wholes(expression)
  }

  private func edits(at node: Expression, isLogged: Bool) -> [Edit] {
    var found = own(node, isLogged: isLogged)
    var inLog = isLogged
    if case .function(.log, _) = node.kind { inLog = true }
    for (number, child) in node.children.enumerated() {
      for edit in edits(at: child, isLogged: inLog) {
        var counter = -1
        let result = node.mapChildren { old in
          counter += 1
          return counter == number ? edit.result : old
        }
        found.append(Edit(sort: edit.sort, words: edit.words, result: result))
      }
    }
    return found
  }

  /// Returns the edits that wrap a whole side.
  private func wholes(_ side: Expression) -> [Edit] {
    var found: [Edit] = []
    for sampling in samplings {
      found.append(
        Edit(
          sort: .expectation, words: "an expectation is missing",
          result: Expression(.expectation(Expectation(sampling, of: side)), at: side.range)))
    }
    for derivative in derivatives {
      found.append(
        Edit(
          sort: .gradient, words: "a derivative is missing",
          result: Expression(
            .derivative(Derivative(derivative.kind, by: derivative.variables, of: side)),
            at: side.range)))
    }
    found.append(Edit(sort: .sign, words: "the sign is wrong", result: side.negated))
    return found + parameters(side)
  }

  /// Returns the edits that give a law, wherever a side speaks of it, the parameters that it has elsewhere: q_φ for
  /// q_θ.
  private func parameters(_ side: Expression) -> [Edit] {
    var found: [Edit] = []
    var seen = Set<Expression>()
    for case .density(let own) in side.descendants.map(\.kind) {
      for other in densities where other.name == own.name && other.parameters != own.parameters {
        let result = side.rewritten { node in
          guard case .density(var density) = node.kind, density.name == own.name,
            density.parameters == own.parameters
          else { return node }
          density.parameters = other.parameters
          return Expression(.density(density), at: node.range)
        }
        guard seen.insert(result).inserted else { continue }
        found.append(
          Edit(sort: .condition, words: "the law with other parameters is meant", result: result))
      }
    }
    return found
  }

  /// Returns the edits of a node itself.
  private func own(_ node: Expression, isLogged: Bool) -> [Edit] {
    var found: [Edit] = []
    func add(_ sort: Edit.Sort, _ words: String, _ kind: Expression.Kind) {
      found.append(Edit(sort: sort, words: words, result: Expression(kind, at: node.range)))
    }
    switch node.kind {
    case .divergence(let divergence):
      add(
        .divergence, "the arguments of the divergence are exchanged",
        .divergence(Divergence(divergence.kind, from: divergence.to, to: divergence.from)))
    case .crossEntropy(let a, let b):
      add(.divergence, "the arguments of the cross-entropy are exchanged", .crossEntropy(b, a))
    case .sum(let terms):
      for position in terms.indices {
        var changed = terms
        changed[position] = changed[position].negated
        add(.sign, "a sign is wrong", .sum(changed))
      }
    case .function(.log, let arguments) where arguments.count == 1:
      // Logarithms are lost more often than they are written by mistake.
      found.append(Edit(sort: .surplus, words: "a logarithm too many", result: arguments[0]))
    case .density(let density):
      found += conditions(of: density, at: node)
      if !isLogged { found.append(logarithm(of: node)) }
    case .quotient(let a, let b):
      if !isLogged { found.append(logarithm(of: node)) }
      add(.quotient, "the quotient is upside down", .quotient(b, a))
    case .product(let factors):
      if !isLogged { found.append(logarithm(of: node)) }
      for position in factors.indices where factors.count > 1 {
        guard case .density = factors[position].kind else { continue }
        var changed = factors
        changed[position] = changed[position].logarithm
        add(.logarithm, "a logarithm is missing", Expression.product(changed).kind)
      }
    case .expectation(let expectation):
      for sampling in samplings where sampling != expectation.samplings {
        var changed = expectation
        changed.samplings = sampling
        add(.law, "the expectation is under another law", .expectation(changed))
      }
      found.append(
        Edit(sort: .expectation, words: "an expectation too many", result: expectation.body))
      for derivative in derivatives {
        var changed = expectation
        changed.body = Expression(
          .derivative(
            Derivative(derivative.kind, by: derivative.variables, of: expectation.body)),
          at: expectation.body.range)
        add(.gradient, "a derivative is missing", .expectation(changed))
      }
    case .derivative(let derivative):
      for other in derivatives where other.variables != derivative.variables {
        var changed = derivative
        changed.variables = other.variables
        add(.gradient, "the derivative is by another parameter", .derivative(changed))
      }
    case .series(let series):
      var changed = series
      changed.operation = series.operation == .sum ? .product : .sum
      let words =
        series.operation == .sum ? "a product is meant, not a sum" : "a sum is meant, not a product"
      add(.series, words, .series(changed))
    case .optimum(let optimum):
      for (kind, words) in Self.optima where kind != optimum.kind {
        var changed = optimum
        changed.kind = kind
        add(.optimum, words, .optimum(changed))
      }
    case .power(let base, let exponent) where exponent == .number(2):
      found.append(Edit(sort: .square, words: "a square too many", result: base))
    case .symbol, .application:
      if !isLogged, case .application = node.kind { found.append(logarithm(of: node)) }
      add(.square, "a square is missing", .power(node, .number(2)))
    default: break
    }
    switch node.kind {
    case .divergence, .expectation, .product, .quotient, .entropy, .crossEntropy, .series,
      .function:
      add(.factor, "a factor ½ is missing", .product([Expression.half, node]))
      add(.factor, "a factor 2 is missing", .product([.number(2), node]))
    default: break
    }
    return found
  }

  private static let optima: [(Optimum.Kind, String)] = [
    (.argmin, "argmin is meant"), (.argmax, "argmax is meant"), (.minimum, "min is meant"),
    (.maximum, "max is meant"),
  ]

  private func logarithm(of node: Expression) -> Edit {
    Edit(sort: .logarithm, words: "a logarithm is missing", result: node.logarithm)
  }

  /// Returns densities with conditions turned round, dropped, added or joined.
  private func conditions(of density: Density, at node: Expression) -> [Edit] {
    var found: [Edit] = []
    func add(_ words: String, _ arguments: [Expression], _ conditions: [Expression]) {
      var changed = density
      changed.arguments = arguments
      changed.conditions = conditions
      found.append(
        Edit(sort: .condition, words: words, result: Expression(.density(changed), at: node.range)))
    }
    if density.conditions.isEmpty {
      if density.arguments.count > 1 {
        for position in density.arguments.indices {
          var rest = density.arguments
          let taken = rest.remove(at: position)
          add("a conditional density is meant, not a joint one", [taken], rest)
          add("a marginal density is meant, not a joint one", [taken], [])
        }
      } else {
        for other in densities where other.name == density.name {
          for part in other.arguments + other.conditions where !density.arguments.contains(part) {
            add("a conditional density is meant", density.arguments, [part])
            add("a joint density is meant", density.arguments + [part], [])
            add("the density of another variable is meant", [part], [])
          }
        }
      }
    } else {
      add("the conditional density is turned round", density.conditions, density.arguments)
      add(
        "a joint density is meant, not a conditional one", density.arguments + density.conditions,
        [])
      add("a marginal density is meant, not a conditional one", density.arguments, [])
      add("the marginal density of the condition is meant", density.conditions, [])
    }
    for other in densities
    where other.name != density.name && other.arguments == density.arguments {
      found.append(
        Edit(
          sort: .condition, words: "another law is meant",
          result: Expression(.density(other), at: node.range)))
    }
    var seen = Set<Expression>()
    return found.filter { seen.insert($0.result).inserted }
  }
}

extension Expression {
  /// One half.
  fileprivate static var half: Expression {
    Expression(.quotient(.number(1), .number(2)))
  }
}
