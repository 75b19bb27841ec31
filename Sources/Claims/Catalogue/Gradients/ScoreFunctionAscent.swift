import Distributions
import Foundation
import Numerics

// C31: stochastic gradient ascent on the bound in m, with unbiased gradients: for a linear Gaussian decoder
// the gradient is linear in m, so the mean iterate is exactly m* + (1 − ηκ)^T (m₀ − m*), with the posterior's
// mean m* and κ = (w² + s²)/s².

extension Claim {
  /// Stochastic gradient ascent with sampled gradients reaches the posterior's mean.
  static let scoreFunctionAscent: Claim = Claim(
    "gradient.score-function.ascent", identity: "C31",
    title: "Stochastic gradient ascent trains the encoder, without reparameterisation too",
    statement: #"""
      \mathbb{E}_{q(z|x)}\left[m + \eta\,\hat g(z)\right] = (1-\eta\kappa)\,m + \eta\kappa\,m^*, \#
      \quad (1-\eta\kappa)^n m_0 + \eta\kappa\,m^*\sum_{t=0}^{n-1}(1-\eta\kappa)^t = m^* + \#
      (1-\eta\kappa)^n(m_0 - m^*)
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; b + wz, s^2)$, $q(z|x) = \#
      \mathcal{N}(z; m, \sigma^2)$, $m^* = \frac{w(x-b)}{w^2+s^2}$, $\kappa = \#
      \frac{w^2+s^2}{s^2}$ and $\hat g(z) = \left(\log p(x,z) - \log q(z|x)\right)\partial_m\log \#
      q(z|x)$. The first formula is the mean of $m$ after one step of ascent, the second that \#
      after $n$ steps from $m_0$.
      """#,
    condition: "the gradients are unbiased; 0 < ηκ < 2 for the limit m*",
    rows: ["S3-03", "S3-42"],
    checks: [meanIterate, draws])

  private static let meanIterate: Check = .equality(
    "iterate under the estimator's mean = closed recursion", on: { $0.witnesses.linearGaussian },
    routes: ("twelve steps with the mean by quadrature", "closed form of the recursion"),
    states: { w in
      try Ascent(w).iterate { z, m in m.bound(z) * m.witness.score(.mean, at: z) }
    },
    equals: { w in Ascent(w).closed },
    variants: [
      .equivalent("reparameterised gradient in place of the score") { w in
        try Ascent(w).iterate { z, m in m.boundSlope(z) }
      },
      .mutant("frozen sample accepted: the mean of −∂_m log q") { w in
        try Ascent(w).iterate { z, m in -m.witness.score(.mean, at: z) }
      },
      .mutant("descends: sign of the gradient") { w in
        try Ascent(w).iterate { z, m in -m.bound(z) * m.witness.score(.mean, at: z) }
      },
      .mutant("p(x,z)/q for its logarithm") { w in
        try Ascent(w).iterate { z, m in exp(m.bound(z)) * m.witness.score(.mean, at: z) }
      },
      .written(
        "S3-03", #"\text{no derivatives by SGD}"#,
        "the only sampled gradient is that of log p(x|z) at a fixed z, which is zero: m stays"
      ) { w in try Ascent(w).iterate { _, _ in 0 } },
    ])

  private static let draws: Check = .mean(
    "mean of m after 60 steps of stochastic ascent, over runs",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) }, draws: 4_000,
    against: "closed form of the recursion",
    of: { w in
      { generator in
        Ascent.run(w, using: &generator) { z, _, m in m.bound(z) * m.witness.score(.mean, at: z) }
      }
    },
    equals: { w in Ascent.closedRun(w) },
    variants: [
      .equivalent("reparameterised gradient in place of the score") { w in
        { generator in Ascent.run(w, using: &generator) { z, _, m in m.boundSlope(z) } }
      },
      .mutant("frozen sample accepted") { w in
        { generator in
          Ascent.run(w, using: &generator) { z, _, m in -m.witness.score(.mean, at: z) }
        }
      },
    ])
}

/// Gradient ascent in m from m₀ = 0.
struct Ascent {
  /// The witness with q's mean where the ascent stands.
  private(set) var witness: LinearGaussianWitness

  /// ηκ = 0.3.
  private var rate: Double { 0.3 * witness.posterior.variance }

  init(_ witness: LinearGaussianWitness) { self.witness = witness.moved(to: 0) }

  /// log p(x,z) − log q(z|x).
  func bound(_ z: Latent) -> Double { witness.logJoint(z) - witness.logApproximatePosterior(z) }

  /// The derivative of the bound's sample through z = m + σε, in m.
  func boundSlope(_ z: Latent) -> Double {
    (witness.logLikelihoodGradient(z) + witness.logPriorGradient(z)).x
  }

  /// m after twelve steps with the mean of an estimator.
  func iterate(with estimator: (Latent, Ascent) -> Double) throws -> Bounded {
    var ascent = self
    var error = 0.0
    for _ in 0..<12 {
      let gradient = try ascent.witness.expectation(under: .approximatePosterior) { z in
        estimator(z, ascent)
      }
      let m = ascent.witness.approximate.mean + ascent.rate * gradient.value
      error += ascent.rate * gradient.error + 8 * max(1, m.magnitude).ulp
      ascent.witness = ascent.witness.moved(to: m)
    }
    return Bounded(ascent.witness.approximate.mean, error: error)
  }

  /// The closed form after twelve steps.
  var closed: Bounded {
    let target = witness.posterior.mean
    return Bounded(rounded: target * (1 - pow(0.7, 12)), magnitude: 1)
  }

  /// m after sixty steps with an estimator at one sample each.
  static func run(
    _ witness: LinearGaussianWitness, using generator: inout Philox,
    _ estimator: (Latent, Latent, Ascent) -> Double
  ) -> Double {
    var ascent = Ascent(witness)
    for _ in 0..<60 {
      let noise = witness.sampleNoise(using: &generator)
      let gradient = estimator(ascent.witness.reparameterized(noise), noise, ascent)
      ascent.witness = ascent.witness.moved(to: ascent.witness.approximate.mean + 0.02 * gradient)
    }
    return ascent.witness.approximate.mean
  }

  /// The closed form after sixty steps at rate 0.02.
  static func closedRun(_ witness: LinearGaussianWitness) -> Bounded {
    let contraction = pow(1 - 0.02 / witness.posterior.variance, 60)
    return Bounded(rounded: witness.posterior.mean * (1 - contraction), magnitude: 1)
  }
}

extension LinearGaussianWitness {
  /// The same witness with q's mean at m.
  fileprivate func moved(to m: Double) -> LinearGaussianWitness {
    LinearGaussianWitness(
      weight: weight, bias: bias, noise: noise, observation: observation, mean: m,
      deviation: approximate.standardDeviation)
  }
}
