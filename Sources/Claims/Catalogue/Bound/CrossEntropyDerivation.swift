import Distributions
import Numerics

// C17, with H(q, f) := −E_q log f, also for functions f of z that are no densities:
// KL(q‖p(z|x)) = H(q, p(z|x)) − H(q)
//             = H(q, p(x|z)) + H(q, p(z)) − H(q, p(x)) − H(q)      Bayes' rule
//             = H(q, p(x|z)) + KL(q‖p(z)) − H(q, p(x))             regrouped
//             = H(q, p(x|z)) + KL(q‖p(z)) + log p(x)               p(x) is constant in z

extension Claim {
  /// The bound by way of cross-entropies, line by line.
  static let crossEntropyDerivation: Claim = Claim(
    "bound.cross-entropy-derivation", identity: "C17",
    title: "The divergence from the posterior, split into cross-entropies in four lines",
    statement:
      #"D_{KL}(q\,\|\,p(z|x)) = H(q, p(z|x)) - H(q) = H(q, p(x|z)) + D_{KL}(q\,\|\,p(z)) + \log p(x)"#,
    condition: "three steps are the transitions between the four right-hand sides",
    rows: ["S1-34", "S1-35", "S1-36", "S1-37", "S1-39", "S1-40", "S1-41"],
    checks: [
      .equality(
        "line 1: cross-entropy less entropy", on: { $0.witnesses.oneLatent },
        routes: ("two sums or quadratures", "one of q log q/p(z|x)"),
        states: { w in try w.crossEntropy(.posterior) - w.crossEntropy(.approximatePosterior) },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("entropy added") { w in
            try w.crossEntropy(.posterior) + w.crossEntropy(.approximatePosterior)
          },
          .without(
            condition: "steps are counted between the right-hand sides",
            "the regrouping of step two applied at the second equals sign"
          ) { w in try w.divergence(from: .approximatePosterior, to: .prior) },
        ]),
      .equality(
        "line 2: Bayes' rule inserted", on: { $0.witnesses.oneLatent },
        routes: ("four sums or quadratures", "one of q log q/p(z|x)"),
        states: { w in
          try w.crossEntropyOfLikelihood() + w.crossEntropy(.prior) - w.crossEntropyOfEvidence()
            - w.crossEntropy(.approximatePosterior)
        },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("cross-entropy with p(x) added") { w in
            try w.crossEntropyOfLikelihood() + w.crossEntropy(.prior) + w.crossEntropyOfEvidence()
              - w.crossEntropy(.approximatePosterior)
          },
          .mutant("numerator and denominator of Bayes' rule exchanged") { w in
            try w.crossEntropyOfEvidence() - w.crossEntropyOfLikelihood() - w.crossEntropy(.prior)
              - w.crossEntropy(.approximatePosterior)
          },
        ]),
      .equality(
        "line 3: regrouped", on: { $0.witnesses.oneLatent },
        routes: ("three sums or quadratures", "one of q log q/p(z|x)"),
        states: { w in
          try w.crossEntropyOfLikelihood() + w.divergence(from: .approximatePosterior, to: .prior)
            - w.crossEntropyOfEvidence()
        },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("divergence of the prior from q") { w in
            try w.crossEntropyOfLikelihood()
              + w.divergence(from: .prior, to: .approximatePosterior) - w.crossEntropyOfEvidence()
          },
          .mutant("H(q) − H(q, p(z)) for the divergence") { w in
            try w.crossEntropyOfLikelihood() + w.crossEntropy(.approximatePosterior)
              - w.crossEntropy(.prior) - w.crossEntropyOfEvidence()
          },
        ]),
      .equality(
        "line 4: p(x) is constant in z", on: { $0.witnesses.oneLatent },
        routes: ("two sums or quadratures and the evidence", "one of q log q/p(z|x)"),
        states: { w in
          try w.crossEntropyOfLikelihood() + w.divergence(from: .approximatePosterior, to: .prior)
            + w.logEvidence
        },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("log p(x) subtracted") { w in
            try w.crossEntropyOfLikelihood()
              + w.divergence(from: .approximatePosterior, to: .prior) - w.logEvidence
          }
        ]),
      .equality(
        "step 1 at one z: −log p(z|x) by Bayes' rule", on: { PointedWitness.everywhere($0) },
        routes: ("−log p(x|z) − log p(z) + log p(x)", "posterior in closed form or by its own sum"),
        states: { point in
          point.bounded { w, z in -w.logLikelihood(z) - w.logPrior(z) + w.logEvidence.value }
        },
        equals: { point in point.bounded { w, z in -w.logPosterior(z) } },
        variants: [
          .mutant("log p(x) with the wrong sign") { point in
            point.bounded { w, z in -w.logLikelihood(z) - w.logPrior(z) - w.logEvidence.value }
          },
          .without(
            condition: "steps are counted between the right-hand sides",
            "Bayes' rule at the first equals sign, where log q is split off"
          ) { point in
            point.bounded { w, z in w.logApproximatePosterior(z) - w.logPosterior(z) }
          },
        ]),
      .equality(
        "step 3: H(q, p(x)) = −log p(x)", on: { $0.witnesses.oneLatent },
        routes: (
          "sum or quadrature of −q log p(x)", "evidence in closed form or by a second quadrature"
        ),
        states: { w in try w.crossEntropyOfEvidence() },
        equals: { w in -w.logEvidence },
        variants: [
          .mutant("+ log p(x)") { w in w.logEvidence },
          .without(
            condition: "steps are counted between the right-hand sides",
            "what changes at the third equals sign, H(q, p(z)) − H(q)"
          ) { w in try w.crossEntropy(.prior) - w.crossEntropy(.approximatePosterior) },
        ]),
      .equality(
        "line 1 of two Gaussians in closed form", on: { $0.witnesses.linearGaussian },
        routes: ("cross-entropy and entropy in closed form", "quadrature of q log q/p(z|x)"),
        states: { w in
          let cross = Distributions.crossEntropy(of: w.approximate, relativeTo: w.posterior)
          return Bounded(rounded: cross, magnitude: 1)
            - Bounded(rounded: w.approximate.entropy, magnitude: 1)
        },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("average under the posterior") { w in
            let cross = Distributions.crossEntropy(of: w.posterior, relativeTo: w.approximate)
            return Bounded(rounded: cross, magnitude: 1)
              - Bounded(rounded: w.approximate.entropy, magnitude: 1)
          }
        ]),
    ])
}

extension Witness {
  /// H(q, law) = −E_q log law(z); with `.approximatePosterior` the entropy of q.
  func crossEntropy(_ law: Law) throws -> Bounded {
    -(try expectation(under: .approximatePosterior) { z in logDensity(law, z) })
  }

  /// H(q, p(x|z)) = −E_q log p(x|z).
  func crossEntropyOfLikelihood() throws -> Bounded { -(try reconstruction()) }

  /// H(q, p(x)) = −E_q log p(x), with log p(x) as log p(x,z)/p(z|x) at each z.
  func crossEntropyOfEvidence() throws -> Bounded {
    -(try expectation(under: .approximatePosterior) { z in logJoint(z) - logPosterior(z) })
  }
}
