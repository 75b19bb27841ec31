import Numerics

extension Subject {
  /// Returns what is found about two sides that should be proportional, or equal up to a constant, in some places.
  ///
  /// The constant may depend on everything but what the left side is a density of; where the left side is no density,
  /// on everything but one of the variables or quantities that it varies in.
  func constancy(isRatio: Bool, seed: UInt64) throws -> Finding {
    let candidates = try candidates()
    guard !candidates.isEmpty else {
      throw Obstacle("in what the constant is constant is not said")
    }
    var isUndefined = true
    for candidate in candidates {
      let (report, models): (WitnessReport, Int)
      switch try check(candidate, isRatio: isRatio, seed: seed) {
      case .undefined: continue
      case .failed:
        isUndefined = false
        continue
      case .held(let found): (report, models) = found
      }
      let what = isRatio ? "proportional in" : "equal up to a constant in"
      return Finding(
        .holds, "\(what) \(name(of: candidate)) on \(models) random models",
        rules: rules.map(\.description), witness: report)
    }
    if let law = comparison.left.densityLaw, !comparison.right.laws.contains(law),
      !comparison.right.laws.isEmpty, comparison.scene.laws[law].isFree
    {
      return Finding(
        .definition, "a law is given up to its normalisation", rules: rules.map(\.description))
    }
    if isUndefined { throw Obstacle("the sides have no value that can be compared") }
    if let name = unknown { throw Obstacle("nothing says what \(name) is") }
    if let finding = try conditionalConstancy(of: candidates, isRatio: isRatio, seed: seed) {
      return finding
    }
    let what =
      isRatio ? "the ratio of the sides varies with" : "the difference of the sides varies with"
    let trial = try firstTrial(seed: seed)
    guard trial.left.value.isFinite, trial.right.value.isFinite else {
      throw Obstacle("the sides have no value that can be compared")
    }
    return Finding(
      .refuted, "\(what) \(name(of: candidates[0]))", rules: rules.map(\.description),
      witness: comparison.report(trial, models: 1))
  }

  /// Returns the finding that the constant is one under an assumption, the independence of x_1 and x_2 given z in
  /// p(z ∣ x_1, x_2) ∝ p(z ∣ x_1) p(z ∣ x_2)/p(z); nil if it is so under none.
  private func conditionalConstancy(
    of candidates: [Candidate], isRatio: Bool, seed: UInt64
  ) throws -> Finding? {
    guard effort == .full, !isSpatial, stated.isEmpty else { return nil }
    for (assumption, words) in comparison.assumptions(pairs: false)
    where comparison.meter.allowsConditions && isOpen(assumption) {
      var subject = self
      subject.stated = [assumption]
      for candidate in candidates {
        guard
          case .held(let (report, _)) = try subject.check(candidate, isRatio: isRatio, seed: seed)
        else { continue }
        return Finding(
          .conditional, "only if \(words)", rules: rules.map(\.description), witness: report)
      }
    }
    return nil
  }

  /// What the constant must not depend on.
  private enum Candidate {
    case places([Int])
    case quantity(Int)
    /// A law that is chosen: q_j, where the other factors stay as they are.
    case law(Int)
  }

  private func name(of candidate: Candidate) -> String {
    switch candidate {
    case .places(let places):
      places.map { comparison.scene.places[$0].name }.joined(separator: ", ")
    case .quantity(let quantity): comparison.scene.quantities[quantity].name
    case .law(let law): comparison.scene.laws[law].name
    }
  }

  private func candidates() throws -> [Candidate] {
    if let places = comparison.left.densityPlaces { return [.places(places)] }
    let free = comparison.left.freePlaces.intersection(comparison.right.freePlaces)
    var found = free.sorted().map { Candidate.places([$0]) }
    for law in comparison.left.laws.union(comparison.right.laws).sorted() {
      found += comparison.scene.laws[law].parameters.map { .quantity($0) }
    }
    let written = comparison.left.writtenQuantities.intersection(comparison.right.writtenQuantities)
    found += written.sorted().map { .quantity($0) }
    guard isUpToConstant else { return found }
    return found
      + comparison.left.laws.intersection(comparison.right.laws).sorted()
      .filter { comparison.scene.laws[$0].isFree }.map { .law($0) }
  }

  private func firstTrial(seed: UInt64) throws -> Comparison.Trial {
    let first = seed &* 1_000_003
    let witness = try Witness(scene: comparison.scene, family: Family(), seed: first)
    var evaluator = Evaluator(
      witness, budget: Comparison.work,
      nesting: max(comparison.left.nesting, comparison.right.nesting))
    let setting = comparison.settings(of: witness, most: 1)[0]
    return Comparison.Trial(
      seed: first, family: Family(), setting: setting,
      left: try evaluator.value(of: comparison.left, at: setting),
      right: try evaluator.value(of: comparison.right, at: setting), witness: witness)
  }

  /// What models show of a candidate.
  private enum Constancy {
    /// The constant does not depend on it while the left side does.
    case held((WitnessReport, Int))
    case failed
    /// The sides had no value, or the left side does not depend on it.
    case undefined
  }

  /// Returns whether the constant depends on a candidate; on functions that are positive where others give no value.
  private func check(
    _ candidate: Candidate, isRatio: Bool, seed: UInt64
  ) throws -> Constancy {
    let found = try check(candidate, isRatio: isRatio, isPositive: false, seed: seed)
    guard case .undefined = found else { return found }
    return try check(candidate, isRatio: isRatio, isPositive: true, seed: seed)
  }

  private func check(
    _ candidate: Candidate, isRatio: Bool, isPositive: Bool, seed: UInt64
  ) throws -> Constancy {
    var models = 0
    var varies = false
    let first = seed &* 1_000_003
    for seed in first..<first + 6 {
      var family = Family(measure: seed % 2 == 0 ? .counting : .weighted)
      family.isPositive = isPositive
      family.assumptions = stated
      let witness = try Witness(scene: comparison.scene, family: family, seed: seed)
      let work = min(Comparison.work, comparison.meter.left)
      var evaluator = Evaluator(
        witness, budget: work, nesting: max(comparison.left.nesting, comparison.right.nesting))
      defer { comparison.meter.left -= work - evaluator.budget }
      for setting in comparison.settings(of: witness, most: 3) {
        var pairs: [(Bounded, Bounded)] = []
        switch candidate {
        case .places(let places):
          var values = [setting]
          for place in places {
            let count = witness.counts[comparison.scene.places[place].variable]
            values = values.flatMap { base in
              (0..<count).map { value in base.merging([place: value]) { $1 } }
            }
          }
          for setting in values {
            pairs.append(
              (
                try evaluator.value(of: comparison.left, at: setting),
                try evaluator.value(of: comparison.right, at: setting)
              ))
          }
        case .quantity(let quantity):
          for value in [0.25, 0.5, 0.8125] {
            evaluator.set(quantity, to: value)
            pairs.append(
              (
                try evaluator.value(of: comparison.left, at: setting),
                try evaluator.value(of: comparison.right, at: setting)
              ))
          }
          evaluator.set(quantity, to: witness.quantities[quantity])
        case .law(let law):
          for variant in 0..<4 {
            evaluator.variants[law] = variant
            pairs.append(
              (
                try evaluator.value(of: comparison.left, at: setting),
                try evaluator.value(of: comparison.right, at: setting)
              ))
          }
          evaluator.variants[law] = nil
        }
        guard let base = pairs.first else { return .undefined }
        for pair in pairs.dropFirst() {
          let agrees =
            isRatio
            ? Comparison.decide(pair.0 * base.1, .equal, base.0 * pair.1)
            : Comparison.decide(pair.0 - pair.1, .equal, base.0 - base.1)
          if agrees == false { return .failed }
          guard agrees == true else { return .undefined }
          if Comparison.decide(pair.0, .equal, base.0) == false { varies = true }
        }
      }
      models += 1
    }
    guard varies else { return .failed }
    return .held((comparison.report(try firstTrial(seed: seed), models: models), models))
  }
}

extension Scene.Law {
  /// Whether the law is one to be chosen, not one that a model gives: any but p, and p with a mark.
  var isFree: Bool { !name.hasPrefix("p") || name.contains("*") || name.contains("~") }
}

extension Term {
  /// The law of which the term is a density or the logarithm of one.
  fileprivate var densityLaw: Int? {
    switch self {
    case .density(let law, _, _): law
    case .logarithm(let inner): inner.densityLaw
    default: nil
    }
  }

  /// The places that a density is of, where the term is a density or the logarithm of one.
  fileprivate var densityPlaces: [Int]? {
    switch self {
    case .density(_, let of, _): of.map(\.place)
    case .logarithm(let inner): inner.densityPlaces
    default: nil
    }
  }
}
