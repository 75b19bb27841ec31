import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C26: R_L = (1/L) Σ log p(x|z_l), z_l ~ q independent: E R_L = E_q log p(x|z), Var R_L = Var_q(log p(x|z))/L.

extension Claim {
  /// The reconstruction term of `train`, one sample or several.
  static let autoencoderReconstruction: Claim = Claim(
    "autoencoder.reconstruction", identity: "C26",
    title: "The model's reconstruction term is unbiased for every L, its variance falls as 1/L",
    statement: #"""
      \mathbb{E}_{z_{1:L} \sim q_\phi(z|x)}\Big[\tfrac1L\sum_{l=1}^L\log p_\theta(x|z_l)\Big] = \#
      \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)], \quad \operatorname{Var}_{z_{1:L} \sim \#
      q_\phi(z|x)}\Big[\tfrac1L\sum_{l=1}^L\log p_\theta(x|z_l)\Big] = \#
      \tfrac1L\operatorname{Var}_{q_\phi(z|x)}[\log p_\theta(x|z)]
      """#,
    setting: #"Let $z_1, \dots, z_L$ be independent samples of $q_\phi(z|x)$."#,
    condition: "the samples are independent and drawn from q(z|x)",
    rows: ["S1-68", "S1-70", "S2-18", "S4-22", "S4-23", "S4-24", "S4-25"],
    checks: [reconstructionMean, reconstructionVariance, reconstructionOfTwo])

  private static let reconstructionMean: Check = Check.equality(
    "expectation over the noise, L = 1", on: { NoiseTable.subjects($0.autoencoders, .elbo) },
    routes: ("the model's term, trapezoidal rule over ε", "plain loops, quadrature over z"),
    states: { table in table.expectation { terms, _ in terms.reconstruction } },
    equals: { table in try table.plain.reconstruction() },
    variants: [
      .mutant("z from the prior") { table in
        let prior = table.witness.withPosterior(mean: 0, deviation: 1)
        return NoiseTable(prior, .elbo).expectation { terms, _ in terms.reconstruction }
      },
      .mutant("log p at the mean of q: ε = 0", from: "pytorch/examples PR #419") { table in
        Bounded(rounded: table.center.reconstruction, magnitude: 8)
      },
      .mutant("logarithm of the mean of p(x|z)") { table in
        table.expectation { terms, _ in exp(terms.reconstruction) }.logarithm
      },
      .mutant("sum of three samples") { table in
        table.expectation { terms, _ in 3 * terms.reconstruction }
      },
    ])

  private static let reconstructionVariance: Check = Check.equality(
    "variance of one sample",
    on: { NoiseTable.subjects($0.autoencoders.prefix(15), .elbo) },
    routes: ("the model's term, trapezoidal rule over ε", "plain loops, quadrature over z"),
    states: { table in table.spread },
    equals: { table in
      let mean = try table.plain.reconstruction().value
      return try table.plain.expectation { z in
        let gap = table.plain.logLikelihood(z) - mean
        return gap * gap
      }
    },
    variants: [
      .mutant("second moment, not centred") { table in
        table.expectation { terms, _ in terms.reconstruction * terms.reconstruction }
      },
      .mutant("standard deviation for variance") { table in table.spread.squareRoot },
      .without(condition: "drawn from q(z|x)", "z from the prior: as if q did not matter") {
        table in NoiseTable(table.witness.withPosterior(mean: 0, deviation: 1), .elbo).spread
      },
    ])

  private static let reconstructionOfTwo: Check = Check.equality(
    "variance of two samples, noise from three points",
    on: { $0.autoencoders.prefix(15).map { $0 } },
    routes: ("all nine pairs through the model, L = 2", "half the plain variance of one sample"),
    states: { w in w.varianceOfTwo { [$0, $1] } },
    equals: { w in
      let plain = PlainAutoencoder(w)
      let values = NoiseRule.threePoints.map { plain.logLikelihood(plain.latent($0.noise)) }
      return 0.5 * ThreePoints.variance(values, scale: w.scale)
    },
    variants: [
      .mutant("1/L dropped") { w in 4 * w.varianceOfTwo { [$0, $1] } },
      .without(condition: "independent", "one ε for both samples") { w in
        w.varianceOfTwo { first, _ in [first, first] }
      },
      .without(condition: "independent", "antithetic noise") { w in
        w.varianceOfTwo { first, _ in [first, -first] }
      },
      .mutant("one sample") { w in w.varianceOfTwo { first, _ in [first] } },
    ])
}

/// Moments under the law that has −√3, 0 and √3 with probabilities ⅙, ⅔, ⅙.
private enum ThreePoints {
  /// The variance of three values.
  static func variance(_ values: [Double], scale: Double) -> Bounded {
    let weights = NoiseRule.threePoints.map(\.weight)
    var mean = 0.0
    for (weight, value) in zip(weights, values) { mean += weight * value }
    var variance = 0.0
    for (weight, value) in zip(weights, values) {
      variance += weight * (value - mean) * (value - mean)
    }
    return Bounded(rounded: variance, magnitude: scale * scale)
  }
}

extension AutoencoderWitness {
  /// The variance of the model's reconstruction term over all pairs of noise, mapped to the samples' ε.
  fileprivate func varianceOfTwo(_ samples: (Double, Double) -> [Double]) -> Bounded {
    var mean = 0.0
    var square = 0.0
    let center = terms(TrainingObjective(), noise: [0]).reconstruction
    for first in NoiseRule.threePoints {
      for second in NoiseRule.threePoints {
        let noise = samples(first.noise, second.noise)
        let terms = terms(TrainingObjective(samples: noise.count), noise: noise)
        let gap = terms.reconstruction - center
        mean += first.weight * second.weight * gap
        square += first.weight * second.weight * gap * gap
      }
    }
    return Bounded(rounded: square - mean * mean, magnitude: scale * scale)
  }
}

extension NoiseTable {
  /// The variance of the reconstruction term over the noise, about its value at ε = 0 for accuracy.
  fileprivate var spread: Bounded {
    let center = center.reconstruction
    let mean = expectation { terms, _ in terms.reconstruction - center }
    let square = expectation { terms, _ in
      (terms.reconstruction - center) * (terms.reconstruction - center)
    }
    return square - mean.squared
  }
}
