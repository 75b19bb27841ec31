import Foundation
import Numerics

// C05: log p(x) = E_q[log p(x,z)/p(z|x)], p(z|x) > 0 wherever q > 0. The integrand is constant in z, so that this
// holds for every normalised law in place of q: it cannot tell a right q from a wrong one (C07 can).

extension Claim {
  /// The log evidence as an expectation of the log ratio of joint and posterior.
  static let evidenceExpectedRatio: Claim = Claim(
    "evidence.expected-ratio", identity: "C05",
    title: "The log evidence is the expected log ratio of joint and posterior",
    statement: #"\log p(x) = \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{p(z|x)}\right]"#,
    condition: "p(z|x) > 0 wherever q has mass",
    rows: ["S0-06", "S2-12", "S3-23"],
    checks: [
      .equality(
        "expected log ratio = log evidence", on: { $0.witnesses.all },
        routes: ("sum or quadrature under q", "sum or quadrature of the joint"),
        states: { w in
          try w.expectation(under: .approximatePosterior) { z in w.logJoint(z) - w.logPosterior(z) }
            + w.normalization
        },
        equals: { w in try w.marginalized() },
        variants: [
          .mutant("ratio inverted") { w in
            try w.expectation(under: .approximatePosterior) { z in
              w.logPosterior(z) - w.logJoint(z)
            }
          },
          .mutant("likelihood for the joint") { w in
            try w.expectation(under: .approximatePosterior) { z in
              w.logLikelihood(z) - w.logPosterior(z)
            }
          },
          .mutant("q in the denominator") { w in try w.evidenceLowerBound() },
          .mutant("q adds up to 0.9") { w in
            try w.expectation(under: .approximatePosterior) { z in
              0.9 * (w.logJoint(z) - w.logPosterior(z))
            }
          },
          .equivalent("the prior in place of q") { w in
            try w.expectation(under: .prior) { z in w.logJoint(z) - w.logPosterior(z) }
              + w.normalization
          },
          .equivalent("the posterior in place of q") { w in
            try w.expectation(under: .posterior) { z in w.logJoint(z) - w.logPosterior(z) }
              + w.normalization
          },
        ]),
      .equality(
        "where one latent value is impossible and q avoids it", on: { $0.witnesses.discrete },
        routes: ("sum under q over the terms that exist", "log of the sum of the joint"),
        states: { w in w.expectedRatio(avoidingTheImpossible: true) },
        equals: { w in w.possibleJoint.sum().logarithm },
        variants: [
          .without(
            condition: "p(z|x) > 0 wherever q has mass",
            "q has mass where joint and posterior are both zero"
          ) { w in w.expectedRatio(avoidingTheImpossible: false) }
        ]),
    ])
}

extension DiscreteWitness {
  /// p(x,z) of a model that agrees with this one, except that the last z cannot produce x; without that zero.
  fileprivate var possibleJoint: [Bounded] {
    (0..<prior.count - 1).map { Bounded(rounded: prior[$0] * likelihood[$0][observation], ulps: 4) }
  }

  /// Σ q log(p(x,z)/p(z|x)) of that model over the z for which the ratio is a number.
  fileprivate func expectedRatio(avoidingTheImpossible avoids: Bool) -> Bounded {
    let logits = possibleJoint.map { log($0.value) }
    let top = logits.max() ?? 0
    let weights = logits.map { exp($0 - top) }
    let total: Double = weights.reduce(0, +)
    let mass: Double = avoids ? approximate.dropLast().reduce(0, +) : 1
    return logits.indices.map { k in
      let ratio = logits[k] - log(weights[k] / total)
      return Bounded(rounded: approximate[k] / mass * ratio, magnitude: 1)
    }.sum()
  }
}
