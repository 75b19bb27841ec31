/// Decides single steps: proves them, tries them on witness models, or says what it does not understand.
///
/// A value of it holds no state: the same step against the same background gets the same finding on every machine.
public struct Decider: Sendable {
  /// The seed under which all witnesses are drawn.
  public var seed: UInt64
  /// Whether an edit that makes a false step true is looked for, which takes most of the time that such a step takes.
  public var suggests: Bool

  /// Makes a decider.
  ///
  /// - Parameters:
  ///   - seed: The seed under which all witnesses are drawn.
  ///   - suggests: Whether an edit that makes a false step true is looked for.
  public init(seed: UInt64 = 1, suggests: Bool = true) {
    self.seed = seed
    self.suggests = suggests
  }

  /// Returns what is found about a step.
  ///
  /// A step that can be read in several ways is wrong only if every reading is.
  ///
  /// - Parameters:
  ///   - step: The step.
  ///   - background: What the document says that the step relies on.
  /// - Complexity: Bounded by a number of nodes visited, whatever the step.
  public func finding(for step: Step, in background: Background = Background()) -> Finding {
    finding(for: step, in: background, meter: WorkMeter())
  }

  /// Returns what is found about a step with the work that is left on a meter.
  func finding(for step: Step, in background: Background, meter: WorkMeter) -> Finding {
    let readings = [Step.Reading(left: step.left, right: step.right)] + step.otherReadings
    var found = finding(for: readings, step.relation, in: background, meter: meter)
    if !found.isGood, let one = ofOneObservation(readings, step.relation, in: background, meter) {
      return one
    }
    if found.verdict == .refuted || found.verdict == .notUnderstood,
      let given = withGivenDivergences(step, readings, in: background, meter: meter)
    {
      return given
    }
    if found.isOfProbabilities, let meant = step.ofProbabilities {
      found.suggestion = meant
    } else if found.verdict == .refuted, suggests {
      found.suggestion = suggestion(for: step, in: background, meter: meter.forSuggestions)
    }
    if !found.isGood, let free = varied(step, in: background, meter: meter),
      free.isBetter(than: found) || free.isGood
    {
      return free
    }
    if found.verdict == .refuted, let averaged = averaged(step, in: background, meter: meter) {
      return averaged
    }
    guard found.verdict == .notUnderstood else { return found }
    return conventional(step, in: background, meter: meter)
      ?? supposed(step, in: background, meter: meter) ?? found
  }

  /// Returns whether one reading of a step holds.
  ///
  /// - Parameter isQuick: Whether one model is enough, to sort out most of what does not hold.
  func holds(
    _ reading: Step.Reading, _ relation: Relation, in background: Background, isQuick: Bool,
    meter: WorkMeter
  ) -> Bool {
    let found = finding(
      for: [reading], relation, in: background, effort: isQuick ? .one : .all, meter: meter)
    guard found.verdict == .holds || found.verdict == .proved else { return false }
    // 0 = 0 is no step: an edit that empties both sides corrects nothing.
    return !(found.witness?.left == 0 && found.witness?.right == 0)
  }

  /// Returns the best finding over all readings: those of the grammar, and those of the laws' names.
  ///
  /// Laws are first taken to be any, which is the strongest claim; only where the step does not hold for all laws are
  /// they taken to be what the document gives them as.
  func finding(
    for readings: [Step.Reading], _ relation: Relation, in background: Background,
    effort: Subject.Effort = .full, meter: WorkMeter
  ) -> Finding {
    var best: Finding?
    for reading in readings {
      guard meter.left > 0 else {
        return best ?? Finding(.notUnderstood, Obstacle.tooMuchWork.reason)
      }
      var notation = background.notation(
        of: [reading.left, reading.right] + background.mentions,
        isEstimate: relation == .approximately)
      notation.keepParameters(ofStep: [reading.left, reading.right])
      meter.read(notation.size)
      if let noisy = noisy(reading, notation, background) {
        let wider = background.notation(
          of: [reading.left, reading.right] + background.mentions + noisy.declarations,
          isEstimate: relation == .approximately)
        let found = finding(
          reading, relation, wider, noisy, separates: false, declared: true, effort: effort,
          meter: meter)
        if found.isGood { return found }
        if best == nil || found.verdict == .notUnderstood { best = found }
        continue
      }
      if let grouped = notation.withGroups {
        let found = finding(
          reading, relation, grouped, background, separates: false, declared: false, effort: effort,
          meter: meter)
        if found.verdict != .refuted { best = found }
        if found.isGood { return found }
      }
      for separates in notation.hasTwoSpellings ? [false, true] : [false] {
        let stated = factorised(
          reading, relation, background, separates: separates, effort: effort, meter: meter)
        if let stated, stated.isGood { return stated }
        var found = finding(
          reading, relation, notation, background, separates: separates, declared: false,
          effort: effort, meter: meter)
        if !found.isGood || background.supposes, !found.isOfProbabilities,
          background.declares(notation)
        {
          // What is given may speak of more names: μ and σ of a law belong to the step then.
          var wider = background.notation(
            of: [reading.left, reading.right] + background.mentions + background.declarations,
            isEstimate: relation == .approximately)
          wider.spoken = notation.random
          wider.keepParameters(ofStep: [reading.left, reading.right])
          let other = finding(
            reading, relation, wider, background, separates: separates, declared: true,
            effort: effort, meter: meter)
          switch (found.verdict, other.verdict) {
          // What is true of most laws need not be so of those that are supposed.
          case (.holds, .refuted), (.proved, .refuted), (.holds, .notUnderstood): found = other
          // That 0 = 0 with the laws given says nothing.
          case (.refuted, _) where other.isGood && other.vanishes: break
          case (_, .holds), (_, .proved): found = other
          // What stops the reading of the step itself is told rather than what stops that of the laws given.
          case (.notUnderstood, .notUnderstood): break
          case (.notUnderstood, _), (.refuted, .notUnderstood), (.refuted, .conditional),
            (.definition, .notUnderstood):
            found = other
          default: break
          }
        }
        if found.isGood { return found }
        if found.verdict == .refuted, let stated { found = stated }
        if found.verdict == .refuted,
          let mixed = mixed(reading, relation, background, effort: effort, meter: meter)
        {
          return mixed
        }
        if found.verdict == .refuted, effort == .full,
          let chosen = chosen(reading, relation, background, meter: meter)
        {
          found = chosen
        }
        if found.verdict == .refuted, notation.mustSeparate(reading), !separates { continue }
        if let other = best, !found.isBetter(than: other) { found = other }
        best = found
      }
    }
    return best ?? Finding(.notUnderstood, "there is nothing to decide")
  }

  /// Returns the finding that a step is true if a law is what the document chooses it to be; nil if it is not.
  private func chosen(
    _ reading: Step.Reading, _ relation: Relation, _ background: Background, meter: WorkMeter
  ) -> Finding? {
    for choice in background.choices.reversed() {
      guard case .density(let density) = choice.name.kind else { continue }
      let spoken = Notation(of: [reading.left, reading.right])
      guard spoken.laws.contains(density.name.lawKey) else { continue }
      var wider = background
      wider.definitions.append(choice)
      let notation = background.notation(
        of: [reading.left, reading.right] + background.mentions + [choice.name, choice.body])
      var found = finding(
        reading, relation, notation, wider, separates: false, declared: true, effort: .all,
        meter: meter)
      guard found.isGood else { continue }
      found.verdict = .conditional
      found.reason = "only if \(choice.name.latex) = \(choice.body.latex)"
      return found
    }
    return nil
  }

  /// Returns the background of a step that speaks of a variable and the noise that it is computed from.
  private func noisy(
    _ reading: Step.Reading, _ notation: Notation, _ background: Background
  ) -> Background? {
    background.withNoise([reading.left, reading.right]) {
      ([reading.left, reading.right] + background.mentions + background.laws)
        .flatMap(\.descendants)
        .compactMap { if case .density(let density) = $0.kind { density } else { nil } }
    }
  }

  /// Returns what is found about one reading of a step, in the best way to read what its notation leaves open, in one
  /// dimension and, if it speaks of vectors, in several.
  func finding(
    _ reading: Step.Reading, _ relation: Relation, _ notation: Notation, _ background: Background,
    separates: Bool, declared: Bool, effort: Subject.Effort,
    meter: WorkMeter, taken: [String: Notation.Signature] = [:]
  ) -> Finding {
    func found(_ shapes: Shapes?, _ alternatives: Alternatives) -> Finding {
      do {
        var subject = try Subject(
          reading, relation, notation: notation, background: background, separates: separates,
          declared: declared, taken: taken, shapes: shapes, alternatives: alternatives)
        subject.effort = effort
        subject.comparison.meter = meter
        meter.read(subject.size)
        let found = try subject.finding(seed: seed)
        // 1 · 2 ⋯ n = n(n + 1)/2 is true of three factors.
        guard found.isGood, effort != .one, shapes == nil, reading.countsTerms(notation.limits),
          subject.comparison.left.laws.union(subject.comparison.right.laws).isEmpty,
          var other = try? Subject(
            reading, relation, notation: notation, background: background, separates: separates,
            declared: declared, taken: taken, alternatives: alternatives, longer: 1)
        else { return found }
        other.effort = effort
        other.comparison.meter = meter
        meter.read(other.size)
        guard var longer = try? other.finding(seed: seed), longer.verdict == .refuted else {
          return found
        }
        longer.reason += " where there is one term more"
        return longer
      } catch let obstacle as Obstacle {
        // A bare law that could be several is whichever makes the step true; where none does, nothing is said.
        if let ambiguity = obstacle.ambiguity, taken.count < 2 {
          for shape in ambiguity.readings.prefix(4) {
            var more = taken
            more[ambiguity.law] = shape
            let found = finding(
              reading, relation, notation, background, separates: separates, declared: declared,
              effort: effort, meter: meter, taken: more)
            if found.isGood { return found }
          }
        }
        return Finding(.notUnderstood, obstacle.reason, range: obstacle.range)
      } catch {
        return Finding(.notUnderstood, "\(error)")
      }
    }
    let shapes = meter.shapes(of: reading, in: background, declared: declared)
    func read(_ alternatives: Alternatives) -> Finding {
      guard let shapes else { return found(nil, alternatives) }
      var finding = inSeveralDimensions(shapes, isQuick: effort == .one) {
        found($0, alternatives)
      }
      if finding.isGood, let words = shapes.convention(of: [reading.left, reading.right]) {
        finding.reason = "\(words): \(finding.reason)"
      }
      return finding
    }
    let first = Alternatives()
    var best = read(first)
    for picks in best.isGood ? [] : first.others where meter.left > 0 {
      let other = Alternatives(picks)
      var found = read(other)
      guard found.isBetter(than: best) else { continue }
      if found.verdict != .notUnderstood, !other.words.isEmpty {
        found.reason = other.words.joined(separator: ", ") + ": " + found.reason
      }
      best = found
      if best.isGood { break }
    }
    return best
  }
}

extension Finding {
  /// Whether nothing better can be found.
  var isGood: Bool { verdict == .holds || verdict == .proved }

  /// Whether both sides are zero on the witness, so that their being equal says little.
  var vanishes: Bool {
    guard let witness else { return false }
    return max(witness.left.magnitude, witness.right.magnitude) <= max(witness.bound, 1e-12)
  }

  /// Whether the finding is to be preferred to that of another reading of the same step: an obstacle to one reading
  /// outweighs the failure of another, and a condition outweighs both.
  func isBetter(than other: Finding) -> Bool {
    func rank(_ verdict: Verdict) -> Int {
      switch verdict {
      case .proved, .holds, .definition: 3
      case .conditional: 2
      case .notUnderstood: 1
      case .refuted: 0
      }
    }
    return rank(verdict) > rank(other.verdict)
  }
}

extension Step.Reading {
  /// Whether a number of terms stands in the sides as a number: n in n(n + 1)/2.
  fileprivate func countsTerms(_ limits: Set<String>) -> Bool {
    guard !limits.isEmpty else { return false }
    return (left.descendants + right.descendants).contains { node in
      let parts: [Expression] =
        switch node.kind {
        case .sum(let parts), .product(let parts): parts
        case .quotient(let a, let b), .power(let a, let b): [a, b]
        case .function(_, let arguments): arguments
        default: []
        }
      return parts.contains { $0.asSymbol.map { limits.contains($0.headKey) } ?? false }
    }
  }
}

extension Background {
  /// The definitions of laws, and of random variables by formulas.
  var declarations: [Expression] {
    definitions.flatMap { [$0.name, $0.body.lawWithValue(from: $0.name)] }
  }

  /// Whether something is given of a law or a variable of the step.
  fileprivate func declares(_ notation: Notation) -> Bool {
    definitions.contains { definition in
      switch definition.name.kind {
      case .density(let density): notation.laws.contains(density.name.lawKey)
      case .symbol(let symbol): notation.random.contains(symbol.headKey)
      default: false
      }
    }
  }
}

extension Expression {
  /// Returns N(z; μ, σ²) for N(μ, σ²) where the law is that of z.
  func lawWithValue(from name: Expression) -> Expression {
    guard case .density(let density) = name.kind, density.arguments.count == 1,
      case .law(var law) = kind, law.value == nil
    else { return self }
    law.value = density.arguments[0]
    return Expression(.law(law), at: range)
  }
}

extension Notation {
  /// The notation with every variable that stands with and without an index taken as a sequence; nil if there is none.
  fileprivate var withGroups: Notation? {
    let more = bare.intersection(indexed).subtracting(groups).subtracting(beside)
    guard !more.isEmpty, !isEstimate else { return nil }
    var result = self
    result.groups.formUnion(more)
    return result
  }

  /// Whether a law is written with parameters and without.
  fileprivate var hasTwoSpellings: Bool {
    signatures.values.contains { list in
      list.contains { $0.parameters.isEmpty } && list.contains { !$0.parameters.isEmpty }
    }
  }

  /// Whether one side of a step holds a density of p both with and without parameters, which are then two laws.
  fileprivate func mustSeparate(_ reading: Step.Reading) -> Bool {
    [reading.left, reading.right].contains { side in
      let notation = Notation(of: [side])
      return notation.signatures.contains { key, list in
        key.hasPrefix("p")
          && list.contains { a in
            a.parameters.isEmpty
              && list.contains {
                !$0.parameters.isEmpty && $0.arguments == a.arguments
                  && $0.conditions == a.conditions
              }
          }
      }
    }
  }
}
