import Numerics

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
  /// Whether the step speaks of entropies and informations only, and of no density.
  var isInformational: Bool
  /// Whether the two sides are each one quantity, so that an equation that fails in general reads as a condition.
  var isCondition: Bool
  /// Whether the left side is a law.
  var isLaw: Bool
  /// Whether a side holds a constant that is not given.
  var isUpToConstant: Bool
  /// How many nodes of expressions were interpreted.
  var size: Int
  /// Why a failure of the step shows nothing: a law is given a form, too, that is not understood.
  var doubt: Obstacle?
  /// Whether the document gives a variable of a law of the step a density.
  var isContinuous: Bool
  /// The laws that the document says the values at free places are drawn from.
  var draws: [Int: Term] = [:]
  /// What the laws are restricted to by what the document states.
  var stated: [Family.Assumption] = []
  /// Marginals that the document says laws of the step share.
  var marginals: [Family.Assumption] = []
  /// Whether the document states a factorisation of a law of the step.
  var isModelled = false
  /// The names of the variables to which the document gives laws of families that no witness has: a Bernoulli law.
  var foreign: Set<String> = []
  /// Choices of `stated`, where the document states several factorisations of one law.
  var statements: [[Family.Assumption]] = []
  /// Whether the step is read over vectors and matrices.
  var isSpatial: Bool
  /// Whether an expectation that names no law is taken under any.
  var assumesLaw: Bool

  /// Interprets both sides of a step.
  init(
    _ reading: Step.Reading, _ relation: Relation, notation: Notation, background: Background,
    separates: Bool, declared: Bool, taken: [String: Notation.Signature] = [:],
    factorisations: [Background.Definition] = [], shapes: Shapes? = nil,
    alternatives: Alternatives = Alternatives(), longer: Int = 0
  ) throws {
    var interpreter = Interpreter(
      notation: notation, background: background, separatesDecoratedLaws: separates,
      usesDeclaredLaws: declared, shapes: shapes, alternatives: alternatives)
    interpreter.taken = taken
    interpreter.longer = longer
    let own = Notation(of: [reading.left, reading.right])
    interpreter.spoken = own.random
    interpreter.near = own.signatures
    var (left, right) = try Self.numbers(
      interpreter.tensor(reading.left), relation, interpreter.tensor(reading.right))
    var free = Array(left.freePlaces.union(right.freePlaces))
    if relation == .approximately {
      // A sample of z that the document computes from noise is one of the noise.
      let computed = try interpreter.computedPlaces()
      let bound = left.boundPlaces.union(right.boundPlaces)
      free = free.filter { !computed.contains($0) || bound.contains($0) } + Array(bound)
    }
    left = try interpreter.substituting(left, where: free)
    right = try interpreter.substituting(right, where: free)
    isUpToConstant = interpreter.hasUnspecified
    isLaw = reading.left.isLawName
    assumesLaw = interpreter.assumesLaw
    isInformational = reading.left.isInformational && reading.right.isInformational
    isCondition =
      reading.left.isOneQuantity && reading.right.isOneQuantity
      && !reading.left.isTurned(reading.right)
      && !(background.isRow && reading.right.isDivergence)
      || reading.left.isDensity && reading.right.isNumber
      || interpreter.assumesLaw && reading.left.isOneAverage && reading.right.isOneAverage
    writesParameters = (reading.left.descendants + reading.right.descendants)
      .contains(where: \.writesParameters)
    rules = interpreter.rules
    doubt = interpreter.doubt
    // K^{-P} counts something.
    if (reading.left.descendants + reading.right.descendants).contains(where: \.hasLawAsExponent) {
      doubt = doubt ?? Obstacle("a law stands where a number is expected")
    }
    let continuous = background.continuous
    isContinuous = left.laws.union(right.laws).contains { law in
      interpreter.scene.laws[law].variables.contains {
        continuous.contains(interpreter.scene.variables[$0].head)
      }
    }
    statements = interpreter.statements(of: factorisations)
    marginals = interpreter.assumptions(of: background.marginals)
    isModelled = background.factorisations.contains { definition in
      if case .density(let density) = definition.name.kind {
        own.laws.contains(density.name.lawKey)
      } else {
        false
      }
    }
    for draw in background.draws {
      guard case .law(let law) = draw.body.kind, law.family != .normal else { continue }
      foreign.formUnion(draw.name.variableSymbols.map(\.headKey))
    }
    if relation == .approximately { draws = interpreter.draws(at: free.sorted()) }
    isSpatial = shapes != nil
    comparison = Comparison(scene: interpreter.scene, left: left, relation: relation, right: right)
    let scene = interpreter.scene
    comparison.makeBinary(
      scene.variables.indices.filter {
        scene.heldValues[$0] == [0, 1] || background.binary.contains(scene.variables[$0].head)
      })
    size = Interpreter.largest - interpreter.budget
  }

  /// Whether a law is written with its parameters, so that those without have none.
  var writesParameters: Bool

  /// Returns two sides as numbers: vectors and matrices by one direction in their space.
  private static func numbers(
    _ left: Tensor, _ relation: Relation, _ right: Tensor
  ) throws -> (Term, Term) {
    if left.isNumber, right.isNumber { return (left.entries[0], right.entries[0]) }
    guard left.fits(right) || left.isZero || right.isZero else {
      throw Obstacle("the left side is \(left.words) and the right side \(right.words)")
    }
    guard [.equal, .defined, .approximately, .notEqual].contains(relation) else {
      throw Obstacle("this relation between vectors or matrices is not decided")
    }
    func weighted(_ side: Tensor) -> Term {
      guard !side.isNumber else { return .zero }
      return .sum(
        side.entries.enumerated().map { .product([.number(Rational(2 * $0 + 3)), $1]) })
    }
    return (weighted(left), weighted(right))
  }

  /// Returns what is found.
  func finding(seed: UInt64) throws -> Finding {
    var found = try comparedFinding(seed: seed)
    if let other = try agreed(instead: found, seed: seed) { found = other }
    if found.verdict == .refuted {
      if let doubt { throw doubt }
      if let name = beginning ?? functionOfItself {
        throw Obstacle("nothing says what \(name) is")
      }
      if let name = comparison.openNoise { throw Obstacle("the law of \(name) is not said") }
      if let name = otherLaw {
        throw Obstacle("the law that \(name) has is not taken into account")
      }
    }
    if found.verdict == .refuted, effort == .full, let other = try ofBits(seed: seed) {
      return other
    }
    guard assumesLaw, !found.isGood else { return found }
    // What fails under any law may be meant under one in particular, unless nothing else is spoken of.
    let sides = [comparison.left, comparison.right]
    if comparison.scene.laws.count == 1, !isCondition,
      sides.allSatisfy({ $0.writtenQuantities.isEmpty && $0.opaqueNames.isEmpty })
    {
      return found
    }
    throw Obstacle("the expectation does not say under which law")
  }

  func comparedFinding(seed: UInt64) throws -> Finding {
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

  /// Compares on every family.
  func outcome(
    _ assumptions: [Family.Assumption] = [], seed: UInt64, models: UInt64
  ) throws -> Comparison.Outcome {
    var total = 0
    var last: Comparison.Trial?
    let models = effort == .one ? 1 : models
    for (number, family) in families.enumerated() where number == 0 || effort != .one {
      var family = family
      family.assumptions = stated + assumptions
      let first = seed &* 1_000_003 &+ UInt64(number) * 1000
      var outcome = try comparison.run(
        family, seeds: first..<first + models, settings: effort == .one ? 2 : 6)
      if case .undefined = outcome {
        family.isPositive = true
        outcome = try comparison.run(
          family, seeds: first..<first + models, settings: effort == .one ? 2 : 6)
      }
      switch outcome {
      case .failed: return outcome
      // Where numbers of the order of 1 have values, larger ones need not.
      case .undefined:
        if number == 0 || !comparison.isOfNumbers && !family.isSigned { return outcome }
      case .held(let count, let trial):
        total += count
        last = last ?? trial
      }
    }
    guard let last else { return .undefined(.noValue) }
    return .held(total, last)
  }

  private func equality(seed: UInt64) throws -> Finding {
    switch try outcome(seed: seed, models: 4) {
    case .undefined(let obstacle): throw obstacle
    case .held(let models, let trial):
      // 0 = 0 for want of a dependence shows nothing; nor does a term that is zero for it, unless parameters are
      // written where laws have them.
      if trial.vanishes || !writesParameters, let name = comparison.idle {
        throw Obstacle.dependence(of: name)
      }
      if trial.vanishes, let name = comparison.unmentioned {
        throw Obstacle("nothing says what depends on \(name)")
      }
      return held("equal on \(models) random models", trial, models: models)
    case .failed(let trial):
      if trial.isRounded(comparison) {
        return Finding(
          .holds, "equal in the digits that are written", rules: rules.map(\.description),
          witness: comparison.report(trial, models: 1))
      }
      if let name = comparison.idleNoise { throw Obstacle.noise(name) }
      if let name = unknown {
        if let finding = try sharedMarginal(seed: seed) { return finding }
        throw Obstacle("nothing says what \(name) is")
      }
      if let name = comparison.idle {
        // Wrong only if it is so whether or not the function depends on what the derivative is by.
        var dependent = self
        guard let other = comparison.depending else { throw Obstacle.dependence(of: name) }
        dependent.comparison = other
        guard case .failed = try dependent.outcome(seed: seed, models: 2) else {
          throw Obstacle.dependence(of: name)
        }
      }
      if let words = comparison.droppedConditions {
        return Finding(
          .conditional, "only if \(words)", rules: rules.map(\.description),
          witness: comparison.report(trial, models: 1))
      }
      if let finding = try givenLaw(trial) { return finding }
      if let name = comparison.marked { throw Obstacle("nothing says what \(name) is") }
      if let name = definedOnly(trial) { throw Obstacle("nothing says what \(name) is") }
      if comparison.left.isConstant, comparison.right.isConstant,
        comparison.left.hasLogarithm || comparison.right.hasLogarithm,
        try holdsInAnotherBase(seed: seed)
      {
        throw Obstacle("the base of the logarithm is not said")
      }
      let assumptions =
        effort == .full && !isSpatial ? comparison.assumptions(pairs: isInformational) : []
      for (conditions, words) in assumptions.map({ ([$0.assumption], $0.words) })
        + Self.pairs(of: assumptions)
      where comparison.meter.allowsConditions && conditions.allSatisfy(isOpen) {
        if case .held(let models, let held) = try outcome(conditions, seed: seed, models: 3) {
          // A condition under which both sides vanish says nothing about how they compare.
          if held.vanishes, !trial.left.isZero, !trial.right.isZero { continue }
          return Finding(
            .conditional, "only if \(words)", rules: rules.map(\.description),
            witness: comparison.report(held, models: models))
        }
      }
      if let finding = try impliedFactorisation(seed: seed) { return finding }
      if comparison.saysForm(trial) {
        throw Obstacle("nothing gives the laws a form that could be compared with the other side")
      }
      // Between constants there is nothing that a law could make true.
      if isCondition, !(comparison.left.isConstant && comparison.right.isConstant) {
        throw Obstacle("this is a condition, true of some laws only")
      }
      return Finding(
        .refuted, "the sides differ", rules: rules.map(\.description),
        witness: comparison.report(trial, models: 1))
    }
  }

  /// Whether an equation between constants is true if its logarithms are to the base 2 or 10.
  private func holdsInAnotherBase(seed: UInt64) throws -> Bool {
    try [2, 10].contains { base in
      var other = self
      other.comparison.left = comparison.left.withLogarithms(to: base)
      other.comparison.right = comparison.right.withLogarithms(to: base)
      if case .held = try other.outcome(seed: seed, models: 1) { return true }
      return false
    }
  }

  /// Returns the finding about a step that holds if a law of data alone, p_data(x), is the marginal of another law:
  /// q(z) = E_{p_data(x)}[q(z ∣ x)]; nil if it does not.
  func sharedMarginal(seed: UInt64) throws -> Finding? {
    guard effort == .full else { return nil }
    for (assumption, words) in comparison.assumptions(pairs: false) {
      guard case .sameMarginal(_, let data, _) = assumption,
        comparison.scene.laws[data].name.hasPrefix("p_") || comparison.isOnlyAveraged(under: data),
        case .held(let models, let held) = try outcome([assumption], seed: seed, models: 3)
      else { continue }
      return Finding(
        .conditional, "only if \(words)", rules: rules.map(\.description),
        witness: comparison.report(held, models: models))
    }
    return nil
  }

  /// Returns the finding about a step that held on all models: proved if the rules reach it.
  func held(_ reason: String, _ trial: Comparison.Trial, models: Int) -> Finding {
    let report = comparison.report(trial, models: models)
    if let words = statedWords {
      return Finding(
        .holds, "\(reason), given \(words)", rules: rules.map(\.description), witness: report)
    }
    guard effort == .full, !isSpatial else {
      return Finding(.holds, reason, rules: rules.map(\.description), witness: report)
    }
    guard let proof = comparison.proof() else { return onTheLine(reason, trial, report) }
    var used = rules
    for rule in proof where !used.contains(rule) { used.append(rule) }
    return Finding(
      .proved, "by the rules, and \(reason)", rules: used.map(\.description), witness: report)
  }

  /// An estimate has to be right on average; an approximation that is no estimate cannot be wrong.
  private func estimate(seed: UInt64) throws -> Finding {
    guard let averaged else {
      var exact = self
      exact.comparison.relation = .equal
      let finding = try exact.equality(seed: seed)
      if finding.isGood { return finding }
      throw Obstacle("this is an approximation and not an estimate from samples")
    }
    var finding = try averaged.equality(seed: seed)
    switch finding.verdict {
    case .holds, .proved: finding.reason = "right on average over the samples: \(finding.reason)"
    case .refuted:
      if let limit = inTheLimit, let found = try? limit.equality(seed: seed), found.isGood {
        return Finding(
          .conditional, "only in the limit of many samples, not on average",
          rules: found.rules, witness: finding.witness)
      }
      if mixesSamples {
        throw Obstacle(
          "an estimate that is no average of its samples may be right for many of them")
      }
      finding.reason = "wrong on average over the samples"
    default: break
    }
    return finding
  }
}

extension Expression {
  /// Whether the expression is a power with a bare law in the exponent.
  fileprivate var hasLawAsExponent: Bool {
    guard case .power(_, let exponent) = kind else { return false }
    return exponent.descendants.contains(where: \.isLawName)
  }
}
