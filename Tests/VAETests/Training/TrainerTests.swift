import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

/// Small settings that use everything a step can use.
private func settings(
  batch: Int = 100, epochs: Int = 2, samples: Int = 1, rate: Double = 1e-3
) -> TrainingConfiguration {
  let shape = ImageShape(height: BuiltinDigits.side, width: BuiltinDigits.side)
  return TrainingConfiguration(
    architecture: Architecture(image: shape, latent: 3, encoder: [16], decoder: [12]),
    objective: Objective(.importanceWeighted, samples: samples), learningRate: .constant(rate),
    startsAtPixelMeans: true, batch: batch, epochs: epochs, warmUpEpochs: 1.5,
    binarization: .stochastic, seed: 7)
}

private let digits = BuiltinDigits(count: 250).images

private func bits(_ parameters: Parameters<Float>) -> [UInt32] {
  parameters.values.map(\.bitPattern)
}

/// Weights and moments after some steps on a number of threads.
private func trained(
  _ configuration: TrainingConfiguration, steps: Int, threads: Int
) throws -> [[UInt32]] {
  let trainer = try Trainer(configuration, examples: digits, threads: threads)
  for _ in 0..<steps { _ = try trainer.step() }
  return [
    bits(trainer.parameters), bits(trainer.optimizerState.mean),
    bits(trainer.optimizerState.square),
  ]
}

@Suite struct TrainerTests {
  @Test(
    "The number of threads changes no bit; batches that are cut into 1, 2 and 8 parts",
    arguments: [(20, 1), (100, 1), (100, 5), (250, 2)])
  func threads(batch: Int, samples: Int) throws {
    let configuration = settings(batch: batch, samples: samples)
    let one = try trained(configuration, steps: 7, threads: 1)
    for threads in [2, 3, 8] {
      #expect(try trained(configuration, steps: 7, threads: threads) == one)
    }
    var other = configuration
    other.seed += 1
    #expect(try trained(other, steps: 7, threads: 1) != one)
  }

  @Test("A run that stops anywhere and goes on from its file ends with the same bits")
  func resumes() throws {
    let configuration = settings(epochs: 3)
    let steps = 9
    let whole = try trained(configuration, steps: steps, threads: 2)
    for stop in [1, 3, 4, 8] {
      let first = try Trainer(configuration, examples: digits, threads: 1)
      for _ in 0..<stop { _ = try first.step() }
      let folder = try TemporaryFolder()
      let path = folder.path + "/checkpoint.safetensors"
      let checkpoint = TrainingCheckpoint(
        configuration: configuration, data: "", progress: first.progress, validation: nil,
        parameters: first.parameters, optimizerState: first.optimizerState)
      try CheckpointFile(path: path).write(checkpoint.file)

      let read = try TrainingCheckpoint<TrainingConfiguration>(path: path)
      #expect(read.configuration == configuration)
      #expect(read.progress == first.progress)
      let second = try Trainer(
        read.configuration, read.model, examples: digits, threads: 2, parameters: read.parameters,
        optimizerState: try #require(read.optimizerState), progress: read.progress)
      while second.progress.step < steps { _ = try second.step() }
      #expect(bits(second.parameters) == whole[0])
      #expect(bits(second.optimizerState.mean) == whole[1])
      #expect(bits(second.optimizerState.square) == whole[2])
    }
  }

  @Test("An epoch visits every image once, the last step takes what is left")
  func epochs() throws {
    let trainer = try Trainer(settings(batch: 100), examples: digits, threads: 2)
    #expect(trainer.stepsPerEpoch == 3)
    #expect(try trainer.step() == nil)
    #expect(trainer.progress.terms.examples == 100)
    _ = try trainer.step()
    let terms = try #require(try trainer.step())
    #expect(terms.examples == 250)
    #expect(trainer.progress.epoch == 1 && trainer.progress.stepInEpoch == 0)
  }

  @Test("The weight of the divergence rises over one and a half epochs")
  func warmUp() throws {
    let trainer = try Trainer(settings(batch: 125), examples: digits, threads: 1)
    var weights: [Double] = []
    while !trainer.isFinished {
      weights.append(trainer.beta)
      _ = try trainer.step()
    }
    let expected: [Double] = [0, 1.0 / 3, 2.0 / 3, 1]
    #expect(weights == expected)
  }

  @Test("A loss that is not a number stops training before the weights are touched")
  func diverges() throws {
    let trainer = try Trainer(settings(rate: 1e30), examples: digits, threads: 1)
    var before = bits(trainer.parameters)
    var stopped: TrainingError?
    for _ in 0..<6 where stopped == nil {
      before = bits(trainer.parameters)
      do throws(TrainingError) { _ = try trainer.step() } catch { stopped = error }
    }
    let step = trainer.progress.step + 1
    #expect(stopped == .diverged(epoch: trainer.progress.epoch + 1, step: step))
    #expect(bits(trainer.parameters) == before)
  }

  @Test("Settings that contradict each other, and images of another shape, are refused")
  func obstacles() throws {
    var wrong = settings()
    wrong.objective.estimator = .scoreFunction
    #expect(throws: TrainingError.self) { try Trainer(wrong, examples: digits, threads: 1) }
    var other = settings()
    other.architecture.image = ImageShape(height: 4, width: 4)
    #expect(throws: TrainingError.self) { try Trainer(other, examples: digits, threads: 1) }
    let none = ImageSet(shape: digits.shape, bytes: [])
    #expect(throws: TrainingError.self) { try Trainer(settings(), examples: none, threads: 1) }
  }

  @Test("Training raises the bound on images that it has not seen")
  func learns() throws {
    var configuration = settings(batch: 10, epochs: 12, rate: 3e-3)
    configuration.objective = Objective()
    configuration.warmUpEpochs = 0
    configuration.startsAtPixelMeans = false
    let trainer = try Trainer(configuration, examples: digits, threads: 2)
    let others = BuiltinDigits(count: 100, part: .test).images
    func bound() -> Double {
      trainer.model.elbo(
        of: others, trainer.parameters, binarization: .threshold, threads: 1,
        using: Philox(seed: 1)
      ).bound / 100
    }
    let before = bound()
    while !trainer.isFinished { _ = try trainer.step() }
    // An untrained decoder gives about log ½ a pixel: −543 in all.
    #expect(before < -500)
    #expect(bound() > before / 2)
  }
}
