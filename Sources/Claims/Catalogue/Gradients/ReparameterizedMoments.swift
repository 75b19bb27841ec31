import Distributions
import Foundation
import Numerics

// C32: z = g(ε, φ) = μ + σε with ε ~ N(0, 1) follows N(μ, σ²): its moments and its distribution function.

extension Claim {
  /// The moments of μ + σε.
  static let reparameterizedMoments: Claim = Claim(
    "reparameterization.moments", identity: "C32",
    title: "μ + σε has the mean μ, the variance σ² and the moments of a normal law",
    statement: #"""
      \mathbb{E}_{p(\epsilon)}\left[(\mu+\sigma\epsilon)^2\right] = \mu^2 + \sigma^2, \quad \#
      \mathbb{E}_{p(\epsilon)}\left[(\sigma\epsilon)^4\right] = 3\sigma^4, \quad \#
      \mathbb{E}_{p(\epsilon)}\left[\epsilon^3\right] = 0
      """#,
    setting: #"Let $p(\epsilon) = \mathcal{N}(\epsilon; 0, 1)$."#,
    rows: [
      "S0-27", "S0-28", "S0-37", "S0-39", "S2-38", "S3-73", "S3-74", "S3-75", "S3-76",
    ],
    checks: [secondMoment, fourthMoment, thirdOfGenerator, fourthOfGenerator])

  private static let secondMoment: Check = .equality(
    "E[g(ε)²] = μ² + σ²", on: normalLaws,
    routes: ("quadrature over GSL's noise density", "closed form"),
    states: { q in try noiseMean { ε in q.reparameterized(ε) * q.reparameterized(ε) } },
    equals: { q in Bounded(rounded: q.mean * q.mean + q.variance) },
    variants: [
      .equivalent("z = μ − σε") { q in
        try noiseMean { ε in pow(q.mean - q.standardDeviation * ε, 2) }
      },
      .mutant("σ² for σ, the variance taken for the deviation", from: "rachtsingh/ibp_vae #3") {
        q in
        try noiseMean { ε in pow(q.mean + q.variance * ε, 2) }
      },
      .mutant("√σ for σ") { q in
        try noiseMean { ε in pow(q.mean + q.standardDeviation.squareRoot() * ε, 2) }
      },
      .mutant("μ + ε, the deviation forgotten") { q in
        try noiseMean { ε in pow(q.mean + ε, 2) }
      },
      .mutant("log σ² for σ, as in ε = (z − μ)/log σ²", from: "AntixK/PyTorch-VAE PR #53") { q in
        try noiseMean { ε in pow(q.mean + q.logVariance * ε, 2) }
      },
      .mutant("no noise in evaluation", from: "pytorch/examples PR #419") { q in
        try noiseMean { _ in pow(q.mean, 2) }
      },
      .written(
        "S3-73", #"\mu + \Sigma\,\mathcal{N}(0,1),\ q = \mathcal{N}(\mu,\Sigma)"#,
        "Σ, the variance, multiplies the noise"
      ) { q in
        let Σ = q.variance
        return try noiseMean { ε in pow(q.mean + Σ * ε, 2) }
      },
      .written(
        "S3-75", #"\{\epsilon\} = \{0, 1\}"#,
        "ε is one of the constants 0 and 1, half the time each"
      ) { q in
        let values = [0.0, 1.0].map { q.reparameterized($0) }
        return Bounded(rounded: values.reduce(0.0) { $0 + 0.5 * $1 * $1 })
      },
      .written(
        "S0-27", #"z = g(\epsilon, \phi)\ \text{given}\ z"#,
        "given z: the noise is then fixed, at (z − μ)/σ, here with z at its mean"
      ) { q in
        let given = q.mean
        return try noiseMean { _ in
          pow(q.reparameterized((given - q.mean) / q.standardDeviation), 2)
        }
      },
    ])

  private static let fourthMoment: Check = .equality(
    "fourth central moment = 3σ⁴", on: normalLaws,
    routes: ("quadrature over GSL's noise density", "closed form"),
    states: { q in try noiseMean { ε in pow(q.reparameterized(ε) - q.mean, 4) } },
    equals: { q in Bounded(rounded: 3 * q.variance * q.variance) },
    variants: [
      .mutant("uniform noise of the same variance") { q in
        let half = 3.0.squareRoot()
        return try Quadrature().integral(from: -half, to: half) { ε in
          pow(q.standardDeviation * ε, 4) / (2 * half)
        }
      },
      .mutant("Laplace noise of the same variance") { q in
        let scale = 0.5.squareRoot()
        return 2
          * (try Quadrature().integral(from: 0, to: .infinity) { ε in
            Reference.laplaceDensity(ε, scale: scale) * pow(q.standardDeviation * ε, 4)
          })
      },
    ])

  private static let thirdOfGenerator: Check = .mean(
    "third moment of the generator's noise = 0", on: { _ in [Subject("noise", 0.0)] },
    against: "symmetry",
    of: { _ in
      { generator in
        let ε = generator.standardNormal()
        return ε * ε * ε
      }
    },
    equals: { _ in 0 },
    variants: [
      .mutant("exponential noise, centred") { _ in
        { generator in
          let ε = Exponential(rate: 1).sample(using: &generator) - 1
          return ε * ε * ε
        }
      }
    ])

  private static let fourthOfGenerator: Check = .mean(
    "fourth moment of the generator's noise = 3", on: { _ in [Subject("noise", 0.0)] },
    against: "quadrature of GSL's density",
    of: { _ in { generator in pow(generator.standardNormal(), 4) } },
    equals: { _ in try noiseMean { ε in pow(ε, 4) } },
    variants: [
      .mutant("uniform noise of unit variance") { _ in
        { generator in pow((2 * generator.uniform() - 1) * 3.0.squareRoot(), 4) }
      }
    ])

  private static let normalLaws: Subjects<Gaussian> = { laboratory in
    laboratory.family(
      fixed: [
        Subject("q of W-LG", LinearGaussianWitness.ledger.approximate),
        Subject("q of W-BL", Gaussian(mean: 0.6, standardDeviation: 0.8)),
        Subject("N(1, 4)", Gaussian(mean: 1, standardDeviation: 2)),
      ], "reparameterised normal law"
    ) { LinearGaussianWitness.random(using: &$0).approximate }
  }
}

/// E[f(ε)] under GSL's standard normal density, on ±12.
func noiseMean(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
  try Quadrature().integral(from: -LineIntegral.reach, to: LineIntegral.reach) { ε in
    Reference.gaussianDensity(ε) * f(ε)
  }
}
