import Datasets
import Distributions
import Networks
import Tensors

/// Room for some images of a batch, and their part of the gradient.
public struct QuantizedShard: TrainingShard {
  let workspace: QuantizedWorkspace<Float>
  /// ∂loss/∂parameters.
  public let gradient: Parameters<Float>
}

// How a VQ-VAE is trained.
extension QuantizedConfiguration: TrainingTask {
  /// The format of its checkpoints.
  public static var format: CheckpointFormat { .quantized }

  /// The model.
  public var model: QuantizedAutoencoder { QuantizedAutoencoder(architecture) }

  /// One.
  public var samples: Int { 1 }

  /// Why there can be no such run.
  public var obstacle: String? {
    if let obstacle = architecture.obstacle { return obstacle }
    if !(commitment >= 0 && commitment.isFinite) {
      return "the commitment weight must be a number from 0 up"
    }
    if !(0..<1).contains(movingAverage.decay) {
      return "the decay of the moving average must be from 0 up to but not including 1"
    }
    if !(movingAverage.smoothing >= 0 && movingAverage.smoothing.isFinite) {
      return "the smoothing of the counts must be a number from 0 up"
    }
    if !(0..<1).contains(revival) {
      return "the share below which a code is revived must be from 0 up to but not including 1"
    }
    return nil
  }

  /// Why it cannot be on these images.
  public func obstacle(to images: ImageSet) -> String? {
    images.shape == architecture.image
      ? nil : "the model is for images of \(architecture.image), the data are \(images.shape)"
  }

  /// By the initialiser; the codebook begins at what the encoder then makes of the first images.
  public func initialParameters(
    _ model: QuantizedAutoencoder, for images: ImageSet, threads: Int, using generator: Philox
  ) -> Parameters<Float> {
    let parameters: Parameters<Float> = model.initialParameters(
      initializer, pixelMeans: startsAtPixelMeans ? images.pixelMeans : nil, using: generator)
    let count = min(seedingImages, images.count)
    let (codes, usage) = (parameters[model.codebook], parameters[model.usage])
    let vectorsOfStep = Double(min(batch, images.count) * architecture.positions)
    usage.fill(Float(vectorsOfStep / Double(architecture.codes)))
    if count > 0 {
      let encodings = model.encodings(
        of: images[0..<count], parameters, binarization, threads: threads,
        using: generator.substream("seeding pixels"))
      let vectors = encodings.reshaped(columns: architecture.dimension)
      let chosen = CodebookSeeding().seed(
        codes, from: vectors, using: generator.substream("seeding"))
      let share = vectorsOfStep / Double(vectors.rows)
      let counts = withExtendedLifetime(chosen) {
        CodeUsage(chosen.values, codes: architecture.codes).counts
      }
      for (code, count) in counts.enumerated() { usage.start[code] = Float(share * count) }
    }
    model.setSums(parameters)
    return parameters
  }

  /// A workspace and a gradient.
  public func shard(_ model: QuantizedAutoencoder, examples: Int) -> QuantizedShard {
    QuantizedShard(
      workspace: QuantizedWorkspace(model, examples: examples),
      gradient: Parameters(model.layout))
  }

  /// Reads the images and differentiates the loss.
  public func differentiate(
    _ model: QuantizedAutoencoder, _ indices: UnsafeBufferPointer<Int>, of images: ImageSet,
    beta: Double, unit: Double, _ parameters: Parameters<Float>, _ shard: QuantizedShard,
    using generator: Philox
  ) -> BoundTerms {
    images.gather(
      indices, binarization, using: generator.substream("pixels"), into: shard.workspace.images)
    return model.gradient(
      of: loss, count: indices.count, unit: unit, parameters, shard.workspace,
      into: shard.gradient)
  }

  /// Moves counts, and codes that follow them; revives codes that are hardly used.
  public func finishStep(
    _ model: QuantizedAutoencoder, _ parameters: Parameters<Float>,
    _ state: Optimizer.State<Float>, _ shards: [(shard: QuantizedShard, examples: Int)],
    using generator: Philox
  ) {
    let statistics = CodeStatistics<Float>(
      codes: architecture.codes, dimension: architecture.dimension)
    let vectors = shards.map { shard, examples in
      shard.workspace.encoder.output(rows: examples).reshaped(columns: architecture.dimension)
    }
    for (part, vectors) in zip(shards, vectors) {
      statistics.add(vectors, part.shard.workspace.indices.start)
    }
    let usage = parameters[model.usage]
    switch codebook {
    case .movingAverage:
      movingAverage.follow(
        codes: parameters[model.codebook], usage: usage, sums: parameters[model.sums], statistics)
    case .gradient:
      movingAverage.follow(usage: usage, statistics)
    }
    if revival > 0 {
      model.revive(
        parameters, state, below: Float(revival), from: vectors,
        using: generator.substream("revival"))
    }
  }

  /// log p(x|z_q) less log K a position.
  public func bound(
    _ model: QuantizedAutoencoder, of images: ImageSet, _ parameters: Parameters<Float>,
    threads: Int
  ) -> Double {
    model.terms(
      of: images, parameters, binarization: binarization, threads: threads,
      using: Philox(seed: seed).substream("validation")
    ).sum.bound / Double(images.count)
  }

  /// The running counts.
  public func usage(_ model: QuantizedAutoencoder, _ parameters: Parameters<Float>) -> CodeUsage? {
    CodeUsage(counts: parameters[model.usage].values.map(Double.init))
  }
}

extension QuantizedAutoencoder {
  /// m = N e: the sums that go with counts and codes.
  func setSums(_ parameters: Parameters<Float>) {
    let (codes, counts, sums) = (parameters[codebook], parameters[usage], parameters[sums])
    for code in 0..<codes.rows {
      for j in 0..<codes.columns { sums[code, j] = counts.start[code] * codes[code, j] }
    }
  }

  /// Moves every code whose count is below a share of an equal use to a vector drawn from a step's.
  ///
  /// The code begins with the count of an equal use, and without a memory of the optimiser's.
  func revive(
    _ parameters: Parameters<Float>, _ state: Optimizer.State<Float>, below share: Float,
    from vectors: [Matrix<Float>], using generator: Philox
  ) {
    let (codes, counts, sums) = (parameters[codebook], parameters[usage], parameters[sums])
    let equal = counts.values.reduce(0, +) / Float(codes.rows)
    let all = vectors.map(\.rows).reduce(0, +)
    var stream = generator
    for code in 0..<codes.rows where counts.start[code] < share * equal {
      var row = Int(stream.next().multipliedFullWidth(by: UInt64(all)).high)
      guard
        let part = vectors.first(where: { part in
          if row < part.rows { return true }
          row -= part.rows
          return false
        })
      else { return }
      codes.row(code).update(from: part.row(row), count: codes.columns)
      counts.start[code] = equal
      for j in 0..<codes.columns { sums[code, j] = equal * codes[code, j] }
      for moments in [state.mean, state.square] where moments.layout == layout {
        moments[codebook].row(code).update(repeating: 0, count: codes.columns)
      }
    }
  }
}
