extension Catalogue {
  /// The evidence, the posterior, and the expectations they are written with: C01 to C07, C50, C52, C55.
  static let evidence: [Claim] = [
    .evidenceMarginal, .posteriorBayes, .evidenceAtAnyLatent, .evidenceConstant,
    .evidenceExpectedRatio, .evidenceInsertedFactor, .evidenceDecomposition,
    .ancestralSampling, .posteriorAverage, .totalVariance, .trainingLatents,
    .codingRoles, .likelihoodWithoutEncoder, .decoderParameters,
    .expectationDefinition, .expectationOfGradient,
  ]
}
