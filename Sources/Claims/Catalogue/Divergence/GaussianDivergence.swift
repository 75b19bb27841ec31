import Distributions
import Foundation
import Numerics

// C23: for q = N(μ, diag σ²) and p = N(0, I), D(q‖p) = −½ Σ_j (1 + 2 log σ_j − μ_j² − σ_j²).

extension Claim {
  /// The closed form that every implementation contains, and the ways in which it has been got wrong.
  static let gaussianDivergence: Claim = Claim(
    "kl.diagonal-gaussian.closed-form", identity: "C23",
    title: "A diagonal Gaussian's divergence from the standard normal in closed form",
    statement:
      #"D_{KL}(\mathcal N(\mu,\operatorname{diag}\sigma^2)\,\|\,\mathcal N(0,I)) = -\tfrac12\sum_{j=1}^J\left(1 + 2\log\sigma_j - \mu_j^2 - \sigma_j^2\right)"#,
    condition: "the covariance is diagonal and the prior is standard normal",
    rows: ["S1-51", "S1-57", "S1-65", "S1-69", "S2-28", "S2-29", "S2-30", "S4-20", "S4-26"],
    checks: [closedForm, fromPrior, returnedCode, sampledLogRatio])

  private static let closedForm: Check = .equality(
    "sum over the coordinates = integral", on: { GaussianCode.subjects($0) },
    routes: ("closed form in μ and log σ²", "quadrature of q log q/p in one or two dimensions"),
    states: { q in q.sum { -0.5 * (1 + $0.logVariance - $0.μ * $0.μ - $0.σ * $0.σ) } },
    equals: { q in try q.divergence() },
    variants: [
      .equivalent("divergence of two diagonal Gaussians in the library") { q in
        let prior = DiagonalGaussian.standard(dimension: q.law.dimension)
        return Bounded(rounded: klDivergence(from: q.law, to: prior), magnitude: 4)
      },
      .mutant("no half", from: "ledger S2-29") { q in
        q.sum { -(1 + $0.logVariance - $0.μ * $0.μ - $0.σ * $0.σ) }
      },
      .mutant("log σ for 2 log σ", from: "ledger S2-29") { q in
        q.sum { -0.5 * (1 + 0.5 * $0.logVariance - $0.μ * $0.μ - $0.σ * $0.σ) }
      },
      .mutant("σ for σ²", from: "DaehanKim/vgae_pytorch #2") { q in
        q.sum { -0.5 * (1 + $0.logVariance - $0.μ * $0.μ - $0.σ) }
      },
      .mutant("+μ²", from: "ledger S2-29") { q in
        q.sum { -0.5 * (1 + $0.logVariance + $0.μ * $0.μ - $0.σ * $0.σ) }
      },
      .mutant("no 1", from: "ledger S2-29") { q in
        q.sum { -0.5 * ($0.logVariance - $0.μ * $0.μ - $0.σ * $0.σ) }
      },
      .mutant("logvar² for σ²", from: "deepchem PR #4888") { q in
        q.sum { j in
          let taken = j.logVariance * j.logVariance
          return 0.5 * (j.μ * j.μ + taken - log(taken) - 1)
        }
      },
      .mutant("exp(logvar) as σ", from: "rachtsingh/ibp_vae #3") { q in
        q.sum { j in
          let deviation = exp(j.logVariance)
          return -0.5 * (1 + 2 * log(deviation) - j.μ * j.μ - deviation * deviation)
        }
      },
      .mutant("+(log σ)² for −2 log σ", from: "FluxML/model-zoo PR #76") { q in
        q.sum { 0.5 * ($0.σ * $0.σ + $0.μ * $0.μ - 1 + 0.25 * $0.logVariance * $0.logVariance) }
      },
      .mutant("+2 log σ for −2 log σ", from: "FluxML/model-zoo PR #147") { q in
        q.sum { 0.5 * ($0.σ * $0.σ + $0.μ * $0.μ - 1 + $0.logVariance) }
      },
      .mutant("½ subtracted once, not per latent", from: "ericjang/draw PR #6") { q in
        q.sum { 0.5 * ($0.μ * $0.μ + $0.σ * $0.σ - $0.logVariance) } - 0.5
      },
      .mutant("sign", from: "mhw32/multimodal-vae-public #4") { q in
        q.sum { 0.5 * (1 + $0.logVariance - $0.μ * $0.μ - $0.σ * $0.σ) }
      },
      .mutant("mean over the latents", from: "maxhodak/keras-molecules #59") { q in
        q.closedForm / Double(q.law.dimension)
      },
      .mutant("divided by batch · 784", from: "pytorch/examples #234") { q in
        q.closedForm / (128 * 784)
      },
      .mutant("counted twice", from: "tensorflow/probability #1215") { q in 2 * q.closedForm },
      .written(
        "S1-51", #"q(z|x) = \mathcal N(z;\mu_z(x),\sigma_z(x)^2 I)"#,
        "isotropic, with the mean of the variances"
      ) { q in
        let variance = q.law.variances.reduce(0.0, +) / Double(q.law.dimension)
        return q.sum { -0.5 * (1 + log(variance) - $0.μ * $0.μ - variance) }
      },
      .written(
        "S1-69",
        #"-\tfrac12\sum_j\left(1+\log((\sigma_j^{(i)})^2)-(\mu_j^{(i)})^2-(\sigma_j{(i)})^2\right)"#,
        "σ_j times i for the i-th example's σ_j, at i = 2"
      ) { q in
        q.sum { -0.5 * (1 + $0.logVariance - $0.μ * $0.μ - 4 * $0.σ * $0.σ) }
      },
    ])

  private static let fromPrior: Check = .equality(
    "the integral over the latent of a model", on: { $0.witnesses.linearGaussian },
    routes: ("quadrature of q log q/p", "closed form in μ and log σ²"),
    states: { w in try divergence(w.approximate) { w.prior.logDensity(at: $0) } },
    equals: { w in
      let code = GaussianCode(
        mean: [w.approximate.mean], deviations: [w.approximate.standardDeviation])
      return code.closedForm
    },
    variants: [
      .mutant("the other direction", from: "a slip") { w in
        try w.divergence(from: .prior, to: .approximatePosterior)
      },
      .mutant("from the posterior", from: "a slip") { w in
        try w.divergence(from: .approximatePosterior, to: .posterior)
      },
      .written(
        "S4-26", #"q_\phi \sim \mathcal N(z|x)"#, "a normal law of z located at x, without networks"
      ) { w in
        try divergence(Gaussian(mean: w.observation, standardDeviation: 1)) {
          w.prior.logDensity(at: $0)
        }
      },
      .without(
        condition: "the prior is standard normal", "a Laplace prior of the same mean and variance"
      ) { w in
        let prior = Laplace(location: 0, scale: 0.5.squareRoot())
        return try divergence(w.approximate, split: 0) { prior.logDensity(at: $0) }
      },
    ])

  private static let returnedCode: Check = .separation(
    "the divergences of two encodings that share z",
    on: { laboratory in
      laboratory.family(
        fixed: [Subject("z = 0.4: (0.4, 0.6) and (0, 1)", SharedCode(0.4, (0.4, 0.6), (0, 1)))],
        "shared-code"
      ) { SharedCode(using: &$0) }
    },
    routes: ("closed form of both", "no difference"),
    states: { code in code.first.closedForm - code.second.closedForm },
    differsFrom: { _ in 0 },
    variants: [
      .written(
        "S1-57", #"\text{return } (x', z)"#, "½z², all that can be computed where only z is known"
      ) { code in
        let known = GaussianCode(mean: [code.z], deviations: [1]).closedForm
        return known - known
      }
    ])

  private static let sampledLogRatio: Check = .mean(
    "mean of log q(z) − log p(z) over draws from q",
    on: { laboratory in Array(laboratory.witnesses.linearGaussian.prefix(1)) },
    against: "closed form in μ and log σ²",
    of: { w in
      { generator in
        let z = w.sample(.approximatePosterior, using: &generator)
        return w.logApproximatePosterior(z) - w.logPrior(z)
      }
    },
    equals: { w in
      GaussianCode(mean: [w.approximate.mean], deviations: [w.approximate.standardDeviation])
        .closedForm
    },
    variants: [
      .mutant("z drawn from the prior", from: "a slip") { w in
        { generator in
          let z = w.sample(.prior, using: &generator)
          return w.logApproximatePosterior(z) - w.logPrior(z)
        }
      },
      .mutant("log q left out", from: "a slip") { w in
        { generator in -w.logPrior(w.sample(.approximatePosterior, using: &generator)) }
      },
    ])

  /// KL of a Gaussian from a law given by its log density.
  private static func divergence(
    _ q: Gaussian, split: Double? = nil, to logDensity: (Double) -> Double
  ) throws -> Bounded {
    let half = LineIntegral.reach * q.standardDeviation
    return try Quadrature().integral(
      from: q.mean - half, to: q.mean + half, singularities: split.map { [$0] } ?? []
    ) { z in
      q.density(at: z) * (q.logDensity(at: z) - logDensity(z))
    }
  }
}
