import Derivations

/// A row of the ledger that is a formula in one of the course notes, with the place of its relation there.
///
/// The notes stand beside the project and not in it: a row names a line and a column, and quotes nothing.
struct LedgerRow: Sendable {
  /// What the ledger says of the formula.
  enum Judgement: Sendable {
    /// It holds.
    case holds
    /// It is given: a definition, a law, a name.
    case given
    /// It holds under a condition.
    case conditional
    /// It is false; found by the verdict "false", or by "conditional" with the condition that the ledger names.
    case wrong(Correction?, condition: String? = nil)
    /// Right beside the row above and false of the first side of the chain, because a row above is false.
    case wrongOfTheWhole
    /// It is sloppy: true as it is meant, perhaps not as it is written. The verdicts that say so, and why.
    case sloppy([Verdict], String)
  }

  /// The suggestion that says what the ledger's errata say.
  struct Correction: Sendable {
    /// How the words of the suggestion start.
    var words: String
    /// What stands in the suggested left side, in the reader's own LaTeX.
    var left = ""
    /// What stands in the suggested right side.
    var right = ""

    func isMade(by suggestion: Suggestion?) -> Bool {
      guard let suggestion, suggestion.words.hasPrefix(words) else { return false }
      return (left.isEmpty || suggestion.left.latex.contains(left))
        && (right.isEmpty || suggestion.right.latex.contains(right))
    }
  }

  /// The row's id.
  let id: String
  let line: Int
  let column: Int
  let judgement: Judgement

  init(_ id: String, _ line: Int, _ column: Int, _ judgement: Judgement) {
    self.id = id
    self.line = line
    self.column = column
    self.judgement = judgement
  }

  /// Whether a verdict says the opposite of the ledger.
  func isContradicted(by finding: Finding) -> Bool {
    switch judgement {
    case .holds, .given: [.refuted, .conditional].contains(finding.verdict)
    case .conditional: finding.verdict == .refuted
    case .wrong(_, let condition):
      finding.verdict.isGood
        || finding.verdict == .conditional && !finding.names(condition)
    case .wrongOfTheWhole: finding.verdict.isGood && !finding.doubtsTheWhole
    case .sloppy(let accepted, _):
      finding.verdict != .notUnderstood && !accepted.contains(finding.verdict)
    }
  }

  /// Whether a false formula is found.
  func isFound(by finding: Finding) -> Bool {
    switch judgement {
    case .wrong(_, let condition):
      finding.verdict == .refuted || finding.verdict == .conditional && finding.names(condition)
    case .wrongOfTheWhole: finding.verdict == .refuted || finding.doubtsTheWhole
    default: false
    }
  }

  /// Whether what is offered for a false formula is what the ledger says instead.
  func isCorrected(by finding: Finding) -> Bool {
    switch judgement {
    case .wrong(let correction, let condition):
      finding.names(condition) || correction?.isMade(by: finding.suggestion) ?? false
    // What mends the row above mends this one.
    case .wrongOfTheWhole: finding.doubtsTheWhole
    default: false
    }
  }

  /// Whether the formula is false by the ledger.
  var isWrong: Bool {
    switch judgement {
    case .wrong, .wrongOfTheWhole: true
    default: false
    }
  }
}

extension Verdict {
  fileprivate var isGood: Bool { self == .proved || self == .holds }
}

extension Finding {
  /// Whether it says that the chain as a whole is false although the row is right.
  fileprivate var doubtsTheWhole: Bool { reason.contains("the first side of the chain") }

  fileprivate func names(_ condition: String?) -> Bool {
    condition.map { reason.contains($0) } ?? false
  }
}
