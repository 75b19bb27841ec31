import Datasets
import Foundation
import Networks
import Reporting
import Tensors
import Testing
import VAE
import VAELab

private struct Numbers: Decodable {
  struct Estimate: Decodable {
    let mean: Double
  }

  let reconstruction, perplexity, bits, independent: Double
  let squaredError, quantizationError, elbo: Estimate
  let priorBits, priorBound: Estimate?
  let images, positions, codes, unused: Int
  let counts: [Int]

  enum CodingKeys: String, CodingKey {
    case reconstruction, perplexity, elbo, images, positions, codes, counts
    case bits = "bits_per_image"
    case independent = "independent_bits_per_image"
    case squaredError = "squared_error"
    case quantizationError = "quantization_error"
    case priorBits = "prior_bits_per_image"
    case priorBound = "prior_elbo"
    case unused = "unused_codes"
  }
}

private struct Samples: Decodable {
  let prior: String
  let codes: [[Int]]
}

private struct Sheet: Decodable {
  let codes, counts: [Int]
  let positions: Int
}

@Suite("Commands on VQ-VAEs")
struct QuantizedCommandTests {
  @Test("All commands read a VQ-VAE with a residual quantiser")
  func residual() throws {
    try QuantizedFixture.use { fixture, folder in
      let (model, data) = (folder + "/residual", ["--data", fixture.digits])
      let small = QuantizedFixture.small + QuantizedFixture.residual
      for words in [small, ["--stage", "prior", "--hidden", "7"]] {
        let outcome = run(["train"] + data + words + ["--out", model, "--epochs", "2"])
        try #require(outcome.status == 0, "\(outcome.errors)")
      }
      let numbers: Numbers = try JSON.value(
        from: run(["evaluate", model, "--json"] + data).output)
      #expect(numbers.positions == 3 && numbers.codes == 5 && numbers.counts.count == 15)
      for position in 0..<3 {
        #expect(numbers.counts[position * 5..<position * 5 + 5].reduce(0, +) == 30)
      }
      #expect(numbers.perplexity <= 5 && numbers.priorBits != nil)
      let text = run(["evaluate", model] + data).output
      #expect(text.contains("(3+2)") && text.contains("mean entropy of 3 codebooks"))
      for words in [
        ["reconstruct", model] + data, ["codes", model] + data, ["sample", model, "--count", "4"],
      ] {
        let outcome = run(words + ["--output", folder + "/x.png"])
        #expect(outcome.status == 0, "\(words[0]): \(outcome.errors)")
      }
    }
  }

  @Test("An evaluation's parts fit together, on any number of threads")
  func evaluation() throws {
    try QuantizedFixture.use { fixture, _ in
      let words = ["evaluate", fixture.withPrior, "--data", fixture.digits]
      let outcome = run(words + ["--json", "--threads", "1"])
      try #require(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(run(words + ["--json", "--threads", "3"]).output == outcome.output)
      let numbers: Numbers = try JSON.value(from: outcome.output)
      #expect(numbers.images == 30 && numbers.positions == 3 && numbers.codes == 5)
      let uniform = 3 * log(5.0)
      #expect((numbers.bits - uniform / log(2)).magnitude <= 1e-12)
      #expect((numbers.reconstruction - uniform - numbers.elbo.mean).magnitude <= 1e-9)
      let bits = try #require(numbers.priorBits?.mean)
      let bound = try #require(numbers.priorBound?.mean)
      #expect((numbers.reconstruction - bits * log(2) - bound).magnitude <= 1e-9)
      #expect(numbers.independent <= numbers.bits + 1e-12)
      #expect(numbers.counts.reduce(0, +) == 90 && numbers.counts.count == 5)
      let usage = CodeUsage(counts: numbers.counts.map(Double.init))
      #expect((numbers.perplexity - usage.perplexity).magnitude <= 1e-12)
      #expect(numbers.unused == usage.unused)
      #expect(numbers.squaredError.mean > 0 && numbers.quantizationError.mean > 0)

      let without: Numbers = try JSON.value(
        from: run(words + ["--json", "--prior", "uniform"]).output)
      #expect(without.priorBits == nil && without.elbo.mean == numbers.elbo.mean)
      let text = run(words)
      #expect(text.status == 0 && text.output.contains("-log₂ p(codes)"))
    }
  }

  @Test("Pictures have the size of their grids and say the same at every run")
  func pictures() throws {
    try QuantizedFixture.use { fixture, folder in
      let data = ["--data", fixture.digits]
      let commands: [(words: [String], width: Int, height: Int)] = [
        (["sample", fixture.model, "--count", "5"], 3 * 58 + 2, 2 * 58 + 2),
        (["sample", fixture.withPrior, "--count", "4", "--draw", "--scale", "1"], 62, 62),
        (["reconstruct", fixture.model, "--count", "7", "--columns", "4"] + data, 234, 240),
        (["codes", fixture.model] + data, 5 * 58 + 2, 3 * 58 + 2),
        (["codes", fixture.model, "--view", "image", "--most", "2"] + data, 176, 176),
        (["codes", fixture.model, "--view", "alone"] + data, 3 * 58 + 2, 2 * 58 + 2),
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
        let json = run(command.words + ["--json", "--output", folder + "/json.png"])
        #expect(json.status == 0)
        #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
      }
      // The largest change of the sheet of effects is white or black, and there is no code without one.
      let sheet = try PNGImage(contentsOf: folder + "/3.png")
      #expect(sheet.pixels.contains(0) || sheet.pixels.contains(255))
      let found: Sheet = try JSON.value(
        from: run(["codes", fixture.model, "--json", "--output", folder + "/x.png"] + data).output)
      #expect(found.positions == 3 && found.codes.sorted() == [0, 1, 2, 3, 4])
      #expect(found.counts == found.counts.sorted(by: >))
    }
  }

  @Test(
    "Samples come from the learned prior where there is one, else from the uniform one, and say so")
  func priors() throws {
    try QuantizedFixture.use { fixture, folder in
      let output = ["--output", folder + "/x.png", "--count", "40"]
      func sample(_ model: String, _ more: [String] = []) throws -> Samples {
        try JSON.value(from: run(["sample", model, "--json"] + output + more).output)
      }
      let (uniform, learned) = try (sample(fixture.model), sample(fixture.withPrior))
      #expect(uniform.prior == "uniform" && learned.prior == "learned")
      #expect(try sample(fixture.withPrior, ["--prior", "uniform"]).codes == uniform.codes)
      for samples in [uniform, learned] {
        #expect(samples.codes.count == 40)
        #expect(samples.codes.allSatisfy { $0.count == 3 && $0.allSatisfy((0..<5).contains) })
      }
      let few = try sample(fixture.withPrior, ["--count", "7"])
      #expect(few.codes == Array(learned.codes.prefix(7)))
      #expect(run(["sample", fixture.model] + output).output.contains("no prior is trained"))
      let outcome = run(["sample", fixture.model, "--prior", "learned"] + output)
      #expect(outcome.status == 66 && outcome.errors.contains("--stage prior"))
    }
  }

  @Test(
    "Settings come from the options, the checkpoint holds them, and the table has their columns")
  func training() throws {
    try QuantizedFixture.use { fixture, folder in
      let out = folder + "/settings"
      let words =
        ["train", "--data", fixture.digits, "--out", out, "--epochs", "1"] + QuantizedFixture.small
        + [
          "--commitment", "0.5", "--codebook", "gradient", "--codebook-decay", "0.9", "--smoothing",
          "0.001", "--revival", "0.1", "--seeding-images", "20", "--learning-rate", "0.002",
          "--optimizer", "rmsprop", "--validation", "10", "--decoder-hidden", "6,5",
        ]
      let outcome = run(words)
      try #require(outcome.status == 0, "\(outcome.errors)")
      let lines = outcome.output.split(separator: "\n").map {
        $0.split(separator: " ").map(String.init)
      }
      #expect(
        lines[0] == [
          "epoch", "bound", "reconstruction", "distance", "perplexity", "validation", "seconds",
        ])
      #expect(lines[1].count == 7)
      let made = try TrainingCheckpoint<QuantizedConfiguration>(
        path: RunFolder(path: out).checkpoint)
      let settings = made.configuration
      #expect(settings.commitment == 0.5 && settings.codebook == .gradient)
      #expect(settings.movingAverage == MovingAverage(decay: 0.9, smoothing: 0.001))
      #expect(settings.revival == 0.1 && settings.seedingImages == 20)
      #expect(settings.architecture.decoder == [6, 5] && settings.architecture.encoder == [8])
      #expect(settings.optimizer == .rmsprop() && settings.learningRate == .constant(0.002))

      let log = try String(contentsOfFile: out + "/log.jsonl", encoding: .utf8)
      #expect(log.contains("\"perplexity\":") && log.contains("\"distance\":"))
    }
  }

  // The names are those of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Search: Decodable {
    struct Product: Decodable {
      let rows: Int
      let gigaflops_per_second, share: Double
    }
    let vectors_per_second: Double
    let rates: [Double]
    let tile_product, large_product: Product
    let vectors, dimension, codes: Int
  }

  // The names are those of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Comparison: Decodable {
    struct Steps: Decodable {
      let seconds: [Double]
      let bound: Double
    }
    let vq, gaussian: Steps
    let ratio: Double
    let latent, positions, codes, images: Int
  }

  @Test("Measurements say what was measured beside what")
  func benches() throws {
    let line = "bench quantise --vectors 300 --dimension 5 --codes 7 --repeats 2 --json"
    let search: Search = try JSON.value(from: run(line).output)
    #expect(search.vectors == 300 && search.dimension == 5 && search.codes == 7)
    #expect(search.vectors_per_second == (search.rates[0] + search.rates[1]) / 2)
    #expect(search.tile_product.rows <= search.large_product.rows)
    #expect(search.tile_product.share > 0 && search.large_product.share > 0)
    #expect(run("bench quantise --codes 65537").status == 64)
    #expect(run("bench train --positions 2").errors.contains("--positions belongs to --model vq"))
    try QuantizedFixture.use { fixture, _ in
      let words = [
        "bench", "train", "--model", "vq", "--data", fixture.digits, "--epochs", "2", "--json",
        "--positions", "3", "--codes", "5", "--code-dimension", "2",
      ]
      let found: Comparison = try JSON.value(from: run(words).output)
      #expect(found.latent == 6 && found.positions == 3 && found.codes == 5 && found.images == 60)
      #expect(found.vq.seconds.count == 2 && found.gaussian.seconds.count == 2)
      #expect(found.ratio > 0 && found.vq.bound < 0 && found.gaussian.bound < 0)
    }
  }

  @Test("Help texts")
  func help() throws {
    for words in ["train", "codes", "bench train", "bench quantise"] {
      let name = (["help"] + words.split(separator: " ")).joined(separator: "-") + ".txt"
      try expectGolden(run("help " + words).output, name)
    }
  }
}
