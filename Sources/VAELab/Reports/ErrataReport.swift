import Claims
import Reporting

/// The errata of the notes with the numbers that show them.
package struct ErrataReport: Encodable {
  struct Entry: Encodable {
    let id: String
    let rows: [Place]
    let written, right: String
    let numbers: [Reading]
    let claims: [Decision]

    /// Whether numbers refute what is written.
    var isRefuted: Bool { !numbers.isEmpty && numbers.allSatisfy(\.refuted) }
  }

  /// Where a row stands.
  struct Place: Encodable {
    let row: String
    let source: String
    let line: Int?
  }

  /// A reading of what is written, put through the check of the claim that corrects it.
  struct Reading: Encodable {
    let row, claim, formula, fault: String
    let refuted: Bool
    let evidence: Evidence?
    let subject: String?
  }

  /// A claim that says what is right.
  struct Decision: Encodable {
    let id: String
    let statement: String
    let holds: Bool
    let evidence: Evidence?
    let subject: String?
  }

  struct Summary: Encodable {
    let errata, refutedByNumbers, withoutNumbers: Int
    let holds: Bool
    let seconds: Double

    private enum CodingKeys: String, CodingKey {
      case errata
      case refutedByNumbers = "refuted_by_numbers"
      case withoutNumbers = "without_numbers"
      case holds, seconds
    }
  }

  /// A question that a note leaves open, its answer, and the claims that decide it.
  struct Question: Encodable {
    let row, question, answer: String
    let claims: [Decision]
  }

  let errata: [Entry]
  let questions: [Question]
  let summary: Summary

  /// Whether each erratum has readings, numbers refute all of them, and every correction holds.
  package var holds: Bool { summary.holds }

  /// Joins errata with what the claims on their rows found.
  package init(
    _ errata: [Erratum], questions: [OpenQuestion] = [], results: [ClaimResult], seconds: Double
  ) {
    let entries = errata.map { Entry($0, results: results) }
    self.errata = entries
    self.questions = questions.map { question in
      Question(
        row: question.row, question: question.question, answer: question.answer,
        claims: results.filter { $0.claim.rows.contains(question.row) }.map(Decision.init))
    }
    summary = Summary(
      errata: entries.count, refutedByNumbers: entries.count(where: \.isRefuted),
      withoutNumbers: entries.count { $0.numbers.isEmpty },
      holds: entries.allSatisfy { $0.isRefuted && $0.claims.allSatisfy(\.holds) }
        && self.questions.allSatisfy { !$0.claims.isEmpty && $0.claims.allSatisfy(\.holds) },
      seconds: seconds)
  }

  /// The errata for people, note by note.
  package func text(width: Int?, palette: Palette) -> String {
    let columns = max(40, width ?? 100)
    var text = ""
    var note = ""
    for entry in errata {
      let current = entry.rows.first?.source ?? ""
      if current != note { text += palette.apply(.bold, to: "note \(current)") + "\n\n" }
      note = current
      text += entry.text(columns: columns, palette: palette) + "\n"
    }
    if !questions.isEmpty {
      text += palette.apply(.bold, to: "questions that the notes leave open") + "\n\n"
    }
    for question in questions {
      text += question.text(columns: columns, palette: palette) + "\n"
    }
    let counts = [
      "\(summary.errata) errata", "\(summary.refutedByNumbers) refuted by numbers",
      "\(summary.withoutNumbers) without numbers", NumberFormat.duration(seconds: summary.seconds),
    ]
    return text
      + palette.apply(holds ? .good : .bad, to: holds ? "All corrected." : "Not all corrected.")
      + " " + counts.joined(separator: " · ") + "\n"
  }
}

extension ErrataReport.Entry {
  /// Joins one erratum with the readings and the claims of its rows.
  init(_ erratum: Erratum, results: [ClaimResult]) {
    let own = results.filter { !Set($0.claim.rows).isDisjoint(with: erratum.rows) }
    id = erratum.id
    rows = erratum.rows.map { id in
      let row = Ledger.row(id)
      return .init(row: id, source: row?.source ?? "00" + id.dropFirst().prefix(1), line: row?.line)
    }
    written = erratum.written
    right = erratum.right
    numbers = results.flatMap { result in
      result.written.compactMap { variant -> ErrataReport.Reading? in
        guard case .written(let row, let formula) = variant.role, erratum.rows.contains(row) else {
          return nil
        }
        let finding = variant.telling
        return .init(
          row: row, claim: result.claim.id, formula: formula, fault: variant.name,
          refuted: variant.isAsExpected, evidence: finding?.evidence, subject: finding?.subject)
      }
    }
    claims = own.map(ErrataReport.Decision.init)
  }

  /// One erratum: what is written, what is right, the reading that fails and the one that works.
  fileprivate func text(columns: Int, palette: Palette) -> String {
    let places = rows.map { "\($0.row)" + ($0.line.map { " (line \($0))" } ?? "") }
    var lines = [palette.apply(.bold, to: id) + "  " + places.joined(separator: ", ")]
    lines += item("written", UnicodeFormula.sentence(written), columns)
    lines += item("right", UnicodeFormula.sentence(right), columns)
    for reading in numbers {
      let numbers = reading.evidence.map { "\(reading.subject ?? ""): \($0.summary)" } ?? ""
      let name = reading.refuted ? "fails" : "NOT REFUTED"
      lines += item(name, UnicodeFormula.text(reading.formula), columns)
      lines += item("", "\(UnicodeFormula.sentence(reading.fault)); \(numbers)", columns)
    }
    lines += claims.flatMap { $0.lines(columns) }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension ErrataReport.Question {
  /// One question: the answer and the claims that decide it.
  fileprivate func text(columns: Int, palette: Palette) -> String {
    let line = Ledger.row(row).map { " (line \($0.line))" } ?? ""
    var lines = [palette.apply(.bold, to: row) + line]
    lines += item("asks", UnicodeFormula.sentence(question), columns)
    lines += item("answer", UnicodeFormula.sentence(answer), columns)
    lines += claims.flatMap { $0.lines(columns) }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension ErrataReport.Decision {
  /// What a claim found.
  init(_ result: ClaimResult) {
    self.init(
      id: result.claim.id, statement: result.claim.statement, holds: result.holds,
      evidence: result.tightest?.evidence, subject: result.tightest?.subject)
  }

  /// The claim and its numbers.
  fileprivate func lines(_ columns: Int) -> [String] {
    let numbers = evidence.map { "; \(subject ?? ""): \($0.summary)" } ?? ""
    return item(holds ? "holds" : "DOES NOT HOLD", "\(id)\(numbers)", columns)
  }
}

/// A named line, continued under itself.
private func item(_ name: String, _ text: String, _ columns: Int) -> [String] {
  let indent = max(14, name.displayWidth + 6)
  return text.wrapped(toColumns: max(20, columns - indent)).enumerated().map { index, line in
    ("     " + (index == 0 ? name : "")).padded(toColumns: indent) + line
  }
}
