// Steps before and behind “implies”: what is supposed is no claim, and what follows is claimed under it only.
extension Examiner {
  /// The chains from which a chain is said to follow; none unless it stands behind “implies”.
  static func premises(of number: Int, in chains: [[Step]]) -> Range<Int> {
    guard chains[number][0].standing == .consequence else { return number..<number }
    let end = chains[..<number].lastIndex { $0[0].standing != .consequence }
    guard let end else { return number..<number }
    var start = end
    while start > 0, chains[end][0].standing == .supposition,
      chains[start - 1][0].standing == .supposition
    {
      start -= 1
    }
    return start..<end + 1
  }

  /// The laws that the suppositions of an implication give: q in q(z|x) = p(z|x) ⟹ ….
  static func supposed(in steps: some Collection<Step>) -> [Background.Definition] {
    steps.compactMap { step in
      guard step.standing == .supposition, step.relation == .equal,
        case .density(let density) = step.right.kind
      else { return nil }
      switch step.left.kind {
      case .density(let left) where left.name.lawKey != density.name.lawKey:
        return Background.Definition(step.left, as: step.right)
      case .symbol(let symbol) where step.left.isLawName && symbol.lawKey != density.name.lawKey:
        let law = Density(symbol, of: density.arguments, given: density.conditions)
        return Background.Definition(Expression(.density(law)), as: step.right)
      default: return nil
      }
    }
  }
}

extension Examiner {
  /// The findings about the steps of all chains where implications and conditions in words are taken into account.
  static func weighed(
    _ findings: [Finding], of chains: [[Step]], premises: [Range<Int>]
  ) -> [Finding] {
    var first = 0
    var result: [[Finding]] = []
    for (chain, before) in zip(chains, premises) {
      let found = findings[first..<first + chain.count]
      first += chain.count
      let follows = before.allSatisfy { premise in
        zip(chains[premise], result[premise]).allSatisfy {
          $1.isEstablished(as: $0.standing) || $1.verdict == .definition && $0.statedRange != nil
        }
      }
      result.append(zip(chain, found).map { $1.weighed(for: $0, follows: follows) })
    }
    return result.flatMap(\.self)
  }
}

extension Finding {
  /// Whether the step is true; a definition is so too, unless it is only supposed.
  func isEstablished(as standing: Step.Standing) -> Bool {
    isGood || verdict == .definition && standing != .supposition
  }

  /// The finding about a step that an implication or words beside it make less than a claim.
  ///
  /// Only “false” is given up: what holds for all laws holds under any supposition.
  ///
  /// - Parameter follows: Whether everything from which the step is said to follow is itself established.
  func weighed(for step: Step, follows: Bool) -> Finding {
    guard verdict == .refuted else { return self }
    switch step.standing {
    case .supposition:
      return Finding(.notUnderstood, "true of some models only: a supposition", rules: rules)
    case .equivalence:
      return Finding(
        .notUnderstood, "true of some models only: one side of an equivalence", rules: rules)
    case .consequence where !follows:
      return Finding(
        .notUnderstood, "follows from a supposition that is not taken into account", rules: rules)
    default: break
    }
    guard let words = step.conditions.first(where: Self.restricts) else { return self }
    return Finding(
      .notUnderstood, "said to hold under a condition that is not taken into account: \(words)",
      rules: rules)
  }

  /// Whether words beside a step narrow what it is claimed for: “if …” does, “for all x” does not.
  private static func restricts(_ words: String) -> Bool {
    let first = words.drop { $0.isWhitespace || $0 == "(" || $0 == "," }
    let isUniversal = ["\\forall", "for all", "for each", "for every", "for any"].contains {
      first.lowercased().hasPrefix($0)
    }
    guard isUniversal else { return true }
    return ["=", "\\ne", "<", ">", "\\le", "\\ge", "such that", "with"].contains {
      words.contains($0)
    }
  }
}
