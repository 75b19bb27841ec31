import Foundation
import Numerics

// C06: p(x,z)/p(z|x) = p(x,z)/q · q/p(z|x) at every z with q > 0, and so in expectation under any law.

extension Claim {
  /// A factor q/q changes nothing.
  static let evidenceInsertedFactor: Claim = Claim(
    "evidence.inserted-factor", identity: "C06",
    title: "Inserting q/q changes the ratio of joint and posterior nowhere",
    statement:
      #"\log p(x) = \mathbb{E}_q\left[\log\left(\frac{p(x,z)}{q(z|x)}\cdot\frac{q(z|x)}{p(z|x)}\right)\right]"#,
    condition: "q(z|x) > 0",
    rows: ["S0-07", "S2-13"],
    checks: [
      .equality(
        "product of the two ratios, at each z", on: { $0.witnessesAtLatents },
        routes: ("densities multiplied and divided", "sum or quadrature of the joint"),
        states: { at in at.product { joint, q, posterior in joint / q * (q / posterior) } },
        equals: { at in try at.witness.marginalized().exponential },
        variants: [
          .mutant("q·q for q/q") { at in
            at.product { joint, q, posterior in joint * q * (q / posterior) }
          },
          .mutant("prior for the posterior") { at in
            let prior = exp(at.witness.logPrior(at.latent))
            return at.product { joint, q, _ in joint / q * (q / prior) }
          },
          .mutant("second ratio inverted") { at in
            at.product { joint, q, posterior in joint / q * (posterior / q) }
          },
        ]),
      .equality(
        "expected log of the product", on: { $0.witnesses.all },
        routes: ("sum or quadrature under q", "closed form or doubly adaptive quadrature"),
        states: { w in
          try w.expectation(under: .approximatePosterior) { z in
            let q = w.logApproximatePosterior(z)
            return (w.logJoint(z) - q) + (q - w.logPosterior(z))
          } + w.normalization
        },
        equals: { w in w.logEvidence },
        variants: [
          .mutant("first ratio alone") { w in try w.evidenceLowerBound() },
          .mutant("q·q for q/q") { w in
            try w.expectation(under: .approximatePosterior) { z in
              let q = w.logApproximatePosterior(z)
              return (w.logJoint(z) + q) + (q - w.logPosterior(z))
            }
          },
          .equivalent("expectation under the prior") { w in
            try w.expectation(under: .prior) { z in
              let q = w.logApproximatePosterior(z)
              return (w.logJoint(z) - q) + (q - w.logPosterior(z))
            } + w.normalization
          },
        ]),
    ])
}

extension AtLatent where W == any Witness {
  /// A product of p(x,z), q(z|x) and p(z|x) at z, on the linear scale.
  fileprivate func product(_ formula: (Double, Double, Double) -> Double) -> Bounded {
    let (joint, q, posterior) = (
      witness.logJoint(latent), witness.logApproximatePosterior(latent),
      witness.logPosterior(latent)
    )
    // An error of one ulp in a logarithm is multiplied by its magnitude in the density.
    let size = 1 + max(joint.magnitude, q.magnitude, posterior.magnitude)
    return Bounded(rounded: formula(exp(joint), exp(q), exp(posterior)), ulps: 16 * size)
      * (1 + witness.normalization)
  }
}
