/// A marginal that a document takes from another law: the law of data under q, where it writes q(z, x) = q(z ∣ x) p(x),
/// q(z) = E_{p(x)}[q(z ∣ x)] or q(z) = ∫ q(z ∣ x) p(x) dx.
struct SharedMarginal: Hashable, Sendable {
  /// The law that takes the marginal.
  var law: Symbol
  /// The law that it is taken from.
  var source: Symbol
  /// The variable, without indices.
  var variable: String
}

extension Step {
  /// The marginal that the step says two laws share; nil if it says nothing of the kind.
  ///
  /// Only a law q takes the marginal of another, so that none takes its own: p(x, z) = p(x ∣ z) q(z) is more likely a
  /// mistake.
  var sharedMarginal: SharedMarginal? {
    guard relation == .equal || relation == .defined, case .density(let whole) = left.kind,
      whole.name.lawKey.hasPrefix("q"), let (factors, bound) = right.averagedDensities,
      factors.count == 2
    else { return nil }
    for (conditional, marginal) in [(factors[0], factors[1]), (factors[1], factors[0])] {
      guard conditional.name.lawKey == whole.name.lawKey,
        !marginal.name.lawKey.hasPrefix("q"), marginal.conditions.isEmpty,
        conditional.conditions == marginal.arguments, conditional.conditions.count == 1,
        let variable = marginal.arguments[0].asSymbol,
        bound == nil || bound == marginal.arguments,
        Set(whole.arguments)
          == Set(conditional.arguments + (bound == nil ? marginal.arguments : [])),
        whole.conditions.isEmpty
      else { continue }
      return SharedMarginal(
        law: whole.name, source: marginal.name, variable: variable.headKey)
    }
    return nil
  }
}

extension Expression {
  /// The densities that are multiplied, and the variables over which the product is integrated or averaged; nil for
  /// anything else.
  fileprivate var averagedDensities: (factors: [Density], bound: [Expression]?)? {
    func density(_ expression: Expression) -> Density? {
      if case .density(let density) = expression.kind { density } else { nil }
    }
    switch kind {
    case .product(let factors):
      let densities = factors.compactMap(density)
      return densities.count == factors.count ? (densities, nil) : nil
    case .integral(let integral):
      return integral.body.averagedDensities.map {
        ($0.factors, integral.bindings.flatMap(\.variables))
      }
    case .series(let series) where series.operation == .sum:
      return series.body.averagedDensities.map {
        ($0.factors, series.bindings.flatMap(\.variables))
      }
    case .expectation(let expectation):
      guard expectation.samplings.count == 1,
        let law = expectation.samplings[0].law.flatMap(density),
        let body = density(expectation.body)
      else { return nil }
      return ([body, law], law.arguments)
    default: return nil
    }
  }
}

extension Interpreter {
  /// Returns what shared marginals that the document states say of the laws at hand.
  func assumptions(of marginals: [SharedMarginal]) -> [Family.Assumption] {
    var found: [Family.Assumption] = []
    for marginal in marginals {
      let names = (resolvedLawName(marginal.law), resolvedLawName(marginal.source))
      for (number, law) in scene.laws.enumerated() where law.name == names.0 {
        for (source, other) in scene.laws.enumerated() where other.name == names.1 {
          for variable in law.variables
          where scene.variables[variable].head == marginal.variable
            && law.variables.count > 1 && other.variables.contains(variable)
          {
            found.append(.sameMarginal(law: number, as: source, variable: variable))
          }
        }
      }
    }
    return found
  }
}

extension Subject {
  /// Returns what is found where laws share the marginals that the document says they share; nil if that is no better.
  func agreed(instead found: Finding, seed: UInt64) throws -> Finding? {
    guard !marginals.isEmpty, found.verdict == .refuted || found.verdict == .conditional else {
      return nil
    }
    var subject = self
    subject.stated += marginals
    subject.marginals = []
    guard let other = try? subject.comparedFinding(seed: seed) else {
      // Nothing is said of what is not tried with the laws as the document has them.
      guard found.verdict == .refuted, comparison.scene.variables.contains(where: \.isReal) else {
        return nil
      }
      throw Obstacle("a marginal that real laws share is not decided")
    }
    guard other.isBetter(than: found) else { return nil }
    // That 0 = 0 under a condition says nothing.
    return other.vanishes && !found.vanishes ? nil : other
  }

  /// The conditions worth trying together where none alone makes a step true: a marginal that two laws share, and how
  /// the members of a sequence depend on one another.
  static func pairs(
    of assumptions: [(assumption: Family.Assumption, words: String)]
  ) -> [(assumptions: [Family.Assumption], words: String)] {
    var found: [(assumptions: [Family.Assumption], words: String)] = []
    for (marginal, first) in assumptions {
      guard case .sameMarginal = marginal else { continue }
      for (sequence, second) in assumptions {
        switch sequence {
        case .markov, .independent, .apart, .identical:
          found.append(([marginal, sequence], "\(first) and \(second)"))
        default: break
        }
      }
    }
    return found
  }
}
