import Datasets
import Foundation
import Testing
import VAE

/// A folder with small digits and VQ-VAEs trained on them for a few steps.
struct QuantizedFixture {
  let folder: String

  /// Digits as IDX files.
  var digits: String { folder + "/digits" }
  /// A VQ-VAE without a prior.
  var model: String { folder + "/vq" }
  /// The same with one.
  var withPrior: String { folder + "/vq-prior" }
  /// A VAE with Gaussian latents.
  var gaussian: String { folder + "/gaussian" }

  /// The options of a small VQ-VAE.
  static let small = [
    "--model", "vq", "--positions", "3", "--codes", "5", "--code-dimension", "2", "--hidden", "8",
    "--batch", "10", "--threads", "1", "--seed", "3",
  ]

  /// What makes its quantiser residual.
  static let residual = ["--quantizer", "residual", "--code-noise", "0.4"]

  /// Writes the images and trains the models.
  init(_ folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: digits, withIntermediateDirectories: true)
    for (prefix, part, count) in [("train", DatasetPart.train, 60), ("t10k", .test, 30)] {
      let drawn = BuiltinDigits(count: count, part: part).images
      try ModelFixture.write(
        [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 28, 0, 0, 0, 28] + drawn.bytes,
        to: "\(digits)/\(prefix)-images-idx3-ubyte")
    }
    let data = ["--data", digits]
    try train(data + Self.small + ["--out", model, "--epochs", "2"])
    try FileManager.default.copyItem(atPath: model, toPath: withPrior)
    try train(
      data + ["--stage", "prior", "--out", withPrior, "--hidden", "7", "--epochs", "3"])
    try train(data + ["--out", gaussian, "--latent", "2", "--hidden", "4", "--epochs", "1"])
  }

  private func train(_ words: [String]) throws {
    let outcome = run(["train"] + words)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// Calls a closure with fixture and folder, and removes them.
  static func use(_ body: (QuantizedFixture, String) throws -> Void) throws {
    try withFolder { folder in try body(try QuantizedFixture(folder), folder) }
  }
}
