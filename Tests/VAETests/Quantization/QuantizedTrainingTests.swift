import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

private let digits = BuiltinDigits(count: 250).images

private func settings(
  _ rule: CodebookRule = .movingAverage, codes: Int = 9, revival: Double = 0.2,
  seedingImages: Int = 60, rate: Double = 1e-3, batch: Int = 100, quantizer: Quantizer = .product
) -> QuantizedConfiguration {
  QuantizedConfiguration(
    architecture: QuantizedArchitecture(
      image: digits.shape, positions: 3, codes: codes, dimension: 4, quantizer: quantizer,
      encoder: [16], decoder: [12]),
    codebook: rule, movingAverage: MovingAverage(decay: 0.9), revival: revival,
    codeNoise: quantizer == .residual ? 0.4 : nil, seedingImages: seedingImages,
    learningRate: .constant(rate), startsAtPixelMeans: true,
    batch: batch, epochs: 3, binarization: .stochastic, seed: 7)
}

private func bits(_ parameters: Parameters<Float>) -> [UInt32] {
  parameters.values.map(\.bitPattern)
}

private func trained(
  _ configuration: QuantizedConfiguration, steps: Int, threads: Int
) throws -> Trainer<QuantizedConfiguration> {
  let trainer = try Trainer(configuration, examples: digits, threads: threads)
  for _ in 0..<steps { _ = try trainer.step() }
  return trainer
}

@Suite struct QuantizedTrainingTests {
  @Test(
    "The number of threads changes no bit, for either rule of the codebook",
    arguments: CodebookRule.allCases, Quantizer.allCases)
  func threads(_ rule: CodebookRule, _ quantizer: Quantizer) throws {
    let settings = settings(rule, quantizer: quantizer)
    let one = try trained(settings, steps: 7, threads: 1)
    for threads in [2, 5] {
      let several = try trained(settings, steps: 7, threads: threads)
      #expect(bits(several.parameters) == bits(one.parameters))
      #expect(bits(several.optimizerState.mean) == bits(one.optimizerState.mean))
    }
  }

  @Test(
    "A run that is stopped after every step and resumed leaves the bits of one that is not",
    arguments: Quantizer.allCases)
  func resumes(_ quantizer: Quantizer) throws {
    func run(in folder: String) -> TrainingRun<QuantizedConfiguration> {
      TrainingRun(
        examples: digits[0..<200], validation: digits[200..<250],
        configuration: settings(quantizer: quantizer),
        folder: RunFolder(path: folder), threads: 1, pause: 1000)
    }
    let (whole, parts) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(try run(in: whole.path).run(resumes: false).end == .finished)
    var ends: [TrainingEnd] = []
    while ends.last != .finished {
      ends.append(try run(in: parts.path).run(resumes: !ends.isEmpty, isStopped: { true }).end)
      try #require(ends.count <= 7)
    }
    #expect(ends.count == 7)
    for file in ["checkpoint.safetensors", "best.safetensors"] {
      let left = try Data(contentsOf: URL(fileURLWithPath: whole.path + "/" + file))
      let right = try Data(contentsOf: URL(fileURLWithPath: parts.path + "/" + file))
      #expect(left == right, "\(file)")
    }
    let log = try String(contentsOfFile: RunFolder(path: whole.path).log, encoding: .utf8)
    let epochs = try log.split(separator: "\n").map {
      try JSONDecoder().decode(TrainingEpoch.self, from: Data($0.utf8))
    }
    #expect(epochs.count == 3)
    #expect(epochs.allSatisfy { ($0.perplexity ?? 0) > 1 && ($0.distance ?? 0) > 0 })

    // The other model's reader refuses it in one line.
    let path = RunFolder(path: whole.path).checkpoint
    #expect(try CheckpointFormat(path: path) == .quantized)
    #expect(throws: CheckpointError.self) {
      try TrainingCheckpoint<TrainingConfiguration>(path: path)
    }
  }

  @Test(
    "Training lowers the loss, and the codes follow the encoder",
    arguments: CodebookRule.allCases, Quantizer.allCases)
  func learns(_ rule: CodebookRule, _ quantizer: Quantizer) throws {
    var configuration = settings(rule, rate: 3e-3, quantizer: quantizer)
    configuration.epochs = 15
    let trainer = try Trainer(configuration, examples: digits, threads: 2)
    var epochs: [BoundTerms] = []
    while !trainer.isFinished {
      if let terms = try trainer.step() { epochs.append(terms) }
    }
    let (first, last) = (try #require(epochs.first), try #require(epochs.last))
    #expect(first.reconstruction < last.reconstruction)
    // log K a position; sums of three parts.
    let divergence = 250 * trainer.model.divergence
    #expect((last.divergence - divergence).magnitude <= 4 * divergence.ulp)
    let terms = trainer.model.terms(
      of: digits, trainer.parameters, binarization: .threshold, threads: 1, using: Philox(seed: 1))
    #expect(terms.codes.count == 750 && terms.codes.allSatisfy { $0 < 9 })
  }

  @Test("A code that nothing chooses is moved to a vector of the step; without revival it stays")
  func revival() throws {
    func last(revival: Double) throws -> (size: Float, countLeft: Float) {
      let configuration = settings(codes: 5, revival: revival)
      let trainer = try Trainer(configuration, examples: digits, threads: 1)
      let codes = trainer.parameters[trainer.model.codebook]
      let (usage, sums) = (
        trainer.parameters[trainer.model.usage], trainer.parameters[trainer.model.sums]
      )
      for j in 0..<codes.columns {
        codes[4, j] = 1e4
        sums[4, j] = usage[0, 4] * 1e4
      }
      let before = usage[0, 4]
      for _ in 0..<9 { _ = try trainer.step() }
      let code = codes.row(4)
      let size = (0..<codes.columns).reduce(Float(0)) { max($0, code[$1].magnitude) }
      return (size, usage[0, 4] / before)
    }
    let without = try last(revival: 0)
    #expect(without.size > 5e3)
    // γ⁹, rounded nine times.
    #expect((without.countLeft - pow(0.9, 9)).magnitude <= 20 * Float.ulpOfOne)
    #expect(try last(revival: 0.9).size < 1e3)
  }

  @Test(
    "What a run begins with: codes at the data, counts that add up to a step's vectors",
    arguments: Quantizer.allCases)
  func begins(_ quantizer: Quantizer) throws {
    let seeded = try Trainer(settings(quantizer: quantizer), examples: digits, threads: 1)
    let total = seeded.parameters[seeded.model.usage].values.reduce(0, +)
    #expect((total - 300).magnitude <= 300 * 9 * Float.ulpOfOne)
    let random = try Trainer(
      settings(seedingImages: 0, quantizer: quantizer), examples: digits, threads: 1)
    func distance(_ trainer: Trainer<QuantizedConfiguration>) -> Double {
      trainer.model.terms(
        of: digits, trainer.parameters, binarization: .threshold, threads: 1,
        using: Philox(seed: 1)
      ).sum.distance
    }
    #expect(distance(seeded) < 0.5 * distance(random))
  }

  @Test("Settings that cannot be are refused with a reason")
  func refuses() throws {
    var wrong = [settings(codes: 0), settings(codes: 1 << 17), settings(revival: 1)]
    wrong[2].revival = .nan
    var negative = settings()
    negative.commitment = -1
    var forgetful = settings()
    forgetful.movingAverage.decay = 1
    var other = settings()
    other.architecture.image = ImageShape(height: 3, width: 3)
    var noisy = settings()
    noisy.codeNoise = 0.5
    var always = settings(quantizer: .residual)
    always.codeNoise = 1
    let many = settings(codes: 1 << 15, quantizer: .residual)
    for configuration in wrong + [negative, forgetful, other, noisy, always, many] {
      #expect(throws: TrainingError.self) {
        try Trainer(configuration, examples: digits, threads: 1)
      }
    }
    #expect(throws: TrainingError.self) {
      try trained(settings(rate: 1e30), steps: 20, threads: 1)
    }
  }
}
