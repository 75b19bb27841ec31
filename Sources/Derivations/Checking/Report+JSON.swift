/// A report in the form in which it is written as JSON.
public struct ReportRecord: Encodable, Sendable {
  /// The name of the document.
  public let file: String
  /// The seed of the witnesses.
  public let seed: UInt64
  /// The steps in reading order.
  public let steps: [StepRecord]
  /// What is wrong with the document itself.
  public let warnings: [WarningRecord]
  /// The number of steps by verdict, and of all.
  public let summary: [String: Int]

  /// Creates the record of a report.
  public init(_ report: Report) {
    file = report.document.name
    seed = report.seed
    steps = report.steps.map { StepRecord($0, of: report) }
    warnings = report.document.warnings.map { warning in
      let place = report.document.location(of: warning.range.start)
      return WarningRecord(line: place.line, column: place.column, message: warning.message)
    }
    var summary = ["steps": report.steps.count]
    for verdict in Verdict.allCases { summary[verdict.rawValue] = report.count(verdict) }
    self.summary = summary
  }

  /// A step.
  public struct StepRecord: Encodable, Sendable {
    let line, column, endLine: Int
    let cell: Int?
    let cellLine: Int?
    let display: Bool
    let left, relation, right: String
    let verdict, reason: String
    let reasonLine, reasonColumn: Int?
    let rules: [String]
    let witness: WitnessRecord?
    let leftValue, rightValue: Double?
    let suggestion: String?
    let suggestionReason: String?

    init(_ step: CheckedStep, of report: Report) {
      let document = report.document
      let place = document.location(of: step.relationRange.start)
      (line, column, cell, cellLine) = (place.line, place.column, place.cell, place.lineInCell)
      endLine = document.location(of: step.range.end).line
      display = document.formulas[step.formula].style == .display
      (left, relation, right) = (step.left, step.relation, step.right)
      let finding = step.finding
      (verdict, reason, rules) = (finding.verdict.rawValue, finding.reason, finding.rules)
      let obstacle =
        finding.range == .nowhere ? nil : document.location(of: finding.range.start)
      (reasonLine, reasonColumn) = (obstacle?.line, obstacle?.column)
      witness = finding.witness.map(WitnessRecord.init)
      (leftValue, rightValue) = (finding.witness?.left, finding.witness?.right)
      suggestion = finding.suggestion?.latex(for: step)
      suggestionReason = finding.suggestion?.words
    }

    /// Writes the members that every step has, with null where there is no value, and then those that
    /// only some have.
    public func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: CodingKeys.self)
      try members.encode(line, forKey: .line)
      try members.encode(column, forKey: .column)
      try members.encode(endLine, forKey: .endLine)
      try members.encode(display, forKey: .display)
      try members.encode(left, forKey: .left)
      try members.encode(relation, forKey: .relation)
      try members.encode(right, forKey: .right)
      try members.encode(verdict, forKey: .verdict)
      try members.encode(reason, forKey: .reason)
      try members.encode(rules, forKey: .rules)
      try members.encode(witness, forKey: .witness)
      try members.encode(leftValue, forKey: .leftValue)
      try members.encode(rightValue, forKey: .rightValue)
      try members.encode(suggestion, forKey: .suggestion)
      try members.encodeIfPresent(cell, forKey: .cell)
      try members.encodeIfPresent(cellLine, forKey: .cellLine)
      try members.encodeIfPresent(reasonLine, forKey: .reasonLine)
      try members.encodeIfPresent(reasonColumn, forKey: .reasonColumn)
      try members.encodeIfPresent(suggestionReason, forKey: .suggestionReason)
    }

    enum CodingKeys: String, CodingKey {
      case line, column
      case endLine = "end_line"
      case cell
      case cellLine = "cell_line"
      case display, left, relation, right, verdict, reason
      case reasonLine = "reason_line"
      case reasonColumn = "reason_column"
      case rules, witness
      case leftValue = "left_value"
      case rightValue = "right_value"
      case suggestion
      case suggestionReason = "suggestion_reason"
    }
  }

  /// The model on which a step was computed.
  public struct WitnessRecord: Encodable, Sendable {
    let seed: UInt64
    let family: String
    let setting: [String: Double]
    let bound: Double
    let models: Int

    init(_ witness: WitnessReport) {
      (seed, family, setting) = (witness.seed, witness.family, witness.setting)
      (bound, models) = (witness.bound, witness.models)
    }
  }

  /// A complaint about the document itself.
  public struct WarningRecord: Encodable, Sendable {
    let line, column: Int
    let message: String
  }
}
