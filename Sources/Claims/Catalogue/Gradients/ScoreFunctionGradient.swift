import Distributions
import Foundation
import Numerics

// C31: ∇_φ E_{q_φ}[f(z)] = E_{q_φ}[f(z) ∇_φ log q_φ(z|x)], f = log p_θ(x|z) free of φ.

extension Claim {
  /// The score-function estimator is unbiased.
  static let scoreFunctionGradient: Claim = Claim(
    "gradient.score-function.unbiased", identity: "C31",
    title: "The score-function estimator has the gradient as its mean",
    statement:
      #"\nabla_\phi\,\mathbb{E}_{q_\phi}\left[\log p_\theta(x|z)\right] = \mathbb{E}_{q_\phi}\left[\log p_\theta(x|z)\,\nabla_\phi \log q_\phi(z|x)\right]"#,
    condition: "the function under the expectation does not depend on φ",
    rows: [
      "S3-36", "S3-42", "S3-51", "S3-52", "S3-53", "S3-55", "S3-56", "S3-62", "S3-64", "S3-66",
      "S3-68",
    ],
    checks: [everyWitness, linearGaussianForms, meanOfDraws])

  private static let everyWitness: Check = .equality(
    "E[log p(x|z) ∇ log q] = slope of E[log p(x|z)]", on: Slopes.all(.variational),
    routes: ("sum or quadrature", "differences of the closed form, quadrature or sum"),
    states: { s in try s.expectation { z in s.witness.logLikelihood(z) * s.score(z) } },
    equals: { s in try s.derivative(of: Objective.reconstruction) },
    variants: [
      .mutant("score without log p(x|z)") { s in try s.expectation { z in s.score(z) } },
      .mutant("∇q for ∇ log q") { s in
        try s.expectation { z in
          s.witness.logLikelihood(z) * exp(s.witness.logApproximatePosterior(z)) * s.score(z)
        }
      },
      .mutant("sign") { s in
        try s.expectation { z in -s.witness.logLikelihood(z) * s.score(z) }
      },
      .mutant("z from the prior") { s in
        try s.expectation(under: .prior) { z in s.witness.logLikelihood(z) * s.score(z) }
      },
      .written(
        "S3-56",
        #"\mathbb{E}_q\left[\nabla \ln p(x|z) + p(x|z)\nabla \ln q\right]"#,
        "p(x|z) for its logarithm"
      ) { s in
        try s.expectation { z in exp(s.witness.logLikelihood(z)) * s.score(z) }
      },
    ])

  private static let linearGaussianForms: Check = .equality(
    "the same for a Gaussian decoder, and what is written for it",
    on: Slopes.linearGaussian("m", "σ"),
    routes: ("quadrature", "differences of the closed form"),
    states: { s in
      try s.expectation { z in s.witness.logLikelihood(Latent(z, 0)) * s.score(z) }
    },
    equals: { s in try s.derivative(of: Objective.reconstruction) },
    variants: [
      .equivalent("additive constants of log p(x|z) dropped") { s in
        try s.expectation { z in s.fit(z) * s.score(z) }
      },
      .equivalent("a baseline subtracted") { s in
        let baseline = s.witness.closedReconstruction().value
        return try s.expectation { z in
          (s.witness.logLikelihood(Latent(z, 0)) - baseline) * s.score(z)
        }
      },
      .mutant("scale −1/(2s²) dropped: r² times the score") { s in
        try s.expectation { z in s.witness.residual(z) * s.witness.residual(z) * s.score(z) }
      },
      .written(
        "S3-53", #"\int \nabla\left[\ln p(x|z)\right] q(z|x,\phi)\,dz"#,
        "bracket closed before q: the gradient of log p(x|z) alone"
      ) { s in
        // Only the decoder could move, and it has no φ: differences with q held fixed.
        try s.derivative { witness, parameter, value in
          guard let fixed = witness as? LinearGaussianWitness else {
            return Bounded(.nan, error: .nan)
          }
          return try fixed.with(parameter, value)
            .with(.mean, fixed.approximate.mean)
            .with(.deviation, fixed.approximate.standardDeviation).closedReconstruction()
        }
      },
      .written(
        "S3-64", #"\nabla\,\mathbb{E}_{q}\left[p(x|z)\right]"#, "left side read literally"
      ) { s in
        try s.derivative { witness, parameter, value in
          guard let w = witness as? LinearGaussianWitness else { return Bounded(.nan, error: .nan) }
          return try w.with(parameter, value).closedLikelihood()
        }
      },
      .written(
        "S3-66", #"(\bar{x}_i - \hat{x}_i)^2\,\nabla z_i^2"#, "differentiated through z = m + σε"
      ) { s in
        try s.expectation { z in
          s.witness.residual(z) * s.witness.residual(z) * 2 * z * s.path(z)
        }
      },
      .written(
        "S3-66", #"(\bar{x}_i - \hat{x}_i)^2\,\nabla z_i^2"#, "z a sample, which does not move"
      ) { s in
        try s.expectation { z in s.witness.residual(z) * s.witness.residual(z) * 2 * z * 0 }
      },
      .written(
        "S3-68",
        #"n\left[\nabla(\bar{x}_i - \hat{x}_i)^2 + (\bar{x}_i - \hat{x}_i)^2\,\nabla z_i^2\right]"#,
        "the whole bracket through z, n = 1"
      ) { s in
        try s.expectation { z in
          let r = s.witness.residual(z)
          return (-2 * r * s.witness.weight + r * r * 2 * z) * s.path(z)
        }
      },
    ])

  private static let meanOfDraws: Check = .mean(
    "mean of log p(x|z) ∂_m log q over draws",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) },
    against: "differences of the closed form",
    of: { w in
      { generator in
        let z = w.sample(.approximatePosterior, using: &generator)
        return w.logLikelihood(z) * w.score(.mean, at: z)
      }
    },
    equals: { w in try Objective.slope(of: Objective.reconstruction, w, .mean) },
    variants: [
      .mutant("p(x|z) for its logarithm") { w in
        { generator in
          let z = w.sample(.approximatePosterior, using: &generator)
          return exp(w.logLikelihood(z)) * w.score(.mean, at: z)
        }
      },
      .mutant("z from the prior") { w in
        { generator in
          let z = w.sample(.prior, using: &generator)
          return w.logLikelihood(z) * w.score(.mean, at: z)
        }
      },
    ])
}

extension Slope where W == LinearGaussianWitness {
  /// −r²/2s², what log p(x|z) is without its constants.
  fileprivate func fit(_ z: Double) -> Double {
    let r = witness.residual(z) / witness.noise
    return -0.5 * r * r
  }
}
