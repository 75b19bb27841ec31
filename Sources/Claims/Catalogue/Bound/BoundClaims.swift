extension Catalogue {
  /// The bound, its derivations and its optimisation: C10 to C12, C17 to C22.
  static let bound: [Claim] = [
    .lowerBound, .boundGap, .boundTightness, .gaussianFamilyGap, .twoTermBound,
    .reconstructionTerm, .threeTermEvidence, .crossEntropyDerivation, .jointDivergence, .lossSign,
    .optimumTradeOff, .optimumAtPosterior, .argumentNotValue, .firstTermAlone, .modelOptimum,
    .expectationMaximization, .jointAscent, .likelihoodFreeOfVariational, .regularizerPath,
  ]
}
