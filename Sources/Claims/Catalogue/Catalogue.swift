/// Every claim, in the order of the ledger's canonical identities.
public enum Catalogue {
  /// All claims.
  public static let claims: [Claim] = evidence

  /// The claim with a name.
  public static func claim(_ id: String) -> Claim? { claims.first { $0.id == id } }
}
