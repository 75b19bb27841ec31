import Numerics

// Inequalities, and sides that are said to differ.
extension Comparison {
  /// Whether two sides are compared by size.
  var isOrder: Bool { [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(relation) }

  /// Whether two sides are compared by size that speak of given numbers alone, which may be of any size.
  var isOfNumbers: Bool {
    isOrder
      && left.laws.union(right.laws).isEmpty && left.nesting + right.nesting == 0
      && !left.writtenQuantities.union(right.writtenQuantities).isEmpty
  }

  /// Whether the sides are compared by size and hold normal densities, and no integral.
  var isBoundOnDensity: Bool {
    isOrder
      && left.nesting + right.nesting == 0 && (left.hasNormal || right.hasNormal)
  }
}

extension Term {
  /// Whether a normal density stands in the term.
  fileprivate var hasNormal: Bool {
    if case .normal = self { true } else { children.contains(where: \.hasNormal) }
  }
}

extension Subject {
  func order(seed: UInt64) throws -> Finding {
    switch try outcome(seed: seed, models: 16) {
    case .undefined(let obstacle): throw obstacle
    case .held(let models, let trial):
      let found = held("true on \(models) random models", trial, models: models)
      // Of sides that differ a few models say little.
      if found.verdict == .holds, effort != .one, models < Self.fewest {
        throw Obstacle.tooMuchWork
      }
      return found
    case .failed(let trial):
      if let name = comparison.idleNoise { throw Obstacle.noise(name) }
      if let finding = try sharedMarginal(seed: seed) { return finding }
      if let name = unknown { throw Obstacle("nothing says what \(name) is") }
      if let name = comparison.marked { throw Obstacle("nothing says what \(name) is") }
      let (left, right) = (comparison.left, comparison.right)
      if let name = left.opaqueNames.union(right.opaqueNames).min() {
        throw Obstacle("what is assumed of \(name) is not said")
      }
      // What fails inside the range that the document gives is false.
      let open = left.writtenQuantities.union(right.writtenQuantities)
        .filter { comparison.scene.quantities[$0].range == nil }
      if let quantity = open.min() {
        throw Obstacle(
          "for which values of \(comparison.scene.quantities[quantity].name) is not said")
      }
      // What holds for counted values and fails for densities is true of probabilities.
      if trial.family.measure == .weighted {
        let witness = comparison.report(trial, models: 1)
        return isContinuous
          ? Finding(
            .refuted, "the inequality fails: it holds \(Finding.discreteOnly)",
            rules: rules.map(\.description), witness: witness)
          : Finding(
            .conditional, Finding.discreteOnly, rules: rules.map(\.description), witness: witness)
      }
      if let finding = try impliedFactorisation(seed: seed) { return finding }
      if let finding = try alongChain(seed: seed) { return finding }
      return Finding(
        .refuted, "the inequality fails", rules: rules.map(\.description),
        witness: comparison.report(trial, models: 1))
    }
  }

  /// The fewest models on which an inequality has to be true.
  private static let fewest = 8

  /// Returns the finding about an inequality between informations that holds, and not only as an equation, where two
  /// variables are independent given the others: I(X; Z) ≤ I(X; Y) along a chain; nil if there are none.
  private func alongChain(seed: UInt64) throws -> Finding? {
    guard effort == .full, isInformational, !isSpatial else { return nil }
    for (assumption, words) in comparison.assumptions(pairs: true) {
      guard case .separated = assumption, comparison.meter.allowsConditions, isOpen(assumption),
        case .held(let models, let trial) = try outcome([assumption], seed: seed, models: 8),
        Comparison.decide(trial.left, .equal, trial.right) == false
      else { continue }
      return Finding(
        .conditional, "only if \(words)", rules: rules.map(\.description),
        witness: comparison.report(trial, models: models))
    }
    return nil
  }

  func difference(seed: UInt64) throws -> Finding {
    var equal = comparison
    equal.relation = .equal
    var subject = self
    subject.comparison = equal
    switch try subject.outcome(seed: seed, models: 4) {
    case .undefined(let obstacle): throw obstacle
    case .held(let models, let trial):
      if let name = comparison.idle { throw Obstacle.dependence(of: name) }
      return Finding(
        .refuted, "the sides are equal", witness: comparison.report(trial, models: models))
    case .failed(let trial):
      if let name = unknown { throw Obstacle("nothing says what \(name) is") }
      if let name = comparison.marked { throw Obstacle("nothing says what \(name) is") }
      return Finding(
        .holds, "the sides differ in general", witness: comparison.report(trial, models: 1))
    }
  }
}
