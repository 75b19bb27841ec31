extension Catalogue {
  /// Monte Carlo estimates and what can be had exactly: C25 to C27, C36, C40, C41.
  static let estimation: [Claim] = [
    .closedDivergenceEstimator, .eitherEstimatorMayBeBetter, .monteCarloReconstruction,
    .monteCarloVariance, .singleDrawSuffices, .oneSampleBound, .logDensityOfSample,
    .sampleBoundAtPosterior, .sampleBoundGradient, .minibatchGradient, .gradientVarianceExact,
    .gradientVarianceOrder, .gradientVarianceSine, .scoreVarianceCause, .enumerationCost,
    .monteCarloDimension, .tractableEvidence, .tractablePosterior, .tractableReconstruction,
  ]
}
