import Distributions
import Estimators
import Foundation
import Numerics

// C36: the bound of p(z) = N(0, 1), p(x|z) = N(z, 1) under q = N(μ, σ²), with A = x − 2μ and B = 1/σ − 2σ, which are
// its slopes in μ and σ. One draw of: all terms, total derivative 4σ² and A² + 8σ²; closed KL σ² and (x − μ)² + 2σ²;
// path derivative B² and A² + 2B², which is 0 at the posterior, where every other estimator keeps its noise.

extension Claim {
  /// The table of the three estimators.
  static let boundGradientVariance = Claim(
    "gradient.variance.bound", identity: "C36",
    title: "Three unbiased gradients of one Gaussian bound, and three variances",
    statement: #"""
      \operatorname{Var}_{q(z)}\left[\partial_z r(z) - \partial_\mu\log q(z)\right] = 4\sigma^2, \#
      \quad \operatorname{Var}_{q(z)}\left[\tfrac{z-\mu}{\sigma}\,\partial_z r(z) - \#
      \partial_\sigma\log q(z)\right] = A^2 + 8\sigma^2, \quad \#
      \operatorname{Var}_{q(z)}\left[\partial_z\log p(x|z)\right] = \sigma^2, \quad \#
      \operatorname{Var}_{q(z)}\left[\tfrac{z-\mu}{\sigma}\,\partial_z\log p(x|z)\right] = \#
      (x-\mu)^2 + 2\sigma^2, \quad \operatorname{Var}_{q(z)}\left[\partial_z r(z)\right] = B^2, \#
      \quad \operatorname{Var}_{q(z)}\left[\tfrac{z-\mu}{\sigma}\,\partial_z r(z)\right] = A^2 + \#
      2B^2, \quad r(z) = \log p(x,z) - \log q(z), \quad A = \partial_\mu\mathbb{E}_{q(z)}[r(z)] = \#
      x - 2\mu, \quad B = \partial_\sigma\mathbb{E}_{q(z)}[r(z)] = \tfrac1\sigma - 2\sigma
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; z, 1)$ and $q(z) = \#
      \mathcal{N}(z; \mu, \sigma^2)$. A sample moves by 1 with $\mu$ and by \#
      $\frac{z-\mu}{\sigma}$ with $\sigma$. The first two variances are of the total derivative \#
      in $\mu$ and in $\sigma$, the next two of that with a closed divergence, the last two of \#
      the path derivative.
      """#,
    rows: [],
    checks: [
      .equality(
        "mean of one draw", on: { boundCases($0) },
        routes: ("A and B", "quadrature of f times the score"),
        states: { s in s.bounded(mean: s.a, deviation: s.b) },
        equals: { s in s.pick(try Truth.gradient(of: s.problem)) },
        variants: [
          .mutant("KL added", from: "EderSantana/gumbel #3") { s in
            s.bounded(mean: s.x, deviation: -1 / s.σ)
          },
          .mutant("KL divided by 784 pixels", from: "pytorch/examples #234") { s in
            s.bounded(
              mean: s.x - s.μ - s.μ / 784, deviation: -s.σ - (s.σ - 1 / s.σ) / 784)
          },
          .mutant("logvar² for σ² in the KL", from: "deepchem PR #4888") { s in
            // d/dσ of ½(4 log²σ − 2 log σ) = (4 log σ − 1)/σ.
            s.bounded(
              mean: s.a, deviation: -s.σ - (4 * log(s.σ) - 1) / s.σ)
          },
        ]),
      .equality(
        "total derivative", on: { boundCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in
          s.bounded(mean: 4 * s.σ * s.σ, deviation: s.a * s.a + 8 * s.σ * s.σ)
        },
        equals: { s in try s.variance(TotalDerivative(s.problem)) },
        variants: [
          .mutant("the score of q left out: path derivative") { s in
            s.bounded(mean: s.b * s.b, deviation: s.a * s.a + 2 * s.b * s.b)
          },
          .mutant("only the reconstruction varies") { s in
            s.bounded(mean: s.σ * s.σ, deviation: (s.x - s.μ) * (s.x - s.μ) + 2 * s.σ * s.σ)
          },
        ]),
      .equality(
        "closed KL", on: { boundCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in
          s.bounded(mean: s.σ * s.σ, deviation: (s.x - s.μ) * (s.x - s.μ) + 2 * s.σ * s.σ)
        },
        equals: { s in try s.variance(ClosedDivergence(s.problem)) },
        variants: [
          .mutant("all terms sampled") { s in
            s.bounded(mean: 4 * s.σ * s.σ, deviation: s.a * s.a + 8 * s.σ * s.σ)
          },
          .mutant("variance read as the deviation", from: "rachtsingh/ibp_vae #3") { s in
            let v = s.σ * s.σ
            return s.bounded(mean: v * v, deviation: (s.x - s.μ) * (s.x - s.μ) + 2 * v * v)
          },
        ]),
      .equality(
        "path derivative", on: { boundCases($0) },
        routes: ("closed form", "quadrature over the noise"),
        states: { s in s.bounded(mean: s.b * s.b, deviation: s.a * s.a + 2 * s.b * s.b) },
        equals: { s in try s.variance(PathDerivative(s.problem)) },
        variants: [
          .mutant(
            "log q differentiated after all", from: "TuringLang/AdvancedVI.jl PR #49"
          ) { s in
            s.bounded(mean: 4 * s.σ * s.σ, deviation: s.a * s.a + 8 * s.σ * s.σ)
          },
          .mutant("1/σ for 1/σ − 2σ: the joint's slope lost") { s in
            s.bounded(
              mean: 1 / (s.σ * s.σ), deviation: s.a * s.a + 2 / (s.σ * s.σ))
          },
        ]),
    ])

  /// The path derivative at the posterior.
  static let stickingTheLanding = Claim(
    "gradient.variance.sticking-the-landing", identity: "C36",
    title: "At the exact posterior the path derivative of the bound does not vary at all",
    statement: #"""
      q_\phi(z|x) = p_\theta(z|x) \implies \nabla_z\log p_\theta(x,z) = \nabla_z\log q_\phi(z|x) \#
      \text{ for every } z
      """#,
    condition: "q is the exact posterior, and log q is not differentiated in its parameters",
    rows: [],
    checks: [
      .equality(
        "variance of one draw", on: { landingCases($0) },
        routes: ("quadrature over the noise", "zero"),
        states: { s in try s.variance(PathDerivative(s.problem)) }, equals: { _ in 0 },
        variants: [
          .mutant(
            "log q differentiated in its parameters too", from: "TuringLang/AdvancedVI.jl PR #49"
          ) { s in try s.variance(TotalDerivative(s.problem)) },
          .mutant("KL in closed form, the rest sampled") { s in
            try s.variance(ClosedDivergence(s.problem))
          },
          .mutant("score function of the whole integrand") { s in
            try s.variance(BoundScoreFunction(s.problem))
          },
          .without(condition: "q is the exact posterior", "q a tenth wider") { s in
            try s.widened.variance(PathDerivative(s.widened.problem))
          },
        ])
    ])

  private static func boundCases(_ laboratory: Laboratory) -> [Subject<BoundCase>] {
    func unit(_ x: Double, _ law: Gaussian) -> LinearGaussianBound {
      LinearGaussianBound(law: law, weight: 1, bias: 0, noise: 1, observation: x)
    }
    let fixed = [
      ("x = 1, q = N(0.5, 0.8²)", unit(1, Gaussian(mean: 0.5, standardDeviation: 0.8))),
      ("x = 2, q = N(0.4, 0.6²)", unit(2, Gaussian(mean: 0.4, standardDeviation: 0.6))),
      (
        "x = 1, posterior",
        unit(1, Gaussian(mean: 0.5, standardDeviation: 0.5.squareRoot()))
      ),
    ]
    return laboratory.family(fixed: both(fixed), "unit-bound") { generator in
      let law = Gaussian.random(using: &generator)
      return BoundCase(
        problem: unit(2 * generator.standardNormal(), law),
        inDeviation: generator.uniform() < 0.5)
    }
  }

  private static func landingCases(_ laboratory: Laboratory) -> [Subject<BoundCase>] {
    let fixed = [
      ("W-LG", LinearGaussianBound()),
      ("w = s = 1, x = 1", LinearGaussianBound(weight: 1, bias: 0, noise: 1, observation: 1)),
    ]
    return laboratory.family(fixed: both(fixed.map { ($0.0, $0.1.landed) }), "landing") {
      generator in
      let problem = LinearGaussianBound(
        weight: 0.5 + generator.uniform(), bias: generator.standardNormal(),
        noise: 0.4 + generator.uniform(), observation: 2 * generator.standardNormal())
      return BoundCase(problem: problem.landed, inDeviation: generator.uniform() < 0.5)
    }
  }

  private static func both(
    _ problems: [(String, LinearGaussianBound)]
  ) -> [Subject<BoundCase>] {
    problems.flatMap { name, problem in
      [false, true].map {
        Subject("\(name), ∂\($0 ? "σ" : "μ")", BoundCase(problem: problem, inDeviation: $0))
      }
    }
  }
}

extension LinearGaussianBound {
  /// The same model with its exact posterior as q.
  fileprivate var landed: LinearGaussianBound { with(posterior) }

  /// The same model with another q.
  fileprivate func with(_ law: Gaussian) -> LinearGaussianBound {
    LinearGaussianBound(
      law: law, weight: weight, bias: bias, noise: noise, observation: observation)
  }
}

/// A bound and the parameter in which it is differentiated.
private struct BoundCase: Sendable {
  let problem: LinearGaussianBound
  let inDeviation: Bool

  var μ: Double { problem.law.mean }
  var σ: Double { problem.law.standardDeviation }
  var x: Double { problem.observation }
  var a: Double { x - 2 * μ }
  var b: Double { 1 / σ - 2 * σ }

  /// The formula for μ or that for σ; their terms may cancel.
  func bounded(mean: Double, deviation: Double) -> Bounded {
    let size = x.magnitude + 2 * μ.magnitude + 2 * σ + 1 / σ
    return Bounded(rounded: inDeviation ? deviation : mean, magnitude: size * (1 + size))
  }

  func pick(_ pair: (mean: Bounded, deviation: Bounded)) -> Bounded {
    inDeviation ? pair.deviation : pair.mean
  }

  /// The variance of one draw, by quadrature.
  func variance(_ estimator: some NoiseEstimator) throws(NumericsError) -> Bounded {
    // The terms cancel at the posterior; what rounding leaves of them tells their size.
    let δ = BoundTruth.rounding(in: problem)
    let moments = try Truth.moments(of: estimator, scale: δ / Bounded(rounded: 1).error) {
      inDeviation ? $0.deviation : $0.mean
    }
    return ExactMoments(gradient: 0, variance: moments.variance).blurred(by: δ).variance ?? 0
  }

  /// The same with a q whose deviation is a tenth larger.
  var widened: BoundCase {
    let law = Gaussian(mean: μ, standardDeviation: 1.1 * σ)
    return BoundCase(problem: problem.with(law), inDeviation: inDeviation)
  }
}
