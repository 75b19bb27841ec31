import Distributions
import Foundation
import Numerics

// C28: at one z ~ q, ∇_θ(log p_θ(x,z) − log q_φ(z|x)) = ∇_θ log p_θ(x,z) estimates ∇_θ of the bound without
// bias; the mean of n such has 1/n of its variance.

extension Claim {
  /// One sample of z gives an unbiased gradient in the model's parameters.
  static let modelGradientEstimator: Claim = Claim(
    "gradient.model.estimator", identity: "C28",
    title: "One sample from q gives an unbiased gradient in the model's parameters",
    statement: #"""
      \nabla_\theta\left(\log p_\theta(x,z) - \log q_\phi(z|x)\right) = \nabla_\theta \log \#
      p_\theta(x,z), \quad \mathbb{E}_{q_\phi(z|x)}\left[\nabla_\theta \log p_\theta(x,z)\right] \#
      = \nabla_\theta\,\mathcal{L}(x), \quad \operatorname{Var}_{z_{1:n} \sim \#
      q_\phi(z|x)}\left[\tfrac1n\sum_{i=1}^n\nabla_\theta\log p_\theta(x,z_i)\right] = \#
      \tfrac1n\operatorname{Var}_{q_\phi(z|x)}\left[\nabla_\theta \log p_\theta(x,z)\right]
      """#,
    setting: #"""
      Let $\mathcal{L}(x) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)]$.
      """#,
    condition: "q does not depend on θ",
    rows: ["S0-24", "S0-25", "S0-26", "S3-51"],
    checks: [atOneSample, meanOfSamples, varianceOfFour])

  private static let atOneSample: Check = .equality(
    "at fixed z, the gradient of log p(x,z) − log q(z|x) is that of log p(x,z)",
    on: { laboratory in
      laboratory.family(
        fixed: [0.4, -0.7, 1.1333].map { Subject("W-LG at z = \($0)", (.ledger, Latent($0, 0))) },
        "gradient at a sample"
      ) { generator in
        let witness = LinearGaussianWitness.random(using: &generator)
        return (witness, witness.sample(.approximatePosterior, using: &generator))
      }
    },
    routes: ("closed score", "differences at fixed z"),
    states: { w, z in Bounded(rounded: w.score(.weight, at: z), magnitude: 1) },
    equals: { (w: LinearGaussianWitness, z: Latent) in
      try Differentiation.derivative(
        of: { (value: Double) throws -> Double in
          let moved = try w.with(.weight, value)
          return moved.logJoint(z) - moved.logApproximatePosterior(z)
        }, at: w.weight)
    },
    variants: [
      .mutant("score of q kept") { w, z in
        Bounded(rounded: w.score(.weight, at: z) - w.score(.mean, at: z), magnitude: 1)
      },
      .mutant("gradient of log p(z|x)") { w, z in
        Bounded(rounded: w.score(.weight, at: z), magnitude: 1)
          - Differentiation.derivative(
            of: { (value: Double) -> Double in
              Gaussian(
                mean: w.bias, standardDeviation: (value * value + w.noise * w.noise).squareRoot()
              ).logDensity(at: w.observation)
            }, at: w.weight)
      },
    ])

  private static let meanOfSamples: Check = .mean(
    "mean of the gradient in w at one sample",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) },
    against: "differences of the closed form",
    of: { w in
      { generator in w.score(.weight, at: w.sample(.approximatePosterior, using: &generator)) }
    },
    equals: { w in try Objective.slope(of: Objective.bound, w, .weight) },
    variants: [
      .mutant("z from the prior") { w in
        { generator in w.score(.weight, at: w.sample(.prior, using: &generator)) }
      },
      .mutant("sum over two samples in place of their mean") { w in
        { generator in
          w.score(.weight, at: w.sample(.approximatePosterior, using: &generator))
            + w.score(.weight, at: w.sample(.approximatePosterior, using: &generator))
        }
      },
    ])

  private static let varianceOfFour: Check = .variance(
    "variance of the mean of four gradients in w = a quarter of one's",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) }, draws: 50_000,
    against: "quadrature of the second moment",
    of: { w in { generator in w.meanScore(of: 4, over: 4, using: &generator) } },
    equals: { w in
      let mean = try w.expectation(under: .approximatePosterior) { z in w.score(.weight, at: z) }
      let square = try w.expectation(under: .approximatePosterior) { z in
        w.score(.weight, at: z) * w.score(.weight, at: z)
      }
      return (square - mean.squared) / 4
    },
    variants: [
      .mutant("sum divided by the root of the number") { w in
        { generator in w.meanScore(of: 4, over: 2, using: &generator) }
      },
      .mutant("two samples taken for four") { w in
        { generator in w.meanScore(of: 2, over: 2, using: &generator) }
      },
    ])
}

extension LinearGaussianWitness {
  /// The gradients in w at some samples of q, added and divided.
  fileprivate func meanScore(
    of count: Int, over divisor: Double, using generator: inout Philox
  ) -> Double {
    var sum = 0.0
    for _ in 0..<count {
      sum += score(.weight, at: sample(.approximatePosterior, using: &generator))
    }
    return sum / divisor
  }
}
