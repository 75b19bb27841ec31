/// What a verification says about the errata: each wrong reading with its counterexample, and what is right.
public struct Refutations: Sendable {
  /// What a note wrote, refuted by numbers.
  public struct Reading: Sendable, Equatable {
    /// The claim whose check it failed.
    public let claim: String

    /// The row that it stands in.
    public let row: String

    /// What is written, in LaTeX.
    public let formula: String

    /// The variant with its evidence.
    public let result: VariantResult
  }

  /// An erratum and what was found on it.
  public struct Entry: Sendable {
    /// The erratum.
    public let erratum: Erratum

    /// The readings that numbers refute.
    public let readings: [Reading]

    /// The claims on the erratum's rows that hold: the correction.
    public let holding: [String]

    /// Whether a reading is refuted and a correction holds.
    public var isSettled: Bool { !readings.isEmpty && !holding.isEmpty }
  }

  /// The errata in their order.
  public let errata: [Entry]

  /// The false or sloppy rows of which no reading is refuted.
  public let unrefuted: [LedgerRow]

  /// The readings of rows that the ledger does not have.
  public let unknown: [Reading]
}

extension Ledger {
  /// Gathers the refuted readings of a verification by erratum.
  ///
  /// A reading is a variant with the role `written`. For the errata that correct a row which holds under a
  /// condition (E13, E14) the statement outside its condition counts as a reading of that row, too.
  ///
  /// - Complexity: O(errata · readings).
  public static func refutations(in results: [ClaimResult]) -> Refutations {
    let readings = results.flatMap(readings)
    let refuted = readings.filter { $0.result.verdict.isRefuted }
    let refutedRows = Set(refuted.map(\.row))
    return Refutations(
      errata: errata.map { erratum in
        Refutations.Entry(
          erratum: erratum,
          readings: refuted.filter { erratum.rows.contains($0.row) },
          holding: results.filter { result in
            result.holds && result.claim.rows.contains(where: erratum.rows.contains)
          }.map(\.claim.id))
      },
      unrefuted: rows.filter {
        [.wrong, .sloppy].contains($0.judgement) && !refutedRows.contains($0.id)
      },
      unknown: readings.filter { row($0.row) == nil })
  }

  /// The wrong readings that a claim tried.
  private static func readings(_ result: ClaimResult) -> [Refutations.Reading] {
    let conditional = conditionalErrata.intersection(result.claim.rows).sorted()
    return result.variants.flatMap { variant -> [Refutations.Reading] in
      switch variant.role {
      case .written(let row, let formula):
        [Refutations.Reading(claim: result.claim.id, row: row, formula: formula, result: variant)]
      case .withoutCondition:
        conditional.map {
          Refutations.Reading(
            claim: result.claim.id, row: $0, formula: result.claim.statement, result: variant)
        }
      case .mutant, .equivalent: []
      }
    }
  }

  /// The rows of errata that hold under a condition which their note omits.
  private static let conditionalErrata = Set(
    errata.flatMap(\.rows).filter { row($0)?.judgement == .holdsUnderCondition })
}
