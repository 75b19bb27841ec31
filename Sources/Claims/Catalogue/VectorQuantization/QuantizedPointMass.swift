import Distributions
import Foundation
import Numerics
import VAE

// C45 on the model: q(k|x) is 1 for one tuple of codes and 0 for the others, p(k) = K^−P. KL(q‖p) = P log K, and
// log p(x|z_q) − P log K = log p(x,k) ≤ log Σ_k p(x,k) = log p(x).

extension Claim {
  /// The divergence and the bound of `QuantizedAutoencoder`.
  static let quantizedPointMass: Claim = Claim(
    "quantized-autoencoder.point-mass", identity: "C45",
    title: "The model's divergence is log K a position, its bound log p(x|z_q) less that",
    statement:
      #"\sum_{k=1}^M q(k|x)\log\frac{q(k|x)}{1/M} = \log M - H(q(k|x)), \qquad \log M = P\log K, \qquad \log p_\theta(x|k) + \log p(k) \le \log\sum_{k'} p(k')\,p_\theta(x|k') = \log p_\theta(x)"#,
    setting:
      #"An image has $P$ positions with one of $K$ codes each, $M = K^P$ tuples $k$ of codes, all with the same prior. The law $q(k|x)$ is 1 for the chosen tuple and 0 for the others, so that its entropy is 0, and the bound is the left side of the inequality."#,
    condition: "the prior over the codes is uniform",
    rows: ["S4-45"],
    checks: [pointMassDivergenceOfModel, pointMassBound, pointMassBelow])

  private static let pointMassDivergenceOfModel: Check = Check.equality(
    "divergence", on: { $0.quantizedAutoencoders },
    routes: ("the model's term", "sum over all tuples of codes of q log(q/p), 0·log 0 = 0"),
    states: { w in w.divergence },
    equals: { w in
      let plain = PlainQuantized(w)
      let count = Double(plain.tuples.count)
      return plain.total { mass, _ in mass > 0 ? mass * log(mass * count) : 0 }
    },
    variants: [
      .mutant("log K an image, whatever its positions") { w in
        w.divergence / Double(w.model.architecture.positions)
      },
      .mutant("log K a number of the latent") { w in
        w.divergence * Double(w.model.architecture.dimension)
      },
      .mutant("in bits") { w in w.divergence / Bounded(rounded: log(2)) },
      .mutant("a point mass is no law to diverge: 0") { _ in 0 },
      .without(condition: "the prior is uniform", "prior as the codes are used by the images") {
        w in
        let codes = w.evaluated.codes
        let usage = CodeUsage(codes.map(UInt32.init), codes: w.model.architecture.codes)
        let nats: Double = codes.reduce(0.0) { $0 - log(usage.counts[$1] / Double(codes.count)) }
        return Bounded(rounded: nats, magnitude: 8)
      },
    ])

  private static let pointMassBound: Check = Check.equality(
    "bound", on: { $0.quantizedAutoencoders },
    routes: ("the model's bound", "sum over all tuples of codes of q log(p(x,k)/q)"),
    states: { w in w.bound },
    equals: { w in
      let plain = PlainQuantized(w)
      let prior = -log(Double(plain.tuples.count))
      return plain.total { mass, logLikelihood in
        mass > 0 ? mass * (logLikelihood + prior - log(mass)) : 0
      }
    },
    variants: [
      .mutant("divergence left out") { w in w.bound + w.divergence },
      .mutant("divergence added") { w in w.bound + 2 * w.divergence },
      .mutant("the decoder sees z_e, not its code") { w in
        let plain = PlainQuantized(w)
        return Bounded(rounded: -plain.loss(plain.encoded), magnitude: w.scale) - w.divergence
      },
      .mutant("β times the distance taken off: the loss for the bound") { w in
        w.bound - w.commitment * Bounded(rounded: w.terms.distance, magnitude: w.scale)
      },
    ])

  private static let pointMassBelow: Check = Check.order(
    "bound, not above log p(x)", on: { $0.quantizedAutoencoders },
    routes: ("the model's bound", "logarithm of the sum over all tuples of codes"),
    states: { w in w.bound },
    isAtMost: { w in PlainQuantized(w).logEvidence },
    variants: [
      .mutant("divergence added") { w in w.bound + 2 * w.divergence },
      .mutant("least of −log p(x|k) for its mean: the best tuple without its prior") { w in
        let plain = PlainQuantized(w)
        let best = w.images.indices.map { plain.logLikelihoods($0).max() ?? .nan }
        return Bounded(rounded: best.reduce(0.0, +), magnitude: w.scale)
      },
      .equivalent("the best tuple of codes with its prior") { w in
        let plain = PlainQuantized(w)
        let best = w.images.indices.map { plain.logLikelihoods($0).max() ?? .nan }
        return Bounded(rounded: best.reduce(0.0, +), magnitude: w.scale) - w.divergence
      },
    ])
}

extension QuantizedWitness {
  /// The model's bound.
  fileprivate var bound: Bounded { Bounded(rounded: terms.bound, magnitude: scale) }

  /// The model's divergence.
  fileprivate var divergence: Bounded { Bounded(rounded: terms.divergence, magnitude: 1) }
}
