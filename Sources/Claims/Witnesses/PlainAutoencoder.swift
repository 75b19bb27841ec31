import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

/// The law that an `AutoencoderWitness` states, written out as loops over arrays: it reads the witness's numbers and
/// runs none of its code.
struct PlainAutoencoder: Sendable {
  /// y = f(xW + b).
  struct Layer: Sendable {
    /// W, one array an input.
    var weight: [[Double]]
    /// b.
    var bias: [Double]
    /// f.
    let activation: Activation

    /// The output.
    func callAsFunction(_ x: [Double]) -> [Double] {
      var y = bias
      for (input, row) in zip(x, weight) {
        for (output, w) in row.enumerated() { y[output] += input * w }
      }
      for output in y.indices {
        let a = y[output]
        switch activation {
        case .identity: break
        case .relu: y[output] = max(a, 0)
        case .tanh: y[output] = (Foundation.exp(2 * a) - 1) / (Foundation.exp(2 * a) + 1)
        case .softplus: y[output] = Foundation.log(1 + Foundation.exp(a))
        case .sigmoid: y[output] = 1 / (1 + Foundation.exp(-a))
        }
      }
      return y
    }
  }

  /// x.
  let image: [Double]

  /// The encoder's layers.
  let encoder: [Layer]

  /// The decoder's layers.
  var decoder: [Layer]

  /// The decoder's law.
  let likelihood: Likelihood

  /// The log-variance of a Gaussian decoder with one for all numbers.
  var sharedLogVariance: Double

  /// μ and s, the two halves of the encoder's output.
  let head: (mean: Double, s: Double)

  /// q(z|x).
  let approximate: Gaussian

  /// Reads the numbers of a witness.
  init(_ witness: AutoencoderWitness) {
    let architecture = witness.model.architecture
    image = witness.image
    encoder = PlainAutoencoder.layers(
      "encoder", architecture.encoder.count, architecture.activation, witness.parameters)
    decoder = PlainAutoencoder.layers(
      "decoder", architecture.decoder.count, architecture.activation, witness.parameters)
    likelihood = architecture.likelihood
    sharedLogVariance = PlainAutoencoder.sharedLogVariance(likelihood, witness.parameters)
    let output = encoder.reduce(witness.image) { $1($0) }
    head = (output[0], output[1])
    let deviation =
      switch architecture.posteriorScale {
      case .logVariance: Foundation.exp(output[1] / 2)
      case .logDeviation: Foundation.exp(output[1])
      case .softplus: Foundation.log(1 + Foundation.exp(output[1]))
      }
    approximate = Gaussian(mean: output[0], standardDeviation: deviation)
  }

  /// The layers of a network, by the names of its blocks; the last has no nonlinearity.
  static func layers(
    _ name: String, _ hidden: Int, _ activation: Activation, _ parameters: Parameters<Double>
  ) -> [Layer] {
    (0...hidden).map { index in
      let weight = parameters["\(name).\(index).weight"]
      let bias = parameters["\(name).\(index).bias"]
      return Layer(
        weight: (0..<weight.rows).map { row in (0..<weight.columns).map { weight[row, $0] } },
        bias: (0..<bias.columns).map { bias[0, $0] },
        activation: index == hidden ? .identity : activation)
    }
  }

  /// The log-variance of a Gaussian decoder with one for all numbers.
  static func sharedLogVariance(
    _ likelihood: Likelihood, _ parameters: Parameters<Double>
  ) -> Double {
    switch likelihood {
    case .gaussian(let variance): Foundation.log(variance)
    case .gaussianLearnedVariance: parameters["likelihood.log_variance"][0, 0]
    case .bernoulli, .gaussianDiagonal: 0
    }
  }

  /// What the decoder emits at z.
  func outputs(_ z: Double) -> [Double] { decoder.reduce([z]) { $1($0) } }

  /// log p(x|z).
  func logLikelihood(_ z: Double) -> Double {
    PlainAutoencoder.logLikelihood(likelihood, of: image, outputs(z), sharedLogVariance)
  }

  /// log p(x|y) for what a decoder emits.
  static func logLikelihood(
    _ likelihood: Likelihood, of image: [Double], _ y: [Double], _ sharedLogVariance: Double
  ) -> Double {
    var sum = 0.0
    for (index, x) in image.enumerated() {
      switch likelihood {
      case .bernoulli:
        let p = 1 / (1 + Foundation.exp(-y[index]))
        sum += x * Foundation.log(p) + (1 - x) * Foundation.log(1 - p)
      case .gaussian, .gaussianLearnedVariance:
        sum += logNormal(x, y[index], Foundation.exp(sharedLogVariance))
      case .gaussianDiagonal:
        sum += logNormal(x, y[index], Foundation.exp(y[image.count + index]))
      }
    }
    return sum
  }

  /// log p(x,z) with a standard normal z.
  func logJoint(_ z: Double) -> Double { logLikelihood(z) + PlainAutoencoder.logNormal(z, 0, 1) }

  /// log q(z|x).
  func logApproximate(_ z: Double) -> Double {
    PlainAutoencoder.logNormal(
      z, approximate.mean, approximate.standardDeviation * approximate.standardDeviation)
  }

  /// z = μ + σε.
  func latent(_ noise: Double) -> Double {
    approximate.mean + approximate.standardDeviation * noise
  }

  /// log N(x; mean, variance).
  static func logNormal(_ x: Double, _ mean: Double, _ variance: Double) -> Double {
    -0.5 * (Foundation.log(2 * Double.pi * variance) + (x - mean) * (x - mean) / variance)
  }

  // MARK: Integrals over z

  /// E_q[f(z)], over nine deviations of q.
  func expectation(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    let half = 9 * approximate.standardDeviation
    return try PlainAutoencoder.quadrature.integral(
      from: approximate.mean - half, to: approximate.mean + half
    ) { z in Foundation.exp(logApproximate(z)) * f(z) }
  }

  /// E_q[log p(x,z) − log q(z|x)].
  func bound() throws(NumericsError) -> Bounded {
    try expectation { z in logJoint(z) - logApproximate(z) }
  }

  /// KL(q(z|x) ‖ p(z)).
  func divergence() throws(NumericsError) -> Bounded {
    try expectation { z in logApproximate(z) - PlainAutoencoder.logNormal(z, 0, 1) }
  }

  /// E_q[log p(x|z)].
  func reconstruction() throws(NumericsError) -> Bounded { try expectation { logLikelihood($0) } }

  /// log p(x) = log ∫ p(x,z) dz, over nine deviations of the prior.
  func logEvidence() throws(NumericsError) -> Bounded {
    try PlainAutoencoder.quadrature.integral(from: -9, to: 9) { z in
      Foundation.exp(logJoint(z))
    }.logarithm
  }

  private static let quadrature = Quadrature(absoluteTolerance: 1e-10, relativeTolerance: 1e-9)
}
