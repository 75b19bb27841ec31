/// Decides single steps: proves them, tries them on witness models, or says what it does not understand.
///
/// A value of it holds no state: the same step against the same background gets the same finding on every machine.
public struct Decider: Sendable {
  /// The seed under which all witnesses are drawn.
  public var seed: UInt64

  /// Makes a decider.
  ///
  /// - Parameter seed: The seed under which all witnesses are drawn.
  public init(seed: UInt64 = 1) { self.seed = seed }

  /// Returns what is found about a step.
  ///
  /// A step that can be read in several ways is wrong only if every reading is.
  ///
  /// - Complexity: Bounded by a number of nodes visited, whatever the step.
  public func finding(for step: Step, in background: Background = Background()) -> Finding {
    let readings = [Step.Reading(left: step.left, right: step.right)] + step.otherReadings
    var found = finding(for: readings, step.relation, in: background)
    if found.verdict == .refuted { found.suggestion = suggestion(for: step, in: background) }
    return found
  }

  /// Returns whether one reading of a step holds.
  ///
  /// - Parameter isQuick: Whether one model is enough, to sort out most of what does not hold.
  func holds(
    _ reading: Step.Reading, _ relation: Relation, in background: Background, isQuick: Bool
  ) -> Bool {
    let found = finding(for: [reading], relation, in: background, effort: isQuick ? .one : .all)
    guard found.verdict == .holds || found.verdict == .proved else { return false }
    // 0 = 0 is no step: an edit that empties both sides corrects nothing.
    return !(found.witness?.left == 0 && found.witness?.right == 0)
  }

  private func finding(
    for readings: [Step.Reading], _ relation: Relation, in background: Background,
    effort: Subject.Effort = .full
  ) -> Finding {
    var best: Finding?
    for reading in readings {
      for separates in [false, true] {
        let notation = Notation(of: [reading.left, reading.right] + background.mentions)
        if separates, !notation.hasTwoSpellings { continue }
        var found = finding(
          reading, relation, notation, background, separates: separates, effort: effort)
        if found.verdict == .holds || found.verdict == .proved { return found }
        if found.verdict == .refuted, notation.mustSeparate(reading), !separates { continue }
        if let other = best, !found.isBetter(than: other) { found = other }
        best = found
      }
    }
    return best ?? Finding(.notUnderstood, "there is nothing to decide")
  }

  /// Returns what is found about one reading of a step.
  private func finding(
    _ reading: Step.Reading, _ relation: Relation, _ notation: Notation, _ background: Background,
    separates: Bool, effort: Subject.Effort
  ) -> Finding {
    do {
      var subject = try Subject(
        reading, relation, notation: notation, background: background, separates: separates)
      subject.effort = effort
      return try subject.finding(seed: seed)
    } catch let obstacle as Obstacle {
      return Finding(.notUnderstood, obstacle.reason, range: obstacle.range)
    } catch {
      return Finding(.notUnderstood, "\(error)")
    }
  }
}

extension Finding {
  /// Whether the finding is to be preferred to that of another reading of the same step: an obstacle to one reading
  /// outweighs the failure of another, and a condition outweighs both.
  fileprivate func isBetter(than other: Finding) -> Bool {
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

extension Notation {
  /// Whether a law is written with parameters and without.
  var hasTwoSpellings: Bool {
    signatures.values.contains { list in
      list.contains { $0.parameters.isEmpty } && list.contains { !$0.parameters.isEmpty }
    }
  }

  /// Whether one side of a step holds a density of p both with and without parameters, which are then two laws.
  func mustSeparate(_ reading: Step.Reading) -> Bool {
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
