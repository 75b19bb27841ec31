import Distributions
import Foundation
import Numerics

// C09: D(P‖Q) ≥ 0 for two laws (Gibbs). Proof: log t ≤ t − 1 at t = Q/P and ∫ P (Q/P − 1) = ∫Q − ∫P = 0.

extension Claim {
  /// The divergence of two laws is never negative; of a law from a function that is no law it may be.
  static let divergenceNonnegative: Claim = Claim(
    "kl.nonnegative", identity: "C09",
    title: "The divergence of two laws is not negative",
    statement: #"D_{KL}(P\,\|\,Q) \ge 0"#,
    condition: "P and Q both integrate to 1",
    rows: [
      "S0-13", "S1-24", "S1-38", "S1-42", "S2-19", "S3-27", "S4-13",
    ],
    checks: [
      .order(
        "minus the divergence is at most 0",
        on: { laboratory in
          laboratory.family(
            fixed: [
              Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger.laws),
              Subject("N(0.5,1.5²), N(0,1)", GaussianPair((0.5, 1.5), (0, 1)).laws),
            ], "law-pair-gibbs", count: 120
          ) { LawPair.random(using: &$0) }
        },
        routes: ("sum or quadrature", "Gibbs' inequality"),
        states: { pair in -(try pair.mean { $0 - $1 }) },
        isAtMost: { _ in 0 },
        variants: [
          .mutant("sign") { pair in try pair.mean { $0 - $1 } },
          .mutant("Q of total mass 1.5") { pair in -(try pair.mean { $0 - $1 - log(1.5) }) },
          .mutant("P of total mass 0.5") { pair in
            -(try pair.mean { 0.5 * ($0 + log(0.5) - $1) })
          },
          .mutant("difference of entropies, Σ P log P − Σ Q log Q") { pair in
            try pair.meanUnderQ { _, logQ in logQ } - pair.mean { logP, _ in logP }
          },
        ]),
      .order(
        "minus the divergence of q from the posterior is at most 0",
        on: { laboratory in [positiveEvidence] + laboratory.witnesses.all },
        routes: ("sum or quadrature", "Gibbs' inequality"),
        states: { w in -(try w.divergence(from: .approximatePosterior, to: .posterior)) },
        isAtMost: { _ in 0 },
        variants: [
          .written(
            "S3-27", #"D_{KL}(q\,\|\,p) \ge 0 \text{ by definition}"#,
            "the definition alone, with the joint p(z,x) as second argument"
          ) { w in
            -(try w.expectation(under: .approximatePosterior) { z in
              w.logApproximatePosterior(z) - w.logJoint(z)
            })
          },
          .mutant("sign") { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
          .equivalent("cross-entropies and log p(x), as in the derivation") { w in
            -(try w.divergence(from: .approximatePosterior, to: .prior) - w.reconstruction()
              + w.logEvidence)
          },
          .mutant("the same with −log p(x)") { w in
            -(try w.divergence(from: .approximatePosterior, to: .prior) - w.reconstruction()
              - w.logEvidence)
          },
        ]),
    ])

  /// w = s = 0.1, b = 0, x = 0 with q at the posterior: log p(x) = +1.037, so KL[q‖joint] = −1.037.
  static let positiveEvidence: Subject<any Witness> = {
    let w = LinearGaussianWitness(
      weight: 0.1, bias: 0, noise: 0.1, observation: 0, mean: 0, deviation: 0.5.squareRoot())
    return Subject("w = s = 0.1, x = 0, q = posterior", w)
  }()

  /// The two steps of the proof: it is a theorem, not part of the definition.
  static let divergenceNonnegativeProof: Claim = Claim(
    "kl.nonnegative.proof", identity: "C09",
    title: "Gibbs' inequality follows from log t ≤ t − 1",
    statement:
      #"-D_{KL}(P\,\|\,Q) = \mathbb{E}_P\left[\log\tfrac{Q}{P}\right] \le \mathbb{E}_P\left[\tfrac{Q}{P} - 1\right] = 0"#,
    condition: "P and Q both integrate to 1",
    rows: ["S3-27"],
    checks: [
      .order(
        "log t ≤ t − 1",
        on: { laboratory in
          laboratory.family(
            fixed: [1, 1.5, 0.5, 1e-3, 1e3].map { Subject("t = \($0)", $0) }, "ratio"
          ) { exp(3 * $0.standardNormal()) }
        },
        routes: ("logarithm", "tangent at t = 1"),
        states: { t in Bounded(rounded: log(t), ulps: 1) },
        isAtMost: { t in Bounded(exactly: t) - 1 },
        variants: [
          .mutant("logarithm to base 2", from: "a slip") { t in Bounded(rounded: log2(t), ulps: 1)
          },
          .mutant("logarithm of 1/t", from: "a slip") { t in Bounded(rounded: -log(t), ulps: 1) },
        ]),
      .equality(
        "the bound has expectation 0",
        on: { laboratory in
          laboratory.family(
            fixed: [Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger.laws)], "law-pair-bound"
          ) { LawPair.random(using: &$0) }
        },
        routes: ("sums or quadratures of P·Q/P and of P", "1 − 1"),
        states: { pair in try pair.total { exp($1) } - pair.total { logP, _ in exp(logP) } },
        equals: { _ in 0 },
        variants: [
          .mutant("Q of total mass 0.9") { pair in
            try pair.total { 0.9 * exp($1) } - pair.total { logP, _ in exp(logP) }
          },
          .mutant("ratio inverted", from: "a slip") { pair in
            try pair.total { exp(2 * $0 - $1) } - pair.total { logP, _ in exp(logP) }
          },
        ]),
    ])
}
