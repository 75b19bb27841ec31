extension Evaluation: Encodable {
  private enum CodingKeys: String, CodingKey {
    case images
    case evidenceLowerBound = "elbo"
    case reconstruction
    case reconstructionError = "reconstruction_standard_error"
    case divergence = "kl"
    case divergenceError = "kl_standard_error"
    case evidence = "log_evidence"
    case bitsPerDimension = "bits_per_dimension"
    case curve = "convergence"
    case activeUnits = "active_units"
    case latentUse = "latent"
    case aggregateDivergence = "aggregate_kl"
    case aggregatePosterior = "aggregate_posterior"
  }

  /// Writes the members in nats; `reconstruction` and `kl` are means, their errors stand beside them.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(images, forKey: .images)
    try values.encode(evidenceLowerBound, forKey: .evidenceLowerBound)
    try values.encode(reconstruction.mean, forKey: .reconstruction)
    try values.encode(reconstruction.standardError, forKey: .reconstructionError)
    try values.encode(divergence.mean, forKey: .divergence)
    try values.encode(divergence.standardError, forKey: .divergenceError)
    try values.encode(evidence, forKey: .evidence)
    try values.encode(bitsPerDimension, forKey: .bitsPerDimension)
    try values.encode(curve, forKey: .curve)
    try values.encode(latentUse.activeUnits, forKey: .activeUnits)
    try values.encode(latentUse, forKey: .latentUse)
    try values.encodeIfPresent(aggregatePosterior?.divergence, forKey: .aggregateDivergence)
    try values.encodeIfPresent(aggregatePosterior, forKey: .aggregatePosterior)
  }
}
