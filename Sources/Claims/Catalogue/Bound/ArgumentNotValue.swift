import Distributions
import Foundation
import Numerics

// C20: q* is the argument at which KL(q_φ‖p(z|x)) is least, q* = q(z|x, φ*) with φ* = argmin_φ; not the least value,
// not a law of x, and not what an empty set of parameters leaves.

extension Claim {
  /// The best approximation is an argument, not a value.
  static let argumentNotValue: Claim = Claim(
    "bound.optimum.argument-not-value", identity: "C20",
    title: "The best approximation is the argument of the minimum, a law of z",
    statement:
      #"D_{KL}(q^*(z|x)\,\|\,p(z|x)) = 0 \le D_{KL}(q(z|x)\,\|\,p(z|x)), \qquad \int q^*(z|x)\,dz = 1"#,
    setting:
      #"Let $p(z) = \mathcal{N}(z; 0, 1)$ and $p(x|z) = \mathcal{N}(x; b + wz, s^2)$. The argument of the minimum over all normal laws is the law $q^*(z|x) = \mathcal{N}\left(z; \frac{w(x-b)}{w^2+s^2}, \frac{s^2}{w^2+s^2}\right)$; the least value is 0."#,
    condition: "the posterior is in the family",
    rows: ["S3-16", "S3-17", "S3-18", "S3-19", "S3-37"],
    checks: [
      .equality(
        "the minimiser's density is the posterior's, at z = 0.7",
        on: { $0.witnesses.linearGaussian },
        routes: ("Brent's search on the divergence", "joint over evidence"),
        states: { w in try w.minimizerLogDensity(at: 0.7).exponential },
        equals: { w in
          (Bounded(rounded: w.logJoint(Latent(0.7, 0)), magnitude: 8) - w.logEvidence).exponential
        },
        variants: [
          .written(
            "S3-19", #"q(z|x,\phi^*) = \min_\phi D_{KL}[q_\phi\,\|\,p(z|x)]"#,
            "the least value, 0, taken for the density"
          ) { w in w.atPosterior.closedFormGap },
          .written(
            "S3-16", #"\min_{\emptyset} D_{KL}[q(z|x,\emptyset)\,\|\,p(z|x)]"#,
            "an empty set of parameters: q stays what it was"
          ) { w in Bounded(rounded: w.approximate.logDensity(at: 0.7), magnitude: 8).exponential },
          .mutant("the minimiser over the mean alone") { w in
            let mean = try w.bestMean { $0.closedFormGap }
            let q = Gaussian(
              mean: mean.value, standardDeviation: w.approximate.standardDeviation)
            return Bounded(rounded: q.logDensity(at: 0.7), magnitude: 8).exponential
          },
          .mutant("the maximiser of the likelihood term") { w in
            let mean = try w.bestMean { -$0.closedFormReconstruction }
            let q = Gaussian(mean: mean.value, standardDeviation: w.posterior.standardDeviation)
            return Bounded(rounded: q.logDensity(at: 0.7), magnitude: 8).exponential
          },
        ]),
      .equality(
        "the minimiser is a law of z", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over z of the minimiser", "one"),
        states: { w in
          try LineIntegral.total(over: w.posterior) { z in exp(w.posterior.logDensity(at: z)) }
        },
        equals: { _ in 1 },
        variants: [
          .written(
            "S3-18", #"q(X|z,\phi^*)"#, "a law of x given z, integrated over z"
          ) { w in
            let shape = Gaussian(
              mean: w.residual / w.weight, standardDeviation: w.noise / w.weight.magnitude)
            return try LineIntegral.total(over: shape) { z in exp(w.logLikelihood(Latent(z, 0))) }
          },
          .mutant("1/σ² in place of 1/σ") { w in
            try LineIntegral.total(over: w.posterior) { z in
              exp(w.posterior.logDensity(at: z)) / w.posterior.standardDeviation
            }
          },
        ]),
    ])
}

extension LinearGaussianWitness {
  /// log q*(z) at the minimiser of KL(q‖p(z|x)) that a search finds, with the search's error carried over.
  func minimizerLogDensity(at z: Double) throws -> Bounded {
    let mean = try bestMean { $0.closedFormGap }
    let log = try bestLogDeviation { $0.closedFormGap }
    let distance = (z - mean) / log.exponential
    return -0.5 * distance.squared - log
      - Bounded(rounded: 0.5 * Foundation.log(2 * Double.pi), magnitude: 1)
  }
}
