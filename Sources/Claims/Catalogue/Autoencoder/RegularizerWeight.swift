import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C22: argmax_q E_q log p(x|z) − β KL(q‖p(z)) of the linear autoencoder: m = w·(x−b)/(|w|² + βs²),
// σ² = βs²/(|w|² + βs²); its KL falls in β and is positive for every finite β.

extension Claim {
  /// The weight `--beta`.
  static let autoencoderRegularizer: Claim = Claim(
    "autoencoder.regularizer", identity: "C22",
    title: "A greater β leaves the model a smaller divergence at its optimum, and never none",
    statement: #"""
      \partial_\beta D_{KL}(q^*_\beta(z)\,\|\,p(z)) < 0 < D_{KL}(q^*_\beta(z)\,\|\,p(z))
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; b + wz, s^2)$, $q(z|x) = \#
      \mathcal{N}(z; m, v)$ and $\beta > 0$. The objective $J = \mathbb{E}_{q(z|x)}[\log p(x|z)] \#
      - \beta D_{KL}(q(z|x)\,\|\,p(z))$ has the slopes $\partial_m J = \frac{w^2+\beta \#
      s^2}{s^2}(m^* - m)$ and $\partial_v J = \frac{w^2+\beta s^2}{2s^2v}(v^*-v)$ with $m^* = \#
      \frac{w(x-b)}{w^2+\beta s^2}$ and $v^* = \frac{\beta s^2}{w^2+\beta s^2}$, so that its \#
      optimum is $q^*_\beta(z) = \mathcal{N}(z; m^*, v^*)$.
      """#,
    condition: "of the optima; they are drawn to the prior, not forced onto it",
    rows: ["S1-46", "S2-26", "S4-17"],
    checks: [optimumMean, optimumScale, divergenceFalls, divergenceStays])

  private static let optimumMean: Check = Check.equality(
    "gradient by the mean at the optimum, β = ¼, ½, 1, 2, 4", on: { WeightedAutoencoder.all($0) },
    routes: ("the model's gradient, three-point rule over ε", "zero"),
    states: { o in o.slope(at: o.optimum(o.beta), 0) },
    equals: { _ in 0 },
    variants: [
      .mutant("weight on the reconstruction") { o in o.slope(at: o.optimum(1 / o.beta), 0) },
      .mutant("optimum of β = 1 whatever the weight") { o in o.slope(at: o.optimum(1), 0) },
      .mutant("mean of the prior") { o in
        let law = o.optimum(o.beta)
        return o.slope(at: Gaussian(mean: 0, standardDeviation: law.standardDeviation), 0)
      },
    ])

  private static let optimumScale: Check = Check.equality(
    "gradient by the log variance there", on: { WeightedAutoencoder.all($0) },
    routes: ("the model's gradient, three-point rule over ε", "zero"),
    states: { o in o.slope(at: o.optimum(o.beta), 1) },
    equals: { _ in 0 },
    variants: [
      .mutant("weight on the reconstruction") { o in o.slope(at: o.optimum(1 / o.beta), 1) },
      .mutant("deviation of the prior") { o in
        o.slope(at: Gaussian(mean: o.optimum(o.beta).mean, standardDeviation: 1), 1)
      },
      .mutant("variance for deviation") { o in
        let law = o.optimum(o.beta)
        return o.slope(at: Gaussian(mean: law.mean, standardDeviation: law.variance), 1)
      },
    ])

  private static let divergenceFalls: Check = Check.order(
    "twice the weight, no larger divergence", on: { WeightedAutoencoder.all($0) },
    routes: ("the model's divergence at the optimum of 2β", "plain quadrature at that of β"),
    states: { o in o.divergence(at: o.optimum(2 * o.beta)) },
    isAtMost: { o in
      let law = o.optimum(o.beta)
      return try PlainAutoencoder(
        o.linear.witness.withPosterior(mean: law.mean, deviation: law.standardDeviation)
      ).divergence()
    },
    variants: [
      .mutant("monotone in the other sense") { o in o.divergence(at: o.optimum(o.beta / 2)) },
      .mutant("weight on the reconstruction") { o in
        o.divergence(at: o.optimum(1 / (2 * o.beta)))
      },
    ])

  private static let divergenceStays: Check = Check.separation(
    "the optimum is not the prior", on: { WeightedAutoencoder.all($0) },
    routes: ("the model's divergence at the optimum", "zero"),
    states: { o in o.divergence(at: o.optimum(o.beta)) },
    differsFrom: { _ in 0 },
    variants: [
      .without(condition: "drawn to the prior, not forced", "q* = prior") { o in
        o.divergence(at: .standard)
      },
      .mutant("q* = prior at β = 1") { o in
        o.divergence(at: o.beta == 1 ? .standard : o.optimum(o.beta))
      },
    ])
}

/// A linear autoencoder and a weight of the divergence.
private struct WeightedAutoencoder: Sendable {
  let linear: LinearAutoencoder
  let beta: Double

  /// The optimal q for a weight.
  func optimum(_ beta: Double) -> Gaussian { linear.optimum(beta: beta) }

  /// ∂loss/∂ a number of the encoder's head, in expectation, where q is a given law.
  func slope(at law: Gaussian, _ column: Int) -> Bounded {
    let w = linear.approximated(by: law).witness
    let objective = TrainingObjective(beta: beta)
    return NoiseRule.exact { ε in
      w.gradient(of: objective, noise: [ε])["encoder.0.bias"][0, column]
    }
  }

  /// The model's closed divergence where q is a given law.
  func divergence(at law: Gaussian) -> Bounded {
    let terms = linear.approximated(by: law).witness.terms(TrainingObjective(), noise: [0])
    return Bounded(
      rounded: terms.divergence,
      magnitude: 1 + law.mean * law.mean + law.logStandardDeviation.magnitude)
  }

  static func all(_ laboratory: Laboratory) -> [Subject<WeightedAutoencoder>] {
    laboratory.family(
      fixed: [0.25, 0.5, 1, 2, 4].map { beta in
        Subject("linear VAE, β = \(beta)", WeightedAutoencoder(linear: .fixed, beta: beta))
      }, "weighted linear autoencoder"
    ) { generator in
      let linear = LinearAutoencoder.random(using: &generator)
      return WeightedAutoencoder(linear: linear, beta: exp(1.4 * (2 * generator.uniform() - 1)))
    }
  }
}
