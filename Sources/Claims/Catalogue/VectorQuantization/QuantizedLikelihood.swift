import Distributions
import Foundation
import Numerics
import VAE

// C44 beside C48 on the model: −log N(x; μ(z_q), I) = ½‖x − μ‖² + (D/2) log 2π. Its gradient is that of half the
// summed squares; the mean squared error has 2/D of it, which beside β‖z_e − sg[e]‖² turns the encoder's gradient.

extension Claim {
  /// The likelihood `gaussian:1` of a VQ-VAE.
  static let quantizedLikelihood: Claim = Claim(
    "quantized-autoencoder.squared-error", identity: "C44",
    title: "With unit variance the model's −log p(x|z_q) is half the squared error and a constant",
    statement:
      #"-\log p_\theta(x|z_q) = \tfrac12\|x - \mu_\theta(z_q)\|^2 + \tfrac D2\log 2\pi, \qquad \nabla_{z_e}\left(-\log\mathcal{N}(x; \mu_\theta(z_e + \mathrm{sg}[z_q - z_e]), I) + \beta\|z_e - \mathrm{sg}[e]\|^2\right) = \nabla_{z_e}\left(\tfrac12\|x - \mu_\theta(z_e + \mathrm{sg}[z_q - z_e])\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2\right)"#,
    setting:
      #"Let $p_\theta(x|z) = \mathcal{N}(x; \mu_\theta(z), I)$ and let $x$ have $D$ coordinates."#,
    condition:
      "variance 1; half the sum, not the mean, which weighs 2/D against the other losses",
    rows: ["S4-47"],
    checks: [quantizedError, quantizedErrorSlope])

  private static let quantizedError: Check = Check.equality(
    "−log p(x|z_q)", on: { $0.unitVarianceQuantized },
    routes: ("half the squared error of plain outputs, and the constant", "the model's term"),
    states: { w in w.squaredError(0.5, constant: 1) },
    equals: { w in w.negativeLogLikelihood },
    variants: [
      .mutant("½ dropped") { w in w.squaredError(1, constant: 1) },
      .mutant("mean squared error, as it stands") { w in
        w.squaredError(1 / Double(w.numbers), constant: 0)
      },
      .mutant("constant dropped") { w in w.squaredError(0.5, constant: 0) },
      .mutant("distance, not squared") { w in
        let plain = PlainQuantized(w)
        let lengths = w.images.indices.map { plain.squaredError($0).squareRoot() }
        let constant = w.squaredError(0, constant: 1)
        return constant + Bounded(rounded: 0.5 * lengths.reduce(0.0, +), magnitude: w.scale)
      },
      .without(condition: "variance 1", "variance ¼, the error as it was") { w in
        w.readBy { $0.likelihood = .gaussian(variance: 0.25) }.negativeLogLikelihood
      },
    ])

  private static let quantizedErrorSlope: Check = Check.equality(
    "slope of likelihood and commitment in the encoder", on: { $0.unitVarianceQuantized },
    routes: (
      "the model's gradient", "differences of ½‖x − μ‖² + β‖z_e − sg[e]‖² in plain loops"
    ),
    states: { w in w.encoderSlope(reconstruction: 1, commitment: w.commitment) },
    equals: { w in
      let β = w.commitment
      return w.difference(
        of: { moving, frozen in
          ModelLoss.straightThrough(moving, frozen) + β * ModelLoss.commitment(moving, frozen)
        }, along: .encoder)
    },
    variants: [
      .without(condition: "half the sum", "mean squared error: weight 2/D") { w in
        w.encoderSlope(reconstruction: 2 / Double(w.numbers), commitment: w.commitment)
      },
      .equivalent("mean squared error and (2/D)β, both times D/2") { w in
        let scale = 2 / Double(w.numbers)
        let slope = w.encoderSlope(reconstruction: scale, commitment: scale * w.commitment)
        return slope / scale
      },
      .mutant("½ dropped, the other losses unscaled") { w in
        w.encoderSlope(reconstruction: 2, commitment: w.commitment)
      },
      .mutant("sign of the log likelihood") { w in
        w.encoderSlope(reconstruction: -1, commitment: w.commitment)
      },
      .mutant("variance ¼ taken for 1") { w in
        w.readBy { $0.likelihood = .gaussian(variance: 0.25) }
          .encoderSlope(reconstruction: 1, commitment: w.commitment)
      },
    ])
}

extension PlainQuantized {
  /// ‖x − μ(z_q)‖² of an image.
  fileprivate func squaredError(_ image: Int) -> Double {
    let outputs = decoder.reduce(quantized[image]) { $1($0) }
    return PlainQuantized.squaredDistance(images[image], outputs)
  }
}

extension QuantizedWitness {
  /// factor · ‖x − μ‖² + constant · (D/2) log 2π, summed over the images.
  fileprivate func squaredError(_ factor: Double, constant: Double) -> Bounded {
    let plain = PlainQuantized(self)
    var sum = 0.0
    for image in images.indices {
      sum += factor * plain.squaredError(image)
      sum += constant * 0.5 * Double(numbers) * log(2 * Double.pi)
    }
    return Bounded(rounded: sum, magnitude: scale)
  }

  /// The model's −log p(x|z_q), summed over the images.
  fileprivate var negativeLogLikelihood: Bounded {
    Bounded(rounded: -terms.reconstruction, magnitude: scale)
  }

  /// The model's gradient in the encoder, without the codebook loss.
  fileprivate func encoderSlope(reconstruction: Double, commitment: Double) -> Bounded {
    var loss = QuantizedLoss(commitment: commitment, codebook: 0)
    loss.reconstruction.weight = reconstruction
    return slope(of: loss, along: .encoder)
  }
}
