import Datasets
import Distributions
import Networks
import Tensors

/// The memory in which one thread samples importance weights.
struct SamplingScratch<Element: Scalar> {
  /// Rows of a decoder pass: enough to pay for packing the weights, few enough to stay in the cache.
  static var rowsTogether: Int { 500 }

  /// Images of a pass and samples of each, so that a pass has about `rowsTogether` rows.
  let images: Int
  let samples: Int
  let targets: Matrix<Element>
  let noise: Matrix<Element>
  let words: Buffer<Double>
  let latents: Matrix<Element>
  let trace: Perceptron.Trace<Element>
  let logLikelihood: Matrix<Element>
  let logRatio: Matrix<Element>
  let logWeights: Buffer<Double>

  /// Images of one pass, for K samples an image.
  static func imagesTogether(samples: Int) -> Int { max(rowsTogether / samples, 1) }

  init(_ model: VariationalAutoencoder, samples: Int) {
    let latent = model.architecture.latent
    images = Self.imagesTogether(samples: samples)
    self.samples = min(samples, Self.rowsTogether)
    let rows = images * self.samples
    targets = Matrix(rows: images, columns: model.architecture.image.count)
    noise = Matrix(rows: self.samples, columns: latent)
    words = Buffer(count: Element.self == Float.self ? 0 : noise.count)
    latents = Matrix(rows: rows, columns: latent)
    trace = Perceptron.Trace(model.decoder, rows: rows, differentiatesInput: false)
    logLikelihood = Matrix(rows: rows, columns: 1)
    logRatio = Matrix(rows: rows, columns: 1)
    logWeights = Buffer(count: images * samples)
  }

  /// Draws ε of some samples; in single precision the numbers are those of `Double`, rounded.
  func fillNoise(_ samples: Int, using stream: inout Philox) {
    let block = noise.rows(0..<samples).values
    if let single = block as? UnsafeMutableBufferPointer<Float> {
      stream.fillNormals(single)
    } else {
      stream.fillNormals(UnsafeMutableBufferPointer(start: words.start, count: block.count))
      for index in block.indices { block[index] = Element(words.start[index]) }
    }
  }
}

extension VariationalAutoencoder {
  /// Samples K importance weights for every image and keeps what they say.
  ///
  /// Image *i* draws from sub-stream *i* of the generator, and images are worked on in groups that depend on K only:
  /// the bits depend on neither the threads nor, but for rounding in the products, on the group.
  ///
  /// - Parameters:
  ///   - observations: The images.
  ///   - posteriors: Their encodings.
  ///   - samples: K.
  ///   - curve: Numbers of samples for which L_k is asked for, increasing, the last being K.
  ///   - generator: The stream of the noise.
  ///   - threads: How many threads share the images.
  ///   - onImages: Told, from any thread, how many images more are done.
  /// - Complexity: K decoder passes an image; memory for about 500 rows a thread.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func sampleWeights<Element: Scalar>(
    of observations: Observations<Element>, _ posteriors: PosteriorTable<Element>,
    _ parameters: Parameters<Element>, samples: Int, curve: [Int], using generator: Philox,
    threads: Int, onImages: @Sendable (Int) -> Void = { _ in }
  ) -> ImageTerms {
    precondition(
      samples >= 1 && curve.last == samples, "\(samples) samples and a curve of \(curve)")
    let count = observations.count
    let terms = ImageTerms(images: count, samples: samples, curve: curve)
    let group = SamplingScratch<Element>.imagesTogether(samples: samples)
    let groups = (count + group - 1) / group
    let shards = min(max(threads, 1), max(groups, 1))
    inParallel(pieces: shards, threads: threads) { shard in
      let scratch = SamplingScratch<Element>(self, samples: samples)
      for index in groups * shard / shards..<groups * (shard + 1) / shards {
        let range = index * group..<min((index + 1) * group, count)
        observations.read(range, scratch.targets)
        sampleGroup(range, posteriors, parameters, generator, terms, scratch)
        onImages(range.count)
      }
    }
    return terms
  }

  /// The samples of a group of images, pass by pass.
  private func sampleGroup<Element: Scalar>(
    _ range: Range<Int>, _ posteriors: PosteriorTable<Element>, _ parameters: Parameters<Element>,
    _ generator: Philox, _ terms: ImageTerms, _ scratch: SamplingScratch<Element>
  ) {
    let samples = terms.samples
    var first = 0
    while first < samples {
      let these = min(scratch.samples, samples - first)
      for (row, image) in range.enumerated() {
        var stream = generator.substream(image)
        stream.skip(UInt64(first * posteriors.latent))
        draw(image, posteriors, these, &stream, firstRow: row * these, scratch)
      }
      let rows = range.count * these
      let outputs = decoder.forward(scratch.latents.rows(0..<rows), parameters, scratch.trace)
      observation.logLikelihood(
        outputs, of: scratch.targets, repeats: these, parameters, into: scratch.logLikelihood)
      for (row, image) in range.enumerated() {
        collect(image, these, firstRow: row * these, terms, scratch)
        let weights = scratch.logWeights.start + row * samples + first
        for k in 0..<these {
          let place = row * these + k
          weights[k] =
            scratch.logLikelihood.start[place].double + scratch.logRatio.start[place].double
        }
      }
      first += these
    }
    for (row, image) in range.enumerated() { summarize(image, row, posteriors, terms, scratch) }
  }

  /// z = μ + σε, and log p(z) − log q(z|x) = ½ Σ (log σ² + ε² − z²), for some samples of an image.
  private func draw<Element: Scalar>(
    _ image: Int, _ posteriors: PosteriorTable<Element>, _ samples: Int,
    _ stream: inout Philox, firstRow: Int, _ scratch: SamplingScratch<Element>
  ) {
    let latent = posteriors.latent
    scratch.fillNoise(samples, using: &stream)
    let (μ, σ) = (posteriors.means.row(image), posteriors.deviations.row(image))
    let half = Element(0.5)
    var constant = Element.zero
    for j in 0..<latent { constant += posteriors.logVariances[image, j] }
    for k in 0..<samples {
      let (ε, z) = (scratch.noise.row(k), scratch.latents.row(firstRow + k))
      var sum = constant
      for j in 0..<latent {
        let value = μ[j] + σ[j] * ε[j]
        z[j] = value
        sum += ε[j] * ε[j] - value * value
      }
      scratch.logRatio.start[firstRow + k] = half * sum
    }
  }

  /// Adds the terms of some samples to those of their image.
  private func collect<Element: Scalar>(
    _ image: Int, _ samples: Int, firstRow: Int, _ terms: ImageTerms,
    _ scratch: SamplingScratch<Element>
  ) {
    var (reconstruction, ratio) = (0.0, 0.0)
    for row in firstRow..<firstRow + samples {
      reconstruction += scratch.logLikelihood.start[row].double
      ratio += scratch.logRatio.start[row].double
    }
    terms[image, .reconstruction] += reconstruction / Double(terms.samples)
    terms[image, .logRatio] += ratio / Double(terms.samples)
  }

  private func summarize<Element: Scalar>(
    _ image: Int, _ row: Int, _ posteriors: PosteriorTable<Element>, _ terms: ImageTerms,
    _ scratch: SamplingScratch<Element>
  ) {
    let weights = LogWeights(
      UnsafeBufferPointer(
        start: scratch.logWeights.start + row * terms.samples, count: terms.samples))
    terms[image, .divergence] = posteriors.divergence(of: image)
    terms[image, .effectiveSamples] = weights.effectiveSamples
    for (index, k) in terms.curve.enumerated() {
      terms.numbers[image, ImageTerms.Column.allCases.count + index] =
        weights.meanBound(blocksOf: k)
    }
  }
}
