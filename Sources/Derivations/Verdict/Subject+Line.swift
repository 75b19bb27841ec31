extension Subject {
  /// Returns the finding about a step that held on all tables and is not proved: tried with real variables too, where it
  /// is small enough.
  func onTheLine(
    _ reason: String, _ trial: Comparison.Trial, _ report: WitnessReport
  ) -> Finding {
    let words = rules.map(\.description)
    let scene = comparison.scene
    var found = Finding(.holds, reason, rules: words, witness: report)
    guard !isInformational, !trial.family.measure.isReal,
      !scene.variables.contains(where: { $0.isReal || $0.isCounted }),
      max(comparison.left.nesting, comparison.right.nesting) == 1
    else { return found }
    var small = comparison
    small.meter = WorkMeter(Self.workOnTheLine)
    var count = 0
    for measure in [Family.Measure.gaussian, .mixture] {
      let family = Family(measure: measure, assumptions: stated)
      switch try? small.run(family, seeds: trial.seed..<trial.seed + 1, settings: 1) {
      case .held: count += 1
      case .failed(let other):
        return Finding(
          .notUnderstood, "\(reason), but it fails on \(other.words)", rules: words,
          witness: comparison.report(other, models: 1))
      case .undefined, nil: continue
      }
    }
    if count > 0 { found.reason += " and on \(count) with real variables" }
    return found
  }

  /// The work that may be done with real variables on a step that holds on tables.
  private static var workOnTheLine: Int { 40_000 }
}
