import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

@Suite("Codes of images")
struct CodeTableTests {
  private static let digits = BuiltinDigits(count: 40).images

  private static func autoencoder(seed: UInt64 = 1) -> TrainingCheckpoint<QuantizedConfiguration> {
    let configuration = QuantizedConfiguration(
      architecture: QuantizedArchitecture(
        image: digits.shape, positions: 3, codes: 5, dimension: 2, encoder: [8], decoder: [8]),
      seedingImages: 40, seed: seed)
    let model = configuration.model
    return TrainingCheckpoint(
      configuration: configuration, data: "", progress: TrainingProgress(), validation: nil,
      parameters: configuration.initialParameters(
        model, for: digits, threads: 1, using: Philox(seed: seed)),
      optimizerState: nil)
  }

  @Test("A table holds what the encoder chose, image after image")
  func codes() {
    let autoencoder = Self.autoencoder()
    let table = autoencoder.codes(of: Self.digits, threads: 2)
    let terms = autoencoder.model.terms(
      of: Self.digits, autoencoder.parameters, binarization: .none, threads: 1,
      using: Philox(seed: 0))
    #expect(table.indices == terms.codes)
    #expect(table.count == 40 && table.positions == 3 && table.codes == 5)
    #expect(table[10..<12].indices == Array(terms.codes[30..<36]))
    let counts = table.usage(at: 1).counts
    #expect(counts.reduce(0, +) == 40)
    #expect(counts[0] == Double((0..<40).count { terms.codes[3 * $0 + 1] == 0 }))
  }

  @Test("Checksums tell codes and models apart")
  func checksums() {
    let table = CodeTable(positions: 2, codes: 3, indices: [0, 1, 2, 0], model: "a")
    let same = CodeTable(positions: 2, codes: 3, indices: [0, 1, 2, 0], model: "a")
    #expect(table.checksum == same.checksum)
    for other in [
      CodeTable(positions: 2, codes: 3, indices: [0, 1, 2, 1], model: "a"),
      CodeTable(positions: 2, codes: 3, indices: [0, 1, 2, 0], model: "b"),
      CodeTable(positions: 4, codes: 3, indices: [0, 1, 2, 0], model: "a"),
      CodeTable(positions: 2, codes: 4, indices: [0, 1, 2, 0], model: "a"),
    ] {
      #expect(other.checksum != table.checksum)
    }

    let autoencoder = Self.autoencoder()
    let (model, parameters) = (autoencoder.model, autoencoder.parameters)
    let checksum = model.checksum(parameters)
    for block in model.layout.blocks {
      let other = parameters.copy()
      other[block].start[block.count - 1] += 1
      let isPart = block != model.usage && block != model.sums
      #expect((model.checksum(other) != checksum) == isPart, "\(block.name)")
    }
  }

  @Test("A prior is used with the weights whose codes it was trained on, and with no others")
  func tied() throws {
    let autoencoder = Self.autoencoder()
    let table = autoencoder.codes(of: Self.digits, threads: 1)
    let folder = RunFolder(path: try TemporaryFolder().path)
    let missing = #expect(throws: CheckpointError.self) { try folder.prior(for: autoencoder) }
    #expect(missing?.kind == .missing)
    let run = TrainingRun(
      examples: table, validation: nil,
      configuration: PriorConfiguration(
        architecture: PriorArchitecture(positions: 3, codes: 5, hidden: [6]),
        autoencoder: table.model, batch: 20, epochs: 1),
      folder: RunFolder(path: folder.path, stage: .prior), threads: 1)
    let trained = try run.run(resumes: false).model
    let prior = try folder.prior(for: autoencoder)
    #expect(prior.parameters.values.elementsEqual(trained.parameters.values))
    let other = #expect(throws: CheckpointError.self) {
      try folder.prior(for: Self.autoencoder(seed: 2))
    }
    #expect(other?.kind == .invalid)
  }
}
