import Claims

/// The JSON of `vae-lab verify`.
package struct VerifyDocument: Encodable {
  struct ClaimEntry: Encodable {
    let id, identity, title, statement: String
    let setting, condition: String?
    let rows: [String]
    /// The finding that leaves the least margin.
    let evidence: Evidence?
    let subject: String?
    let holds, sound: Bool
    let checks: [CheckEntry]
    let mutants: [MutantEntry]
    let written: [WrittenEntry]
    let conditions: [ConditionEntry]
    let equivalents: [EquivalentEntry]
  }

  struct CheckEntry: Encodable {
    let name: String
    let routes: [String]
    let holds: Bool
    let subjects, randomSubjects: Int
    let evidence: Evidence?
    /// The evidence in one short line.
    let numbers: String?
    let subject: String?
    /// What was found on each fixed witness.
    let fixed: [FixedEntry]

    private enum CodingKeys: String, CodingKey {
      case name, routes, holds, subjects
      case randomSubjects = "random_subjects"
      case evidence, numbers, subject, fixed
    }
  }

  struct FixedEntry: Encodable {
    let subject, numbers: String
    let evidence: Evidence
  }

  struct MutantEntry: Encodable {
    let fault, origin: String
    let rejected: Bool
    let refutations, subjects: Int
    let evidence: Evidence?
    let numbers: String?
    let subject: String?
  }

  struct WrittenEntry: Encodable {
    let row, formula, fault: String
    let refuted: Bool
    let evidence: Evidence?
    let numbers: String?
    let subject: String?
  }

  struct ConditionEntry: Encodable {
    let condition, fault: String
    let rejected: Bool
    let evidence: Evidence?
  }

  struct EquivalentEntry: Encodable {
    let form: String
    let accepted: Bool
  }

  struct RowReason: Encodable {
    let row, reason: String
  }

  struct Rows: Encodable {
    let covered: [String]
    let notCheckable: [RowReason]
    let uncovered: [String]

    private enum CodingKeys: String, CodingKey {
      case covered
      case notCheckable = "not_checkable"
      case uncovered
    }
  }

  struct Summary: Encodable {
    let claims, hold, refutedAsWritten, mutants, mutantsRejected: Int
    let sound: Bool
    let seconds: Double
    let seed: UInt64

    private enum CodingKeys: String, CodingKey {
      case claims, hold
      case refutedAsWritten = "refuted_as_written"
      case mutants
      case mutantsRejected = "mutants_rejected"
      case sound, seconds, seed
    }
  }

  let claims: [ClaimEntry]
  let rows: Rows
  let summary: Summary

  /// Writes down a survey.
  package init(_ survey: Survey) {
    claims = survey.results.map(ClaimEntry.init)
    rows = Rows(
      covered: survey.covered.map(\.id),
      notCheckable: survey.notCheckable.map { RowReason(row: $0.id, reason: $0.reason ?? "") },
      uncovered: survey.uncovered.map(\.id))
    summary = Summary(
      claims: survey.results.count, hold: survey.results.count(where: \.holds),
      refutedAsWritten: survey.refutedAsWritten.count, mutants: survey.mutants.count,
      mutantsRejected: survey.mutantsRejected, sound: survey.holds, seconds: survey.seconds,
      seed: survey.seed)
  }
}

extension VerifyDocument.ClaimEntry {
  init(_ result: ClaimResult) {
    let claim = result.claim
    id = claim.id
    identity = claim.identity
    title = claim.title
    statement = claim.statement
    setting = claim.setting
    condition = claim.condition
    rows = claim.rows
    evidence = result.tightest?.evidence
    subject = result.tightest?.subject
    holds = result.holds
    sound = result.isSound
    checks = result.checks.map(VerifyDocument.CheckEntry.init)
    var mutants: [VerifyDocument.MutantEntry] = []
    var written: [VerifyDocument.WrittenEntry] = []
    var conditions: [VerifyDocument.ConditionEntry] = []
    var equivalents: [VerifyDocument.EquivalentEntry] = []
    for variant in result.variants {
      let found = variant.telling
      switch variant.role {
      case .mutant(let origin):
        mutants.append(
          .init(
            fault: variant.name, origin: origin, rejected: variant.isAsExpected,
            refutations: variant.verdict.refutations, subjects: variant.verdict.findings.count,
            evidence: found?.evidence, numbers: found?.evidence.summary,
            subject: found?.subject))
      case .written(let row, let formula):
        written.append(
          .init(
            row: row, formula: formula, fault: variant.name, refuted: variant.isAsExpected,
            evidence: found?.evidence, numbers: found?.evidence.summary,
            subject: found?.subject))
      case .withoutCondition(let condition):
        conditions.append(
          .init(
            condition: condition, fault: variant.name, rejected: variant.isAsExpected,
            evidence: found?.evidence))
      case .equivalent:
        equivalents.append(.init(form: variant.name, accepted: variant.isAsExpected))
      }
    }
    self.mutants = mutants
    self.written = written
    self.conditions = conditions
    self.equivalents = equivalents
  }
}

extension VerifyDocument.CheckEntry {
  init(_ check: CheckResult) {
    let tightest = check.statement.tightest
    name = check.name
    routes = [check.leftRoute, check.rightRoute]
    holds = check.statement.holds
    subjects = check.statement.findings.count
    randomSubjects = check.statement.findings.count(where: \.isRandom)
    evidence = tightest?.evidence
    numbers = tightest?.evidence.summary
    subject = tightest?.subject
    fixed = check.statement.findings.filter { !$0.isRandom }.map {
      .init(subject: $0.subject, numbers: $0.evidence.summary, evidence: $0.evidence)
    }
  }
}
