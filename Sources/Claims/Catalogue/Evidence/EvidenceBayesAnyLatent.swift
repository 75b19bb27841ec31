import Foundation
import Numerics

// C03: p(x) = p(x|z) p(z) / p(z|x) at every z with p(z|x) > 0; the right side does not depend on z.

extension Claim {
  /// Bayes' rule gives the evidence at any latent value.
  static let evidenceAtAnyLatent: Claim = Claim(
    "evidence.bayes-at-any-latent", identity: "C03",
    title: "Prior times likelihood over posterior is the evidence, whatever z",
    statement: #"p(x) = \frac{p(x|z)\,p(z)}{p(z|x)}\quad\text{for every } z"#,
    condition: "p(z|x) > 0",
    rows: ["S0-06", "S2-09", "S4-06"],
    checks: [
      .equality(
        "log prior + log likelihood − log posterior = log evidence", on: { $0.witnessesAtLatents },
        routes: ("three densities at one z", "sum or quadrature over all z"),
        states: { at in
          at.witness.boundedLogJoint(at.latent)
            - at.witness.boundedLogPosterior(at.latent)
        },
        equals: { at in try at.witness.marginalized() },
        variants: [
          .mutant("approximate posterior in the denominator") { at in
            at.witness.boundedLogJoint(at.latent)
              - Bounded(rounded: at.witness.logApproximatePosterior(at.latent), magnitude: 1)
          },
          .mutant("prior in the denominator") { at in
            Bounded(rounded: at.witness.logLikelihood(at.latent), magnitude: 1)
          },
          .mutant("no denominator") { at in
            at.witness.boundedLogJoint(at.latent)
          },
        ]),
      .equality(
        "and equal at two values of z", on: { $0.witnesses.linearGaussian },
        routes: ("three densities at z = −1", "three densities at z = 0.4"),
        states: { w in
          let z = Latent(-1, 0)
          return w.boundedLogJoint(z)
            - w.boundedLogPosterior(z)
        },
        equals: { w in
          let z = Latent(0.4, 0)
          return w.boundedLogJoint(z)
            - w.boundedLogPosterior(z)
        },
        variants: [
          .mutant("approximate posterior in the denominator: not constant") { w in
            let z = Latent(-1, 0)
            return w.boundedLogJoint(z)
              - Bounded(rounded: w.logApproximatePosterior(z), magnitude: 1)
          }
        ]),
    ])
}
