/// The kinds of autoencoder.
public enum ModelKind: String, ArgumentValue, Sendable, CaseIterable {
  /// A Gaussian posterior over real latents.
  case gaussian
  /// A VQ-VAE.
  case vq
}
