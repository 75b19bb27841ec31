/// Which rows of the ledger the claims decide.
///
/// Every row of the ledger is in `covered`, in `notCheckable` or in `uncovered`; a row that is not checkable
/// may be covered too, where a residue of it can be computed.
public struct Coverage: Sendable, Equatable {
  /// A row and the claims that decide it.
  public struct Entry: Sendable, Equatable {
    /// The row.
    public let row: LedgerRow

    /// The ids of the claims, in their order.
    public let claims: [String]
  }

  /// A row that a claim names and that the ledger does not have.
  public struct Stray: Sendable, Equatable {
    /// The claim.
    public let claim: String

    /// The name that is not in the ledger.
    public let row: String
  }

  /// The rows that at least one claim decides, in the ledger's order.
  public let covered: [Entry]

  /// The rows with nothing to compute, each with its reason.
  public let notCheckable: [LedgerRow]

  /// The checkable rows that no claim decides.
  public let uncovered: [LedgerRow]

  /// What claims name and the ledger does not have.
  public let unknown: [Stray]

  /// Whether every checkable row is decided and no claim names a row that does not exist.
  public var isComplete: Bool { uncovered.isEmpty && unknown.isEmpty }
}

extension Ledger {
  /// Compares the rows that claims name with the rows that there are.
  ///
  /// - Complexity: O(rows + names).
  public static func coverage(of claims: [Claim]) -> Coverage {
    var deciders: [String: [String]] = [:]
    var unknown: [Coverage.Stray] = []
    for claim in claims {
      for row in claim.rows {
        if Ledger.row(row) == nil {
          unknown.append(Coverage.Stray(claim: claim.id, row: row))
        } else if deciders[row]?.last != claim.id {
          deciders[row, default: []].append(claim.id)
        }
      }
    }
    return Coverage(
      covered: rows.compactMap { row in
        deciders[row.id].map { Coverage.Entry(row: row, claims: $0) }
      },
      notCheckable: rows.filter { $0.judgement == .notCheckable },
      uncovered: rows.filter { $0.judgement != .notCheckable && deciders[$0.id] == nil },
      unknown: unknown)
  }
}
