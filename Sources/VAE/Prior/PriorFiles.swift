import Networks

extension RunFolder {
  /// The prior of this folder, for a VQ-VAE.
  ///
  /// - Parameters:
  ///   - autoencoder: The VQ-VAE whose codes are wanted.
  ///   - choice: Which weights of the prior's run.
  /// - Throws: `CheckpointError` if there is no prior, or if it was trained on the codes of other weights.
  public func prior(
    for autoencoder: TrainingCheckpoint<QuantizedConfiguration>,
    preferring choice: WeightChoice = .best
  ) throws(CheckpointError) -> TrainingCheckpoint<PriorConfiguration> {
    let files = RunFolder(path: path, stage: .prior)
    guard files.isBegun else {
      throw CheckpointError(
        .missing, files.checkpoint, "no prior over the codes has been trained",
        advice: "train one with `vae-lab train --stage prior`")
    }
    let prior = try files.model(of: PriorConfiguration.self, preferring: choice)
    guard prior.configuration.autoencoder == autoencoder.model.checksum(autoencoder.parameters)
    else {
      throw CheckpointError(
        .invalid, files.checkpoint, "was trained on the codes of other weights",
        advice: "train it again with `vae-lab train --stage prior`")
    }
    return prior
  }
}
