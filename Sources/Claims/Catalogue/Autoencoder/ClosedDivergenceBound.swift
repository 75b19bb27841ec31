import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C25: L̂ = (1/L) Σ log p(x|z_l) − KL(q(z|x)‖p(z)), z_l = μ + σε_l; E L̂ = ∫ q(z|x) (log p(x,z) − log q(z|x)) dz.

extension Claim {
  /// The objective `elbo`.
  static let autoencoderClosedDivergence: Claim = Claim(
    "autoencoder.closed-divergence", identity: "C25",
    title: "The model's bound with a closed divergence is the evidence lower bound, on average",
    statement: #"""
      \mathbb{E}_{z_{1:L} \sim q_\phi(z|x)}\Big[\tfrac1L\sum_{l=1}^L \log p_\theta(x|z_l)\Big] - \#
      D_{KL}(q_\phi(z|x)\,\|\,p(z)) = \int q_\phi(z|x)\,\log\frac{p_\theta(x,z)}{q_\phi(z|x)}\,dz
      """#,
    setting: #"""
      Let $z_1, \dots, z_L$ be independent samples of $q_\phi(z|x)$, each made from noise of its \#
      own.
      """#,
    rows: ["S1-70", "S1-71"],
    checks: [closedDivergenceOnAverage, closedDivergenceOfThree])

  private static let closedDivergenceOnAverage: Check = Check.equality(
    "expectation over the noise of one sample",
    on: { NoiseTable.subjects($0.autoencoders, .elbo) },
    routes: ("the model's bound, trapezoidal rule over ε", "plain loops, quadrature over z"),
    states: { table in table.expectation { terms, _ in terms.bound } },
    equals: { table in try table.plain.bound() },
    variants: [
      .mutant("divergence added") { table in
        table.expectation { terms, _ in terms.reconstruction + terms.divergence }
      },
      .mutant("divergence divided by the number of pixels", from: "pytorch/examples #234") {
        table in
        let numbers = Double(table.witness.numbers)
        return table.expectation { terms, _ in terms.reconstruction - terms.divergence / numbers }
      },
      .mutant("divergence left out") { table in
        table.expectation { terms, _ in terms.reconstruction }
      },
      .mutant("loss read as the bound", from: "pyro #1982") { table in
        table.expectation { terms, _ in -terms.bound }
      },
      .equivalent("z = μ − σε, the same law") { table in
        NoiseRule.trapezoid(table.terms.reversed().map(\.bound))
      },
    ])

  private static let closedDivergenceOfThree: Check = Check.equality(
    "three samples at frozen noise", on: { $0.autoencoders },
    routes: ("the model's bound", "plain loops at the three z, divergence by quadrature"),
    states: { w in
      let terms = w.terms(TrainingObjective(samples: w.noise.count), noise: w.noise)
      return Bounded(rounded: terms.bound, magnitude: w.scale)
    },
    equals: { w in
      let plain = PlainAutoencoder(w)
      let values = w.noise.map { plain.logLikelihood(plain.latent($0)) }
      let sum: Double = values.reduce(0, +)
      return Bounded(rounded: sum / Double(values.count), magnitude: w.scale)
        - (try plain.divergence())
    },
    variants: [
      .mutant("1/L dropped") { w in
        let terms = w.terms(TrainingObjective(samples: w.noise.count), noise: w.noise)
        let sum = Double(w.noise.count) * terms.reconstruction
        return Bounded(rounded: sum - terms.divergence, magnitude: w.scale)
      },
      .mutant("1/L on the divergence too") { w in
        let terms = w.terms(TrainingObjective(samples: w.noise.count), noise: w.noise)
        let share = terms.divergence / Double(w.noise.count)
        return Bounded(rounded: terms.reconstruction - share, magnitude: w.scale)
      },
      .mutant("one ε for all samples") { w in
        let noise = w.noise.map { _ in w.noise[0] }
        let terms = w.terms(TrainingObjective(samples: noise.count), noise: noise)
        return Bounded(rounded: terms.bound, magnitude: w.scale)
      },
      .equivalent("mean of three one-sample bounds") { w in
        let bounds = w.noise.map { w.terms(TrainingObjective(), noise: [$0]).bound }
        let sum: Double = bounds.reduce(0, +)
        return Bounded(rounded: sum / Double(bounds.count), magnitude: w.scale)
      },
    ])
}

extension AutoencoderWitness {
  /// The size of the terms that are added up to log p(x|z) and to a divergence at a few ε.
  var scale: Double {
    var largest = 8.0
    for ε in [-2.0, 0, 2] {
      let terms = terms(TrainingObjective(), noise: [ε])
      largest = max(largest, terms.reconstruction.magnitude + terms.divergence)
    }
    return largest * Double(numbers)
  }
}
