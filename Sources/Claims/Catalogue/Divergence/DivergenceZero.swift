import Distributions
import Foundation
import Numerics

// C09: D(P‖Q) = 0 if and only if P = Q almost everywhere; how near, by Pinsker: 2·TV² ≤ D.

extension Claim {
  /// The divergence vanishes at equal laws and nowhere else.
  static let divergenceZero: Claim = Claim(
    "kl.zero-iff-equal", identity: "C09",
    title: "The divergence is zero only where the two laws are equal",
    statement:
      #"P(x) = Q(x) \implies D_{KL}(P\,\|\,Q) = 0, \qquad P(x) \ne Q(x) \implies D_{KL}(P\,\|\,Q) > 0"#,
    setting: #"Two densities that differ on a set of mass 0 only count as equal."#,
    rows: ["S1-25"],
    checks: [
      .equality(
        "the posterior in closed form is the joint over the evidence",
        on: { $0.witnesses.linearGaussian },
        routes: ("quadrature against joint and evidence", "zero"),
        states: { w in
          try w.expectation(under: .posterior) { z in w.logPosterior(z) - w.logJoint(z) }
            + w.logEvidence
        },
        equals: { _ in 0 },
        variants: [
          .mutant("zero at q as well") { w in
            try w.expectation(under: .approximatePosterior) { z in
              w.logApproximatePosterior(z) - w.logJoint(z)
            } + w.logEvidence
          },
          .mutant("posterior variance 1/(1 + w/s)") { w in
            let wrong = Gaussian(
              mean: w.posterior.mean,
              standardDeviation: (1 / (1 + w.weight.magnitude / w.noise)).squareRoot())
            return try LineIntegral.total(over: wrong) { z in
              wrong.density(at: z) * (wrong.logDensity(at: z) - w.logJoint(Latent(z, 0)))
            } + w.logEvidence
          },
          .mutant("joint without its evidence", from: "a slip") { w in
            try w.expectation(under: .posterior) { z in w.logPosterior(z) - w.logJoint(z) }
          },
        ]),
      .separation(
        "two different laws are told apart",
        on: { laboratory in
          laboratory.family(
            fixed: [
              Subject("N(0,1), N(0,2²)", GaussianPair((0, 1), (0, 2))),
              Subject("N(0,1), N(1,1)", GaussianPair((0, 1), (1, 1))),
              Subject("N(0,1), N(0.001,1)", GaussianPair((0, 1), (0.001, 1))),
            ], "gaussian-pair-unequal"
          ) { GaussianPair.random(using: &$0) }
        },
        routes: ("quadrature of P log P/Q", "zero"),
        states: { pair in try pair.laws.mean { $0 - $1 } },
        differsFrom: { _ in 0 },
        variants: [
          .mutant("only the means compared") { pair in
            let gap = pair.p.mean - pair.q.mean
            return Bounded(rounded: 0.5 * gap * gap / pair.q.variance)
          },
          .mutant("only the spreads compared", from: "a slip") { pair in
            let ratio = pair.p.variance / pair.q.variance
            return Bounded(rounded: 0.5 * (ratio - 1 - log(ratio)))
          },
        ]),
    ])

  /// A small divergence makes every event's probability close: the sense in which the optimum is close.
  static let divergencePinsker: Claim = Claim(
    "kl.pinsker", identity: "C09",
    title: "The divergence bounds the total variation",
    statement: #"2\,\mathrm{TV}(P,Q)^2 \le D_{KL}(P\,\|\,Q)"#,
    setting: #"Let $\mathrm{TV}(P, Q) = \tfrac12\sum_x |P(x) - Q(x)|$, an integral for densities."#,
    condition: "closeness is meant in the probabilities of events, not in moments",
    rows: ["S1-25", "S1-33"],
    checks: [
      .order(
        "twice the squared total variation is at most the divergence",
        on: { pinskerSubjects($0) },
        routes: ("sum or quadrature of |P − Q|", "closed form of the divergence"),
        states: { subject in 2 * (try subject.laws.totalVariation().squared) },
        isAtMost: { subject in subject.laws.divergence },
        variants: [
          .mutant("total variation at most half the divergence") { subject in
            2 * (try subject.laws.totalVariation())
          },
          .mutant("total variation without its half", from: "a slip") { subject in
            8 * (try subject.laws.totalVariation().squared)
          },
          .mutant("a constant above 2", from: "a slip") { subject in
            2.1 * (try subject.laws.totalVariation().squared)
          },
          .without(
            condition: "closeness is meant in the probabilities of events",
            "twice the squared gap of the means"
          ) { subject in Bounded(rounded: 2 * subject.meanGap * subject.meanGap) },
        ])
    ])

  private static func pinskerSubjects(_ laboratory: Laboratory) -> [Subject<PinskerSubject>] {
    let w = LinearGaussianWitness.ledger
    let fixed = [
      Subject("W-LG: q, posterior", PinskerSubject(w.approximate, w.posterior)),
      Subject(
        "N(0,1), N(0.1,1)", PinskerSubject(.standard, Gaussian(mean: 0.1, standardDeviation: 1))),
      Subject("(0.51, 0.49), (0.5, 0.5)", PinskerSubject([0.51, 0.49], [0.5, 0.5])),
    ]
    let gaussians = laboratory.family("gaussian-pair-pinsker", count: 30) {
      let pair = GaussianPair.random(using: &$0)
      return PinskerSubject(pair.p, pair.q)
    }
    let tables = laboratory.family("table-pinsker", count: 30) { generator in
      func table() -> [Double] { (0..<5).map { _ in exp(generator.standardNormal()) } }
      return PinskerSubject(table(), table())
    }
    return fixed + gaussians + tables
  }
}

/// Two laws with the gap between their means.
struct PinskerSubject: Sendable {
  let laws: LawPair
  let meanGap: Double

  /// Two scalar Gaussians.
  init(_ p: Gaussian, _ q: Gaussian) {
    laws = LawPair(p, q)
    meanGap = p.mean - q.mean
  }

  /// Two tables over 0, 1, …, given by weights.
  init(_ p: [Double], _ q: [Double]) {
    func mean(_ weights: [Double]) -> Double {
      let total: Double = weights.reduce(0, +)
      return weights.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element } / total
    }
    laws = LawPair(table: p, q)
    meanGap = mean(p) - mean(q)
  }
}
