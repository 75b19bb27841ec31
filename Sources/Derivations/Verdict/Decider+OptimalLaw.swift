extension Decider {
  /// Returns what is meant where a law is set equal to the value of an optimum: the law at which it is taken.
  ///
  /// Which optimum follows from E_q[log q] in what is optimised: with a positive sign, as in a divergence, there is a
  /// least value over q and no greatest one; with a negative sign, as in the evidence lower bound, it is the other way
  /// round. Without such a term nothing is suggested, but for E_q[log p(x ∣ z)], which lacks the divergence from p(z).
  func optimalLaw(_ step: Step, in background: Background) -> Suggestion? {
    guard step.relation == .equal, case .density(let law) = step.left.kind,
      case .optimum(var optimum) = step.right.kind,
      [.minimum, .maximum, .infimum, .supremum].contains(optimum.kind)
    else { return nil }
    let notation = background.notation(of: [step.left, step.right] + background.mentions)
    var interpreter = Interpreter(notation: notation, background: background)
    guard case .optimum(_, let choices, let body)? = try? interpreter.term(step.right) else {
      return nil
    }
    var prover = Prover(scene: interpreter.scene)
    guard let isConvex = prover.isConvex(body, in: interpreter.scene.laws(moving: choices)) else {
      return optimum.lacksDivergence(of: law).map { whole in
        Suggestion(
          words:
            "argmax is meant, with the divergence from the prior: without it a point has the greatest value",
          left: step.left, relation: .equal,
          right: Expression(.optimum(whole), at: step.right.range))
      }
    }
    let isMinimum = [.minimum, .infimum].contains(optimum.kind)
    optimum.kind = isConvex ? .argmin : .argmax
    let name = isConvex ? "argmin" : "argmax"
    let words =
      isConvex == isMinimum
      ? "\(name) is meant: a law is where the optimum is taken, not its value"
      : "\(name) is meant: there is no \(isMinimum ? "least" : "greatest") value"
    return Suggestion(
      words: words, left: step.left, relation: .equal,
      right: Expression(.optimum(optimum), at: step.right.range))
  }
}

extension Scene {
  /// The laws that choices choose, or whose parameters they choose.
  fileprivate func laws(moving choices: [Term.Choice]) -> Set<Int> {
    var found = Set<Int>()
    for choice in choices {
      switch choice {
      case .law(let law): found.insert(law)
      case .quantity(let quantity):
        found.formUnion(laws.indices.filter { laws[$0].parameters.contains(quantity) })
      case .index: break
      }
    }
    return found
  }
}

extension Prover {
  /// Returns whether E_q[log q] stands in a term with a positive sign, for some of the given laws and with the opposite
  /// sign for none; nil if it does not stand in it, or the term has no normal form.
  fileprivate mutating func isConvex(_ term: Term, in laws: Set<Int>) -> Bool? {
    guard let form = try? form(term) else { return nil }
    var signs = Set<Bool>()
    for (monomial, coefficient) in form.terms {
      for case .integral(_, let inner) in monomial.keys {
        for case .joint(let law, let axes) in inner.keys where laws.contains(law) {
          if inner[.logarithmOfJoint(law: law, axes)] == 1 {
            signs.insert(coefficient.numerator > 0)
          }
        }
      }
    }
    return signs.count == 1 ? signs.first : nil
  }
}

extension Optimum {
  /// Returns the optimum with −KL(q(z ∣ x) ∥ p(z)) where it is that of E_q[log p(x ∣ z)] alone; nil for any other.
  fileprivate func lacksDivergence(of law: Density) -> Optimum? {
    var average: Expression?
    var logged: Expression?
    switch body.kind {
    case .expectation(let expectation):
      average = expectation.samplings.count == 1 ? expectation.samplings[0].law : nil
      logged = expectation.body
    case .integral(let integral):
      guard case .product(let factors) = integral.body.kind, factors.count == 2 else { return nil }
      average = factors[0]
      logged = factors[1]
    default: return nil
    }
    guard let average, case .density(let own) = average.kind,
      own.name.lawKey == law.name.lawKey, own.arguments == law.arguments,
      case .function(.log, let inner)? = logged?.kind, inner.count == 1,
      case .density(let likelihood) = inner[0].kind, likelihood.name.lawKey != law.name.lawKey,
      own.arguments.allSatisfy(likelihood.conditions.contains),
      !own.arguments.contains(where: likelihood.arguments.contains)
    else { return nil }
    let prior = Density(
      likelihood.name, parameters: likelihood.parameters, of: own.arguments, given: [])
    let divergence = Divergence(
      .kullbackLeibler, from: average, to: Expression(.density(prior)))
    var whole = self
    whole.kind = .argmax
    whole.body = Expression.sum([body, Expression(.divergence(divergence)).negated])
    return whole
  }
}
