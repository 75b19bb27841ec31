import Distributions
import Foundation
import Numerics

// C16: among Gaussians q, KL(p‖q) is smallest at p's mean and variance, because
//   KL(p‖q) = KL(p‖q*) + KL(q*‖q)   for every Gaussian q and q* with the moments of p;
// KL(q‖p) is smallest elsewhere unless p is Gaussian itself: near one component of a mixture.

extension Claim {
  /// The forward divergence is minimised by matching moments.
  static let forwardOptimum: Claim = Claim(
    "kl.forward.moment-matching", identity: "C16",
    title: "The forward divergence is smallest at the Gaussian with the same mean and variance",
    statement: #"D_{KL}(p(z)\,\|\,q(z)) = D_{KL}(p(z)\,\|\,q^*(z)) + D_{KL}(q^*(z)\,\|\,q(z))"#,
    setting:
      #"Let $p(z)$ be any law, $q(z) = \mathcal{N}(z; m, s^2)$ and $q^*(z) = \mathcal{N}(z; \mathbb{E}_{p(z)}[z], \mathrm{Var}_{p(z)}(z))$."#,
    rows: ["S1-28", "S1-29", "S1-30"],
    checks: [
      .equality(
        "what any Gaussian costs = what the matched one costs + the way from it", on: { fits($0) },
        routes: (
          "quadrature at the matched Gaussian + closed form", "quadrature at the Gaussian tried"
        ),
        states: { fit in try split(fit, at: fit.mixture.matched) },
        equals: { fit in try fit.mixture.divergence(to: fit.trial) },
        variants: [
          .mutant("the reverse optimum: one component") { fit in
            try split(fit, at: fit.mixture.dominant)
          },
          .mutant("spread between the components forgotten", from: "a slip") { fit in
            let mixture = fit.mixture
            let variance =
              mixture.weights[0] * mixture.components[0].variance
              + mixture.weights[1] * mixture.components[1].variance
            let law = Gaussian(
              mean: mixture.matched.mean, standardDeviation: variance.squareRoot())
            return try split(fit, at: law)
          },
          .mutant("last divergence reversed", from: "a slip") { fit in
            let matched = fit.mixture.matched
            return try fit.mixture.divergence(to: matched) + LawPair(fit.trial, matched).divergence
          },
        ]),
      .equality(
        "E_p[log q], what the forward objective needs", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature under the posterior", "closed form for two Gaussians"),
        states: { w in
          try w.expectation(under: .posterior) { z in w.logApproximatePosterior(z) }
        },
        equals: { w in
          Bounded(
            rounded: -crossEntropy(of: w.posterior, relativeTo: w.approximate), magnitude: 4)
        },
        variants: [
          .mutant("expectation under q") { w in
            try w.expectation(under: .approximatePosterior) { z in w.logApproximatePosterior(z) }
          },
          .mutant("expectation under the prior", from: "a slip") { w in
            try w.expectation(under: .prior) { z in w.logApproximatePosterior(z) }
          },
          .mutant("log p(z|x) for log q", from: "a slip") { w in
            try w.expectation(under: .posterior) { z in w.logPosterior(z) }
          },
        ]),
    ])

  /// The reverse divergence is minimised at one component.
  static let reverseOptimum: Claim = Claim(
    "kl.reverse.mode-seeking", identity: "C16",
    title: "The reverse divergence is small at one component of a mixture",
    statement:
      #"D_{KL}\left(p(z|k)\,\middle\|\,\textstyle\sum_{k'} p(k')\,p(z|k')\right) \le -\log p(k)"#,
    setting:
      #"Let $p(z|k)$ be the components of a mixture and $p(k)$ their weights. A family of $q$ to which a component belongs comes at least as near to the mixture."#,
    rows: ["S1-30", "S1-31", "S3-17"],
    checks: [
      .order(
        "at a component the reverse divergence is at most −log of its weight", on: { fits($0) },
        routes: ("quadrature of KL(component‖mixture)", "logarithm of the weight"),
        states: { fit in try fit.mixture.divergence(from: fit.mixture.dominant) },
        isAtMost: { fit in Bounded(rounded: -log(fit.mixture.weights.max() ?? 0), ulps: 2) },
        variants: [
          .mutant("the forward optimum: matched moments") { fit in
            try fit.mixture.divergence(from: fit.mixture.matched)
          },
          .mutant("the forward divergence") { fit in
            try fit.mixture.divergence(to: fit.mixture.dominant)
          },
        ]),
      .order(
        "the minimum lies no higher than a component",
        on: { laboratory in Array(fits(laboratory).prefix(1)) },
        routes: (
          "Nelder–Mead on the quadrature, from twice the deviation", "quadrature at a component"
        ),
        states: { fit in try fit.mixture.reverseOptimum(from: fit.start).divergence },
        isAtMost: { fit in try fit.mixture.divergence(from: fit.mixture.dominant) },
        variants: [
          .mutant("minimum of the forward divergence put in") { fit in
            try fit.mixture.divergence(from: fit.mixture.matched)
          },
          .mutant("no search: the start", from: "a slip") { fit in
            try fit.mixture.divergence(from: fit.start)
          },
        ]),
    ])

  /// The two optima differ unless the family contains the target.
  static let optimaDiffer: Claim = Claim(
    "kl.optima.differ", identity: "C16",
    title:
      "Forward and reverse divergence have different optima unless the family contains the target",
    statement:
      #"\arg\min_q D_{KL}(p\,\|\,q) \ne \arg\min_q D_{KL}(q\,\|\,p)"#,
    condition: "p is not itself a member of the family of q",
    rows: ["S1-32"],
    checks: [
      .separation(
        "slope of the reverse divergence at the forward optimum", on: { fits($0) },
        routes: ("quadrature of the slope in σ", "zero, as at an optimum"),
        states: { fit in try fit.mixture.reverseSlope(at: fit.mixture.matched) },
        differsFrom: { _ in 0 },
        variants: [
          .without(condition: "p is not in the family", "both components the same Gaussian") {
            fit in
            let law = fit.mixture.components[0]
            return try GaussianMixture(weight: 0.5, law, law).reverseSlope(at: law)
          },
          .mutant("slope of the forward divergence", from: "a slip") { fit in
            try fit.mixture.forwardSlope(at: fit.mixture.matched)
          },
          .mutant("the matched Gaussian in the place of p", from: "a slip") { fit in
            let law = fit.mixture.matched
            return try GaussianMixture(weight: 0.5, law, law).reverseSlope(at: law)
          },
        ]),
      .equality(
        "mean field, reverse: variances 1/Λ_jj", on: { correlated($0) },
        routes: (
          "closed form at 1/Λ_jj + the way to the law tried", "quadrature in two dimensions"
        ),
        states: { target in try target.reverseSplit(at: target.conditionalDeviations) },
        equals: { target in try target.reverseDivergence() },
        variants: [
          .mutant("the forward optimum: marginal variances") { target in
            try target.reverseSplit(at: target.deviations)
          },
          .mutant("1 − ρ for 1 − ρ²") { target in
            let shrunk = (1 - target.correlation.magnitude).squareRoot()
            return try target.reverseSplit(at: target.deviations.map { $0 * shrunk })
          },
        ]),
      .equality(
        "mean field, forward: variances Σ_jj", on: { correlated($0) },
        routes: ("closed form at Σ_jj + the way to the law tried", "quadrature in two dimensions"),
        states: { target in try target.forwardSplit(at: target.deviations) },
        equals: { target in try target.forwardDivergence() },
        variants: [
          .mutant("the reverse optimum: conditional variances") { target in
            try target.forwardSplit(at: target.conditionalDeviations)
          }
        ]),
    ])

  private static func split(_ fit: MixtureFit, at best: Gaussian) throws -> Bounded {
    try fit.mixture.divergence(to: best) + LawPair(best, fit.trial).divergence
  }

  private static func fits(_ laboratory: Laboratory) -> [Subject<MixtureFit>] {
    let trial = Gaussian(mean: 0.5, standardDeviation: 1.4)
    let fixed = [Subject("½N(−2,½²) + ½N(2,½²)", MixtureFit(mixture: .ledger, trial: trial))]
    return laboratory.family(fixed: fixed, "mixture") { generator in
      let mixture = GaussianMixture.random(using: &generator)
      let mean = 2 * generator.uniform() - 1
      let trial = Gaussian(mean: mean, standardDeviation: 1 + 1.5 * generator.uniform())
      return MixtureFit(mixture: mixture, trial: trial)
    }
  }

  private static func correlated(_ laboratory: Laboratory) -> [Subject<CorrelatedGaussian>] {
    laboratory.family(fixed: CorrelatedGaussian.fixed, "correlated", count: 3) {
      CorrelatedGaussian.random(using: &$0)
    }
  }
}

/// A mixture and a Gaussian that is tried in its place.
struct MixtureFit: Sendable {
  let mixture: GaussianMixture
  let trial: Gaussian

  /// The dominant component with twice its deviation, where a search starts.
  var start: Gaussian {
    let law = mixture.dominant
    return Gaussian(mean: law.mean, standardDeviation: 2 * law.standardDeviation)
  }
}
