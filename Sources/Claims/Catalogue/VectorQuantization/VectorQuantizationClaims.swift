extension Catalogue {
  /// The quantiser, its gradient and its codebook: C45 to C49.
  static let vectorQuantization: [Claim] = []
}
