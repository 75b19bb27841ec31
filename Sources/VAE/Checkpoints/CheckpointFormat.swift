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
      throw Self.foreign(path)
    }
    self = format
  }

  /// What is said of a file of another kind than was asked for.
  func refusal(of text: String?, _ path: String) -> CheckpointError {
    guard let found = text.flatMap(CheckpointFormat.init) else { return Self.foreign(path) }
    return CheckpointError(
      .invalid, path, "holds \(found.content), not \(content)",
      advice: "give a folder made by `\(command)`")
  }

  private static func foreign(_ path: String) -> CheckpointError {
    CheckpointError(
      .invalid, path, "is no checkpoint of this tool",
      advice: "give a folder made by `vae-lab train --out`")
  }

  private var content: String {
    switch self {
    case .gaussian: "a VAE with a Gaussian posterior"
    case .quantized: "a VQ-VAE"
    case .prior: "a prior over codes"
    }
  }

  private var command: String {
    switch self {
    case .gaussian: "vae-lab train --out"
    case .quantized: "vae-lab train --model vq --out"
    case .prior: "vae-lab train --stage prior --out"
    }
  }
}
