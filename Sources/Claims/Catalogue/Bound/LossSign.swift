import Distributions
import Numerics

// C19: loss = −ELBO = KL(q‖p(z)) − E_q log p(x|z) ≥ −log p(x); descending the loss ascends E_q log p(x|z).

extension Claim {
  /// The loss is minus the bound.
  static let lossSign: Claim = Claim(
    "bound.loss", identity: "C19",
    title: "The loss is minus the bound, and lies above the negative log evidence",
    statement:
      #"-\mathcal{L} = D_{KL}(q(z|x)\,\|\,p(z)) - \mathbb{E}_{q(z|x)}[\log p(x|z)] \ge -\log p(x)"#,
    rows: ["S2-23", "S2-24", "S2-25", "S2-32"],
    checks: [
      .equality(
        "loss = divergence − reconstruction", on: { $0.witnesses.all },
        routes: ("minus the sum or quadrature of the bound", "two sums or quadratures"),
        states: { w in -(try w.evidenceLowerBound()) },
        equals: { w in
          try w.divergence(from: .approximatePosterior, to: .prior) - w.reconstruction()
        },
        variants: [
          .mutant("loss = +bound", from: "pyro #1982") { w in try w.evidenceLowerBound() },
          .mutant("divergence + reconstruction") { w in
            try w.divergence(from: .approximatePosterior, to: .prior) + w.reconstruction()
          },
          .mutant("divergence subtracted", from: "mhw32/multimodal-vae-public #4") { w in
            try -w.reconstruction() - w.divergence(from: .approximatePosterior, to: .prior)
          },
        ]),
      .order(
        "minus the loss is below the log evidence", on: { $0.witnesses.all },
        routes: ("sums or quadratures", "evidence in closed form or by a second quadrature"),
        states: { w in
          try -(w.divergence(from: .approximatePosterior, to: .prior) - w.reconstruction())
        },
        isAtMost: { w in w.logEvidence },
        variants: [
          .mutant("loss = +bound") { w in -(try w.evidenceLowerBound()) }
        ]),
      .order(
        "a step down the reconstruction loss raises the expected log-likelihood",
        on: { $0.witnesses.linearGaussian },
        routes: ("quadrature after the step", "closed form before the step"),
        states: { w in -(try w.stepped(by: 0.5).reconstruction()) },
        isAtMost: { w in -w.closedFormReconstruction },
        variants: [
          .written(
            "S2-32", #"\max_\phi\; -\mathbb{E}_q[\log p_\theta(x|z)]"#,
            "the reconstruction loss ascended: it 'maximizes'"
          ) { w in -(try w.stepped(by: -0.5).reconstruction()) },
          .mutant("step four times as long as the curvature allows") { w in
            -(try w.stepped(by: 4).reconstruction())
          },
        ]),
    ])
}

extension LinearGaussianWitness {
  /// The mean of q after a gradient step down −E_q log p(x|z), in units of the inverse curvature s²/w².
  func stepped(by fraction: Double) -> LinearGaussianWitness {
    let slope = logLikelihoodGradient(Latent(approximate.mean, 0)).x
    let curvature = weight * weight / (noise * noise)
    return approximated(
      by: Gaussian(
        mean: approximate.mean + fraction * slope / curvature,
        standardDeviation: approximate.standardDeviation))
  }
}
