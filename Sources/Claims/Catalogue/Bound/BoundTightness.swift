import Distributions
import Foundation
import Numerics

// C10: ELBO = log p(x) if q = p(z|x), and only then. The inequality alone is satisfied by weaker statements:
// p(x) ≥ 1 + log p(x) > ELBO always holds and never tells anything. So tightness is tested.

extension Claim {
  /// The bound is attained at the posterior, and only there.
  static let boundTightness: Claim = Claim(
    "bound.tightness", identity: "C10",
    title: "The bound equals the log evidence exactly where q is the posterior",
    statement:
      #"q(z|x) = p(z|x) \implies \mathcal{L}(x) = \log p(x), \qquad q(z|x) \ne p(z|x) \implies \mathcal{L}(x) < \log p(x)"#,
    setting: #"Let $\mathcal{L}(x) = \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right]$."#,
    rows: ["S0-15", "S2-22", "S3-29", "S3-30", "S4-14"],
    checks: [tightness, discreteTightness, looseness])

  @Sendable
  private static func exactLinearGaussians(
    _ laboratory: Laboratory
  ) -> [Subject<LinearGaussianWitness>] {
    [Subject("w = s = .1, p(x) > 1", .narrow)]
      + laboratory.witnesses.linearGaussian.map { subject in
        Subject(subject.name, subject.value.atPosterior, isRandom: subject.isRandom)
      }
  }

  private static let tightness: Check = .equality(
    "at the posterior: one Gaussian latent",
    on: exactLinearGaussians,
    routes: ("quadrature of the bound", "evidence in closed form"),
    states: { w in try w.evidenceLowerBound() },
    equals: { w in w.logEvidence },
    variants: [
      .mutant("q = prior attains it") { w in
        try w.approximated(by: w.prior).evidenceLowerBound()
      },
      .mutant(
        "constant −½ log 2πs² of the likelihood left out",
        from: "asked about in clementchadebec/benchmark_VAE #123"
      ) { w in
        let constant: Double = 0.5 * log(2 * Double.pi * w.noise * w.noise)
        return try w.evidenceLowerBound() + Bounded(rounded: constant, magnitude: 1)
      },
      .mutant("the bound is never positive") { w in
        let bound = try w.evidenceLowerBound()
        return bound.value > 0 ? Bounded(exactly: 0) : bound
      },
      .written("S3-30", #"p(x) \ge -D_{KL}[q\,\|\,p(z,x)]"#, "the evidence itself, attained") {
        w in
        w.logEvidence.exponential
      },
      .written(
        "S4-14", #"p(x) = \mathcal{L}(x)"#,
        "'lower evidence bound' read as the attained bound of the evidence"
      ) { w in try w.marginalized().exponential },
    ])

  private static let discreteTightness: Check = .equality(
    "at the posterior: a discrete latent",
    on: { laboratory in
      laboratory.witnesses.discrete.map { subject in
        Subject(subject.name, subject.value.atPosterior, isRandom: subject.isRandom)
      }
    },
    routes: ("sum of the bound", "log of the summed joint"),
    states: { w in try w.evidenceLowerBound() },
    equals: { w in w.logEvidence },
    variants: [
      .mutant("normalised likelihood for the posterior") { w in
        try w.approximatedByNormalizedLikelihood.evidenceLowerBound()
      },
      .mutant("the evidence itself") { w in Bounded(rounded: w.evidence) },
    ])

  private static let looseness: Check = .separation(
    "away from the posterior", on: { $0.witnesses.all },
    routes: (
      "sum or quadrature of the bound", "evidence in closed form or by a second quadrature"
    ),
    states: { w in try w.evidenceLowerBound() },
    differsFrom: { w in w.logEvidence },
    variants: [
      .mutant("strict at the posterior too") { w in
        try w.expectation(under: .posterior) { z in w.logJoint(z) - w.logPosterior(z) }
      },
      .mutant("strict after the gap has been added") { w in
        try w.evidenceLowerBound()
          + w.divergence(from: .approximatePosterior, to: .posterior)
      },
    ])
}

extension DiscreteWitness {
  /// The same model with q ∝ p(x|z): what is left of the posterior when the prior is forgotten.
  fileprivate var approximatedByNormalizedLikelihood: DiscreteWitness {
    let column: [Double] = likelihood.map { $0[observation] }
    let sum: Double = column.reduce(0, +)
    return DiscreteWitness(
      prior: prior, likelihood: likelihood, observation: observation,
      approximate: column.map { $0 / sum })
  }
}
