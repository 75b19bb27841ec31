import Distributions
import Foundation
import Numerics

// C01: p(x) = ∫ p(x|z) p(z) dz = E_{p(z)}[p(x|z)]: all z, each with its prior weight, no logarithm inside.

extension Claim {
  /// The evidence is the likelihood averaged over the prior.
  static let evidenceMarginal: Claim = Claim(
    "evidence.marginal", identity: "C01",
    title: "The evidence is the likelihood averaged over the prior",
    statement: #"p(x) = \int p(x|z)\,p(z)\,dz = \mathbb{E}_{p(z)}[p(x|z)]"#,
    rows: ["S1-11", "S2-05", "S2-07", "S3-14", "S4-15"],
    checks: [
      .equality(
        "log of the integrated joint = log evidence", on: { $0.witnesses.all },
        routes: (
          "sum or Gauss–Kronrod quadrature of p(z)p(x|z)",
          "closed form (logistic: doubly adaptive quadrature)"
        ),
        states: { w in try w.marginalized() },
        equals: { w in w.logEvidence },
        variants: [
          .mutant("prior dropped: ∫ p(x|z) dz") { w in try w.logLikelihoodMass() },
          .mutant("largest joint density for the integral") { w in try w.largestLogJoint() },
          .mutant("logarithm inside the average") { w in try w.reconstruction(under: .prior) },
          .mutant("averaged over q instead of the prior") { w in
            try w.expectation(under: .approximatePosterior) { exp(w.logLikelihood($0)) }.logarithm
          },
          .written(
            "S4-15", #"\text{evidence} = \log p_\theta(x|z)"#, "log p(x|z) as evidence, at z = 1"
          ) { w in Bounded(rounded: w.logLikelihood(Latent(1, 0)), magnitude: 1) },
          .written(
            "S4-15", #"\text{evidence} = \log p_\theta(x|z)"#, "log p(x|z) as evidence, at z = 0"
          ) { w in Bounded(rounded: w.logLikelihood(Latent(0, 0)), magnitude: 1) },
        ]),
      .equality(
        "the evidences of x = 0 and x = 1 add up to one", on: { $0.witnesses.bernoulliLogistic },
        routes: ("quadrature for each x", "normalisation"),
        states: { w in try w.marginalized().exponential + w.other().marginalized().exponential },
        equals: { _ in 1 },
        variants: [
          .mutant("prior dropped") { w in
            try w.logLikelihoodMass().exponential + w.other().logLikelihoodMass().exponential
          },
          .mutant("largest joint density for the integral") { w in
            try w.largestLogJoint().exponential + w.other().largestLogJoint().exponential
          },
        ]),
      .mean(
        "mean likelihood of latents from the prior",
        on: { Array($0.witnesses.all[1...2]) }, draws: 100_000,
        against: "closed form; doubly adaptive quadrature",
        of: { w in { generator in exp(w.logLikelihood(w.sample(.prior, using: &generator))) } },
        equals: { w in w.logEvidence.exponential },
        variants: [
          .mutant("latents from the approximate posterior") { w in
            { generator in
              exp(w.logLikelihood(w.sample(.approximatePosterior, using: &generator)))
            }
          }
        ]),
    ])
}

extension BernoulliLogisticWitness {
  /// The same model looking at the other symbol.
  fileprivate func other() throws(NumericsError) -> BernoulliLogisticWitness {
    try BernoulliLogisticWitness(
      weight: weight, bias: bias, observation: 1 - observation, mean: approximate.mean,
      deviation: approximate.standardDeviation)
  }
}
