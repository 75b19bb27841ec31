import Foundation
import Networks
import Reporting
import Tensors
import Testing
import VAE
import VAELab

/// Runs the tool beside the tests and interrupts it after its first lines.
private func interrupt(_ arguments: [String]) throws -> String {
  let process = Process()
  process.executableURL = try executable()
  process.arguments = arguments
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let first = output.fileHandleForReading.readData(ofLength: 150)
  process.interrupt()
  let rest = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  #expect(process.terminationReason == .uncaughtSignal)
  return String(decoding: first + rest, as: UTF8.self)
}

/// The same checkpoint but for the epochs that were asked for.
private func bits(_ path: String) throws -> [String: [Float]] {
  let file = try CheckpointFile(path: path).read()
  return Dictionary(
    uniqueKeysWithValues: file.tensors.map { ($0.name, file[$0.name]?.values() ?? []) })
}

@Suite("Training VQ-VAEs and priors")
struct QuantizedTrainTests {
  @Test("A run that was interrupted and resumed ends with the bits of an undisturbed one")
  func resumes() throws {
    try QuantizedFixture.use { fixture, folder in
      let data = ["train", "--data", fixture.digits]
      let stages: [(out: String, first: [String], again: [String])] = [
        ("cut", QuantizedFixture.small, []),
        ("cut-residual", QuantizedFixture.small + QuantizedFixture.residual, []),
        (
          "vq-prior-cut",
          ["--stage", "prior", "--hidden", "9", "--batch", "10", "--schedule", "constant"],
          ["--stage", "prior"]
        ),
      ]
      try FileManager.default.copyItem(
        atPath: fixture.model, toPath: folder + "/vq-prior-cut")
      try FileManager.default.copyItem(
        atPath: fixture.model, toPath: folder + "/vq-prior-cut-whole")
      for stage in stages {
        let out = ["--out", folder + "/" + stage.out]
        let told = try interrupt(
          data + out + stage.first + ["--epochs", "100000", "--checkpoint-every", "1000"])
        #expect(told.contains("interrupted at step"))
        let kind = TrainingStage(rawValue: stage.again.last ?? "model") ?? .model
        let checkpoint = RunFolder(path: folder + "/" + stage.out, stage: kind).checkpoint
        let progress = try CheckpointFile(path: checkpoint).read().metadata["progress"] ?? ""
        let epoch = try JSONDecoder().decode(TrainingProgress.self, from: Data(progress.utf8)).epoch
        let epochs = ["--epochs", "\(epoch + 2)"]
        let resumed = run(data + out + stage.again + epochs + ["--resume", "--threads", "2"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let whole = folder + "/\(stage.out)-whole"
        let undisturbed = run(data + ["--out", whole] + stage.first + epochs)
        #expect(undisturbed.status == 0, "\(undisturbed.errors)")
        #expect(
          try bits(checkpoint) == bits(RunFolder(path: whole, stage: kind).checkpoint), "\(stage)")
      }
    }
  }

  @Test("What cannot be trained is refused with one line and the documented status")
  func refusals() throws {
    try QuantizedFixture.use { fixture, folder in
      let data = ["--data", fixture.digits]
      let out = ["--out", folder + "/out"]
      let vq = ["--model", "vq"]
      let prior = ["--stage", "prior"]
      func expect(
        _ status: Int32, _ part: String, _ arguments: [String],
        location: SourceLocation = #_sourceLocation
      ) {
        let outcome = run(["train"] + arguments)
        #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
        #expect(outcome.errors.contains(part), "\(outcome.errors)", sourceLocation: location)
        #expect(
          outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)",
          sourceLocation: location)
      }
      expect(64, "--positions belongs to --model vq", data + out + ["--positions", "3"])
      expect(64, "--latent belongs to --model gaussian", data + out + vq + ["--latent", "3"])
      expect(64, "--recipe belongs to --model gaussian", data + out + vq + ["--recipe", "flax"])
      expect(64, "65537 codes", data + out + vq + ["--codes", "65537"])
      expect(64, "outside 1 …", data + out + vq + ["--positions", "1000000"])
      expect(64, "below 1", data + out + vq + ["--codebook-decay", "1"])
      expect(64, "for a residual quantiser", data + out + vq + ["--code-noise", "0.5"])
      expect(64, "below 1", data + out + vq + ["--code-noise", "1"])
      expect(64, "unknown kind", data + out + vq + ["--quantizer", "sum"])
      expect(
        64, "more than 65536 codes",
        data + out + vq + ["--quantizer", "residual", "--codes", "30000"])
      expect(64, "unknown rule", data + out + vq + ["--codebook", "mean"])
      expect(64, "holds a run already", data + ["--out", fixture.model] + vq)
      expect(
        65, "other settings", data + ["--out", fixture.model, "--resume", "--positions", "4"])
      expect(65, "not a VQ-VAE", data + ["--out", fixture.gaussian, "--resume"] + vq)
      expect(
        65, "not a VAE with a Gaussian posterior",
        data + ["--out", fixture.model, "--resume", "--model", "gaussian"])
      expect(
        64, "--latent belongs to --model gaussian",
        data + ["--out", fixture.model, "--resume", "--latent", "3"])

      expect(66, "no such folder", data + out + prior)
      expect(65, "not a VQ-VAE", data + ["--out", fixture.gaussian] + prior)
      expect(64, "--likelihood is no setting", data + out + prior + ["--likelihood", "bernoulli"])
      expect(64, "holds a prior already", data + ["--out", fixture.withPrior] + prior)
      expect(66, "no prior to resume", data + ["--out", fixture.model, "--resume"] + prior)
      expect(65, "not trained on these images", ["--out", fixture.model] + prior)
    }
  }

  @Test("Missing, truncated, altered and spoilt checkpoints; commands of the other kind of model")
  func checkpoints() throws {
    try QuantizedFixture.use { fixture, folder in
      func refuse(
        _ words: [String], _ status: Int32, _ message: String,
        location: SourceLocation = #_sourceLocation
      ) throws {
        let path = folder + (words[0] == "embed" ? "/x.csv" : "/x.png")
        let outcome = run(words + ["--output", path])
        #expect(outcome.status == status, "\(words): \(outcome.errors)", sourceLocation: location)
        #expect(
          outcome.errors.contains(message), "\(words): \(outcome.errors)", sourceLocation: location)
        #expect(outcome.errors.split(separator: "\n").count == 1, sourceLocation: location)
        #expect(!FileManager.default.fileExists(atPath: path), sourceLocation: location)
      }
      for name in ["interpolate", "traverse", "manifold", "embed"] {
        try refuse(
          [name, fixture.model], 65, "holds a VQ-VAE, not a VAE with a Gaussian posterior")
      }
      try refuse(["codes", fixture.gaussian], 65, "not a VQ-VAE")
      try refuse(["sample", fixture.gaussian, "--prior", "uniform"], 64, "--prior chooses")
      try refuse(
        ["sample", fixture.model, "--temperature", "2"], 64, "--temperature changes nothing")
      try refuse(["evaluate", fixture.model, "--samples", "5"], 64, "--samples means nothing")
      try refuse(["codes", fixture.model, "--scale", "4096"], 64, "is too large")

      let names = ["sample", "reconstruct", "codes", "evaluate"]
      func refuseAll(_ status: Int32, _ message: String) throws {
        for name in names { try refuse([name, folder + "/bad"], status, message) }
      }
      try refuseAll(66, "there is no such folder")
      try FileManager.default.createDirectory(
        atPath: folder + "/bad", withIntermediateDirectories: true)
      let path = folder + "/bad/checkpoint.safetensors"
      let good = Array(
        try Data(contentsOf: URL(fileURLWithPath: fixture.model + "/checkpoint.safetensors")))
      try ModelFixture.write(Array(good.prefix(good.count / 2)), to: path)
      try refuseAll(65, path)
      var altered = good
      altered[good.count - 9] ^= 4
      try ModelFixture.write(altered, to: path)
      try refuseAll(65, "altered")
      let spoilt = try RunFolder(path: fixture.model).model(of: QuantizedConfiguration.self)
      spoilt.parameters["codebook"].start[0] = .nan
      try CheckpointFile(path: path).write(spoilt.file)
      try refuseAll(65, "weights that are not finite")

      // A prior of other weights: the model was trained on since.
      let more = run([
        "train", "--data", fixture.digits, "--out", fixture.withPrior, "--resume", "--epochs", "3",
      ])
      #expect(more.status == 0, "\(more.errors)")
      for name in ["sample", "evaluate"] {
        try refuse([name, fixture.withPrior], 65, "was trained on the codes of other weights")
      }
      let colours = try ModelFixture(folder + "/more").colours
      for name in ["reconstruct", "codes", "evaluate"] {
        try refuse(
          [name, fixture.model, "--data", colours], 65, "is for images of 1 × 28 × 28, those of")
      }
    }
  }
}
