extension Catalogue {
  /// Gaussian densities and their parameters: C37 to C39, C42 to C44.
  static let densities: [Claim] = [
    .gaussianDensityNormalized, .gaussianDensityVariance, .gaussianDensityVector,
    .gaussianDensityProduct, .priorStandardNormal, .likelihoodResidual, .gaussianMassWithin,
    .densityAboveOne, .massAtMostOne, .evidenceAboveOne, .logVarianceHead, .positiveScale,
    .logVarianceRange, .gaussianParameterCount, .diagonalIsNotIsotropic,
    .squaredErrorLikelihood, .decoderEmitsParameters, .reconstructionError,
    .reconstructionGradients,
  ]
}
