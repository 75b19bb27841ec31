extension Subject {
  /// Returns what is found about a step with best values on its sides; nil if the sides can be compared as numbers.
  func optima() throws -> Finding? {
    switch (comparison.left.optimum, comparison.right.optimum) {
    case (nil, nil):
      // A best value within a side is compared only with one over the same choices.
      guard comparison.left.choices == comparison.right.choices else {
        throw Obstacle("a best value over all choices is not decided")
      }
      return nil
    case (let a?, let b?):
      guard a.isPlace == b.isPlace else {
        return Finding(
          .refuted, "where an optimum is taken is compared with its value",
          rules: rules.map(\.description))
      }
      guard a.choices == b.choices, comparison.left.choices == comparison.right.choices else {
        throw Obstacle("the optima are over different choices")
      }
      return nil
    case (nil, let b?) where !b.isPlace && comparison.left.choices == b.choices: return nil
    case (let a?, nil) where !a.isPlace && comparison.right.choices == a.choices: return nil
    case (nil, let b?):
      if b.isPlace, isLaw {
        return Finding(.definition, "an optimal law")
      }
      if b.isPlace, case .quantity = comparison.left {
        return Finding(.definition, "an optimal parameter")
      }
      if !b.isPlace, isLaw {
        return Finding(.refuted, "a density is compared with the value of an optimum")
      }
      throw Obstacle("a best value over all choices is not decided")
    case (_?, nil): throw Obstacle("a best value over all choices is not decided")
    }
  }
}

extension Term {
  /// The optimum that the term is: over what, and whether it is a place (argmax) or a value.
  fileprivate var optimum: (choices: Set<Choice>, isPlace: Bool)? {
    if case .selection(let kind, let index, _) = self {
      return ([.index(index)], kind == .argmax || kind == .argmin)
    }
    guard case .optimum(let kind, let choices, _) = self else { return nil }
    return (Set(choices), kind == .argmax || kind == .argmin)
  }

  /// What optima anywhere in the term choose from.
  fileprivate var choices: Set<Choice> {
    var found: Set<Choice> = children.reduce(into: []) { $0.formUnion($1.choices) }
    if case .optimum(_, let choices, _) = self { found.formUnion(choices) }
    if case .selection(_, let index, _) = self { found.insert(.index(index)) }
    return found
  }
}
