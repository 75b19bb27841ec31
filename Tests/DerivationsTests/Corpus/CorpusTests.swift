import Derivations
import Testing

@Suite("Correct derivations and planted mistakes")
struct CorpusTests {
  /// Reads a formula and returns its steps; a formula that is not read in full is an error of the corpus.
  static func steps(_ latex: String) throws -> [Step] {
    var reader = DerivationReader()
    let reading = reader.read(try Formula(latex: latex).tokens())
    #expect(reading.unread.isEmpty, "\(latex): \(reading.unread)")
    return reading.steps
  }

  @Test("No correct step is called false, and nearly all are decided")
  func correct() throws {
    var undecided: [String] = []
    var count = 0
    for latex in CorrectDerivations.all {
      let steps = try Self.steps(latex)
      var examiner = Examiner()
      for (step, finding) in zip(steps, examiner.findings(for: steps)) {
        count += 1
        switch finding.verdict {
        case .proved, .holds: break
        case .refuted, .conditional:
          Issue.record(
            "\(step.left.latex) \(step.relation.rawValue) \(step.right.latex): \(finding)")
        case .definition, .notUnderstood:
          undecided.append(
            "\(step.left.latex) \(step.relation.rawValue) \(step.right.latex): \(finding.reason)")
        }
      }
    }
    #expect(count >= 100)
    #expect(20 * undecided.count <= count, "\(undecided.joined(separator: "\n"))")
  }

  /// Plants every mistake in every step of a derivation; returns how many there are and those that are not found.
  private static func planted(in latex: String) throws -> (count: Int, survivors: [String]) {
    var survivors: [String] = []
    var count = 0
    let steps = try steps(latex)
    for step in steps {
      let mentions = steps.flatMap { [$0.left, $0.right] }
      for mistake in Mistake.planted(in: step) {
        var wrong = step
        wrong.left = mistake.left
        wrong.relation = mistake.relation
        wrong.right = mistake.right
        wrong.otherReadings = []
        let background = Background(mentions: mentions)
        let finding = Decider(suggests: false).finding(for: wrong, in: background)
        // A change that the rules prove harmless is no mistake: E_q[log p(x)] without its expectation.
        if finding.verdict == .proved { continue }
        count += 1
        if finding.verdict != .refuted, finding.verdict != .conditional {
          survivors.append(
            "\(mistake.name): \(finding.verdict.rawValue) \(finding.reason): "
              + "\(wrong.left.latex) \(wrong.relation.rawValue) \(wrong.right.latex)")
        }
      }
    }
    return (count, survivors)
  }

  @Test("Planted mistakes are found on their row")
  func planted() async throws {
    let found = try await withThrowingTaskGroup(of: (count: Int, survivors: [String]).self) {
      for latex in CorrectDerivations.all { $0.addTask { try Self.planted(in: latex) } }
      return try await $0.reduce(into: []) { $0.append($1) }
    }
    let count = found.reduce(0) { $0 + $1.count }
    let survivors = found.flatMap(\.survivors).sorted()
    print("planted \(count), not found \(survivors.count)")
    #expect(count >= 400)
    #expect(20 * survivors.count <= count, "\(survivors.joined(separator: "\n"))")
  }
}
