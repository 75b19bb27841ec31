extension Catalogue {
  /// The two gradients of the bound: C28 to C35.
  static let gradients: [Claim] = [
    .modelGradient, .modelGradientEstimator, .variationalInterchange, .logDerivative, .scoreMean,
    .scoreFunctionGradient, .sharedParameter, .scoreFunctionAscent,
    .reparameterizedMoments, .reparameterizedLaw, .reparameterizedDensity,
    .choleskyReparameterization, .inverseTransform, .noiseExpectation, .noiseGradient,
    .reparameterizedGradient, .stepFunction, .fixedNoise, .notInvertible, .estimatorsAgree,
    .boundGradient, .pathDerivatives, .chainRule,
  ]
}
