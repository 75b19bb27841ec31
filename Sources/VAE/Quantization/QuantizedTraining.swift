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
    guard let codeNoise else { return nil }
    if architecture.quantizer != .residual {
      return "code noise is for a residual quantiser, whose last codes are the least"
    }
    return (0..<1).contains(codeNoise)
      ? nil : "the share of images with code noise must be from 0 up to but not including 1"
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
    let vectorsOfStep = Double(
      min(batch, images.count) * architecture.positions / architecture.codebooks)
    parameters[model.usage].fill(Float(vectorsOfStep / Double(architecture.codes)))
    if count > 0 {
      let encodings = model.encodings(
        of: images[0..<count], parameters, binarization, threads: threads,
        using: generator.substream("seeding pixels"))
      let vectors = encodings.reshaped(columns: architecture.dimension)
      let stream = generator.substream("seeding")
      for book in 0..<architecture.codebooks {
        seed(
          book, of: model, parameters, from: vectors, vectorsOfStep: vectorsOfStep,
          using: architecture.quantizer == .residual ? stream.substream(book) : stream)
      }
    }
    model.setSums(parameters)
    return parameters
  }

  /// Begins a codebook at vectors, and leaves of them what its codes do not say, for a codebook that comes after it.
  private func seed(
    _ book: Int, of model: QuantizedAutoencoder, _ parameters: Parameters<Float>,
    from vectors: Matrix<Float>, vectorsOfStep: Double, using generator: Philox
  ) {
    let codes = model.rows(of: book, in: parameters[model.codebook])
    let chosen = CodebookSeeding().seed(codes, from: vectors, using: generator)
    let share = vectorsOfStep / Double(vectors.rows)
    let usage = parameters[model.usage].start + book * architecture.codes
    withExtendedLifetime(chosen) {
      let counts = CodeUsage(chosen.values, codes: architecture.codes).counts
      for (code, count) in counts.enumerated() { usage[code] = Float(share * count) }
      for (row, code) in chosen.values.enumerated() where book + 1 < architecture.codebooks {
        let (v, e) = (vectors.row(row), codes.row(Int(code)))
        for j in 0..<vectors.columns { v[j] -= e[j] }
      }
    }
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
    if let codeNoise {
      CodeNoise(share: codeNoise).draw(
        shard.workspace.replacements, images: indices.count, architecture,
        using: generator.substream("code noise"))
    }
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
    var stream = generator.substream("revival")
    for book in 0..<architecture.codebooks {
      let choices = shards.map { shard, examples in
        let encodings = shard.workspace.encoder.output(rows: examples)
        return model.choices(from: book, encodings, shard.workspace)
      }
      let statistics = CodeStatistics<Float>(
        codes: architecture.codes, dimension: architecture.dimension)
      for (vectors, indices) in choices { statistics.add(vectors, indices) }
      let codes = model.codebook(book, parameters)
      switch codebook {
      case .movingAverage:
        movingAverage.follow(
          codes: codes.codes, usage: codes.usage, sums: codes.sums, statistics)
      case .gradient:
        movingAverage.follow(usage: codes.usage, statistics)
      }
      guard revival > 0 else { continue }
      model.revive(
        book, parameters, state, below: Float(revival), from: choices.map(\.vectors),
        using: &stream)
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
    CodeUsage(
      counts: parameters[model.usage].values.map(Double.init), codebooks: architecture.codebooks)
  }
}

extension QuantizedAutoencoder {
  /// e, N and m of one codebook.
  fileprivate func codebook(
    _ book: Int, _ parameters: Parameters<Float>
  ) -> (codes: Matrix<Float>, usage: Matrix<Float>, sums: Matrix<Float>) {
    let usage = parameters[usage].reshaped(columns: architecture.codes)
    return (
      rows(of: book, in: parameters[codebook]), usage.rows(book..<book + 1),
      rows(of: book, in: parameters[sums])
    )
  }

  /// m = N e: the sums that go with counts and codes.
  func setSums(_ parameters: Parameters<Float>) {
    let (codes, counts, sums) = (parameters[codebook], parameters[usage], parameters[sums])
    for code in 0..<codes.rows {
      for j in 0..<codes.columns { sums[code, j] = counts.start[code] * codes[code, j] }
    }
  }

  /// Moves every code of a codebook whose count is below a share of an equal use to a vector drawn from a step's.
  ///
  /// The code begins with the count of an equal use, and without a memory of the optimiser's.
  func revive(
    _ book: Int, _ parameters: Parameters<Float>, _ state: Optimizer.State<Float>,
    below share: Float, from vectors: [Matrix<Float>], using stream: inout Philox
  ) {
    let (codes, counts, sums) = codebook(book, parameters)
    let equal = counts.values.reduce(0, +) / Float(codes.rows)
    let all = vectors.map(\.rows).reduce(0, +)
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
        rows(of: book, in: moments[codebook]).row(code).update(repeating: 0, count: codes.columns)
      }
    }
  }
}
