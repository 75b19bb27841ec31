import Datasets
import Foundation
import Networks
import Testing
import VAE

private let digits = BuiltinDigits(count: 120).images

private func run(
  in folder: String, epochs: Int = 4, rate: Double = 1e-3, patience: Int? = nil,
  pause: Double = 1000
) -> TrainingRun<TrainingConfiguration> {
  TrainingRun(
    examples: digits[0..<80], validation: digits[80..<120],
    configuration: TrainingConfiguration(
      architecture: Architecture(image: digits.shape, latent: 2, encoder: [8], decoder: [8]),
      learningRate: .constant(rate), batch: 40, epochs: epochs, binarization: .threshold, seed: 3),
    folder: RunFolder(path: folder), threads: 1, patience: patience, pause: pause)
}

private func logged(_ folder: String) throws -> [TrainingEpoch] {
  try String(contentsOfFile: RunFolder(path: folder).log, encoding: .utf8)
    .split(separator: "\n").map {
      try JSONDecoder().decode(TrainingEpoch.self, from: Data($0.utf8))
    }
}

@Suite struct TrainingRunTests {
  @Test("A run that is stopped after every step and resumed leaves the files of one that is not")
  func interrupted() throws {
    let whole = try TemporaryFolder()
    let parts = try TemporaryFolder()
    let end = try run(in: whole.path).run(resumes: false).end
    #expect(end == .finished)
    var ends: [TrainingEnd] = []
    while ends.last != .finished {
      ends.append(
        try run(in: parts.path).run(resumes: !ends.isEmpty, isStopped: { true }).end)
      try #require(ends.count <= 9)
    }
    #expect(ends.count == 9)
    for file in ["checkpoint.safetensors", "best.safetensors"] {
      let left = try Data(contentsOf: URL(fileURLWithPath: whole.path + "/" + file))
      let right = try Data(contentsOf: URL(fileURLWithPath: parts.path + "/" + file))
      #expect(left == right, "\(file)")
    }
    let epochs = try (logged(whole.path), logged(parts.path))
    #expect(epochs.0.map(\.bound) == epochs.1.map(\.bound))
    #expect(epochs.0.map(\.validation) == epochs.1.map(\.validation))
    #expect(epochs.1.map(\.epoch) == [1, 2, 3, 4])
  }

  @Test("Training stops when validation has not improved for long enough")
  func stopsEarly() throws {
    let folder = try TemporaryFolder()
    // Without any learning the first epoch stays the best.
    let (end, model) = try run(in: folder.path, epochs: 50, rate: 0, patience: 3).run(
      resumes: false)
    #expect(end == .stoppedEarly)
    #expect(model.progress.epoch == 4)
    #expect(model.validation?.bestEpoch == 1)
  }

  @Test("A run that diverges keeps the last checkpoint")
  func diverges() throws {
    let folder = try TemporaryFolder()
    #expect(throws: TrainingError.self) {
      try run(in: folder.path, rate: 1e30, pause: 0).run(resumes: false)
    }
    let kept = try TrainingCheckpoint<TrainingConfiguration>(
      path: RunFolder(path: folder.path).checkpoint)
    let isFinite = kept.parameters.values.allSatisfy(\.isFinite)
    #expect(isFinite)
  }

  @Test("Another configuration or other images do not continue a run")
  func foreign() throws {
    let folder = try TemporaryFolder()
    _ = try run(in: folder.path, epochs: 1).run(resumes: false)
    #expect(throws: CheckpointError.self) {
      try run(in: folder.path, rate: 2e-3).run(resumes: true)
    }
    var other = run(in: folder.path)
    other.examples = digits[0..<79]
    #expect(throws: CheckpointError.self) { try other.run(resumes: true) }
    // More epochs of the same run are welcome.
    #expect(try run(in: folder.path, epochs: 2).run(resumes: true).model.progress.epoch == 2)
  }

  @Test("A checkpoint whose parts do not belong together is refused")
  func damaged() throws {
    let folder = try TemporaryFolder()
    _ = try run(in: folder.path, epochs: 1).run(resumes: false)
    let path = RunFolder(path: folder.path).checkpoint
    let whole = try CheckpointFile(path: path).read()
    func refuses(_ change: (inout TensorFile) -> Void) throws {
      var file = whole
      change(&file)
      try CheckpointFile(path: path).write(file)
      #expect(throws: CheckpointError.self) {
        try TrainingCheckpoint<TrainingConfiguration>(path: path)
      }
    }
    try refuses { $0.metadata["format"] = nil }
    try refuses { $0.metadata["configuration"] = "{}" }
    try refuses { $0.tensors.remove(at: 0) }
    try refuses {
      // The same weights under an architecture with one more latent dimension.
      $0.metadata["configuration"] = $0.metadata["configuration"]?.replacingOccurrences(
        of: #""latent":2"#, with: #""latent":3"#)
    }
    try refuses {
      $0.metadata["configuration"] = $0.metadata["configuration"]?.replacingOccurrences(
        of: #""latent":2"#, with: #""latent":0"#)
    }
    try CheckpointFile(path: path).write(whole)
    #expect(
      try TrainingCheckpoint<TrainingConfiguration>(path: path).configuration.architecture.latent
        == 2)
  }
}
