extension Catalogue {
  /// The quantiser, its gradient and its codebook: C45 to C49, and C44 where it meets them.
  static let vectorQuantization: [Claim] = [
    .nearestCode, .pointMassDivergence, .quantizerSlope, .straightThroughEncoder,
    .straightThroughCode, .codebookLossGradients, .codebookLossTargets, .splitIsJoint,
    .reconstructionScale, .kMeans, .movingAverage, .movingAverageStep, .jointOrAlternating,
    .commitmentContraction,
  ]
}
