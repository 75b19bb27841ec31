import Distributions
import Foundation
import Numerics

// C21: argmax_θ max_φ ELBO(θ, φ) = argmax_θ log p_θ(x) if the family of q contains the posterior for every θ.
// In the linear-Gaussian model with residual r = x − b, |r| > s: both are at w² = r² − s².
// For q restricted to variance v the profile −r²/(2(w²+s²)) − w²v/(2s²) + … is greatest at w² = rs/√v − s²;
// for q frozen at the prior at w = 0.

extension Claim {
  /// Maximising the bound is maximum likelihood only if the family contains the posterior.
  static let modelOptimum: Claim = Claim(
    "bound.model.maximum-likelihood", identity: "C21",
    title:
      "The bound's maximum over the model is maximum likelihood if the family contains the posterior",
    statement:
      #"\mathcal{L}(\theta,\phi) \le \log p_\theta(x), \qquad q_\phi(z|x) = p_\theta(z|x) \implies \mathcal{L}(\theta,\phi) = \log p_\theta(x)"#,
    setting:
      #"Let $\mathcal{L}(\theta, \phi) = \mathbb{E}_{q_\phi(z|x)}\left[\log\frac{p_\theta(x,z)}{q_\phi(z|x)}\right]$. The bound at its best $\phi$ is then the log evidence for every $\theta$, and both are greatest at the same $\theta$."#,
    condition: "the family of q contains the posterior of every θ",
    rows: ["S0-17", "S3-34", "S3-41", "S4-10"],
    checks: [
      .equality(
        "slope at the maximum", on: { SlopeFamily.subjects($0) },
        routes: (
          "Brent's search on the bound at its best q", "√(r² − s²), where the evidence is greatest"
        ),
        states: { w in try w.bestSlope { -$0.atPosterior.closedFormBound } },
        equals: { w in
          let (r, s) = (Bounded(exactly: w.residual), Bounded(exactly: w.noise))
          return ((r - s) * (r + s)).squareRoot
        },
        variants: [
          .equivalent("log evidence itself") { w in try w.bestSlope { -$0.logEvidence } },
          .without(
            condition: "the family contains the posterior",
            "q of unit variance, its mean at its best"
          ) { w in try w.bestSlope { -$0.best(ofVariance: 1).closedFormBound } },
          .without(condition: "the family contains the posterior", "q frozen at the prior") { w in
            try w.bestSlope { w in -w.approximated(by: w.prior).closedFormBound }
          },
          .mutant("divergence from the prior dropped") { w in
            try w.bestSlope { -$0.best(ofVariance: 0.25).closedFormReconstruction }
          },
          .written(
            "S3-34", #"\min_{\theta}\log p_\theta(x)"#, "the log evidence minimised"
          ) { w in try w.bestSlope { $0.logEvidence } },
          .written(
            "S3-41", #"\min_{\phi,\theta}"#, "θ joins the minimum: the bound lowered over the model"
          ) { w in try w.bestSlope { $0.atPosterior.closedFormBound } },
          .mutant("evidence with variance w², s² dropped") { w in
            Bounded(rounded: w.residual)
          },
        ]),
      .equality(
        "what is reached is the greatest log likelihood", on: { SlopeFamily.subjects($0) },
        routes: ("bound at its maximum over slope and q", "log density of x at variance r²"),
        states: { w in try w.profileMaximum { $0.atPosterior } },
        equals: { w in
          let law = Gaussian(mean: w.bias, standardDeviation: w.residual.magnitude)
          return Bounded(rounded: law.logDensity(at: w.observation), magnitude: 1)
        },
        variants: [
          .written(
            "S4-10", #"\max_{\theta,\phi}\mathcal{L} = \max_\theta \log p_\theta(x)"#,
            "the objective taken for the log likelihood, with q of unit variance"
          ) { w in try w.profileMaximum { $0.best(ofVariance: 1) } },
          .mutant("q frozen at the prior") { w in
            try w.profileMaximum { $0.approximated(by: $0.prior) }
          },
        ]),
      .equality(
        "a restricted family has its own maximum", on: { SlopeFamily.subjects($0) },
        routes: (
          "Brent's search on the bound at the best q of variance 0.36 s²/r²", "√(rs/√v − s²)"
        ),
        states: { w in try w.bestSlope { -$0.best(ofVariance: w.restriction).closedFormBound } },
        equals: { w in
          let root = Bounded(rounded: w.restriction).squareRoot
          return (w.residual * w.noise / root - w.noise * w.noise).squareRoot
        },
        variants: [
          .mutant("maximum likelihood claimed for it") { w in
            let square = w.residual * w.residual - w.noise * w.noise
            return Bounded(rounded: square.squareRoot(), magnitude: 1)
          },
          .mutant("v for √v") { w in
            let square = w.residual * w.noise / w.restriction - w.noise * w.noise
            return Bounded(rounded: square.squareRoot(), magnitude: 1)
          },
        ]),
    ])
}

/// Models in which the evidence has its maximum at a slope other than zero.
enum SlopeFamily {
  /// x = 2, b = 0, s = 1 and W-LG, then 50 random ones with r > 1.4 s.
  static func subjects(_ laboratory: Laboratory) -> [Subject<LinearGaussianWitness>] {
    laboratory.family(
      fixed: [Subject("x = 2, b = 0, s = 1", .unitNoise), Subject("W-LG", .ledger)],
      "explainable"
    ) { LinearGaussianWitness.explainable(using: &$0) }
  }
}

extension LinearGaussianWitness {
  /// The same model with the best q of a given variance: its mean is the posterior's.
  func best(ofVariance variance: Double) -> LinearGaussianWitness {
    approximated(by: Gaussian(mean: posterior.mean, standardDeviation: variance.squareRoot()))
  }

  /// A variance below the posterior's at the maximum, s²/r², so that the restriction bites.
  var restriction: Double { 0.36 * noise * noise / (residual * residual) }

  /// The non-negative slope at which an objective is least.
  func bestSlope(_ objective: (LinearGaussianWitness) -> Bounded) throws -> Bounded {
    try ArgumentOfMinimum.of({ objective(weighted($0)) }, in: 0...(4 * residual.magnitude))
  }

  /// The greatest bound over the slope, for a rule that chooses q.
  func profileMaximum(
    _ choose: (LinearGaussianWitness) -> LinearGaussianWitness
  ) throws -> Bounded {
    let slope = try bestSlope { -choose($0).closedFormBound }
    let reached = choose(weighted(slope.value)).closedFormBound
    let shifted = choose(weighted(slope.value + slope.error)).closedFormBound
    return reached + Bounded(0, error: (reached - shifted).value.magnitude)
  }
}
