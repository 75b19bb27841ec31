extension Catalogue {
  /// Gaussian densities and their parameters: C37 to C39, C42 to C44.
  static let densities: [Claim] = []
}
