import Distributions
import Foundation
import Numerics

// C13: H(P) = −E_P log P, H(P,Q) = −E_P log Q, D(P‖Q) = H(P,Q) − H(P), all three finite.

extension Claim {
  /// Entropy and cross-entropy are expectations of minus a log density, under P both times.
  static let entropyDefinitions: Claim = Claim(
    "entropy.definition", identity: "C13",
    title: "Entropy and cross-entropy are expectations under the first law",
    statement: #"H(P) = -\mathbb{E}_P[\log P], \qquad H(P,Q) = -\mathbb{E}_P[\log Q]"#,
    rows: ["S1-19", "S1-21"],
    checks: [
      .equality(
        "entropy", on: { codingPairs($0) },
        routes: ("sum or quadrature of −P log P", "closed form of the entropy"),
        states: { pair in -(try pair.mean { logP, _ in logP }) },
        equals: { pair in pair.entropy },
        variants: [
          .mutant("sign") { pair in try pair.mean { logP, _ in logP } },
          .mutant("log P without the weight P") { pair in
            -(try pair.total { logP, _ in max(logP, -700) })
          },
          .mutant("bits", from: "a slip") { pair in -(try pair.mean { logP, _ in logP / log(2) }) },
        ]),
      .equality(
        "cross-entropy", on: { codingPairs($0) },
        routes: ("sum or quadrature of −P log Q", "closed form of the cross-entropy"),
        states: { pair in -(try pair.mean { _, logQ in logQ }) },
        equals: { pair in pair.crossEntropy },
        variants: [
          .mutant("weight Q and log P") { pair in -(try pair.meanUnderQ { logP, _ in logP }) },
          .mutant("weight Q and log Q") { pair in -(try pair.meanUnderQ { _, logQ in logQ }) },
        ]),
    ])

  /// The divergence is the excess of the cross-entropy over the entropy.
  static let crossEntropyDifference: Claim = Claim(
    "kl.cross-entropy-difference", identity: "C13",
    title: "The divergence is the cross-entropy less the entropy",
    statement: #"D_{KL}(P\,\|\,Q) = H(P,Q) - H(P)"#,
    condition: "both entropies are finite",
    rows: ["S1-18", "S1-34", "S1-40"],
    checks: [
      .equality(
        "cross-entropy − entropy", on: { codingPairs($0) },
        routes: ("two sums or quadratures", "closed form of the divergence"),
        states: { pair in -(try pair.mean { $1 }) + (try pair.mean { logP, _ in logP }) },
        equals: { pair in pair.divergence },
        variants: [
          .mutant("entropy − cross-entropy") { pair in
            -(try pair.mean { logP, _ in logP }) + (try pair.mean { $1 })
          },
          .mutant("cross-entropy of Q relative to P") { pair in
            -(try pair.meanUnderQ { logP, _ in logP }) + (try pair.mean { logP, _ in logP })
          },
          .mutant("entropy of Q taken off", from: "a slip") { pair in
            -(try pair.mean { $1 }) + (try pair.meanUnderQ { $1 })
          },
        ]),
      .equality(
        "H(q, p(z|x)) − H(q)", on: { $0.witnesses.all },
        routes: ("two sums or quadratures", "log evidence less the bound"),
        states: { w in try crossEntropy(w, .posterior) - crossEntropy(w, .approximatePosterior) },
        equals: { w in w.logEvidence - (try w.evidenceLowerBound()) },
        variants: [
          .mutant("+ H(q)") { w in
            try crossEntropy(w, .posterior) + crossEntropy(w, .approximatePosterior)
          },
          .mutant("prior for posterior") { w in
            try crossEntropy(w, .prior) - crossEntropy(w, .approximatePosterior)
          },
        ]),
      .equality(
        "H(q, p(z)) − H(q)", on: { $0.witnesses.linearGaussian },
        routes: ("two quadratures", "closed form for two Gaussians"),
        states: { w in try crossEntropy(w, .prior) - crossEntropy(w, .approximatePosterior) },
        equals: { w in
          Bounded(rounded: klDivergence(from: w.approximate, to: w.prior), magnitude: 4)
        },
        variants: [
          .mutant("H(q) − H(q, p(z))") { w in
            try crossEntropy(w, .approximatePosterior) - crossEntropy(w, .prior)
          },
          .mutant("entropy of the prior taken off", from: "a slip") { w in
            try crossEntropy(w, .prior)
              - Bounded(rounded: w.prior.entropy)
          },
        ]),
    ])

  /// H(q, f) = −E_q[log f] for one of the laws over the latent.
  private static func crossEntropy(_ w: any Witness, _ law: Law) throws -> Bounded {
    -(try w.expectation(under: .approximatePosterior) { z in w.logDensity(law, z) })
  }

  /// The dyadic pair whose divergence differs between the directions, a Gaussian pair, and random pairs.
  private static func codingPairs(_ laboratory: Laboratory) -> [Subject<LawPair>] {
    laboratory.family(
      fixed: [
        Subject("P = (½,¼,⅛,⅛), Q = (⅛,½,¼,⅛)", LawPair(table: [4, 2, 1, 1], [1, 4, 2, 1])),
        Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger.laws),
      ], "law-pair-entropy"
    ) { LawPair.random(using: &$0) }
  }
}
