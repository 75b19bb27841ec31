import Distributions
import Foundation
import Numerics

// C11, C20: E_q log p(x|z) alone is greatest for the point mass at z* = (x−b)/w (σ → 0, value −½ log 2πs²), not at
// the posterior; with −KL(q‖p(z)) it is. Its minimum does not exist: it falls without bound as |m| → ∞.

extension Claim {
  /// The reconstruction term alone collapses.
  static let firstTermAlone: Claim = Claim(
    "bound.optimum.first-term-alone", identity: "C11",
    title: "Without the divergence from the prior the optimum is a point mass",
    statement:
      #"\arg\max_{q(z|x)}\left(\mathbb{E}_{q(z|x)}[\log p(x|z)] - D_{KL}(q(z|x)\,\|\,p(z))\right) = \arg\min_{q(z|x)} D_{KL}(q(z|x)\,\|\,p(z|x)), \qquad \mathbb{E}_{q(z|x)}[\log p(x|z)] = -\tfrac12\log 2\pi s^2 - \frac{(x-b-wm)^2 + w^2\sigma^2}{2s^2} \le -\tfrac12\log 2\pi s^2"#,
    setting:
      #"Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; b + wz, s^2)$ and $q(z|x) = \mathcal{N}(z; m, \sigma^2)$."#,
    condition: "both terms are there, and they are maximised",
    rows: ["S3-78"],
    checks: [
      .equality(
        "mean of the optimum, by slope", on: { $0.witnesses.linearGaussian },
        routes: ("Brent's search on term 1 − term 2", "Bayes' rule: w(x−b)/(w²+s²)"),
        states: { w in try w.bestMean { $0.closedFormRegularizer - $0.closedFormReconstruction } },
        equals: { w in
          let w2 = w.weight * w.weight + w.noise * w.noise
          return Bounded(rounded: w.weight * w.residual / w2, magnitude: 1)
        },
        variants: [
          .written(
            "S3-78", #"\min_{\phi,\theta}\int q(z|x,\phi)\ln p(x|z,\theta)\,dz"#,
            "term 1 alone, minimised: lowest at the end of the range"
          ) { w in try w.bestMean { $0.closedFormReconstruction } },
          .without(condition: "the divergence from the prior is there", "term 1 alone, maximised") {
            w in try w.bestMean { -$0.closedFormReconstruction }
          },
          .mutant("signs of the terms exchanged") { w in
            try w.bestMean { $0.closedFormReconstruction - $0.closedFormRegularizer }
          },
        ]),
      .equality(
        "deviation of the optimum", on: { $0.witnesses.linearGaussian },
        routes: ("Brent's search on term 1 − term 2 over log σ", "Bayes' rule: s²/(w²+s²)"),
        states: { w in
          try w.bestLogDeviation { $0.closedFormRegularizer - $0.closedFormReconstruction }
        },
        equals: { w in
          let w2 = w.weight * w.weight + w.noise * w.noise
          return Bounded(rounded: log(w.noise / w2.squareRoot()), magnitude: 1)
        },
        variants: [
          .without(
            condition: "the divergence from the prior is there",
            "term 1 alone, maximised: σ as small as the range allows"
          ) { w in try w.bestLogDeviation { -$0.closedFormReconstruction } },
          .mutant("log σ for 2 log σ in the divergence") { w in
            try w.bestLogDeviation { w in
              w.closedFormRegularizer - w.closedFormReconstruction
                + 0.5 * Bounded(rounded: w.approximate.logVariance, magnitude: 1)
            }
          },
        ]),
      .order(
        "term 1 alone is greatest for the point mass", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature at the posterior", "−½ log 2πs²"),
        states: { w in try w.atPosterior.reconstruction() },
        isAtMost: { w in -w.logNormalizer },
        variants: [
          .mutant("constant of the density left out") { w in
            try w.atPosterior.reconstruction() + w.logNormalizer
          },
          .mutant("error added") { w in
            try w.atPosterior.squaredError(under: .approximatePosterior)
              / (2 * w.noise * w.noise) - w.logNormalizer
          },
        ]),
    ])
}
