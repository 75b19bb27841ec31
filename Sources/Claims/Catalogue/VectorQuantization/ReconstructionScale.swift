import Distributions
import Foundation
import Numerics

// C44 beside C48: with unit covariance −log N(x; Az, I) has the gradient of ½‖x − Az‖², the sum; the mean squared
// error has 2/D of it, which beside the unscaled commitment loss gives the encoder another direction.

extension Claim {
  /// The squared error that goes with the codebook losses is half the sum.
  static let reconstructionScale: Claim = Claim(
    "codebook-loss.reconstruction-scale", identity: "C44",
    title: "Beside the codebook losses the squared error must be half the sum, not the mean",
    statement:
      #"\nabla_{z_e}\left(-\log\mathcal{N}(x; A(z_e + \mathrm{sg}[e - z_e]), I) + \beta\|z_e - \mathrm{sg}[e]\|^2\right) = A^\top(Ae - x) + 2\beta(z_e - e)"#,
    setting:
      #"The decoder is given $z_e + \mathrm{sg}[e - z_e]$, whose value is the selected code $e$."#,
    condition:
      "½‖x − Az‖², summed over D; the mean squared error weighs it by 2/D against the other losses",
    rows: ["S4-47"],
    checks: [encoderSlope, withoutOthers])

  private static let encoderSlope: Check = .equality(
    "slope in z_e of likelihood and commitment together", on: QuantizedCoordinate.all,
    routes: ("Aᵀ(Az_q − x) + 2β(z_e − e)", "differences of GSL's densities and ‖z_e − sg[e]‖²"),
    states: { c in c.encoderSlope(reconstruction: 1) },
    equals: { c in
      c.slope(
        of: { moving, frozen in
          moving.negativeLogLikelihood(moving.encoded + (frozen.quantized - frozen.encoded))
            + c.commitment * QuantizerLoss.commitment(moving, frozen)
        }, in: .encoder)
    },
    variants: [
      .without(condition: "half the sum", "mean squared error: 2/D of it") { c in
        c.encoderSlope(reconstruction: 2 / Double(c.witness.observation.count))
      },
      .mutant("½ dropped, the other losses unscaled") { c in c.encoderSlope(reconstruction: 2) },
      .mutant("variance ½ taken for 1") { c in c.encoderSlope(reconstruction: 1 / 0.5) },
      .mutant("sign of the log likelihood") { c in c.encoderSlope(reconstruction: -1) },
      .equivalent("mean squared error and (2/D)β, both times D/2") { c in
        let scale = 2 / Double(c.witness.observation.count)
        return c.slope(
          of: { moving, frozen in
            moving.meanSquaredError(moving.encoded + (frozen.quantized - frozen.encoded))
              + scale * c.commitment * QuantizerLoss.commitment(moving, frozen)
          }, in: .encoder) / scale
      },
    ])

  private static let withoutOthers: Check = .equality(
    "slope of the mean squared error alone: 2/D of the likelihood's, the same direction",
    on: QuantizedCoordinate.all,
    routes: ("differences of the mean squared error", "differences of GSL's densities"),
    states: { c in
      c.slope(
        of: { moving, frozen in
          let z = moving.encoded + (frozen.quantized - frozen.encoded)
          return moving.meanSquaredError(z)
        }, in: .encoder)
    },
    equals: { c in
      let scale = 2 / Double(c.witness.observation.count)
      return scale
        * c.slope(
          of: { moving, frozen in
            moving.negativeLogLikelihood(moving.encoded + (frozen.quantized - frozen.encoded))
          }, in: .encoder)
    },
    variants: [
      .mutant("half of the mean squared error") { c in
        0.5
          * c.slope(
            of: { moving, frozen in
              moving.meanSquaredError(moving.encoded + (frozen.quantized - frozen.encoded))
            }, in: .encoder)
      },
      .mutant("decoder sees z_e") { c in
        c.slope(of: { moving, _ in moving.meanSquaredError(moving.encoded) }, in: .encoder)
      },
    ])
}

extension QuantizedCoordinate {
  /// weight·Aᵀ(Az_q − x) + 2β(z_e − e).
  fileprivate func encoderSlope(reconstruction weight: Double) -> Bounded {
    weight * slopeAtCode + closed(2 * commitment * offset)
  }
}

extension VectorQuantizationWitness {
  /// −Σ log N(x_d; (Az)_d, 1) by GSL's density.
  fileprivate func negativeLogLikelihood(_ z: Latent) -> Double {
    var total = 0.0
    for (row, x) in zip(decoder, observation) {
      total -= log(Reference.gaussianDensity(x, mean: (row * z).sum()))
    }
    return total
  }

  /// (1/D) Σ (x_d − (Az)_d)².
  fileprivate func meanSquaredError(_ z: Latent) -> Double {
    var total = 0.0
    for (row, x) in zip(decoder, observation) {
      let residual = x - (row * z).sum()
      total += residual * residual
    }
    return total / Double(observation.count)
  }
}
