import Distributions
import Numerics

// C10: log p(x) − ELBO = KL(q(z|x) ‖ p(z|x)), the tightness of the bound, by three routes.

extension Claim {
  /// What the bound loses is the divergence of q from the posterior.
  static let boundGap: Claim = Claim(
    "bound.gap", identity: "C10",
    title: "What the bound loses is the divergence of q from the posterior",
    statement: #"\log p(x) - \mathcal{L}(x) = D_{KL}(q(z|x)\,\|\,p(z|x))"#,
    setting: #"Let $\mathcal{L}(x) = \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right]$."#,
    rows: ["S0-16", "S1-43", "S4-15"],
    checks: [
      .equality(
        "log evidence − bound = divergence", on: { $0.witnesses.all },
        routes: (
          "evidence less sum or quadrature of the bound", "sum or quadrature of q log q/p(z|x)"
        ),
        states: { w in w.logEvidence - (try w.evidenceLowerBound()) },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("divergence of the posterior from q") { w in
            try w.divergence(from: .posterior, to: .approximatePosterior)
          },
          .mutant("divergence of q from the prior") { w in
            try w.divergence(from: .approximatePosterior, to: .prior)
          },
          .written(
            "S4-15", #"\log p_\theta(x|z) - \mathcal{L}(x)"#,
            "evidence read as log p(x|z), at z = 1"
          ) { w in
            Bounded(rounded: w.logLikelihood(Latent(1, 0)), magnitude: 1)
              - (try w.evidenceLowerBound())
          },
        ]),
      .equality(
        "the divergence of two Gaussians in closed form", on: { $0.witnesses.linearGaussian },
        routes: ("divergence in closed form", "evidence less quadrature of the bound"),
        states: { w in w.closedFormGap },
        equals: { w in w.logEvidence - (try w.evidenceLowerBound()) },
        variants: [
          .mutant("arguments exchanged") { w in
            Bounded(rounded: klDivergence(from: w.posterior, to: w.approximate), magnitude: 1)
          },
          .mutant("to the prior") { w in w.closedFormRegularizer },
        ]),
      .equality(
        "a diagonal q against a correlated posterior",
        on: { _ in [Subject("W-ND", TwoLatentWitness.ledger)] },
        routes: (
          "½(tr Λσ² + dᵀΛd − 2 − log det Λσ²)", "evidence less nested quadrature of the bound"
        ),
        states: { w in w.closedFormGap(mean: w.mean, deviation: w.deviation) },
        equals: { w in w.logEvidence - (try w.evidenceLowerBound()) },
        variants: [
          .mutant("correlation of the posterior ignored") { w in
            let (a, b, c) = w.precision
            let lost = 0.5 * Bounded(rounded: a * c / (a * c - b * b)).logarithm
            return w.closedFormGap(mean: w.mean, deviation: w.deviation) - lost
          }
        ]),
    ])
}

extension TwoLatentWitness {
  /// KL(N(mean, diag deviation²) ‖ posterior) in closed form, with d = mean − posterior mean.
  func closedFormGap(mean: Latent, deviation: Latent) -> Bounded {
    let (a, b, c) = precision
    let d = mean - posteriorMean
    let variance = deviation * deviation
    let trace = a * variance.x + c * variance.y
    let distance = a * d.x * d.x + 2 * b * d.x * d.y + c * d.y * d.y
    let determinant = Bounded(rounded: (a * c - b * b) * variance.x * variance.y, magnitude: 0)
    let terms = Bounded(rounded: trace + distance - 2, magnitude: max(2, trace, distance))
    return 0.5 * (terms - determinant.logarithm)
  }
}
