import Distributions
import Foundation
import Numerics

// C20: argmin_φ KL(q_φ‖p(z|x)) = argmax_φ ELBO(φ); for a Gaussian posterior and Gaussian q it is the posterior.
// In (m, log σ) the linear-Gaussian bound is a sum of a concave function of m and a unimodal one of log σ,
// so each coordinate may be searched by itself.
// Forward and reverse divergence agree where the family contains the posterior: only the Bernoulli–logistic
// witness tells argmin KL(q‖p) from argmin KL(p‖q).

extension Claim {
  /// The bound is greatest where the divergence from the posterior is least.
  static let optimumAtPosterior: Claim = Claim(
    "bound.optimum.posterior", identity: "C20",
    title: "The bound is greatest where the divergence from the posterior is least",
    statement:
      #"\arg\max_\phi \mathcal{L}(\phi) = \arg\min_\phi D_{KL}(q_\phi(z|x)\,\|\,p(z|x)) = \arg\min_\phi D_{KL}[q_\phi(z|x)\,\|\,p(x,z)]"#,
    setting:
      #"Let $\mathcal{L}(\phi) = \mathbb{E}_{q_\phi(z|x)}\left[\log\frac{p(x,z)}{q_\phi(z|x)}\right]$."#,
    rows: [
      "S1-31", "S3-17", "S3-20", "S3-21", "S3-35", "S3-37", "S3-38", "S3-39",
    ],
    checks: [
      .equality(
        "the best mean is the posterior's", on: { $0.witnesses.linearGaussian },
        routes: ("Brent's search on the bound", "posterior by completing the square"),
        states: { w in try w.bestMean { -$0.closedFormBound } },
        equals: { w in Bounded(rounded: w.posterior.mean, magnitude: 1) },
        variants: [
          .equivalent("least divergence from the posterior") { w in
            try w.bestMean { $0.closedFormGap }
          },
          .equivalent("least divergence from the joint") { w in
            try w.bestMean { -$0.closedFormNegativeJointDivergence }
          },
          .written(
            "S3-35", #"\min_\phi\; -D_{KL}[q_\phi\,\|\,p(z,x)]"#,
            "right side of the bound minimised: lowest at the end of the range, without bound beyond"
          ) { w in try w.bestMean { $0.closedFormBound } },
          .written(
            "S3-38", #"q(z|x,\phi^*) = \min_\phi -D_{KL}[q_\phi\,\|\,p(z,x)]"#,
            "sign: minus the divergence from the joint minimised"
          ) { w in try w.bestMean { $0.closedFormNegativeJointDivergence } },
          .written(
            "S3-39",
            #"\min_{\phi,\theta}\int q_\phi\ln p(x|z) - q_\phi\ln\frac{q_\phi}{p(z)}\,dz"#,
            "term 1 − term 2 minimised"
          ) { w in try w.bestMean { $0.closedFormReconstruction - $0.closedFormRegularizer } },
          .mutant("divergence from the prior counted twice") { w in
            try w.bestMean { $0.closedFormRegularizer - $0.closedFormBound }
          },
          .mutant("divergence from the prior dropped") { w in
            try w.bestMean { -$0.closedFormReconstruction }
          },
        ]),
      .equality(
        "the best deviation is the posterior's", on: { $0.witnesses.linearGaussian },
        routes: ("Brent's search on the bound over log σ", "posterior by completing the square"),
        states: { w in try w.bestLogDeviation { -$0.closedFormBound } },
        equals: { w in Bounded(rounded: w.posterior.logStandardDeviation, magnitude: 1) },
        variants: [
          .mutant("entropy of q left out") { w in
            try w.bestLogDeviation { w in
              Bounded(rounded: w.approximate.entropy, magnitude: 1) - w.closedFormBound
            }
          },
          .mutant("½ lost from the closed divergence from the prior") { w in
            try w.bestLogDeviation { $0.closedFormRegularizer - $0.closedFormBound }
          },
          .written(
            "S3-35", #"\min_\phi\; -D_{KL}[q_\phi\,\|\,p(z,x)]"#,
            "right side of the bound minimised"
          ) { w in try w.bestLogDeviation { $0.closedFormBound } },
        ]),
      .equality(
        "the same mean by quadrature of both objectives",
        on: { laboratory in
          let w = try LinearGaussianWitness.ledger.oracle()
          return [Subject("W-LG", w)]
            + (try laboratory.witnesses.bernoulliLogistic.prefix(4).map { subject in
              Subject(subject.name, try subject.value.oracle(), isRandom: subject.isRandom)
            })
        },
        routes: ("Brent's search on the quadrature of the bound", "the same on the divergence"),
        states: { o in try o.best { try -o.bound($0) } },
        equals: { o in try o.best { try o.gap($0) } },
        variants: [
          .mutant("least divergence of the posterior from q") { o in
            try o.best { try o.reverseGap($0) }
          },
          .mutant("reconstruction alone") { o in try o.best { try -o.reconstruction($0) } },
        ]),
    ])
}

extension LinearGaussianWitness {
  /// The mean of q at which an objective is least, all else as it is.
  func bestMean(_ objective: (LinearGaussianWitness) -> Bounded) throws -> Bounded {
    let centre = approximate.mean
    return try ArgumentOfMinimum.of(
      { m in
        objective(
          approximated(
            by: Gaussian(mean: m, standardDeviation: approximate.standardDeviation)))
      }, in: centre - 12...centre + 12)
  }

  /// The logarithm of the deviation of q at which an objective is least, all else as it is.
  func bestLogDeviation(_ objective: (LinearGaussianWitness) -> Bounded) throws -> Bounded {
    try ArgumentOfMinimum.of(
      { t in
        objective(
          approximated(by: Gaussian(mean: approximate.mean, standardDeviation: exp(t))))
      }, in: -5...2)
  }

  /// The same model with its expectations over q = N(m, σ²) as functions of m.
  func oracle() throws -> MeanObjectives { MeanObjectives(witness: self, deviation: 0.6) }
}

extension BernoulliLogisticWitness {
  /// The same model with its expectations over q = N(m, σ²) as functions of m.
  func oracle() throws -> MeanObjectives { MeanObjectives(witness: self, deviation: 0.6) }
}

/// The objectives of q = N(m, σ²) as functions of m, by quadrature.
struct MeanObjectives: Sendable {
  /// The model.
  let witness: any Witness

  /// σ.
  let deviation: Double

  /// E_q[log p(x,z) − log q].
  func bound(_ m: Double) throws -> Bounded {
    try average(m) { z, log in witness.logJoint(z) - log }
  }

  /// KL(q‖p(z|x)).
  func gap(_ m: Double) throws -> Bounded {
    try average(m) { z, log in log - witness.logPosterior(z) }
  }

  /// E_q log p(x|z).
  func reconstruction(_ m: Double) throws -> Bounded {
    try average(m) { z, _ in witness.logLikelihood(z) }
  }

  /// KL(p(z|x)‖q).
  func reverseGap(_ m: Double) throws -> Bounded {
    let q = law(m)
    return try witness.expectation(under: .posterior) { z in
      witness.logPosterior(z) - q.logDensity(at: z.x)
    }
  }

  /// The mean at which an objective is least.
  func best(_ objective: (Double) throws -> Bounded) throws -> Bounded {
    try ArgumentOfMinimum.of(objective, in: -5...5)
  }

  private func law(_ m: Double) -> Gaussian { Gaussian(mean: m, standardDeviation: deviation) }

  private func average(_ m: Double, _ f: (Latent, Double) -> Double) throws -> Bounded {
    let q = law(m)
    return try LineIntegral.total(over: q) { z in
      let log = q.logDensity(at: z)
      let weight = exp(log)
      return weight == 0 ? 0 : weight * f(Latent(z, 0), log)
    }
  }
}
