extension Catalogue {
  /// What decoders can express, what the note's code does, and whose law the data follow: C51, C53, C54.
  static let models: [Claim] = [
    .decoderPushforward, .decoderMixture, .decoderMarginal, .encoderMixture,
    .networkEncoderReadsInput, .networkEncoderHalves, .networkDecoderHeads, .networkSigmoidHead,
    .networkLogitLikelihood, .networkReturnedValues,
    .dataLaw, .dataJointDivergence,
  ]
}
