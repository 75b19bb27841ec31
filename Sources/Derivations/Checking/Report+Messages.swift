extension Report {
  /// Which steps are shown, and with how much evidence.
  public struct View: Sendable {
    /// The verdicts that are shown.
    public var verdicts: Set<Verdict>
    /// Only steps that stand on this line of the document, if there is one.
    public var line: Int?
    /// Whether the rules, the witnesses and the reading of each step are shown.
    public var isVerbose: Bool

    /// Creates a view.
    ///
    /// - Parameters:
    ///   - verdicts: The verdicts that are shown; nil for what needs attention, or for all where one line or
    ///     all evidence is asked for.
    ///   - line: Only steps on this line.
    ///   - isVerbose: Whether all evidence is shown.
    public init(verdicts: Set<Verdict>? = nil, line: Int? = nil, isVerbose: Bool = false) {
      self.line = line
      self.isVerbose = isVerbose || line != nil
      let usual: Set<Verdict> = [.refuted, .conditional, .notUnderstood]
      self.verdicts = verdicts ?? (self.isVerbose ? Set(Verdict.allCases) : usual)
    }

    /// Whether a step of a report is shown.
    func shows(_ step: CheckedStep, of report: Report) -> Bool {
      guard verdicts.contains(step.finding.verdict) else { return false }
      guard let line else { return true }
      let lines =
        report.line(
          of: step.range.start)...max(
          report.line(of: step.range.start), report.line(of: step.range.end))
      return lines.contains(line)
    }
  }

  /// Returns the messages of the steps that a view shows, and a summary.
  ///
  /// - Returns: Lines such as a compiler writes: `file:line:column: verdict: reason`, the row with a caret,
  ///   and the evidence.
  public func messages(_ view: View = View()) -> String {
    var text = ""
    for warning in document.warnings + comments.problems where view.line == nil {
      text += "\(place(warning.range.start)): warning: \(warning.message)\n"
      text += excerpt(warning.range)
    }
    let shown = steps.filter { view.shows($0, of: self) }
    for step in shown { text += message(step, isVerbose: view.isVerbose) }
    if let line = view.line, shown.isEmpty {
      text += "\(document.name):\(line): no step to show on this line\n"
    }
    return text + summary + "\n"
  }

  /// The number of steps by verdict in one line.
  public var summary: String {
    let counts = Verdict.allCases.compactMap { verdict in
      let count = count(verdict)
      return count == 0 ? nil : "\(count) \(verdict.label)"
    }
    let total = steps.count == 1 ? "1 step" : "\(steps.count) steps"
    let list = counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")
    return "\(document.name): \(total)\(list) (seed \(seed))"
  }

  private func message(_ step: CheckedStep, isVerbose: Bool) -> String {
    let finding = step.finding
    let reason = finding.reason.isEmpty ? "" : ": \(finding.reason)"
    var text = "\(place(step.focus.start)): \(finding.verdict.label)\(reason)\n"
    text += excerpt(finding.range == .nowhere ? step.markedRange : finding.range)
    if isVerbose {
      if !step.relation.isEmpty {
        text += note("read as  \(step.left)  \(step.relation)  \(step.right)")
      }
      for rule in finding.rules { text += note("by  \(rule)") }
    }
    if let witness = finding.witness, isVerbose || finding.verdict == .refuted {
      text += note(witness.text(isVerbose: isVerbose))
    }
    if let suggestion = finding.suggestion {
      text += note("did you mean  \(suggestion.latex(for: step))  (\(suggestion.words))")
    }
    return text
  }

  private func note(_ words: String) -> String { "      = \(words)\n" }

  /// The row that a range begins on, with the part marked that the range covers of it.
  private func excerpt(_ range: SourceRange) -> String {
    let start = range.start
    let text = document.line(start.line)
    let end = range.end.line == start.line ? range.end.column : text.unicodeScalars.count + 1
    let excerpt = Excerpt(text, columns: start.column..<max(end, start.column))
    let number = String(line(of: start))
    let margin = String(repeating: " ", count: max(0, 5 - number.count)) + number
    return "\(margin) | \(excerpt.line)\n      | \(excerpt.marks)\n"
  }

  /// The place of a position for messages, with the cell of a notebook.
  private func place(_ position: SourcePosition) -> String {
    let location = document.location(of: position)
    let place = "\(document.name):\(location.line):\(location.column)"
    guard let cell = location.cell, let line = location.lineInCell else { return place }
    return "\(place): cell \(cell), line \(line)"
  }

  /// The line of the file that a position stands on.
  func line(of position: SourcePosition) -> Int { document.location(of: position).line }
}

extension CheckedStep {
  /// The part to mark where no obstacle is named: from the relation to the end of the right side.
  fileprivate var markedRange: SourceRange {
    SourceRange(start: relationRange.start, end: max(relationRange.end, range.end))
  }
}

extension Verdict {
  /// The verdict in words.
  public var label: String {
    self == .notUnderstood ? "not understood" : rawValue
  }
}

extension WitnessReport {
  /// The values of both sides and the model, in one line.
  public func text(isVerbose: Bool) -> String {
    var text = "left side \(ShortNumber.text(left)), right side \(ShortNumber.text(right))"
    if isVerbose { text += ", apart by at most \(ShortNumber.text(bound)) if equal" }
    text += " on a model of the family “\(family)”, seed \(seed)"
    let values = setting.sorted { $0.key < $1.key }
      .map { "\($0.key) = \(ShortNumber.text($0.value))" }
    if !values.isEmpty { text += ", at " + values.joined(separator: ", ") }
    return models > 1 ? text + "; \(models) models tried" : text
  }
}

extension Suggestion {
  /// The corrected step, without the left side where that stays as it is.
  public func latex(for step: CheckedStep) -> String {
    let rest = "\(relation.rawValue) \(right.latex)"
    return left.latex == step.left ? rest : "\(left.latex) \(rest)"
  }
}
