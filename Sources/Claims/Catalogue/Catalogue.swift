/// Every claim, grouped by what it speaks of.
public enum Catalogue {
  /// All claims.
  public static let claims: [Claim] =
    evidence + bound + divergence + densities + estimation + gradients + variance
    + vectorQuantization + models + autoencoder

  /// The claim with a name.
  public static func claim(_ id: String) -> Claim? { claims.first { $0.id == id } }
}
