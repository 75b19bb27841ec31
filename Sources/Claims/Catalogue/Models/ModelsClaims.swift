extension Catalogue {
  /// What the model is, as law and as code: C51, C53, C54.
  static let models: [Claim] = []
}
