/// A statement to which several rows of the ledger reduce, whatever their notes' notation.
public struct CanonicalIdentity: Sendable, Equatable {
  /// `C07`.
  public let id: String

  /// What it says, in a few words.
  public let title: String

  /// The statement in LaTeX, without dollar signs.
  public let statement: String

  /// Records an identity.
  public init(_ id: String, _ title: String, _ statement: String) {
    self.id = id
    self.title = title
    self.statement = statement
  }

  /// The rows that it decides, in the ledger's order.
  public var rows: [LedgerRow] { Ledger.rows.filter { $0.identities.contains(id) } }
}
