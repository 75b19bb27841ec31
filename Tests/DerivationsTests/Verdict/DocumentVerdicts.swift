import Derivations

/// The verdicts on the displays of a small document, in order; inline formulas are background.
func verdicts(_ text: String) throws -> [Verdict] {
  let document = try Document(name: "notes.md", bytes: Array(text.utf8))
  let report = Report(checking: document)
  return report.steps.filter { document.formulas[$0.formula].style == .display }
    .map(\.finding.verdict)
}

extension Verdict {
  /// Whether the step is found to be true.
  var isTrue: Bool { self == .proved || self == .holds }
}
