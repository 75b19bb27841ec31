extension Comparison {
  /// The assumptions worth trying on a step that does not hold in general, each with its words.
  ///
  /// - Parameter pairs: Whether two variables alone may be assumed to be independent.
  func assumptions(pairs: Bool) -> [(assumption: Family.Assumption, words: String)] {
    var found: [(Family.Assumption, String)] = []
    var heads: [String] = []
    for law in scene.laws {
      for variable in law.variables where scene.variables[variable].isMember {
        let head = scene.variables[variable].head
        let members = law.variables.filter { scene.variables[$0].head == head }
        if members.count > 1, !heads.contains(head) { heads.append(head) }
      }
    }
    // What says least comes first.
    for head in heads {
      found.append((.markov(head: head), "\(head) is a Markov chain"))
      found.append((.independent(head: head), "the members of \(head) are independent"))
      found.append(
        (
          .identical(head: head),
          "the members of \(head) are independent and identically distributed"
        ))
      found.append((.apart(head: head), "the members of \(head) are independent"))
    }
    for (number, law) in scene.laws.enumerated() {
      for (other, second) in scene.laws.enumerated() where number != other {
        for variable in law.variables where second.variables.contains(variable) {
          // Of laws of one variable this would say that they are the same.
          // A law of data alone, p_data(x) beside q(z ∣ x), is one that the other may share its marginal with.
          guard law.variables.count > 1,
            second.variables.count > 1 || second.name.hasPrefix("p_")
              || isOnlyAveraged(under: other)
          else { continue }
          let name = scene.variables[variable].name
          found.append(
            (
              .sameMarginal(law: number, as: other, variable: variable),
              "\(law.name)(\(name)) = \(second.name)(\(name))"
            ))
        }
      }
      if left.hasDerivative || right.hasDerivative, !law.parameters.isEmpty {
        for variable in law.variables where law.variables.count > 1 {
          let parameters = law.parameters.map { scene.quantities[$0].name }.joined(separator: ", ")
          found.append(
            (
              .fixedMarginal(law: number, variable: variable),
              "\(law.name)(\(scene.variables[variable].name)) does not depend on \(parameters)"
            ))
        }
      }
      if (3...4).contains(law.variables.count) {
        for (position, a) in law.variables.enumerated() {
          for b in law.variables[(position + 1)...] {
            let names = (scene.variables[a].name, scene.variables[b].name)
            let others = law.variables.filter { $0 != a && $0 != b }
              .map { scene.variables[$0].name }.joined(separator: ", ")
            found.append(
              (
                .separated(a, b),
                "\(names.0) and \(names.1) are independent given \(others) under \(law.name)"
              ))
          }
        }
      }
      let single = law.variables.filter { !scene.variables[$0].isMember }
      guard single.count > (pairs ? 1 : 2) else { continue }
      for (position, a) in single.enumerated() {
        for b in single[(position + 1)...] {
          let names = (scene.variables[a].name, scene.variables[b].name)
          found.append(
            (.unrelated(a, b), "\(names.0) and \(names.1) are independent under \(law.name)"))
        }
      }
    }
    return found
  }
}

extension Comparison {
  /// Whether a law stands nowhere but under expectations, as that of data does: p(x) in E_{p(x)} E_{q(z ∣ x)}[log q(z ∣ x)].
  func isOnlyAveraged(under law: Int) -> Bool {
    func holds(_ term: Term) -> Bool {
      switch term {
      case .density(let other, _, _): return other != law
      case .expectation(_, .density(law, _, let given), let body):
        return given.isEmpty && holds(body)
      case .integral(let places, .product(let factors)):
        // ∫ p(x) f(x) dx is an average.
        let own = factors.filter { factor in
          guard case .density(law, let of, let given) = factor else { return false }
          return given.isEmpty && of.allSatisfy { places.contains($0.place) }
        }
        return own.count <= 1 && factors.allSatisfy { own.contains($0) || holds($0) }
      default: return term.children.allSatisfy(holds)
      }
    }
    return scene.laws[law].variables.count == 1 && holds(left) && holds(right)
      && left.laws.union(right.laws).contains(law)
  }
}
