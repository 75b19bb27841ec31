extension Catalogue {
  /// The variances of gradient estimators in closed form, and what a check of the mean cannot see: C36.
  static let variance: [Claim] = [
    .scoreQuadraticVariance, .meanBaselineVariance, .optimalBaselineVariance,
    .runningBaselineVariance, .leaveOneOutVariance, .pathwiseQuadraticVariance,
    .deltaMethodVariance, .measureValuedVariance, .exponentialVariance, .cosineVariance,
    .cosineVarianceOrder, .boundGradientVariance, .stickingTheLanding, .bernoulliVariance,
    .relaxedCoupling, .importanceWeightedMean, .doublyReparameterizedOrder, .averageVariance,
  ]
}
