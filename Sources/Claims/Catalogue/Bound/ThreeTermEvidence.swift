import Numerics

// C12: log p(x) = KL(q ‖ p(z|x)) − KL(q ‖ p(z)) + E_q log p(x|z).
// Inside the expectation the sum is log p(x) at every z, for any q: only the three terms apart can tell a wrong q.

extension Claim {
  /// The log evidence as two divergences and an expected log-likelihood.
  static let threeTermEvidence: Claim = Claim(
    "bound.three-terms", identity: "C12",
    title: "The log evidence is two divergences and an expected log-likelihood",
    statement:
      #"\log p(x) = D_{KL}(q(z|x)\,\|\,p(z|x)) - D_{KL}(q(z|x)\,\|\,p(z)) + \mathbb{E}_{q(z|x)}[\log p(x|z)]"#,
    rows: ["S1-37", "S2-14", "S2-15", "S2-17", "S2-31"],
    checks: [
      .equality(
        "three terms, each by itself", on: { $0.witnesses.all },
        routes: ("three sums or quadratures", "evidence in closed form or by a second quadrature"),
        states: { w in try w.threeTerms() },
        equals: { w in w.logEvidence },
        variants: [
          .mutant("second divergence added") { w in
            try w.threeTerms() + 2 * w.divergence(from: .approximatePosterior, to: .prior)
          },
          .mutant("log p(x) as the third term") { w in
            try w.threeTerms() - w.reconstruction() + w.logEvidence
          },
          .mutant("arguments of the first divergence swapped") { w in
            try w.divergence(from: .posterior, to: .approximatePosterior)
              - w.divergence(from: .approximatePosterior, to: .prior) + w.reconstruction()
          },
          .mutant("third term under the prior") { w in
            try w.threeTerms() - w.reconstruction() + w.reconstruction(under: .prior)
          },
        ]),
      .equality(
        "before the expectation is taken, at one z", on: { PointedWitness.everywhere($0) },
        routes: (
          "log q/p(z|x) − log q/p(z) + log p(x|z)",
          "evidence in closed form or by a second quadrature"
        ),
        states: { point in
          point.bounded { w, z in
            (w.logApproximatePosterior(z) - w.logPosterior(z))
              - (w.logApproximatePosterior(z) - w.logPrior(z)) + w.logLikelihood(z)
          }
        },
        equals: { point in point.witness.logEvidence },
        variants: [
          .mutant("+ log q/p(z)") { point in
            point.bounded { w, z in
              (w.logApproximatePosterior(z) - w.logPosterior(z))
                + (w.logApproximatePosterior(z) - w.logPrior(z)) + w.logLikelihood(z)
            }
          }
        ]),
      .equality(
        "the reconstruction loss is not the negative log evidence", on: { $0.witnesses.oneLatent },
        routes: ("evidence and two divergences", "sum or quadrature of −log p(x|z)"),
        states: { w in
          try -w.logEvidence + w.divergence(from: .approximatePosterior, to: .posterior)
            - w.divergence(from: .approximatePosterior, to: .prior)
        },
        equals: { w in -(try w.reconstruction()) },
        variants: [
          .written(
            "S2-31", #"-\mathbb{E}_q[\log p_\theta(x|z)] = -\log p_\theta(x)"#,
            "second term read as the negative log-likelihood of the data"
          ) { w in -w.logEvidence }
        ]),
    ])
}

extension Witness {
  /// KL(q‖posterior) − KL(q‖prior) + E_q log p(x|z).
  func threeTerms() throws -> Bounded {
    try divergence(from: .approximatePosterior, to: .posterior)
      - divergence(from: .approximatePosterior, to: .prior) + reconstruction()
  }
}
