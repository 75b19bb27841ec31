/// One reading of a step, interpreted and ready to be decided.
struct Subject {
  /// How much is tried.
  enum Effort: Hashable, Sendable {
    /// One model of one family: enough to see that most false steps are false.
    case one
    /// All families.
    case all
    /// All families, and assumptions under which a step that fails may hold.
    case full
  }

  var effort = Effort.full
  var comparison: Comparison
  var rules: [Rule]
  /// Whether a side holds a constant that is not given.
  var isUpToConstant: Bool
  /// What only one side speaks of, so that a difference between the sides may come from what the document says of it.
  var oneSided: String?

  /// Interprets both sides of a step.
  init(
    _ reading: Step.Reading, _ relation: Relation, notation: Notation, background: Background,
    separates: Bool, declared: Bool
  ) throws {
    var interpreter = Interpreter(
      notation: notation, background: background, separatesDecoratedLaws: separates,
      usesDeclaredLaws: declared)
    var left = try interpreter.term(reading.left)
    var right = try interpreter.term(reading.right)
    let free = Array(left.freePlaces.union(right.freePlaces))
    left = try interpreter.substituting(left, where: free)
    right = try interpreter.substituting(right, where: free)
    isUpToConstant = interpreter.hasUnspecified
    rules = interpreter.rules
    comparison = Comparison(scene: interpreter.scene, left: left, relation: relation, right: right)
    oneSided = Self.oneSided(left, right, interpreter.scene)
  }

  /// Returns what only one side speaks of: an unknown function, a quantity that is not given, a law that is neither p nor a q.
  private static func oneSided(_ left: Term, _ right: Term, _ scene: Scene) -> String? {
    let functions = left.opaqueNames.symmetricDifference(right.opaqueNames)
    if let name = functions.min() { return name }
    // A parameter of a law that is written out may be any number.
    let quantities = left.writtenQuantities.symmetricDifference(right.writtenQuantities)
      .subtracting(left.lawQuantities).subtracting(right.lawQuantities)
    if let name = quantities.map({ scene.quantities[$0].name }).min() { return name }
    let laws = left.laws.symmetricDifference(right.laws).map { scene.laws[$0].name }
    return laws.filter { $0 != "p" && !$0.hasPrefix("q") }.min()
  }

  /// Returns what is found.
  func finding(seed: UInt64) throws -> Finding {
    if let finding = try optima() { return finding }
    if isUpToConstant {
      guard comparison.relation == .equal else {
        throw Obstacle("this relation up to a constant is not decided")
      }
      return try constancy(isRatio: false, seed: seed)
    }
    switch comparison.relation {
    case .equal, .defined: return try equality(seed: seed)
    case .approximately: return try estimate(seed: seed)
    case .proportional: return try constancy(isRatio: true, seed: seed)
    case .lessOrEqual, .greaterOrEqual, .less, .greater: return try order(seed: seed)
    case .notEqual: return try difference(seed: seed)
    default: throw Obstacle("the relation \(comparison.relation.rawValue) is not decided")
    }
  }

  /// The families on which a step has to hold: counted values, and densities unless something is summed.
  private var families: [Family] {
    if comparison.scene.variables.contains(where: \.isReal) {
      return [Family(measure: .gaussian), Family(measure: .mixture)]
    }
    var found = [Family(), Family(spread: 3)]
    if !comparison.scene.variables.contains(where: \.isCounted) {
      found.append(Family(measure: .weighted))
    }
    return found
  }

  /// Compares on every family.
  private func outcome(
    _ assumptions: [Family.Assumption] = [], seed: UInt64, models: UInt64
  ) throws -> Comparison.Outcome {
    var total = 0
    var last: Comparison.Trial?
    let models = effort == .one ? 1 : models
    for (number, family) in families.enumerated() where number == 0 || effort != .one {
      var family = family
      family.assumptions = assumptions
      let first = seed &* 1_000_003 &+ UInt64(number) * 1000
      var outcome = try comparison.run(family, seeds: first..<first + models)
      if case .undefined = outcome {
        family.isPositive = true
        outcome = try comparison.run(family, seeds: first..<first + models)
      }
      switch outcome {
      case .failed, .undefined: return outcome
      case .held(let count, let trial):
        total += count
        last = last ?? trial
      }
    }
    guard let last else { return .undefined }
    return .held(total, last)
  }

  private func equality(seed: UInt64) throws -> Finding {
    switch try outcome(seed: seed, models: 4) {
    case .undefined: throw Obstacle("the sides have no value that can be compared")
    case .held(let models, let trial):
      return Finding(
        .holds, "equal on \(models) random models", rules: rules.map(\.description),
        witness: comparison.report(trial, models: models))
    case .failed(let trial):
      if let name = oneSided { throw Obstacle("nothing says what \(name) is") }
      for (assumption, words) in effort == .full ? comparison.assumptions : [] {
        if case .held(let models, let held) = try outcome([assumption], seed: seed, models: 3) {
          // A condition under which both sides vanish says nothing about how they compare.
          if held.vanishes, !trial.left.isZero, !trial.right.isZero { continue }
          return Finding(
            .conditional, "only if \(words)", rules: rules.map(\.description),
            witness: comparison.report(held, models: models))
        }
      }
      return Finding(
        .refuted, "the sides differ", rules: rules.map(\.description),
        witness: comparison.report(trial, models: 1))
    }
  }

  /// An estimate has to be right on average; an approximation that is no estimate cannot be wrong.
  private func estimate(seed: UInt64) throws -> Finding {
    guard let averaged else {
      var exact = self
      exact.comparison.relation = .equal
      let finding = try exact.equality(seed: seed)
      if finding.verdict == .holds { return finding }
      throw Obstacle("this is an approximation and not an estimate from samples")
    }
    var finding = try averaged.equality(seed: seed)
    switch finding.verdict {
    case .holds: finding.reason = "right on average over the samples: \(finding.reason)"
    case .refuted: finding.reason = "wrong on average over the samples"
    default: break
    }
    return finding
  }

  private func order(seed: UInt64) throws -> Finding {
    switch try outcome(seed: seed, models: 16) {
    case .undefined: throw Obstacle("the sides have no value that can be compared")
    case .held(let models, let trial):
      return Finding(
        .holds, "true on \(models) random models", rules: rules.map(\.description),
        witness: comparison.report(trial, models: models))
    case .failed(let trial):
      if let name = oneSided { throw Obstacle("nothing says what \(name) is") }
      return Finding(
        .refuted, "the inequality fails", rules: rules.map(\.description),
        witness: comparison.report(trial, models: 1))
    }
  }

  private func difference(seed: UInt64) throws -> Finding {
    var equal = comparison
    equal.relation = .equal
    var subject = self
    subject.comparison = equal
    switch try subject.outcome(seed: seed, models: 4) {
    case .undefined: throw Obstacle("the sides have no value that can be compared")
    case .held(let models, let trial):
      return Finding(
        .refuted, "the sides are equal", witness: comparison.report(trial, models: models))
    case .failed(let trial):
      if let name = oneSided { throw Obstacle("nothing says what \(name) is") }
      return Finding(
        .holds, "the sides differ in general", witness: comparison.report(trial, models: 1))
    }
  }
}
