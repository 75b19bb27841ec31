import Claims

/// A run of claims seen from the ledger: what was asked for, what was found, what is covered.
package struct Survey {
  /// The claims' results, in the order of the catalogue.
  let results: [ClaimResult]
  /// The ledger's rows that are looked at.
  let rows: [LedgerRow]
  /// Whether every claim on these rows was run, so that a row without one is uncovered.
  let isComplete: Bool
  let seed: UInt64
  let seconds: Double

  private let resultsByRow: [String: [ClaimResult]]

  /// Looks at results from the ledger's side.
  package init(
    results: [ClaimResult], rows: [LedgerRow], isComplete: Bool, seed: UInt64, seconds: Double
  ) {
    self.results = results
    self.rows = rows
    self.isComplete = isComplete
    self.seed = seed
    self.seconds = seconds
    resultsByRow = results.reduce(into: [:]) { table, result in
      for row in result.claim.rows { table[row, default: []].append(result) }
    }
  }

  /// The results that decide a row.
  func results(for row: LedgerRow) -> [ClaimResult] { resultsByRow[row.id] ?? [] }

  /// Rows that at least one claim decides.
  var covered: [LedgerRow] { rows.filter { !results(for: $0).isEmpty } }

  /// Rows with nothing to compute.
  var notCheckable: [LedgerRow] { rows.filter { $0.judgement == .notCheckable } }

  /// Rows with something to compute that no claim decides.
  var uncovered: [LedgerRow] {
    rows.filter { $0.judgement != .notCheckable && results(for: $0).isEmpty }
  }

  var mutants: [VariantResult] { results.flatMap(\.mutants) }
  var mutantsRejected: Int { mutants.count(where: \.isAsExpected) }

  /// Rows of which some reading as written was tried, and all of those were refuted.
  var refutedAsWritten: [String] {
    let tried = Dictionary(grouping: results.flatMap(\.written)) { $0.role.row ?? "" }
    return tried.filter { $0.value.allSatisfy(\.isAsExpected) }.keys.sorted()
  }

  /// Whether every claim is sound and, where everything was asked for, every checkable row is covered.
  package var holds: Bool {
    !results.isEmpty && results.allSatisfy(\.isSound) && (!isComplete || uncovered.isEmpty)
  }
}
