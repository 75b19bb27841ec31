import Foundation
import Networks
import Numerics
import Tensors
import VAE

/// What a `QuantizedWitness` states, written out as loops over arrays: it reads the witness's numbers and runs none of its
/// code.
struct PlainQuantized: Sendable {
  /// x, one array an image.
  let images: [[Double]]

  /// The decoder's layers.
  let decoder: [PlainAutoencoder.Layer]

  /// e, one array a code.
  let codes: [[Double]]

  /// Codes an image.
  let positions: Int

  /// The decoder's law.
  let likelihood: Likelihood

  /// The log-variance of a Gaussian decoder with one for all numbers.
  let sharedLogVariance: Double

  /// z_e, one array an image, position after position.
  let encoded: [[Double]]

  /// k, one array an image: the least of all distances, the first among equals.
  let indices: [[Int]]

  /// Reads the numbers of a witness.
  init(_ witness: QuantizedWitness) {
    let architecture = witness.model.architecture
    let parameters = witness.parameters
    let encoder = PlainAutoencoder.layers(
      "encoder", architecture.encoder.count, architecture.activation, parameters)
    decoder = PlainAutoencoder.layers(
      "decoder", architecture.decoder.count, architecture.activation, parameters)
    likelihood = architecture.likelihood
    sharedLogVariance = PlainAutoencoder.sharedLogVariance(likelihood, parameters)
    images = witness.images
    positions = architecture.positions
    let book = parameters["codebook"]
    let codes = (0..<book.rows).map { row in (0..<book.columns).map { book[row, $0] } }
    let encoded = images.map { image in encoder.reduce(image) { $1($0) } }
    self.codes = codes
    self.encoded = encoded
    indices = encoded.map { z in
      PlainQuantized.vectors(z, architecture.dimension).map { PlainQuantized.nearest($0, codes) }
    }
  }

  /// Numbers of a code.
  var dimension: Int { codes[0].count }

  /// z_q, one array an image.
  var quantized: [[Double]] { indices.map { $0.flatMap { codes[$0] } } }

  /// z_e, one array a position of an image.
  var vectors: [[Double]] { encoded.flatMap { PlainQuantized.vectors($0, dimension) } }

  /// ‖z_e − e‖² of the nearest code, image after image, position after position.
  var distances: [Double] {
    zip(vectors, indices.joined()).map { PlainQuantized.squaredDistance($0, codes[$1]) }
  }

  /// How much further than the nearest code the next one is, at least, over all images and positions.
  var clearance: Double {
    let gaps = vectors.map { z -> Double in
      let lengths = codes.map { PlainQuantized.squaredDistance(z, $0).squareRoot() }.sorted()
      return lengths[1] - lengths[0]
    }
    return gaps.min() ?? 0
  }

  // MARK: p(x|z)

  /// log p(x|z) of an image.
  func logLikelihood(_ image: Int, _ z: [Double]) -> Double {
    let outputs = decoder.reduce(z) { $1($0) }
    return PlainAutoencoder.logLikelihood(likelihood, of: images[image], outputs, sharedLogVariance)
  }

  /// −Σ log p(x|z) over the images.
  func loss(_ latents: [[Double]]) -> Double {
    var sum = 0.0
    for (image, z) in latents.enumerated() { sum -= logLikelihood(image, z) }
    return sum
  }

  /// All tuples of codes that an image can have.
  var tuples: [[Int]] {
    (0..<positions).reduce([[]]) { tuples, _ in
      tuples.flatMap { tuple in codes.indices.map { tuple + [$0] } }
    }
  }

  /// log p(x|k) of an image for every tuple of codes.
  func logLikelihoods(_ image: Int) -> [Double] {
    tuples.map { tuple in logLikelihood(image, tuple.flatMap { codes[$0] }) }
  }

  /// Σ f(q, log p(x|k)) over the tuples, q being 1 for the nearest codes and 0 for all others, summed over the images.
  func total(_ f: (_ mass: Double, _ logLikelihood: Double) -> Double) -> Bounded {
    images.indices.flatMap { image in
      zip(tuples, logLikelihoods(image)).map { tuple, logLikelihood in
        let mass: Double = tuple == indices[image] ? 1 : 0
        return Bounded(rounded: f(mass, logLikelihood), magnitude: 1 + logLikelihood.magnitude)
      }
    }.sum()
  }

  /// log p(x) = log Σ p(k) p(x|k), the prior being uniform, summed over the images.
  var logEvidence: Bounded {
    images.indices.map { image in
      let terms = logLikelihoods(image)
      let evidence = terms.map { Bounded(rounded: exp($0), ulps: 64 * (1 + $0.magnitude)) }.sum()
      return (evidence / Double(terms.count)).logarithm
    }.sum()
  }

  // MARK: Vectors

  /// Cuts numbers into vectors.
  static func vectors(_ numbers: [Double], _ dimension: Int) -> [[Double]] {
    stride(from: 0, to: numbers.count, by: dimension).map { Array(numbers[$0..<$0 + dimension]) }
  }

  /// The first of the codes at the least distance.
  static func nearest(_ z: [Double], _ codes: [[Double]]) -> Int {
    let distances = codes.map { squaredDistance(z, $0) }
    return distances.indices.reduce(0) { distances[$1] < distances[$0] ? $1 : $0 }
  }

  /// ‖a − b‖².
  static func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
    return sum
  }
}

/// A loss with stop-gradients: what stands under one comes from `frozen`, everything else from `moving`.
///
/// Its gradient is taken in `moving`, while differences hold `frozen`. Both quantise for themselves.
typealias ModelSurrogate =
  @Sendable (_ moving: PlainQuantized, _ frozen: PlainQuantized) -> Double

/// The terms of a VQ-VAE's loss as they are differentiated.
enum ModelLoss {
  /// −log p(x | z_e + sg[z_q − z_e]): straight through.
  static let straightThrough: ModelSurrogate = { moving, frozen in
    moving.loss(sum(moving.encoded, frozen.quantized, minus: frozen.encoded))
  }

  /// −log p(x | z_q + (z_e − sg[z_e])): the same value, with the code outside of the stop-gradient.
  static let codeOutside: ModelSurrogate = { moving, frozen in
    moving.loss(sum(moving.quantized, moving.encoded, minus: frozen.encoded))
  }

  /// −log p(x|z_q) without any stop-gradient.
  static let unstopped: ModelSurrogate = { moving, _ in moving.loss(moving.quantized) }

  /// −log p(x|z_e): the quantiser left out.
  static let unquantized: ModelSurrogate = { moving, _ in moving.loss(moving.encoded) }

  /// ‖sg[z_e] − e‖².
  static let codebook: ModelSurrogate = { moving, frozen in
    squared(frozen.encoded, moving.quantized)
  }

  /// ‖z_e − sg[e]‖², without its weight β.
  static let commitment: ModelSurrogate = { moving, frozen in
    squared(moving.encoded, frozen.quantized)
  }

  /// ‖z_e − e‖².
  static let joint: ModelSurrogate = { moving, _ in squared(moving.encoded, moving.quantized) }

  /// All three terms.
  static func total(commitment β: Double) -> ModelSurrogate {
    { moving, frozen in
      let distances = codebook(moving, frozen) + β * commitment(moving, frozen)
      return straightThrough(moving, frozen) + distances
    }
  }

  /// ‖sg[z_e] − e‖² + β‖z_e − sg[e]‖².
  static func split(commitment β: Double) -> ModelSurrogate {
    { moving, frozen in codebook(moving, frozen) + β * commitment(moving, frozen) }
  }

  private static func squared(_ a: [[Double]], _ b: [[Double]]) -> Double {
    zip(a, b).map { PlainQuantized.squaredDistance($0, $1) }.reduce(0.0, +)
  }

  private static func sum(
    _ a: [[Double]], _ b: [[Double]], minus c: [[Double]]
  ) -> [[Double]] {
    a.indices.map { row in a[row].indices.map { a[row][$0] + (b[row][$0] - c[row][$0]) } }
  }
}

extension QuantizedWitness {
  /// The slope of a surrogate by differences, along the direction in which `slope` takes the model's gradient.
  ///
  /// The longest step moves no encoding and no code by as much as the witnesses' clearance allows.
  func difference(of loss: ModelSurrogate, along part: Part) -> Bounded {
    let frozen = PlainQuantized(self)
    return Differentiation.derivative(
      of: { (t: Double) -> Double in loss(PlainQuantized(moved(part, by: t)), frozen) }, at: 0,
      step: 0x1p-7, noise: 16 * scale.ulp)
  }
}
