extension Catalogue {
  /// Divergences and code lengths: C08, C09, C13 to C16, C23, C24.
  static let divergence: [Claim] = [
    .divergenceDefinition, .divergenceExpectation, .divergenceNonnegative,
    .divergenceNonnegativeProof, .divergenceZero, .divergencePinsker, .entropyDefinitions,
    .crossEntropyDifference, .divergenceAsymmetry, .gaussianDivergence, .gaussianDivergenceGradient,
    .codeEntropy, .codeCrossEntropy, .codeExtraLength, .codeBlocks,
    .codeDiscretisation, .codeTwoPart, .bregmanForm, .fullGaussianDivergence, .forwardOptimum,
    .reverseOptimum, .optimaDiffer,
    .bregmanAcrossFamilies, .divergenceSupport,
  ]
}
