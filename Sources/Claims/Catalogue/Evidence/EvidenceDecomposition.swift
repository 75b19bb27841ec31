import Numerics

// C07: log p(x) = E_q[log p(x,z)/q(z|x)] + KL(q(z|x) ‖ p(z|x)), both terms finite.

extension Claim {
  /// The evidence splits exactly into the bound and the divergence from the posterior.
  static let evidenceDecomposition = Claim(
    "evidence.decomposition", identity: "C07",
    title: "The log evidence is the bound plus the divergence from the posterior",
    statement: #"\log p(x) = \mathbb{E}_q\left[\log\frac{p(x,z)}{q(z|x)}\right] "#
      + #"+ D_{KL}(q(z|x)\,\|\,p(z|x))"#,
    condition: "both terms are finite: q has mass only where p(x,z) has",
    rows: ["S0-08", "S0-11", "S3-24", "S3-26", "S4-11"],
    checks: [
      .equality(
        "bound + divergence = log evidence", on: { $0.witnesses.all },
        routes: ("sum or quadrature of both terms", "evidence: closed form or second quadrature"),
        states: { w in
          try w.evidenceLowerBound() + w.divergence(from: .approximatePosterior, to: .posterior)
        },
        equals: { w in w.logEvidence },
        variants: [
          .mutant("arguments of the divergence swapped") { w in
            try w.evidenceLowerBound() + w.divergence(from: .posterior, to: .approximatePosterior)
          },
          .mutant("divergence subtracted") { w in
            try w.evidenceLowerBound() - w.divergence(from: .approximatePosterior, to: .posterior)
          },
          .mutant("divergence counted twice") { w in
            try w.evidenceLowerBound()
              + 2 * w.divergence(from: .approximatePosterior, to: .posterior)
          },
          .mutant("divergence from the prior") { w in
            try w.evidenceLowerBound() + w.divergence(from: .approximatePosterior, to: .prior)
          },
        ]),
      .equality(
        "the left side is log p(x), whatever z", on: { $0.witnesses.all },
        routes: ("sum or quadrature of both terms", "evidence: closed form or second quadrature"),
        states: { w in
          try w.evidenceLowerBound() + w.divergence(from: .approximatePosterior, to: .posterior)
        },
        equals: { w in w.logEvidence },
        variants: [
          .written(
            "S4-11",
            #"\log p(x|z) = D_{KL}(q\,\|\,p(z|x)) + \mathbb{E}_q[\log p(x,z) - \log q]"#,
            "log p(x|z) for log p(x), at z = 1"
          ) { w in Bounded(rounded: w.logLikelihood(Latent(1, 0)), magnitude: 1) }
        ]),
    ])
}
