import Distributions
import Foundation
import Numerics

// C44 under q: E_q log p(x|z) = −E_q r²/(2s²) − ½ log 2πs² with r = x − x̂(z), x̂ the decoder's mean; and its two
// gradients, −E_q ∂_θ r²/(2s²) and −E_q r²/(2s²)·∂_φ log q(z).

extension Claim {
  /// The expected log likelihood is minus an error, of the decoder's mean.
  static let reconstructionError = Claim(
    "reconstruction.is-minus-error", identity: "C44",
    title: "The reconstruction term is minus the expected squared error over 2s², under q",
    statement:
      #"\mathbb{E}_{q(z|x)}[\log p(x|z)] = -\frac{\mathbb{E}_{q(z|x)}[(x-\hat x(z))^2]}{2s^2} - \tfrac12\log 2\pi s^2"#,
    setting:
      #"Let $\hat x(z) = wz + b$ be the decoder's mean and $p(x|z) = \mathcal{N}(x; \hat x(z), s^2)$."#,
    rows: ["S3-63", "S4-18"],
    checks: [
      .equality(
        "expected log likelihood", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature under q", "minus the error in closed form"),
        states: { w in try w.reconstruction() },
        equals: { w in minusError(w) },
        variants: [
          .written(
            "S4-18", #"\mathbb{E}_q[\log p(x|z)] \text{ is a reconstruction error}"#,
            "the error itself, without its sign"
          ) { w in -(try w.reconstruction()) },
          .mutant("z from the prior") { w in try w.reconstruction(under: .prior) },
          .mutant("at the mean of q only") { w in
            let value = w.logLikelihood(Latent(w.approximate.mean, 0))
            return Bounded(rounded: value, magnitude: 1 + value.magnitude)
          },
        ]),
      .equality(
        "expected squared error", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over the law of x̂(z)", "(x − b − wm)² + w²σ²"),
        states: { w in try squaredError(w, sampled: false) },
        equals: { w in w.expectedSquare() },
        variants: [
          .written(
            "S3-63", #"\hat x_i \sim p(x|z_i,\theta,\varnothing)"#,
            "x̂ drawn from the likelihood, which adds s²"
          ) { w in try squaredError(w, sampled: true) },
          .mutant("spread of q lost") { w in
            let r = w.observation - w.bias - w.weight * w.approximate.mean
            return Bounded(rounded: r * r)
          },
        ]),
    ])

  /// The squared error's gradients carry −1/(2s²), and for φ the score of q.
  static let reconstructionGradients = Claim(
    "reconstruction.gradients", identity: "C44",
    title: "Both gradients of the reconstruction term carry −1/(2s²); the one for φ the score of q",
    statement:
      #"\nabla_\theta\mathbb{E}_{q_\phi(z)}[\log p_\theta(x|z)] = -\frac{\mathbb{E}_{q_\phi(z)}[\nabla_\theta r_\theta(z)^2]}{2s^2},\quad \nabla_\phi\mathbb{E}_{q_\phi(z)}[\log p_\theta(x|z)] = -\frac{\mathbb{E}_{q_\phi(z)}[r_\theta(z)^2\,\nabla_\phi\log q_\phi(z)]}{2s^2}"#,
    setting:
      #"Let $p_\theta(x|z) = \mathcal{N}(x; \hat x_\theta(z), s^2)$ and $r_\theta(z) = x - \hat x_\theta(z)$."#,
    rows: ["S3-65", "S3-66"],
    checks: [
      .equality(
        "slope in the decoder's weight", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature under q", "difference quotients of the closed form"),
        states: { w in try mean(w) { r, z in r * z / (w.noise * w.noise) } },
        equals: { w in try slope(w, Parameter("w", .model), at: w.weight) },
        variants: [
          .written(
            "S3-65", #"\nabla_\theta(\bar x_i - \hat x_i)^2"#, "without −1/(2s²)"
          ) { w in try mean(w) { r, z in -2 * r * z } },
          .mutant("sign") { w in try mean(w) { r, z in -r * z / (w.noise * w.noise) } },
          .mutant("s² left out") { w in try mean(w) { r, z in r * z } },
          .mutant("half kept after the square's slope") { w in
            try mean(w) { r, z in 0.5 * r * z / (w.noise * w.noise) }
          },
        ]),
      .equality(
        "slope in the mean of q", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature under q with the score", "difference quotients of the closed form"),
        states: { w in
          try mean(w) { r, z in -0.5 * r * r / (w.noise * w.noise) * score(w, z) }
        },
        equals: { w in try slope(w, Parameter("m", .variational), at: w.approximate.mean) },
        variants: [
          .written(
            "S3-66", #"(\bar x_i - \hat x_i)^2\,\nabla_\theta z_i^2"#,
            "z² differentiated through z = m + σε"
          ) { w in try mean(w) { r, z in r * r * 2 * z } },
          .written(
            "S3-66", #"(\bar x_i - \hat x_i)^2\,\nabla_\theta z_i^2, \; z_i \text{ a sample}"#,
            "z² of a sample, which depends on no parameter"
          ) { _ in 0 },
          .mutant("the score without −1/(2s²)") { w in
            try mean(w) { r, z in r * r * score(w, z) }
          },
          .mutant("the score times the error's root") { w in
            try mean(w) { r, z in -0.5 * r / (w.noise * w.noise) * score(w, z) }
          },
          .equivalent("the constant of log p kept: its term has mean 0") { w in
            try mean(w) { _, z in w.logLikelihood(Latent(z, 0)) * score(w, z) }
          },
        ]),
    ])

  /// −E r²/(2s²) − ½ log 2πs² with E r² in closed form.
  private static func minusError(_ w: LinearGaussianWitness) -> Bounded {
    let variance = w.noise * w.noise
    return -(w.expectedSquare() / (2 * variance))
      - Bounded(rounded: 0.5 * log(2 * Double.pi * variance), magnitude: 1)
  }

  /// E(x − x̂)² over the law of x̂: N(wm + b, w²σ²), or with s² added where x̂ is drawn from p(x|z).
  private static func squaredError(
    _ w: LinearGaussianWitness, sampled: Bool
  ) throws(NumericsError) -> Bounded {
    let variance =
      w.weight * w.weight * w.approximate.variance + (sampled ? w.noise * w.noise : 0)
    let law = Gaussian(
      mean: w.weight * w.approximate.mean + w.bias, standardDeviation: variance.squareRoot())
    return try LineIntegral.total(over: law) { x in
      (w.observation - x) * (w.observation - x) * exp(law.logDensity(at: x))
    }
  }

  /// E_q f(r, z) with r = x − wz − b.
  private static func mean(
    _ w: LinearGaussianWitness, of f: (_ r: Double, _ z: Double) -> Double
  ) throws(NumericsError) -> Bounded {
    try w.expectation(under: .approximatePosterior) { z in
      f(w.observation - w.weight * z.x - w.bias, z.x)
    }
  }

  /// ∂ log q/∂m.
  private static func score(_ w: LinearGaussianWitness, _ z: Double) -> Double {
    (z - w.approximate.mean) / w.approximate.variance
  }

  private static func slope(
    _ w: LinearGaussianWitness, _ parameter: Parameter, at value: Double
  ) throws(NumericsError) -> Bounded {
    try Differentiation.derivative(
      of: { (t: Double) throws(NumericsError) in minusError(try w.with(parameter, t)).value },
      at: value)
  }
}
