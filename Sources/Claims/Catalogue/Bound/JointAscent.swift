import Numerics

// C21: when θ moves at fixed φ, Δ log p(x) = ΔELBO + ΔKL(q‖p(z|x)). An M-step after an exact E-step raises the
// bound and the divergence (from zero): it need not fall along an ascent in (θ, φ).

extension Claim {
  /// The divergence can rise while the bound does.
  static let jointAscent: Claim = Claim(
    "bound.joint-ascent", identity: "C21",
    title: "An ascent of the bound over the model can raise the divergence from the posterior",
    statement:
      #"\log p_{\theta'}(x) - \log p_\theta(x) = \mathcal{L}(\theta', q) - \mathcal{L}(\theta, q) + D_{KL}(q(z|x)\,\|\,p_{\theta'}(z|x)) - D_{KL}(q(z|x)\,\|\,p_\theta(z|x))"#,
    setting:
      #"Let $\mathcal{L}(\theta, q) = \mathbb{E}_{q(z|x)}\left[\log\frac{p_\theta(x,z)}{q(z|x)}\right]$, and let the model move from $\theta$ to $\theta'$ while $q$ stays."#,
    condition: "for the divergence to fall with the bound: θ is fixed",
    rows: ["S0-17", "S0-18", "S3-41"],
    checks: [
      .equality(
        "an M-step after an exact E-step", on: { SlopeFamily.subjects($0) },
        routes: ("quadratures of bound and divergence before and after", "evidence in closed form"),
        states: { w in
          let gain = try w.mStepped.evidenceLowerBound() - w.atPosterior.evidenceLowerBound()
          let rise = try w.mStepped.divergence(from: .approximatePosterior, to: .posterior)
          return gain + rise
        },
        equals: { w in w.mStepped.logEvidence - w.logEvidence },
        variants: [
          .mutant("the divergence stays at zero") { w in
            try w.mStepped.evidenceLowerBound() - w.atPosterior.evidenceLowerBound()
          },
          .mutant("the divergence falls") { w in
            let gain = try w.mStepped.evidenceLowerBound() - w.atPosterior.evidenceLowerBound()
            let rise = try w.mStepped.divergence(from: .approximatePosterior, to: .posterior)
            return gain - rise
          },
        ]),
      .order(
        "the bound rises", on: { SlopeFamily.subjects($0) },
        routes: ("closed bound before less quadrature of the bound after", "zero"),
        states: { w in
          try w.atPosterior.closedFormBound - w.mStepped.evidenceLowerBound()
        },
        isAtMost: { _ in 0 },
        variants: [
          .written(
            "S3-41", #"\min_{\phi,\theta}"#, "θ joins the minimum: the same step downwards"
          ) { w in
            let down = w.atPosterior.weighted(2 * w.weight - w.nextWeight)
            return try w.atPosterior.closedFormBound - down.evidenceLowerBound()
          },
          .mutant("the step taken five times as far") { w in
            let far = w.atPosterior.weighted(w.weight + 5 * (w.nextWeight - w.weight))
            return try w.atPosterior.closedFormBound - far.evidenceLowerBound()
          },
        ]),
      .order(
        "the divergence does not fall", on: { SlopeFamily.subjects($0) },
        routes: ("closed divergence before less quadrature of the divergence after", "zero"),
        states: { w in
          try w.atPosterior.closedFormGap
            - w.mStepped.divergence(from: .approximatePosterior, to: .posterior)
        },
        isAtMost: { _ in 0 },
        variants: [
          .without(
            condition: "θ is fixed", "the divergence falls by what the bound gains"
          ) { w in
            try w.mStepped.evidenceLowerBound() - w.atPosterior.closedFormBound
          },
          .mutant("the divergence falls at every joint step") { w in
            try w.mStepped.divergence(from: .approximatePosterior, to: .posterior)
              - w.atPosterior.closedFormGap
          },
        ]),
    ])
}

extension LinearGaussianWitness {
  /// The model after an exact E-step and an M-step of its slope; q is the posterior of before.
  var mStepped: LinearGaussianWitness { atPosterior.weighted(nextWeight) }
}
