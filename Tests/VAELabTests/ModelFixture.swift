import Datasets
import Foundation
import Testing
import VAE

/// Folders with small models and the images they were trained on.
struct ModelFixture {
  let folder: String

  /// Digits as IDX files with classes, and a model of two latent dimensions trained on them for a few steps.
  var digits: String { folder + "/digits" }
  var model: String { folder + "/model" }
  /// Colour pictures, 6 × 5, and a model of three latent dimensions with a Gaussian decoder.
  var colours: String { folder + "/colours" }
  var colourModel: String { folder + "/colour-model" }

  /// Writes the images and trains the models.
  init(_ folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: digits, withIntermediateDirectories: true)
    for (prefix, part, count) in [("train", DatasetPart.train, 60), ("t10k", .test, 30)] {
      let drawn = BuiltinDigits(count: count, part: part).images
      try Self.write(
        [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 28, 0, 0, 0, 28] + drawn.bytes,
        to: "\(digits)/\(prefix)-images-idx3-ubyte")
      try Self.write(
        [0, 0, 8, 1, 0, 0, 0, UInt8(count)] + (drawn.labels ?? []),
        to: "\(digits)/\(prefix)-labels-idx1-ubyte")
    }
    for part in ["train", "test"] {
      try FileManager.default.createDirectory(
        atPath: "\(colours)/\(part)", withIntermediateDirectories: true)
      for image in 0..<12 {
        let pixels = (0..<90).map { UInt8(truncatingIfNeeded: $0 * 37 + image * 91) }
        let picture = PNGImage(width: 5, height: 6, channels: 3, pixels: pixels)
        try Self.write(try picture.encoded(), to: "\(colours)/\(part)/\(image).png")
      }
    }
    let usual = [
      "--hidden", "8", "--batch", "10", "--epochs", "2", "--threads", "1", "--seed", "3",
    ]
    for line in [
      ["--data", digits, "--out", model, "--latent", "2", "--binarization", "threshold"],
      [
        "--data", colours, "--out", colourModel, "--latent", "3", "--likelihood",
        "gaussian-learned",
      ],
    ] {
      let outcome = run(["train"] + line + usual)
      try #require(outcome.status == 0, "\(outcome.errors)")
    }
  }

  /// Writes bytes to a file.
  static func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Calls a closure with fixture and folder, and removes them.
  static func use(_ body: (ModelFixture, String) throws -> Void) throws {
    try withFolder { folder in try body(try ModelFixture(folder), folder) }
  }
}
