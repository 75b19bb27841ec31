extension Catalogue {
  /// The two gradients of the bound: C28 to C35.
  static let gradients: [Claim] = []
}
