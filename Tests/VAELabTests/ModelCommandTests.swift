import Datasets
import Foundation
import Reporting
import Tensors
import Testing
import VAE
import VAELab

private struct Numbers: Decodable {
  struct Estimate: Decodable {
    let mean: Double
  }
  struct Evidence: Decodable {
    let mean: Double
    let samples: Int
  }
  struct Point: Decodable {
    let samples: Int
    let bound: Estimate
  }

  let elbo: Estimate
  let reconstruction, kl, bitsPerDimension: Double
  let evidence: Evidence
  let activeUnits: Int
  let aggregate: Estimate
  let convergence: [Point]
  let images: Int
  let notes: [String]

  enum CodingKeys: String, CodingKey {
    case elbo, reconstruction, kl, convergence, images, notes
    case bitsPerDimension = "bits_per_dimension"
    case evidence = "log_evidence"
    case activeUnits = "active_units"
    case aggregate = "aggregate_kl"
  }
}

@Suite("Commands that use trained models")
struct ModelCommandTests {
  @Test("Every picture has the size of its grid and says the same at every run")
  func pictures() throws {
    try ModelFixture.use { fixture, folder in
      let data = ["--data", fixture.digits]
      let commands: [(words: [String], width: Int, height: Int)] = [
        (["sample", fixture.model, "--count", "5"], 3 * 58 + 2, 2 * 58 + 2),
        (["sample", fixture.model, "--count", "4", "--draw", "--scale", "1"], 62, 62),
        (["reconstruct", fixture.model, "--count", "7", "--columns", "4"] + data, 234, 240),
        (["interpolate", fixture.model, "--pairs", "2", "--steps", "3"] + data, 304, 118),
        (
          ["interpolate", fixture.model, "--from", "1", "--to", "2", "--path", "spherical"] + data,
          710, 60
        ),
        (["traverse", fixture.model], 640, 118),
        (["traverse", fixture.model, "--image", "3", "--dimensions", "1"] + data, 640, 60),
        (["manifold", fixture.model, "--side", "4"], 224, 224),
      ]
      for (index, command) in commands.enumerated() {
        let paths = ["\(folder)/\(index).png", "\(folder)/\(index)-again.png"]
        for path in paths {
          let outcome = run(command.words + ["--output", path])
          #expect(
            outcome.status == 0 && outcome.errors == "", "\(command.words): \(outcome.errors)")
          #expect(outcome.output.hasPrefix(path + ": "))
        }
        let pictures = try paths.map { try PNGImage(contentsOf: $0) }
        #expect(pictures[0] == pictures[1])
        #expect(pictures[0].width == command.width, "\(command.words)")
        #expect(pictures[0].height == command.height, "\(command.words)")
      }
      for command in commands where command.words[0] != "sample" {
        let outcome = run(command.words + ["--json", "--output", folder + "/json.png"])
        #expect(outcome.status == 0)
        #expect(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) is [String: Any])
      }
    }
  }

  @Test("Colour pictures of any shape pass through every command")
  func colours() throws {
    try ModelFixture.use { fixture, folder in
      for name in ["sample", "reconstruct", "interpolate", "traverse"] {
        let path = "\(folder)/\(name).png"
        let data = name == "sample" ? [] : ["--data", fixture.colours]
        let outcome = run([name, fixture.colourModel, "--output", path] + data)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let picture = try PNGImage(contentsOf: path)
        #expect(picture.channels == 3)
      }
      let outcome = run(
        ["evaluate", fixture.colourModel, "--data", fixture.colours, "--samples", "3", "--json"])
      let numbers: Numbers = try JSON.value(from: outcome.output)
      #expect(numbers.images == 12 && numbers.notes.count >= 1)
    }
  }

  @Test("An evaluation's parts fit together, on any number of threads")
  func evaluation() throws {
    try ModelFixture.use { fixture, folder in
      let words = ["evaluate", fixture.model, "--data", fixture.digits, "--samples", "20"]
      let outcome = run(words + ["--json", "--threads", "1"])
      #expect(outcome.status == 0 && outcome.errors == "")
      #expect(run(words + ["--json", "--threads", "3"]).output == outcome.output)
      let numbers: Numbers = try JSON.value(from: outcome.output)
      #expect(numbers.images == 30 && numbers.evidence.samples == 20)
      let gap = numbers.reconstruction - numbers.kl - numbers.elbo.mean
      #expect(gap.magnitude <= 1e-12 * numbers.elbo.mean.magnitude)
      let bits = -numbers.evidence.mean / (784 * log(2))
      #expect((numbers.bitsPerDimension - bits).magnitude <= 1e-14)
      #expect(numbers.convergence.map(\.samples) == [1, 2, 5, 10, 20])
      #expect(numbers.convergence.last?.bound.mean == numbers.evidence.mean)
      // Jensen's inequality, for blocks that are made of whole smaller ones.
      let bounds = numbers.convergence.map(\.bound.mean)
      #expect(bounds[0] <= bounds[1] && bounds[1] <= bounds[3] && bounds[3] <= bounds[4])
      #expect((0...2).contains(numbers.activeUnits))
      #expect(!numbers.notes.contains { $0.contains("grey levels: the numbers") })

      let grey = run(words + ["--binarization", "none", "--count", "4"])
      #expect(grey.output.contains("Note: a Bernoulli model on grey levels"))
      let text = run(words + ["--count", "10"])
      #expect(text.status == 0 && text.output.contains("log p(x)"))
    }
  }

  @Test("A dump holds the images, the noise and the terms of each image")
  func dump() throws {
    try ModelFixture.use { fixture, folder in
      let path = folder + "/dump.safetensors"
      let outcome = run([
        "evaluate", fixture.model, "--data", fixture.digits, "--samples", "4", "--count", "5",
        "--json", "--dump", path,
      ])
      #expect(outcome.status == 0)
      let numbers: Numbers = try JSON.value(from: outcome.output)
      let file = try CheckpointFile(path: path).read()
      #expect(file["images"]?.shape == [5, 784] && file["noise"]?.shape == [20, 2])
      let elbo: [Double] = try #require(file["elbo"]?.values())
      let mean = elbo.reduce(0, +) / 5
      #expect((mean - numbers.elbo.mean).magnitude <= 1e-12 * mean.magnitude)
    }
  }

  @Test("An embedding has a line an image with means, deviations, classes and known factors")
  func embedding() throws {
    try ModelFixture.use { fixture, folder in
      let path = folder + "/embed.csv"
      #expect(
        run(["embed", fixture.model, "--data", fixture.digits, "--output", path]).status == 0)
      var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 31)
      #expect(lines[0] == "image,label,mean_0,mean_1,deviation_0,deviation_1")
      #expect(lines[1].split(separator: ",").count == 6)

      let outcome = run([
        "embed", fixture.model, "--count", "8", "--output", path, "--json",
      ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 9 && lines[0].hasSuffix(",thickness,right,down,tremor"))
      let drawn = BuiltinDigits(count: 8, part: .test)
      for (line, factors) in zip(lines.dropFirst(), drawn.factors) {
        let cells = line.split(separator: ",")
        #expect(cells[1] == "\(factors.digit)" && cells.last == "\(factors.tremor)")
      }
    }
  }

  @Test("Data are described with their classes, and shown")
  func info() throws {
    try ModelFixture.use { fixture, folder in
      let path = folder + "/sheet.png"
      let outcome = run(["data", "info", fixture.digits, "--plot", path, "--examples", "3"])
      #expect(outcome.status == 0 && outcome.output.contains("images of 1 × 28 × 28"))
      let sheet = try PNGImage(contentsOf: path)
      #expect(sheet.width == 3 * 58 + 2)
      let json = run(["data", "info", fixture.colours, "--json"])
      #expect(json.output.contains("\"channels\" : 3"))
    }
  }

  @Test("Help texts")
  func help() throws {
    let names = [
      "data", "data info", "data fetch", "evaluate", "sample", "reconstruct", "interpolate",
      "traverse", "manifold", "embed",
    ]
    for words in names {
      let name = (["help"] + words.split(separator: " ")).joined(separator: "-") + ".txt"
      try expectGolden(run("help " + words).output, name)
    }
  }
}
