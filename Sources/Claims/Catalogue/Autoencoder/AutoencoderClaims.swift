extension Catalogue {
  /// Statements on training and on code, put to the model that `train` trains: C21, C22, C25, C26, C27, C41 to C44, C53.
  static let autoencoder: [Claim] = [
    .autoencoderClosedDivergence, .autoencoderReconstruction, .autoencoderSampledBound,
    .autoencoderZeroVariance, .autoencoderEvidence, .autoencoderPosterior,
    .autoencoderImportanceWeighted, .autoencoderScale, .autoencoderScaleRange,
    .autoencoderOutputs, .autoencoderDiagonal, .autoencoderHead, .autoencoderLogits,
    .autoencoderSquaredError, .autoencoderLikelihoodGradient, .autoencoderModelGradient,
    .autoencoderRegularizer,
  ]
}
