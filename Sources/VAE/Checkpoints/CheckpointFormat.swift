/// The kinds of checkpoint.
public enum CheckpointFormat: String, Sendable, CaseIterable {
  /// A variational autoencoder with a Gaussian posterior.
  case gaussian = "vae-lab checkpoint 1"
  /// A VQ-VAE.
  case quantized = "vae-lab vq checkpoint 1"
  /// A prior over the codes of a VQ-VAE.
  case prior = "vae-lab prior checkpoint 1"

  /// Reads which kind a file says that it is.
  public init(path: String) throws(CheckpointError) {
    let text = try CheckpointFile(path: path).read().metadata["format"]
    guard let format = text.flatMap(CheckpointFormat.init) else {
      throw Self.refusal(of: text, path)
    }
    self = format
  }

  /// What is said of a file of another kind than was asked for.
  static func refusal(of text: String?, _ path: String) -> CheckpointError {
    switch text.flatMap(CheckpointFormat.init) {
    case .gaussian:
      CheckpointError(
        .invalid, path, "holds a VAE with a Gaussian posterior, not a VQ-VAE",
        advice: "give a folder made by `vae-lab train --model vq --out`")
    case .quantized:
      CheckpointError(
        .invalid, path, "holds a VQ-VAE, which has no Gaussian latents",
        advice: "give a folder made by `vae-lab train --out` without --model vq")
    case .prior:
      CheckpointError(
        .invalid, path, "holds a prior over codes, not an autoencoder",
        advice: "give a folder made by `vae-lab train --out`")
    case nil:
      CheckpointError(
        .invalid, path, "is no checkpoint of this tool",
        advice: "give a folder made by `vae-lab train --out`")
    }
  }
}
