extension Catalogue {
  /// The quantiser, its gradient and its codebook: C45 to C49, and C44 where it meets them; first on formulas, then on
  /// the model that `train --model vq` trains.
  static let vectorQuantization: [Claim] = [
    .nearestCode, .pointMassDivergence, .quantizerSlope, .straightThroughEncoder,
    .straightThroughCode, .codebookLossGradients, .codebookLossTargets, .splitIsJoint,
    .reconstructionScale, .kMeans, .movingAverage, .movingAverageStep, .jointOrAlternating,
    .commitmentContraction, .quantizedNearestCode, .quantizedPointMass, .quantizedSlope,
    .quantizedStraightThrough, .quantizedCodeGradient, .quantizedTargets, .quantizedSplit,
    .quantizedLikelihood, .quantizedLloyd, .quantizedMovingAverage, .quantizedMovingAverageStep,
    .quantizedSteps, .quantizedContraction,
  ]
}
