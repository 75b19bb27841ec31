import Claims
import Foundation
import Numerics
import Reporting

extension Evidence {
  /// The numbers in one short line.
  var summary: String {
    switch self {
    case .equality(let left, let right):
      "\(number(left)) \(holds ? "=" : "≠") \(number(right)) ± \(bound(left, right))"
    case .order(let lesser, let greater):
      "\(number(lesser)) \(holds ? "≤" : "≰") \(number(greater)) ± \(bound(lesser, greater))"
    case .separation(let left, let right):
      "\(number(left)) \(holds ? "≠" : "=") \(number(right)) ± \(bound(left, right))"
    case .statistical(let estimate, let expectation, let z, let draws, _):
      "\(short(estimate)) \(holds ? "≈" : "≉") \(short(expectation)), "
        + "z = \(NumberFormat.significant(z, digits: 3)), n = \(draws)"
    case .failure(let reason): "failed: \(reason)"
    }
  }

  /// The share of the allowed gap that is left, or by how much the gap exceeds what is allowed.
  var margin: String {
    if case .failure = self { return "–" }
    guard !strain.isNaN else { return "nan" }
    if strain <= 1 {
      // Rounded down: no margin is shown as full unless it is.
      let tenths = ((1 - strain) * 1000).rounded(.down)
      return NumberFormat.percent(Int(tenths), of: 1000)
    }
    return "×" + NumberFormat.significant(strain, digits: 2)
  }

  private func number(_ value: Bounded) -> String { short(value.value) }

  private func short(_ value: Double) -> String { NumberFormat.significant(value, digits: 7) }

  private func bound(_ left: Bounded, _ right: Bounded) -> String {
    NumberFormat.significant(left.error + right.error, digits: 2)
  }
}

extension Verdict {
  /// The largest of the discrepancies that the statistical findings are sure to see; `nil` without any.
  var detectable: Double? {
    findings.compactMap { finding in
      if case .statistical(_, _, _, _, let discrepancy) = finding.evidence {
        discrepancy
      } else {
        nil
      }
    }.max()
  }

  /// Tells on how many subjects the formula was tried.
  var extent: String {
    let random = findings.count(where: \.isRandom)
    let fixed = findings.count - random
    let parts = [(fixed, "fixed"), (random, "random")].filter { $0.0 > 0 }
    return parts.isEmpty ? "no subjects" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " + ")
  }
}

extension ClaimResult {
  /// The verdict in a word.
  var verdict: Table.Cell {
    if isSound { return Table.Cell(claim.condition == nil ? "holds" : "holds if", emphasis: .good) }
    if holds, let variant = variants.first(where: { !$0.isAsExpected }) {
      return Table.Cell(variant.defect, emphasis: .bad)
    }
    let isRefuted = checks.contains { $0.statement.isRefuted }
    return Table.Cell(isRefuted ? "refuted" : "failed", emphasis: .bad)
  }
}

extension VariantResult {
  /// What must come out and what came out, in a word.
  var outcome: Table.Cell {
    switch (role.mustHold, isAsExpected) {
    case (true, true): Table.Cell("accepted", emphasis: .good)
    case (true, false): Table.Cell("NOT ACCEPTED", emphasis: .bad)
    case (false, true): Table.Cell("rejected", emphasis: .good)
    case (false, false): Table.Cell("NOT REJECTED", emphasis: .bad)
    }
  }

  /// What it means for the claim that the variant did not come out as it must.
  fileprivate var defect: String {
    switch role {
    case .mutant: "mutant passed"
    case .written: "not refuted"
    case .withoutCondition: "condition idle"
    case .equivalent: "form rejected"
    }
  }

  /// The finding that tells most: the counterexample of what must be rejected, the weakest of what must hold.
  var telling: Finding? {
    role.mustHold ? verdict.tightest : verdict.counterexample ?? verdict.tightest
  }

  /// Why it was tried, in a few words.
  var kind: String {
    switch role {
    case .mutant(let origin): "mutant (\(origin))"
    case .written(let row, _): "as written in \(row)"
    case .withoutCondition(let condition): "without: \(condition)"
    case .equivalent: "equivalent form"
    }
  }
}
