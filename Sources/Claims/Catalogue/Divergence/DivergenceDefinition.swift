import Distributions
import Foundation
import Numerics

// C08: D(P‖Q) = ∫ P log(P/Q) dx = E_P[log P/Q], where Q > 0 wherever P > 0.

extension Claim {
  /// The integral that defines the divergence has the closed forms that are used for it.
  static let divergenceDefinition: Claim = Claim(
    "kl.definition", identity: "C08",
    title: "The divergence is the integral of log P/Q, weighted with P",
    statement: #"D_{KL}(P\,\|\,Q) = \int P(x)\,\log\frac{P(x)}{Q(x)}\,dx"#,
    condition: "Q is positive wherever P is",
    rows: ["S0-10", "S0-12", "S1-15", "S3-22"],
    checks: [
      .equality(
        "integral = closed form of the family",
        on: { laboratory in
          laboratory.family(
            fixed: [
              Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger.laws),
              Subject(
                "W-D: q, posterior",
                LawPair(
                  table: DiscreteWitness.ledger.approximate, DiscreteWitness.ledger.posterior)),
            ], "law-pair", count: 60
          ) { LawPair.random(using: &$0) }
        },
        routes: ("sum or quadrature of P log P/Q", "closed form of the divergence"),
        states: { pair in try pair.mean { $0 - $1 } },
        equals: { pair in pair.divergence },
        variants: [
          .mutant("log Q/P") { pair in try pair.mean { $1 - $0 } },
          .mutant("weight Q") { pair in try pair.meanUnderQ { $0 - $1 } },
          .mutant("P and Q exchanged throughout") { pair in try pair.meanUnderQ { $1 - $0 } },
          .mutant("no logarithm", from: "rmgarnett/cse515t PR #3") { pair in
            try pair.mean { exp($0 - $1) }
          },
          .equivalent("the non-negative integrand P log P/Q − P + Q") { pair in
            try pair.total { exp($0) * ($0 - $1) - exp($0) + exp($1) }
          },
        ]),
      .equality(
        "divergence of q from the posterior", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature of q log q/p(z|x)", "closed form for two Gaussians"),
        states: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        equals: { w in
          Bounded(
            rounded: klDivergence(from: w.approximate, to: w.posterior),
            magnitude: 1 + crossEntropy(of: w.approximate, relativeTo: w.posterior).magnitude)
        },
        variants: [
          .mutant("arguments swapped") { w in
            try w.divergence(from: .posterior, to: .approximatePosterior)
          },
          .mutant("prior for posterior") { w in
            try w.divergence(from: .approximatePosterior, to: .prior)
          },
          .mutant("log p/q") { w in
            try w.expectation(under: .approximatePosterior) { z in
              w.logPosterior(z) - w.logApproximatePosterior(z)
            }
          },
        ]),
    ])

  /// The divergence is an expectation under P: by substitution exactly, by sampling on average.
  static let divergenceExpectation: Claim = Claim(
    "kl.expectation", identity: "C08",
    title: "The divergence is the expectation of log P/Q under P, not under Q",
    statement: #"D_{KL}(P\,\|\,Q) = \mathbb{E}_{x\sim P}\left[\log\frac{P(x)}{Q(x)}\right]"#,
    rows: ["S1-16"],
    checks: [
      .equality(
        "expectation over the noise that makes x = μ + σε",
        on: { laboratory in
          laboratory.family(
            fixed: [Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger)], "gaussian-pair"
          ) { GaussianPair.random(using: &$0) }
        },
        routes: ("quadrature over standard normal noise", "closed form of the divergence"),
        states: { pair in try overNoise(pair.p) { logRatio(pair, at: $0) } },
        equals: { pair in pair.laws.divergence },
        variants: [
          .mutant("x drawn from Q") { pair in try overNoise(pair.q) { logRatio(pair, at: $0) } },
          .mutant("log Q/P") { pair in try overNoise(pair.p) { -logRatio(pair, at: $0) } },
        ]),
      .mean(
        "mean of log P/Q over draws from P",
        on: { _ in [Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger)] },
        against: "closed form of the divergence",
        of: { pair in { generator in logRatio(pair, at: pair.p.sample(using: &generator)) } },
        equals: { pair in pair.laws.divergence },
        variants: [
          .mutant("draws from Q") { pair in
            { generator in logRatio(pair, at: pair.q.sample(using: &generator)) }
          },
          .mutant("sign", from: "AntixK/PyTorch-VAE #68") { pair in
            { generator in -logRatio(pair, at: pair.p.sample(using: &generator)) }
          },
        ]),
    ])

  /// log P(x)/Q(x).
  private static func logRatio(_ pair: GaussianPair, at x: Double) -> Double {
    pair.p.logDensity(at: x) - pair.q.logDensity(at: x)
  }

  /// E_ε[f(μ + σε)] for standard normal ε.
  private static func overNoise(
    _ law: Gaussian, of f: (Double) -> Double
  ) throws -> Bounded {
    try LineIntegral.total(over: .standard) { noise in
      Gaussian.standard.density(at: noise) * f(law.reparameterized(noise))
    }
  }
}
