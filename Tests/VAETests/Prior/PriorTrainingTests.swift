import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

/// Codes of a known law: the first position uniform over four, each next one equal to the one before with probability
/// ¾, else uniform over the others.
private func chain(_ images: Int, positions: Int = 4, seed: UInt64 = 1) -> CodeTable {
  var stream = Philox(seed: seed)
  var indices: [UInt32] = []
  for _ in 0..<images {
    var code = UInt32(stream.next() % 4)
    for position in 0..<positions {
      if position > 0, stream.uniform() > 0.75 { code = (code + 1 + UInt32(stream.next() % 3)) % 4 }
      indices.append(code)
    }
  }
  return CodeTable(positions: positions, codes: 4, indices: indices, model: "chain")
}

private func settings(
  batch: Int = 100, epochs: Int = 2, optimizer: Optimizer = .adam(), rate: Double = 1e-3,
  dropout: Double = 0.3
) -> PriorConfiguration {
  PriorConfiguration(
    architecture: PriorArchitecture(positions: 4, codes: 4, hidden: [12, 10]),
    autoencoder: "chain", optimizer: optimizer, learningRate: .constant(rate), dropout: dropout,
    batch: batch, epochs: epochs, seed: 7)
}

private func bits(_ parameters: Parameters<Float>) -> [UInt32] {
  parameters.values.map(\.bitPattern)
}

private let table = chain(250)

@Suite("Prior over codes: training")
struct PriorTrainingTests {
  private func trained(
    _ configuration: PriorConfiguration, steps: Int, threads: Int
  ) throws -> Trainer<PriorConfiguration> {
    let trainer = try Trainer(configuration, examples: table, threads: threads)
    for _ in 0..<steps { _ = try trainer.step() }
    return trainer
  }

  @Test("The number of threads changes no bit; batches that are cut into 1, 2 and 5 parts")
  func threads() throws {
    for batch in [20, 100, 250] {
      let one = try trained(settings(batch: batch), steps: 5, threads: 1)
      for threads in [2, 3] {
        let several = try trained(settings(batch: batch), steps: 5, threads: threads)
        #expect(bits(several.parameters) == bits(one.parameters))
        #expect(bits(several.optimizerState.square) == bits(one.optimizerState.square))
      }
    }
  }

  @Test(
    "Weights that must be zero stay zero under every optimiser, and the others move",
    arguments: [
      Optimizer.adam(), .descent(momentum: 0.9),
      .rmsprop(decay: 0.9, epsilon: 1e-8, isCentered: true),
    ])
  func masked(optimizer: Optimizer) throws {
    let trainer = try trained(settings(optimizer: optimizer), steps: 9, threads: 1)
    let (model, parameters) = (trainer.model, trainer.parameters)
    let masked = parameters.copy()
    model.network.mask(masked)
    #expect(bits(masked) == bits(parameters))
    let start = settings(optimizer: optimizer).initialParameters(
      model, for: table, threads: 1, using: Philox(seed: 7).substream("initialize"))
    let movable = Parameters<Float>(model.layout)
    for block in model.layout.blocks { movable[block].fill(1) }
    model.network.mask(movable)
    for layer in model.network.perceptron.layers {
      let moved = layer.weight.range.count {
        parameters.buffer.start[$0] != start.buffer.start[$0]
      }
      let free = layer.weight.range.count { movable.buffer.start[$0] == 1 }
      // Units that never fire keep their weights.
      #expect(moved > free / 2 && moved <= free && free < layer.weight.count)
    }
  }

  @Test("A run that is stopped after every step and resumed leaves the files of one that is not")
  func resumes() throws {
    func run(in folder: String) -> TrainingRun<PriorConfiguration> {
      TrainingRun(
        examples: table[0..<200], validation: table[200..<250],
        configuration: settings(epochs: 3), folder: RunFolder(path: folder, stage: .prior),
        threads: 2, pause: 1000)
    }
    let (whole, parts) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(try run(in: whole.path).run(resumes: false).end == .finished)
    var ends: [TrainingEnd] = []
    while ends.last != .finished {
      ends.append(try run(in: parts.path).run(resumes: !ends.isEmpty, isStopped: { true }).end)
      try #require(ends.count <= 7)
    }
    #expect(ends.count == 7)
    for file in ["prior-checkpoint.safetensors", "prior-best.safetensors"] {
      let left = try Data(contentsOf: URL(fileURLWithPath: whole.path + "/" + file))
      let right = try Data(contentsOf: URL(fileURLWithPath: parts.path + "/" + file))
      #expect(left == right, "\(file)")
    }
    let path = RunFolder(path: whole.path, stage: .prior).checkpoint
    #expect(try CheckpointFormat(path: path) == .prior)
    let error = #expect(throws: CheckpointError.self) {
      try TrainingCheckpoint<QuantizedConfiguration>(path: path)
    }
    #expect(error?.finding == "holds a prior over codes, not a VQ-VAE")
    #expect(throws: CheckpointError.self) {
      var other = run(in: whole.path)
      other.examples = table[1..<201]
      return try other.run(resumes: true)
    }
  }

  @Test("Codes of another model or another shape, and settings that make no sense, are refused")
  func obstacles() throws {
    func refuses(_ configuration: PriorConfiguration, _ table: CodeTable) -> Bool {
      do throws(TrainingError) {
        _ = try Trainer(configuration, examples: table, threads: 1)
        return false
      } catch { return true }
    }
    #expect(!refuses(settings(), table))
    let foreign = CodeTable(positions: 4, codes: 4, indices: table.indices, model: "other")
    #expect(refuses(settings(), foreign))
    #expect(refuses(settings(), chain(50, positions: 3)))
    #expect(refuses(settings(dropout: 1), table))
    #expect(refuses(settings(dropout: .nan), table))
  }

  @Test("An untrained prior knows the frequencies, a trained one comes near the entropy")
  func learns() throws {
    var configuration = settings(batch: 50, epochs: 12, rate: 3e-3, dropout: 0)
    configuration.architecture.hidden = [16]
    let (many, others) = (chain(2000), chain(2000, seed: 2))
    let trainer = try Trainer(configuration, examples: many, threads: 2)
    func bound() -> Double {
      configuration.bound(trainer.model, of: others, trainer.parameters, threads: 1)
    }
    // One uniform position and three that follow the one before.
    let entropy = log(4.0) + 3 * (0.75 * log(1 / 0.75) + 0.25 * log(3 / 0.25))
    let before = bound()
    #expect(before < -3.9 * log(4.0))
    while !trainer.isFinished { _ = try trainer.step() }
    let logs = trainer.model.logLikelihoods(of: others, trainer.parameters, threads: 1)
    let mean = logs.reduce(0, +) / 2000
    let variance = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1999
    let error = (variance / 2000).squareRoot()
    // No law is better in the mean than the law of the codes.
    #expect(mean <= -entropy + 5 * error)
    #expect(mean >= -entropy - 5 * error - 0.1)
  }
}
