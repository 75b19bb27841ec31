import Distributions
import Foundation
import Numerics

// C36: exact variances of f(z)·∂ log q and f′(z)·∂g, z = μ + σε. For f = (z−c)², d = μ−c, in μ: score d⁴/σ² + 14d² +
// 15σ², path 4σ²; in σ: score 2d⁴/σ² + 60d² + 74σ², path 4d² + 8σ². For f ≡ c: score c²/σ². For f = sin 20z under
// N(0,1): score ½, path 200.

extension Claim {
  /// Closed forms of both estimators' variances beside quadrature and draws.
  static let gradientVarianceExact = Claim(
    "gradient.variance.exact", identity: "C36",
    title: "Both gradient estimators of E(z − c)² have variances in closed form",
    statement: #"""
      \operatorname{Var}_{q(z)}\left[(z-c)^2\,\partial_\mu\log q(z)\right] = \#
      \tfrac{d^4}{\sigma^2}+14d^2+15\sigma^2, \quad \#
      \operatorname{Var}_{p(\varepsilon)}\left[\partial_\mu(\mu+\sigma\varepsilon-c)^2\right] = \#
      4\sigma^2
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$, $p(\varepsilon) = \mathcal{N}(\varepsilon; 0, \#
      1)$ and $d = \mu - c$.
      """#,
    rows: ["S2-36", "S3-61"],
    checks: [
      scoreVarianceInMean, scoreVarianceInDeviation, pathVarianceInBoth, scoreVarianceSampled,
      pathVarianceSampled,
    ])

  private static let scoreVarianceInMean: Check =
    Check.equality(
      "score function, in μ", on: { squares($0) }, routes: ("closed form", "quadrature"),
      states: { s in
        let (d2, v) = s.terms
        return Bounded(rounded: d2 * d2 / v + 14 * d2 + 15 * v)
      },
      equals: { s in try s.problem.scoreVariance(.mean) },
      variants: [
        .mutant("second moment, the squared mean kept") { s in
          let (d2, v) = s.terms
          return Bounded(rounded: d2 * d2 / v + 18 * d2 + 15 * v)
        },
        .mutant("offset ignored: 14d² + 15σ²") { s in
          let (d2, v) = s.terms
          return Bounded(rounded: 14 * d2 + 15 * v)
        },
        .mutant("the value with the mean of f as baseline") { s in
          let (d2, v) = s.terms
          return Bounded(rounded: 8 * d2 + 10 * v)
        },
      ])

  private static let scoreVarianceInDeviation: Check =
    Check.equality(
      "score function, in σ", on: { squares($0) }, routes: ("closed form", "quadrature"),
      states: { s in
        let (d2, v) = s.terms
        return Bounded(rounded: 2 * d2 * d2 / v + 60 * d2 + 74 * v)
      },
      equals: { s in try s.problem.scoreVariance(.deviation) },
      variants: [
        .mutant("the formula of μ") { s in
          let (d2, v) = s.terms
          return Bounded(rounded: d2 * d2 / v + 14 * d2 + 15 * v)
        },
        .mutant("the slope in log σ") { s in
          let (d2, v) = s.terms
          return Bounded(rounded: v * (2 * d2 * d2 / v + 60 * d2 + 74 * v))
        },
      ])

  private static let pathVarianceInBoth: Check =
    Check.equality(
      "pathwise, in μ and σ together", on: { squares($0) }, routes: ("closed form", "quadrature"),
      states: { s in
        let (d2, v) = s.terms
        return Bounded(rounded: 4 * v) + Bounded(rounded: 4 * d2 + 8 * v)
      },
      equals: { s in try s.problem.pathVariance(.mean) + s.problem.pathVariance(.deviation) },
      variants: [
        .mutant("∂z/∂σ = 1") { s in Bounded(rounded: 8 * s.terms.1) },
        .mutant("variance of z for that of 2z") { s in
          let (d2, v) = s.terms
          return Bounded(rounded: v) + Bounded(rounded: d2 + 2 * v)
        },
      ])

  private static let scoreVarianceSampled: Check =
    Check.variance(
      "score function on W-LG, in m", on: { _ in [Subject("W-LG", LinearGaussianWitness.ledger)] },
      against: "quadrature",
      of: { w in
        let problem = GradientProblem.logLikelihood(w)
        return { problem.scoreEstimate(.mean, at: w.approximate.sample(using: &$0)) }
      },
      equals: { w in try GradientProblem.logLikelihood(w).scoreVariance(.mean) },
      variants: [
        .mutant("mean of f as baseline: same mean, other variance") { w in
          let problem = GradientProblem.logLikelihood(w)
          let baseline = w.logLikelihoodInNoise.mean.value
          return {
            problem.scoreEstimate(
              .mean, at: w.approximate.sample(using: &$0), baseline: baseline)
          }
        },
        .mutant("pathwise estimator: same mean, other variance") { w in
          let problem = GradientProblem.logLikelihood(w)
          return { problem.pathEstimate(.mean, at: w.approximate.sample(using: &$0)) }
        },
      ])

  private static let pathVarianceSampled: Check =
    Check.variance(
      "pathwise on W-LG, in m, mean of four draws",
      on: { _ in [Subject("W-LG", LinearGaussianWitness.ledger)] }, draws: 50_000,
      against: "a quarter of the quadrature",
      of: { w in
        let problem = GradientProblem.logLikelihood(w)
        return { generator in
          var sum = 0.0
          for _ in 0..<4 {
            sum += problem.pathEstimate(.mean, at: w.approximate.sample(using: &generator))
          }
          return sum / 4
        }
      },
      equals: { w in 0.25 * (try GradientProblem.logLikelihood(w).pathVariance(.mean)) },
      variants: [
        .mutant("σ² for σ in the draw", from: "rachtsingh/ibp_vae #3") { w in
          let problem = GradientProblem.logLikelihood(w)
          return { generator in
            var sum = 0.0
            for _ in 0..<4 {
              let z = w.approximate.mean + w.approximate.variance * generator.standardNormal()
              sum += problem.pathEstimate(.mean, at: z)
            }
            return sum / 4
          }
        },
        .mutant("one draw for four") { w in
          let problem = GradientProblem.logLikelihood(w)
          return { problem.pathEstimate(.mean, at: w.approximate.sample(using: &$0)) }
        },
      ])

  private static func squares(_ laboratory: Laboratory) -> [Subject<SquareProblem>] {
    laboratory.family(
      fixed: [
        Subject("z², N(1, 1)", SquareProblem(law: Gaussian(mean: 1, standardDeviation: 1), c: 0)),
        Subject(
          "W-LG up to its factor",
          SquareProblem(law: LinearGaussianWitness.ledger.approximate, c: 1.7 / 1.5)),
      ], "square-problem"
    ) { generator in
      let law = NormalPoint.random(using: &generator).law
      return SquareProblem(law: law, c: 2 * generator.standardNormal())
    }
  }
}

/// f = (z − c)² under a normal law.
private struct SquareProblem: Sendable {
  let law: Gaussian
  let c: Double

  /// The problem for the estimators.
  var problem: GradientProblem { .square(law, centre: c) }

  /// (μ − c)² and σ².
  var terms: (Double, Double) {
    let d = law.mean - c
    return (d * d, law.variance)
  }
}
