import Derivations
import Testing

@Suite("Correct derivations, row by row")
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
}
