import Distributions
import Foundation
import Testing
import VAELab

/// A folder of a few random 6 × 5 images as IDX.
private func writeImages(_ count: Int, in folder: String) throws {
  var generator = Philox(seed: 4)
  var bytes: [UInt8] = [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 6, 0, 0, 0, 5]
  for _ in 0..<count * 30 { bytes.append(UInt8(truncatingIfNeeded: generator.next() >> 40)) }
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  try Data(bytes).write(to: URL(fileURLWithPath: folder + "/train-images-idx3-ubyte"))
}

/// The built tool beside the tests.
func executable() throws -> URL {
  let url = Bundle.module.bundleURL.deletingLastPathComponent().appendingPathComponent("vae-lab")
  return try #require(
    FileManager.default.isExecutableFile(atPath: url.path) ? url : nil, "\(url.path) is not built")
}

private let small = [
  "--hidden", "6", "--latent", "2", "--batch", "20", "--seed", "5", "--threads", "1",
]

@Suite struct TrainTests {
  @Test("A run killed at twenty random moments ends with the bits of an undisturbed one")
  func survivesKills() throws {
    try withFolder { folder in
      let data = folder + "/data"
      try writeImages(60, in: data)
      func arguments(_ out: String, resumes: Bool) -> [String] {
        ["train", "--data", data, "--out", folder + "/" + out, "--epochs", "150"] + small
          + ["--validation", "10", "--checkpoint-every", "0"] + (resumes ? ["--resume"] : [])
      }
      func start(_ out: String, resumes: Bool) throws -> Process {
        let process = Process()
        process.executableURL = try executable()
        process.arguments = arguments(out, resumes: resumes)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
      }
      let started = Date.now
      let whole = try start("whole", resumes: false)
      whole.waitUntilExit()
      #expect(whole.terminationStatus == 0)
      // Moments of the kills in parts of the whole run's time, so that a slow machine, too, is cut after checkpoints.
      let duration = Date.now.timeIntervalSince(started)

      var generator = Philox(seed: 11)
      var kills = 0
      var begun: Bool {
        FileManager.default.fileExists(atPath: folder + "/cut/checkpoint.safetensors")
      }
      while kills < 20 {
        let process = try start("cut", resumes: begun)
        Thread.sleep(forTimeInterval: 0.25 * duration * generator.uniform())
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        kills += 1
      }
      let last = try start("cut", resumes: begun)
      last.waitUntilExit()
      #expect(last.terminationStatus == 0)
      for file in ["checkpoint.safetensors", "best.safetensors"] {
        let (left, right) = try (read("whole"), read("cut"))
        #expect(left == right, "\(file)")
        func read(_ out: String) throws -> Data {
          try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(out)/\(file)"))
        }
      }
      // Nothing half-written stays behind.
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder + "/cut").sorted() == [
          "best.safetensors", "checkpoint.safetensors", "log.jsonl",
        ])
    }
  }

  @Test("An interrupt saves first; the shell sees the signal")
  func interrupt() throws {
    try withFolder { folder in
      try writeImages(60, in: folder + "/data")
      let process = Process()
      process.executableURL = try executable()
      process.arguments =
        ["train", "--data", folder + "/data", "--out", folder + "/out", "--epochs", "100000"]
        + small + ["--checkpoint-every", "1000"]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      // The first epochs are told.
      _ = output.fileHandleForReading.readData(ofLength: 200)
      process.interrupt()
      let rest = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      #expect(process.terminationStatus == SIGINT)
      #expect(String(decoding: rest, as: UTF8.self).contains("interrupted at step"))
      let more = run(
        [
          "train", "--data", folder + "/data", "--out", folder + "/out", "--resume", "--epochs",
          "1",
        ])
      #expect(more.status == 0, "\(more.errors)")
    }
  }

  @Test("The same run on the console, as JSON, and in the log")
  func output() throws {
    try withFolder { folder in
      try writeImages(60, in: folder + "/data")
      let line = ["train", "--data", folder + "/data", "--epochs", "3"] + small
      let text = run(line + ["--out", folder + "/a"])
      #expect(text.status == 0, "\(text.errors)")
      #expect(text.output.split(separator: "\n").count == 5)
      let json = run(line + ["--out", folder + "/b", "--json", "--log", folder + "/copy.jsonl"])
      #expect(json.status == 0, "\(json.errors)")
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
      #expect((object["epochs"] as? [Any])?.count == 3)
      #expect(object["end"] as? String == "finished")
      let log = try String(contentsOfFile: folder + "/copy.jsonl", encoding: .utf8)
      #expect(log == (try String(contentsOfFile: folder + "/b/log.jsonl", encoding: .utf8)))
      #expect(log.split(separator: "\n").count == 3)
    }
  }

  @Test("What cannot be trained is refused with one line and the documented status")
  func refusals() throws {
    try withFolder { folder in
      try writeImages(60, in: folder + "/data")
      let data = ["--data", folder + "/data"]
      let out = ["--out", folder + "/out"]
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
      expect(64, "--out", data)
      expect(64, "1 to 1000000", data + out + ["--epochs", "0"])
      expect(64, "score needs", data + out + ["--estimator", "score", "--objective", "elbo"])
      expect(64, "--momentum", data + out + ["--momentum", "0.9"])
      expect(64, "--schedule", data + out + ["--milestones", "3,5"])
      expect(64, "leaves none", data + out + ["--validation", "60"])
      expect(66, "nowhere", ["--data", folder + "/nowhere"] + out)
      expect(66, "no run", data + out + ["--resume"])
      expect(64, "diverged", data + out + ["--learning-rate", "1e30"] + small)
      #expect(
        run(["train"] + data + ["--out", folder + "/c", "--epochs", "1"] + small).status == 0)
      expect(64, "already", data + ["--out", folder + "/c"])
      expect(65, "other settings", data + ["--out", folder + "/c", "--resume", "--latent", "3"])
      try Data("nonsense".utf8).write(
        to: URL(fileURLWithPath: folder + "/c/checkpoint.safetensors"))
      expect(65, "checkpoint.safetensors", data + ["--out", folder + "/c", "--resume"])
      try Data([0, 0, 8, 3, 0, 0, 0, 9]).write(
        to: URL(fileURLWithPath: folder + "/data/train-images-idx3-ubyte"))
      expect(65, "train-images-idx3-ubyte", data + ["--out", folder + "/d"])
      try Data().write(to: URL(fileURLWithPath: folder + "/file"))
      try writeImages(60, in: folder + "/data")
      expect(74, "file", data + ["--out", folder + "/file/out"])
    }
  }
}
