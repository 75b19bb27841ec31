import Distributions
import Foundation
import Numerics

// C25: −KL(q‖p(z)) + (1/L) Σ_l log p(x|z_l), z_l = m + σε_l, has expectation ELBO and variance Var_q(log p)/L.

extension Claim {
  /// The estimator with the divergence in closed form and the reconstruction sampled.
  static let closedDivergenceEstimator = Claim(
    "estimator.closed-divergence", identity: "C25",
    title: "Closed divergence plus sampled reconstruction estimates the bound without bias",
    statement: #"""
      \mathbb{E}_{z_{1:L} \sim q_\phi(z|x)}\left[-D_{KL}(q_\phi(z|x)\,\|\,p(z)) + \#
      \tfrac1L\sum_{l=1}^L\log p_\theta(x|z_l)\right] = \mathrm{ELBO}
      """#,
    setting: #"""
      Let $\mathrm{ELBO} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)]$, and \#
      let $z_1, \dots, z_L$ be independent samples of $q_\phi(z|x)$, each made from noise of its \#
      own.
      """#,
    rows: ["S1-70", "S1-71"],
    checks: [
      .equality(
        "expectation over the noise", on: { scalarSubjects($0) },
        routes: ("closed divergence and quadrature over ε", "quadrature of the joint form over z"),
        states: { w in try w.overNoise { w.logLikelihood(noise: $0) } - w.closedDivergence },
        equals: { w in try w.evidenceLowerBound() },
        variants: [
          .mutant("divergence added", from: "AntixK/PyTorch-VAE #68") { w in
            try w.overNoise { w.logLikelihood(noise: $0) } + w.closedDivergence
          },
          .mutant("read as the loss, −ELBO", from: "pyro #1982") { w in
            w.closedDivergence - (try w.overNoise { w.logLikelihood(noise: $0) })
          },
          .mutant("1/L lost, L = 2") { w in
            2 * (try w.overNoise { w.logLikelihood(noise: $0) }) - w.closedDivergence
          },
          .mutant("z from the prior") { w in
            try w.overNoise { w.logLikelihood(Latent($0, 0)) } - w.closedDivergence
          },
          .mutant("no noise in evaluation", from: "pytorch/examples PR #419") { w in
            let value = w.logLikelihood(noise: 0)
            return Bounded(rounded: value, magnitude: 1) - w.closedDivergence
          },
          .mutant("exp(log σ²) for σ", from: "rachtsingh/ibp_vae #3") { w in
            try w.overNoise { noise in
              w.logLikelihood(Latent(w.approximate.mean + w.approximate.variance * noise, 0))
            } - w.closedDivergence
          },
        ]),
      .mean(
        "mean of the estimator, L = 4",
        on: { _ in [Subject("W-LG", LinearGaussianWitness.ledger)] }, draws: 50_000,
        against: "closed form",
        of: { w in sampler(w, count: 4) { w.logLikelihood(noise: $0) } },
        equals: { w in w.logLikelihoodInNoise.mean - w.closedDivergence },
        variants: [
          .mutant("divergence added") { w in
            let kl = w.closedDivergence.value
            return sampler(w, count: 4) { w.logLikelihood(noise: $0) + 2 * kl }
          },
          .mutant("1/L lost") { w in
            sampler(w, count: 4) { 4 * w.logLikelihood(noise: $0) }
          },
          .mutant("z from the prior") { w in
            sampler(w, count: 4) { w.logLikelihood(Latent($0, 0)) }
          },
        ]),
      .variance(
        "variance of the estimator, L = 4",
        on: { _ in [Subject("W-LG", LinearGaussianWitness.ledger)] }, draws: 50_000,
        against: "closed form over L",
        of: { w in sampler(w, count: 4) { w.logLikelihood(noise: $0) } },
        equals: { w in 0.25 * w.logLikelihoodInNoise.variance },
        variants: [
          .mutant("one draw used L times") { w in
            let kl = w.closedDivergence.value
            return { generator in w.logLikelihood(noise: generator.standardNormal()) - kl }
          },
          .mutant("σ² for σ in the draw") { w in
            sampler(w, count: 4) { noise in
              w.logLikelihood(Latent(w.approximate.mean + w.approximate.variance * noise, 0))
            }
          },
        ]),
    ])

  /// −KL plus the mean of `count` terms in fresh noise.
  private static func sampler(
    _ w: LinearGaussianWitness, count: Int, of term: @escaping (Double) -> Double
  ) -> (inout Philox) -> Double {
    let kl = w.closedDivergence.value
    return { generator in
      var sum = 0.0
      for _ in 0..<count { sum += term(generator.standardNormal()) }
      return sum / Double(count) - kl
    }
  }
}
