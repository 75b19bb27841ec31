import Distributions
import Foundation
import Numerics

// C07: log p(x) = E_q[log p(x,z)/q(z|x)] + KL(q(z|x) ‖ p(z|x)), both terms finite.

extension Claim {
  /// The evidence splits exactly into the bound and the divergence from the posterior.
  static let evidenceDecomposition: Claim = Claim(
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
        "the left side is log p(x), whatever z", on: { $0.witnessesAtLatents },
        routes: (
          "sum or quadrature of both terms", "evidence in closed form or by a second quadrature"
        ),
        states: { at in
          let w = at.witness
          return try w.evidenceLowerBound()
            + w.divergence(from: .approximatePosterior, to: .posterior)
        },
        equals: { at in at.witness.logEvidence },
        variants: [
          .written(
            "S4-11",
            #"\log p_\theta(x|z) = D_{KL}(q\,\|\,p(z|x)) + \mathbb{E}_q[\log p(x,z) - \log q]"#,
            "log p(x|z) for log p(x), at each z"
          ) { at in Bounded(rounded: at.witness.logLikelihood(at.latent), magnitude: 1) },
          .mutant("log p(z|x) for log p(x), at each z") { at in
            Bounded(rounded: at.witness.logPosterior(at.latent), magnitude: 1)
          },
        ]),
      .equality(
        "log evidence under q plus expected log of q over joint = divergence",
        on: { $0.witnesses.linearGaussian },
        routes: ("one quadrature of both integrands", "closed divergence of two Gaussians"),
        states: { w in
          let evidence = w.logEvidence.value
          return try w.expectation(under: .approximatePosterior) { z in
            evidence + (w.logApproximatePosterior(z) - w.logJoint(z))
          }
        },
        equals: { w in
          Bounded(rounded: klDivergence(from: w.approximate, to: w.posterior), magnitude: 1)
        },
        variants: [
          .mutant("log evidence not weighted with q") { w in
            let evidence = w.logEvidence.value
            return try w.total(over: .approximatePosterior) { z in
              let q = w.logApproximatePosterior(z)
              return evidence + exp(q) * (q - w.logJoint(z))
            }
          },
          .mutant("log evidence subtracted") { w in
            let evidence = w.logEvidence.value
            return try w.expectation(under: .approximatePosterior) { z in
              -evidence + (w.logApproximatePosterior(z) - w.logJoint(z))
            }
          },
        ]),
    ])
}
