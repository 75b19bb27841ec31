import Distributions
import Foundation
import Numerics

// C50: in training z ~ q(z|x), so that the reconstruction term is E_q[log p(x|z)]; the prior is sampled only to
// generate. E_q[log p(x|z)] = −½log(2πs²) − ((x − b − wm)² + w²σ²)/(2s²) for the linear-Gaussian decoder.

extension Claim {
  /// The reconstruction term averages over q, not over the prior.
  static let trainingLatents: Claim = Claim(
    "sampling.training-latents", identity: "C50",
    title: "The reconstruction term draws its latents from q; the prior serves generation",
    statement:
      #"\mathbb{E}_{q(z|x)}[\log p(x|z)] = -\tfrac12\log 2\pi s^2 - \frac{(x-b-wm)^2 + w^2\sigma^2}{2s^2}"#,
    setting:
      #"Let $p(x|z) = \mathcal{N}(x; b + wz, s^2)$ and $q(z|x) = \mathcal{N}(z; m, \sigma^2)$."#,
    rows: ["S3-02"],
    checks: [
      .equality(
        "reconstruction term", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature under q", "closed form"),
        states: { w in try w.reconstruction() },
        equals: { w in
          Bounded(rounded: w.closedReconstruction(w.approximate), magnitude: 1)
        },
        variants: [
          .written("S3-02", #"z_i \sim p(z)"#, "latents of the reconstruction from the prior") {
            w in
            try w.reconstruction(under: .prior)
          },
          .mutant("decoder at the mean of q") { w in
            Bounded(rounded: w.logLikelihood(Latent(w.approximate.mean, 0)), magnitude: 1)
          },
          .mutant("latents from the posterior") { w in
            try w.reconstruction(under: .posterior)
          },
        ]),
      .mean(
        "mean log likelihood of latents from q",
        on: { Array($0.witnesses.linearGaussian.prefix(1)) }, draws: 100_000,
        against: "closed form",
        of: { w in
          { generator in w.logLikelihood(w.sample(.approximatePosterior, using: &generator)) }
        },
        equals: { w in Bounded(rounded: w.closedReconstruction(w.approximate), magnitude: 1) },
        variants: [
          .mutant("latents from the prior") { w in
            { generator in w.logLikelihood(w.sample(.prior, using: &generator)) }
          }
        ]),
    ])
}
