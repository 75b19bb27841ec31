import Distributions
import Estimators
import Foundation
import Numerics

// C36: the mean of n independent draws varies by 1/n of one. For (z − c)² in μ it is 2(μ − c + σε̄), ε̄ ~ N(0, 1/n): the
// variance 4σ²/n. A program that reports a variance of the mean from n draws out of N must divide by n, not multiply
// by n/N.

extension Claim {
  /// One over the number of draws.
  static let averageVariance = Claim(
    "gradient.variance.average", identity: "C36",
    title: "The mean of n draws varies by one n-th of a draw",
    statement: #"""
      \operatorname{Var}_{\varepsilon_{1:n} \sim p(\varepsilon)}\left[\frac1n\sum_{i=1}^n \#
      g(\varepsilon_i)\right] = \frac1n\operatorname{Var}_{p(\varepsilon)}[g(\varepsilon)], \quad \#
      \operatorname{Var}_{\varepsilon_{1:n} \sim \#
      p(\varepsilon)}\left[\frac1n\sum_{i=1}^n\partial_\mu(\mu+\sigma\varepsilon_i-c)^2\right] = \#
      \frac{4\sigma^2}{n}
      """#,
    setting: #"""
      Let $\varepsilon_1, \dots, \varepsilon_n$ be independent noises of the law $p(\varepsilon) \#
      = \mathcal{N}(\varepsilon; 0, 1)$.
      """#,
    condition: "the draws are independent", rows: [],
    checks: [
      .equality(
        "variance of the mean", on: { averages($0) },
        routes: ("4σ²/n", "quadrature over the mean of n noises"),
        states: { s in Bounded(rounded: 4 * s.problem.law.variance / s.n) },
        equals: { s in try s.varianceOverMeanNoise() },
        variants: [
          .mutant(
            "n/1000 for 1/n: training over evaluation draws",
            from: "google-deepmind/mc_gradients get_gradient_stats_for_logs"
          ) { s in Bounded(rounded: 4 * s.problem.law.variance * s.n / 1000) },
          .mutant("1/√n: the deviation's rule") { s in
            Bounded(rounded: 4 * s.problem.law.variance / s.n.squareRoot())
          },
          .mutant("variance of one draw") { s in Bounded(rounded: 4 * s.problem.law.variance) },
          .without(condition: "the draws are independent", "one noise for the whole batch") { s in
            try LineCase(problem: s.problem, inDeviation: false)
              .moments(of: Pathwise(s.problem)).variance
          },
        ]),
      .variance(
        "variance of the mean of ten draws, z² under N(1, 1)", on: { _ in [sampled] },
        draws: 40_000,
        against: "4σ²/n",
        of: { s in
          let estimator = Pathwise(s.problem)
          return { generator in
            var sum = 0.0
            for _ in 0..<Int(s.n) { sum += estimator.draw(using: &generator).mean }
            return sum / s.n
          }
        },
        equals: { s in Bounded(rounded: 4 * s.problem.law.variance / s.n) },
        variants: [
          .mutant("one noise for the whole batch") { s in
            let estimator = Pathwise(s.problem)
            return { estimator.draw(using: &$0).mean }
          }
        ]),
    ])

  private static let fixed = Subject("z², N(1, 1), n = 50", Average(problem: unit, n: 50))

  private static let sampled = Subject("z², N(1, 1), n = 10", Average(problem: unit, n: 10))

  private static let unit = Quadratic(law: Gaussian(mean: 1, standardDeviation: 1), center: 0)

  private static func averages(_ laboratory: Laboratory) -> [Subject<Average>] {
    laboratory.family(fixed: [fixed], "average") { generator in
      Average(
        problem: Quadratic(
          law: .random(using: &generator), center: 2 * generator.standardNormal()),
        n: Double(2 + Int(100 * generator.uniform())))
    }
  }
}

/// A problem and a number of draws.
private struct Average: Sendable {
  let problem: Quadratic
  let n: Double

  /// The variance of 2(z̄ − c), which is a function of the mean of the noises.
  func varianceOverMeanNoise() throws(NumericsError) -> Bounded {
    let (law, root) = (problem.law, n.squareRoot())
    return try LineCase(problem: problem, inDeviation: false).moments { ε in
      2 * (law.mean + law.standardDeviation * ε / root - problem.center)
    }.variance
  }
}
