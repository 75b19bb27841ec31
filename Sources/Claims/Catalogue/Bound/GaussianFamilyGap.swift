import Distributions
import Foundation
import Numerics

// C10, C20: min over q in a family of KL(q‖p(z|x)) is 0 if the posterior is in the family.
// A Gaussian q under a Bernoulli–logistic decoder and a diagonal q under a correlated posterior keep a gap;
// for the latter it is ½ log(Π Λ_jj / det Λ) with the posterior's precision Λ.

extension Claim {
  /// The best member of a family closes the gap only if the family contains the posterior.
  static let gaussianFamilyGap: Claim = Claim(
    "bound.gap.gaussian-family", identity: "C10",
    title: "The best Gaussian leaves a gap where the posterior is not one",
    statement:
      #"q_\phi(z|x) = p(z|x) \implies D_{KL}(q_\phi(z|x)\,\|\,p(z|x)) = 0, \qquad q_\phi(z|x) \ne p(z|x) \implies D_{KL}(q_\phi(z|x)\,\|\,p(z|x)) > 0, \qquad D_{KL}\left(\mathcal{N}(\boldsymbol\mu, (\mathbf{I}\odot\boldsymbol\Lambda)^{-1})\,\middle\|\,\mathcal{N}(\boldsymbol\mu, \boldsymbol\Lambda^{-1})\right) = \frac12\log\frac{\det(\mathbf{I}\odot\boldsymbol\Lambda)}{\det\boldsymbol\Lambda}"#,
    setting:
      #"$\mathbf{I}\odot\boldsymbol\Lambda$ is the diagonal of the precision $\boldsymbol\Lambda$ of a normal posterior; the best diagonal law has its mean and this precision."#,
    condition: "for a gap of zero: the posterior is in the family",
    rows: ["S1-13", "S2-10", "S4-37"],
    checks: [
      .equality(
        "the family of all Gaussians reaches a Gaussian posterior",
        on: { $0.witnesses.linearGaussian },
        routes: ("evidence less bound at the minimum found", "zero"),
        states: { w in
          let mean = try ArgumentOfMinimum.of(
            { m in -w.approximated(by: Gaussian(mean: m, standardDeviation: 0.5)).closedFormBound },
            in: w.approximate.mean - 8...w.approximate.mean + 8)
          let spread = try ArgumentOfMinimum.of(
            { t in -w.approximated(by: Gaussian(mean: 0, standardDeviation: exp(t))).closedFormBound
            },
            in: -5...2)
          let best = Gaussian(mean: mean.value, standardDeviation: exp(spread.value))
          // The gap at distance (δ, ε) from its minimum is at most δ²/2τ² + ε²(1 + …): 2ε² covers it.
          let slack =
            mean.error * mean.error / (2 * w.posterior.variance) + 2 * spread.error * spread.error
          return w.logEvidence - w.approximated(by: best).closedFormBound + Bounded(0, error: slack)
        },
        equals: { _ in 0 },
        variants: [
          .without(
            condition: "the posterior is in the family",
            "best Gaussian under a Bernoulli–logistic decoder"
          ) { _ in try BernoulliLogisticWitness.ledger().gapOfBestGaussian() },
          .without(
            condition: "the posterior is in the family",
            "best diagonal Gaussian for two correlated latents"
          ) { _ in TwoLatentWitness.ledger.meanFieldGap },
          .mutant("unit variance instead of the best one") { w in
            let q = Gaussian(mean: w.posterior.mean, standardDeviation: 1)
            return w.logEvidence - w.approximated(by: q).closedFormBound
          },
        ]),
      .equality(
        "one Bernoulli–logistic latent",
        on: { Array($0.witnesses.bernoulliLogistic.prefix(4)) },
        routes: (
          "stationary point of m = E ∂log p(x|z), 1/σ² = 1 − E ∂²log p(x|z)",
          "simplex search on the quadrature of the bound"
        ),
        states: { w in try w.gapOfBestGaussian() },
        equals: { w in try w.leastGapFound() },
        variants: [
          .mutant("no gap") { _ in 0 },
          .mutant("curvature taken at the mode (Laplace)") { w in
            try w.gap(of: w.laplaceApproximation())
          },
          .mutant("moments of the posterior matched") { w in
            try w.gap(of: w.momentsOfPosterior())
          },
          .mutant("optimum at σ = 1") { w in
            try w.gap(of: Gaussian(mean: w.bestGaussian().mean, standardDeviation: 1))
          },
        ]),
      .equality(
        "two correlated latents", on: { $0.witnesses.twoLatent },
        routes: ("½ log(Λ₁₁Λ₂₂/det Λ)", "simplex search over the mean and the deviations"),
        states: { w in w.meanFieldGap },
        equals: { w in try w.leastGapFound() },
        variants: [
          .mutant("no gap") { _ in 0 },
          .mutant("½ lost") { w in 2 * w.meanFieldGap },
          .mutant("variances of the posterior's marginals") { w in
            let (a, b, c) = w.precision
            let marginal = Latent(c, a) / (a * c - b * b)
            return w.closedFormGap(mean: w.posteriorMean, deviation: marginal.squareRoot())
          },
        ]),
      .equality(
        "the best diagonal q by quadrature",
        on: { _ in [Subject("W-ND", TwoLatentWitness.ledger)] },
        routes: (
          "½ log(Λ₁₁Λ₂₂/det Λ)", "evidence less nested quadrature of the bound at variances 1/Λ_jj"
        ),
        states: { w in w.meanFieldGap },
        equals: { w in
          let (a, _, c) = w.precision
          let best = TwoLatentWitness(
            weights: w.weights, bias: w.bias, noise: w.noise, observation: w.observation,
            mean: w.posteriorMean, deviation: Latent(1 / a, 1 / c).squareRoot())
          return w.logEvidence - (try best.evidenceLowerBound())
        }),
    ])
}

extension TwoLatentWitness {
  /// ½ log(Λ₁₁Λ₂₂/det Λ), what the best diagonal Gaussian leaves.
  var meanFieldGap: Bounded {
    let (a, b, c) = precision
    return 0.5 * Bounded(rounded: a * c / (a * c - b * b)).logarithm
  }

  /// The least divergence from the posterior that a search over m₁, m₂, log σ₁, log σ₂ finds.
  func leastGapFound() throws -> Bounded {
    func gap(_ x: [Double]) -> Bounded {
      closedFormGap(mean: Latent(x[0], x[1]), deviation: Latent(exp(x[2]), exp(x[3])))
    }
    let start = [mean.x, mean.y, log(deviation.x), log(deviation.y)]
    let found = try Minimization.minimum(
      of: { gap($0).value }, from: start, steps: [0.3, 0.3, 0.3, 0.3], tolerance: 1e-9)
    return gap(found.argument)
  }
}

extension BernoulliLogisticWitness {
  /// KL(law‖posterior) by quadrature.
  func gap(of law: Gaussian) throws -> Bounded {
    try LineIntegral.total(over: law) { z in
      let log = law.logDensity(at: z)
      let weight = exp(log)
      return weight == 0 ? 0 : weight * (log - logPosterior(Latent(z, 0)))
    } + Bounded(0, error: logEvidence.error)
  }

  /// The Gaussian at which the bound is stationary, by natural-gradient steps.
  ///
  /// Each step solves 1/σ² = 1 + w² E_q[p(1−p)] and moves m by σ²(E_q[∂ log p(x|z)] − m); the bound is concave
  /// in (m, σ), so that the fixed point is its maximum.
  func bestGaussian() throws -> Gaussian {
    var law = Gaussian(mean: 0, standardDeviation: 1)
    for _ in 0..<200 {
      let slope = try LineIntegral.total(over: law) { z in
        exp(law.logDensity(at: z)) * logLikelihoodGradient(Latent(z, 0)).x
      }
      let curvature = try LineIntegral.total(over: law) { z in
        let p = sigmoid(logit(Latent(z, 0)))
        return exp(law.logDensity(at: z)) * p * (1 - p)
      }
      let variance = 1 / (1 + weight * weight * curvature.value)
      let move = variance * (slope.value - law.mean)
      let change = max(move.magnitude, (variance - law.variance).magnitude)
      law = Gaussian(mean: law.mean + move, standardDeviation: variance.squareRoot())
      if change < 1e-10 { break }
    }
    return law
  }

  /// The divergence of the stationary Gaussian from the posterior.
  func gapOfBestGaussian() throws -> Bounded { try gap(of: bestGaussian()) }

  /// The least gap that a search over m and log σ finds on the quadrature of the bound.
  func leastGapFound() throws -> Bounded {
    func bound(_ x: [Double]) throws -> Bounded {
      let q = Gaussian(mean: x[0], standardDeviation: exp(x[1]))
      return try LineIntegral.total(over: q) { z in
        let log = q.logDensity(at: z)
        let weight = exp(log)
        return weight == 0 ? 0 : weight * (logJoint(Latent(z, 0)) - log)
      }
    }
    let start = [approximate.mean, approximate.logStandardDeviation]
    let found = try Minimization.minimum(
      of: { x in (try? bound(x)).map { -$0.value } ?? .nan }, from: start, steps: [0.2, 0.2],
      tolerance: 1e-8)
    return logEvidence - (try bound(found.argument))
  }

  /// The Gaussian at the posterior's mode with its curvature there.
  func laplaceApproximation() -> Gaussian {
    var z = 0.0
    for _ in 0..<100 {
      let p = sigmoid(logit(Latent(z, 0)))
      let slope = logLikelihoodGradient(Latent(z, 0)).x - z
      z += slope / (1 + weight * weight * p * (1 - p))
    }
    let p = sigmoid(logit(Latent(z, 0)))
    return Gaussian(
      mean: z, standardDeviation: (1 / (1 + weight * weight * p * (1 - p))).squareRoot())
  }

  /// The Gaussian with the posterior's mean and variance: the optimum of KL(posterior‖q).
  func momentsOfPosterior() throws -> Gaussian {
    let mean = try expectation(under: .posterior) { $0.x }.value
    let variance = try expectation(under: .posterior) { ($0.x - mean) * ($0.x - mean) }.value
    return Gaussian(mean: mean, standardDeviation: variance.squareRoot())
  }
}
