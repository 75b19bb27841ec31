import Derivations
import Reporting

/// The evidence of the steps of one formula, folded behind a mark.
struct StepEvidence {
  let steps: [CheckedStep]
  /// Whether the formula is shown because it is wrong, if only without a condition.
  let isWrong: Bool

  init(_ steps: [CheckedStep], isWrong: Bool = false) {
    (self.steps, self.isWrong) = (steps, isWrong)
  }

  /// The mark and what it opens to; empty where the formula makes no statement.
  var html: String {
    guard !steps.isEmpty else { return "" }
    let items = steps.map { "<li class=\"\($0.finding.verdict.rawValue)\">\(text(of: $0))</li>" }
    return """
      <details class="evidence \(worst.rawValue)"><summary title="\(summary)">\(mark)</summary>\
      <ol>\(items.joined())</ol></details>
      """
  }

  /// The verdict that the mark shows.
  private var worst: Verdict {
    let order: [Verdict] = [.refuted, .notUnderstood, .conditional, .holds, .proved]
    return order.first { verdict in steps.contains { $0.finding.verdict == verdict } }
      ?? .definition
  }

  private var mark: String {
    switch worst {
    case _ where isWrong: "✗"
    case .refuted: "✗"
    case .notUnderstood: "?"
    case .definition: "≔"
    default: "✓"
    }
  }

  private var summary: String {
    let counts = Verdict.allCases.compactMap { verdict in
      let count = steps.count { $0.finding.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.label)"
    }
    return
      "\(steps.count) \(steps.count == 1 ? "step" : "steps"): \(counts.joined(separator: ", "))"
  }

  private func text(of step: CheckedStep) -> String {
    let finding = step.finding
    var text = "<b>\(finding.verdict.label)</b>"
    if !finding.reason.isEmpty { text += ": " + finding.reason.escapedForHTML }
    if !finding.rules.isEmpty {
      text += ": " + finding.rules.map(\.escapedForHTML).joined(separator: "; ")
    }
    if let witness = finding.witness {
      text += ": " + witness.text(isVerbose: true).escapedForHTML
    }
    return text
  }
}

/// The evidence of a claim, folded behind a mark.
struct ClaimEvidence {
  let claim: ClaimRecord

  init(_ claim: ClaimRecord) { self.claim = claim }

  /// The mark and what it opens to: the claim, and of each check its two routes and its numbers.
  var html: String {
    let checks = claim.checks.map { check in
      let routes = check.routes.map { UnicodeFormula.sentence($0).escapedForHTML }.joined(
        separator: " <i>against</i> ")
      let place = check.subject.map { " on \($0.escapedForHTML)" } ?? ""
      let numbers = (check.numbers ?? "").escapedForHTML
      let name = UnicodeFormula.sentence(check.name).escapedForHTML
      return "<li>\(name). \(routes): \(numbers)\(place), the weakest of \(check.subjects)</li>"
    }
    let rejected = claim.mutants.count(where: \.rejected)
    let mutants =
      claim.mutants.isEmpty ? "" : ", \(rejected) of \(claim.mutants.count) mistakes rejected"
    let rows = claim.rows.isEmpty ? "" : " Notes: \(claim.rows.joined(separator: ", "))."
    return """
      <details class="evidence claim"><summary title="claim \(claim.id)">✓</summary>\
      <p><code>\(claim.id)</code> (\(claim.identity))\(mutants).\(rows)</p>\
      <ul>\(checks.joined())</ul></details>
      """
  }
}
