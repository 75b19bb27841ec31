import Distributions
import Foundation
import Numerics

// C26: (1/L) Σ_l log p(x|z_l) with independent z_l ~ q has mean E_q log p(x|z), for every L. For the decoder wz + b
// with noise s: −½ log 2πs² − (r² + w²σ²)/(2s²), r = x − b − wm. For the Bernoulli decoder only quadrature.

extension Claim {
  /// The sampled reconstruction term is unbiased, and what it is not.
  static let monteCarloReconstruction = Claim(
    "estimator.monte-carlo-reconstruction", identity: "C26",
    title:
      "The mean of log p(x|z) over draws from q estimates the reconstruction term without bias",
    statement: #"""
      \mathbb{E}_{z_{1:L} \sim q_\phi(z|x)}\left[\tfrac1L\sum_{l=1}^L\log p_\theta(x|z_l)\right] \#
      = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]
      """#,
    setting: #"Let $z_1, \dots, z_L$ be samples of $q_\phi(z|x)$."#,
    rows: [
      "S0-26", "S1-70", "S2-18", "S3-67", "S4-19", "S4-22", "S4-23", "S4-24", "S4-25",
    ],
    checks: [reconstructionOverNoise, reconstructionMean, gradientMean])

  private static let reconstructionOverNoise: Check =
    Check.equality(
      "expectation of one term", on: { scalarSubjects($0) },
      routes: ("quadrature over ε", "closed form; doubly adaptive quadrature over z"),
      states: { w in try w.overNoise { w.logLikelihood(noise: $0) } },
      equals: { w in try expected(w) },
      variants: [
        .mutant("draws from the prior") { w in
          try w.overNoise { w.logLikelihood(Latent($0, 0)) }
        },
        .mutant("log p(x|E z), the decoder at the mean of q") { w in
          Bounded(rounded: w.logLikelihood(noise: 0), magnitude: 1)
        },
        .mutant("log of the mean of p(x|z)") { w in
          try w.overNoise { exp(w.logLikelihood(noise: $0)) }.logarithm
        },
        .mutant("1/L lost, L = 2") { w in
          2 * (try w.overNoise { w.logLikelihood(noise: $0) })
        },
        .written(
          "S3-67", #"n\,[\,\cdot\,] \text{ for } \tfrac1n\sum_{i=1}^n[\,\cdot\,]"#,
          "n times one draw, n = 10"
        ) { w in 10 * (try w.overNoise { w.logLikelihood(noise: $0) }) },
        .equivalent("L = 2, weighted with 1/L") { w in
          let one = try w.overNoise { w.logLikelihood(noise: $0) }
          let other = try w.overNoise { w.logLikelihood(noise: -$0) }
          return 0.5 * (one + other)
        },
      ])

  private static let reconstructionMean: Check =
    Check.mean(
      "mean of single draws", on: { Array(scalarSubjects($0).prefix(2)) }, draws: 100_000,
      against: "closed form; quadrature",
      of: { w in { w.logLikelihood(w.sample(.approximatePosterior, using: &$0)) } },
      equals: { w in try expected(w) },
      variants: [
        .mutant("draws from the prior") { w in
          { w.logLikelihood(w.sample(.prior, using: &$0)) }
        },
        .mutant("mean of p(x|z)") { w in
          { exp(w.logLikelihood(w.sample(.approximatePosterior, using: &$0))) }
        },
      ])

  private static let gradientMean: Check =
    Check.mean(
      "mean of the score-function gradient over n = 10 draws",
      on: { _ in [Subject("W-LG, ∂/∂m", LinearGaussianWitness.ledger)] }, draws: 20_000,
      against: "difference quotients of the closed form",
      of: { w in
        { generator in
          var sum = 0.0
          for _ in 0..<10 { sum += scoreTerm(w, &generator) }
          return sum / 10
        }
      },
      equals: { w in
        let mean = Parameter("m", .variational)
        return try Differentiation.derivative(
          ofBounded: { (t: Double) throws(NumericsError) in
            try w.with(mean, t).logLikelihoodInNoise.mean
          }, at: w.approximate.mean)
      },
      variants: [
        .written(
          "S3-67", #"n\,[\,\cdot\,]"#, "n times one draw, n = 10"
        ) { w in { 10 * scoreTerm(w, &$0) } },
        .mutant("sum over n draws") { w in
          { generator in
            var sum = 0.0
            for _ in 0..<10 { sum += scoreTerm(w, &generator) }
            return sum
          }
        },
      ])

  /// −r²/(2s²)·∂ log q/∂m at a draw from q.
  private static func scoreTerm(
    _ w: LinearGaussianWitness, _ generator: inout Philox
  ) -> Double {
    let z = w.sample(.approximatePosterior, using: &generator)
    let r = (w.observation - w.bias - w.weight * z.x) / w.noise
    return -0.5 * r * r * w.score(Parameter("m", .variational), at: z)
  }

  /// E_q log p(x|z), in closed form where the decoder is linear.
  private static func expected(
    _ w: any ScalarReparameterization
  ) throws(NumericsError) -> Bounded {
    if let linear = w as? LinearGaussianWitness { return linear.logLikelihoodInNoise.mean }
    let half = LineIntegral.reach * w.approximate.standardDeviation
    let centre = w.approximate.mean
    return try Quadrature().doublyAdaptive(from: centre - half, to: centre + half) { z in
      exp(w.approximate.logDensity(at: z)) * w.logLikelihood(Latent(z, 0))
    }
  }
}
