extension Catalogue {
  /// The two gradients of the bound: C28 to C35.
  static let gradients: [Claim] = [
    .modelGradient, .modelGradientEstimator, .variationalInterchange, .logDerivative, .scoreMean,
    .scoreFunctionGradient, .sharedParameter, .scoreFunctionAscent,
  ]
}
