import Distributions
import Foundation
import Numerics

// C34: ∇_φ E_{q_φ}[f(z)] = E_{p(ε)}[∇_z f(z)|_{z=g(ε,φ)} · ∇_φ g(ε,φ)], f = log p_θ(x|z), for f(g(ε,φ)) that is
// differentiable in φ almost everywhere with an integrable Lipschitz bound, and f itself free of φ.

extension Claim {
  /// The reparameterised gradient is unbiased.
  static let reparameterizedGradient: Claim = Claim(
    "gradient.reparameterized.unbiased", identity: "C34",
    title: "The reparameterised estimator has the gradient as its mean",
    statement: #"""
      \nabla_\phi\,\mathbb{E}_{q_\phi(z|x)}[f(z)] = \mathbb{E}_{p(\epsilon)}\left[\nabla_z \#
      f(z)\,\nabla_\phi\, g(\epsilon,\phi)\right], \quad \operatorname{Var}_{\epsilon \sim \#
      \mathcal{N}(0,1)}\left[\partial_m\log\mathcal{N}(x; b + w(m + \sigma\epsilon), s^2)\right] \#
      = \frac{w^4\sigma^2}{s^4}
      """#,
    setting: #"""
      Let $z = g(\epsilon,\phi)$ with $\epsilon \sim p(\epsilon)$ be a sample of $q_\phi(z|x)$.
      """#,
    condition:
      "f(g(ε,φ)) is Lipschitz in φ with an integrable bound; f and the law of ε are free of φ",
    rows: ["S0-32", "S0-33", "S3-42", "S3-51", "S3-81", "S3-82", "S3-83", "S4-35"],
    checks: [everyWitness, linearGaussianForms, meanOfDraws, varianceOfDraws])

  private static let everyWitness: Check = .equality(
    "E over ε of ∇_z log p(x|z) · ∂g = slope of E[log p(x|z)]", on: Slopes.reparameterized(),
    routes: ("quadrature over the noise", "differences of the closed form or of a quadrature"),
    states: { s in try s.expectationOverNoise { ε in s.pathwise(ε) } },
    equals: { s in try s.derivative(of: Objective.reconstruction) },
    variants: [
      .mutant("∂g/∂σ dropped: 1 for ε") { s in
        try s.expectationOverNoise { ε in
          let one = Latent(s.path(Latent(1, 1)).x == 0 ? 0 : 1, s.path(Latent(1, 1)).y == 0 ? 0 : 1)
          return (s.witness.logLikelihoodGradient(s.witness.reparameterized(ε)) * one).sum()
        }
      },
      .mutant("gradient stopped at the sample") { s in
        try s.expectationOverNoise { ε in s.pathwise(ε) * 0 }
      },
      .mutant("score and path both added: counted twice") { s in
        try s.expectationOverNoise { ε in
          let z = s.witness.reparameterized(ε)
          return s.pathwise(ε) + s.witness.logLikelihood(z) * s.score(z)
        }
      },
      .written(
        "S3-83",
        #"\int q(\epsilon)\left[\ln p(x|z)\,\nabla_\mu g\,\nabla_\theta\mu + g\,\nabla_\theta \ln p(x|z)\right]d\epsilon"#,
        "log p(x|z) ∇g + g ∇log p(x|z), the second zero in φ at fixed z"
      ) { s in
        try s.expectationOverNoise { ε in
          s.witness.logLikelihood(s.witness.reparameterized(ε)) * s.path(ε).sum()
        }
      },
      .written(
        "S3-83",
        #"\int q(\epsilon)\left[\ln p(x|z)\,\nabla_\mu g\,\nabla_\theta\mu + g\,\nabla_\theta \ln p(x|z)\right]d\epsilon"#,
        "the same, the second through z"
      ) { s in
        try s.expectationOverNoise { ε in
          let z = s.witness.reparameterized(ε)
          return s.witness.logLikelihood(z) * s.path(ε).sum() + z.sum() * s.pathwise(ε)
        }
      },
    ])

  private static let linearGaussianForms: Check = .equality(
    "E[w(x − b − wg)/s² · ∂g], the linear Gaussian decoder", on: Slopes.linearGaussian("m", "σ"),
    routes: ("quadrature over GSL's noise density", "differences of the closed form"),
    states: { s in
      try s.noise { ε, z in s.witness.weight * s.witness.residual(z) * s.slope(ε) / s.variance }
    },
    equals: { s in try s.derivative(of: Objective.reconstruction) },
    variants: [
      .equivalent("z = m − σε") { s in
        try s.noise { ε, _ in
          let z = s.witness.approximate.reparameterized(-ε)
          return s.witness.weight * s.witness.residual(z) * s.slope(-ε) / s.variance
        }
      },
      .written(
        "S3-81",
        #"\int q(\epsilon)\,\nabla\left[g\,\ln p(x|z)\right]d\epsilon"#, "g left as a factor"
      ) { s in
        try s.noise { ε, z in
          s.slope(ε) * s.witness.logLikelihood(Latent(z, 0))
            + z * s.witness.weight * s.witness.residual(z) * s.slope(ε) / s.variance
        }
      },
      .mutant("ε reused with the variance for the deviation") { s in
        try s.noise { ε, _ in
          let z = s.witness.approximate.mean + s.witness.approximate.variance * ε
          return s.witness.weight * s.witness.residual(z) * s.slope(ε) / s.variance
        }
      },
      .mutant("decoder's slope w lost in the chain") { s in
        try s.noise { ε, z in s.witness.residual(z) * s.slope(ε) / s.variance }
      },
    ])

  private static let meanOfDraws: Check = .mean(
    "mean of the gradient in σ at one noise",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) },
    against: "differences of the closed form",
    of: { w in
      { generator in
        let ε = w.sampleNoise(using: &generator)
        return w.logLikelihoodGradient(w.reparameterized(ε)).x * ε.x
      }
    },
    equals: { w in try Objective.slope(of: Objective.reconstruction, w, .deviation) },
    variants: [
      .mutant("∂g/∂σ dropped: 1 for ε") { w in
        { generator in
          w.logLikelihoodGradient(w.reparameterized(w.sampleNoise(using: &generator))).x
        }
      },
      .mutant("fresh noise in ∂g/∂σ") { w in
        { generator in
          let z = w.reparameterized(w.sampleNoise(using: &generator))
          return w.logLikelihoodGradient(z).x * generator.standardNormal()
        }
      },
    ])

  private static let varianceOfDraws: Check = .variance(
    "variance of the gradient in m at one noise = w⁴σ²/s⁴",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) }, draws: 100_000,
    against: "closed form",
    of: { w in
      { generator in
        w.logLikelihoodGradient(w.reparameterized(w.sampleNoise(using: &generator))).x
      }
    },
    equals: { w in
      let ratio = w.weight / w.noise
      return Bounded(rounded: pow(ratio, 4) * w.approximate.variance)
    },
    variants: [
      .mutant("ε reused with the variance for the deviation") { w in
        { generator in
          let ε = w.sampleNoise(using: &generator).x
          let z = w.approximate.mean + w.approximate.variance * ε
          return w.logLikelihoodGradient(Latent(z, 0)).x
        }
      },
      .mutant("the score estimator in its place: same mean, eleven times the variance") { w in
        { generator in
          let z = w.sample(.approximatePosterior, using: &generator)
          return w.logLikelihood(z) * w.score(.mean, at: z)
        }
      },
    ])
}

extension Slope where W == LinearGaussianWitness {
  /// s², the decoder's variance.
  fileprivate var variance: Double { witness.noise * witness.noise }

  /// ∂g/∂parameter at a noise.
  fileprivate func slope(_ ε: Double) -> Double {
    witness.pathDerivative(parameter, at: Latent(ε, 0)).x
  }

  /// E[f(ε, g(ε))] under GSL's noise density.
  fileprivate func noise(of f: (Double, Double) -> Double) throws -> Bounded {
    try noiseMean { ε in f(ε, witness.approximate.reparameterized(ε)) }
  }
}
