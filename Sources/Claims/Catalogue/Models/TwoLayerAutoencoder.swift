import Distributions
import Foundation

/// The network of note 001 as plain arithmetic, one example at a time: a model to test statements about such code
/// on, not one to train.
///
/// Encoder: linear to D, rectifier, linear to 2J, the means first and the log variances after them.
/// Decoder: linear to D, rectifier, linear to D logits for a Bernoulli head, or to 2D numbers for a Gaussian one.
struct TwoLayerAutoencoder: Sendable {
  /// An affine map.
  struct Linear: Sendable {
    /// Shape `[outputs][inputs]`.
    var weights: [[Double]]

    /// Shape `[outputs]`.
    var bias: [Double]

    /// Weights and bias from a normal law, scaled with the inputs' number.
    init(_ inputs: Int, _ outputs: Int, using generator: inout Philox) {
      let scale = (2 / Double(inputs)).squareRoot()
      weights = (0..<outputs).map { _ in
        (0..<inputs).map { _ in scale * generator.standardNormal() }
      }
      bias = (0..<outputs).map { _ in 0.3 * generator.standardNormal() }
    }

    /// Wx + b.
    func callAsFunction(_ x: [Double]) -> [Double] {
      zip(weights, bias).map { row, offset in zip(row, x).map { $0 * $1 }.reduce(offset, +) }
    }
  }

  /// What the decoder's last layer emits.
  enum Head: Sendable {
    /// D logits, squashed by a sigmoid: the note's code.
    case bernoulli
    /// D means, then D log variances: what the note's text asks for.
    case gaussian
  }

  /// D.
  let inputs: Int

  /// J.
  let codes: Int

  /// The decoder's head.
  let head: Head

  /// The encoder's layers.
  let encoder: (hidden: Linear, output: Linear)

  /// The decoder's layers.
  let decoder: (hidden: Linear, output: Linear)

  /// A network with random weights.
  init(inputs: Int, codes: Int, head: Head, using generator: inout Philox) {
    self.inputs = inputs
    self.codes = codes
    self.head = head
    encoder = (
      Linear(inputs, inputs, using: &generator), Linear(inputs, 2 * codes, using: &generator)
    )
    let emitted = head == .gaussian ? 2 * inputs : inputs
    decoder = (
      Linear(codes, inputs, using: &generator), Linear(inputs, emitted, using: &generator)
    )
  }

  /// max(0, a).
  static func rectified(_ a: [Double]) -> [Double] { a.map { max(0, $0) } }

  /// The encoder's output at x, shape `[2J]`.
  func encoded(_ x: [Double]) -> [Double] {
    encoder.output(TwoLayerAutoencoder.rectified(encoder.hidden(x)))
  }

  /// Splits a vector into its first and its second half.
  func chunk(_ values: [Double]) -> (mean: [Double], logVariance: [Double]) {
    let half = values.count / 2
    return (Array(values[..<half]), Array(values[half...]))
  }

  /// The decoder's raw output at z: logits of shape `[D]`, or means and log variances of shape `[2D]`.
  func decoded(_ z: [Double]) -> [Double] {
    decoder.output(TwoLayerAutoencoder.rectified(decoder.hidden(z)))
  }

  /// μ + exp(½ log σ²) ε, shape `[J]`.
  func latent(_ mean: [Double], _ logVariance: [Double], noise: [Double]) -> [Double] {
    mean.indices.map { mean[$0] + exp(0.5 * logVariance[$0]) * noise[$0] }
  }

  /// The forward pass with the noise as an argument.
  ///
  /// - Returns: x' (the mean of p(x|z)), what the loss needs (mean and log variance), and z.
  func forward(
    _ x: [Double], noise: [Double]
  ) -> (reconstruction: [Double], mean: [Double], logVariance: [Double], latent: [Double]) {
    let (mean, logVariance) = chunk(encoded(x))
    let z = latent(mean, logVariance, noise: noise)
    let raw = decoded(z)
    let reconstruction = head == .bernoulli ? raw.map(sigmoid) : chunk(raw).mean
    return (reconstruction, mean, logVariance, z)
  }
}
