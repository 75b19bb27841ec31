import Distributions
import Estimators
import Foundation
import Numerics

// C36: exact variances for exp(−kz²), by the normal law tilted by exp(−2kz²), and for cos kz, by its second harmonic.
// With E = exp(−k²σ²/2), t = 2kσ, Q = cos(2kμ) exp(−t²/2), g the gradient:
// path k²(1 − Q)/2 − g² in μ and k²(1 − (1 − t²)Q)/2 − g² in σ, score (1 + (1 − t²)Q)/(2σ²) − g² in μ and
// (2 + (t⁴ − 4t² + 2)Q)/(2σ²) − g² in σ.

extension Claim {
  /// exp(−kz²).
  static let exponentialVariance = Claim(
    "gradient.variance.squared-exponential", identity: "C36",
    title: "For exp(−kz²) the variances are moments of a tilted normal law",
    statement: #"""
      \operatorname{Var}_{p(\varepsilon)}\left[\partial_\mu \#
      e^{-k(\mu+\sigma\varepsilon)^2}\right] = 4k^2 Z(m^2+v) - g^2, \quad \#
      \operatorname{Var}_{q(z)}\left[e^{-kz^2}\,\partial_\mu\log q(z)\right] = \#
      Z\,\frac{(m-\mu)^2+v}{\sigma^4} - g^2
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$, $p(\varepsilon) = \mathcal{N}(\varepsilon; 0, \#
      1)$ and $g = \partial_\mu\mathbb{E}_{q(z)}[e^{-kz^2}]$, and let $Z = \#
      \frac{e^{-2k\mu^2/(1+4k\sigma^2)}}{\sqrt{1+4k\sigma^2}}$, $m = \frac{\mu}{1+4k\sigma^2}$ \#
      and $v = \frac{\sigma^2}{1+4k\sigma^2}$ be the mass, mean and variance of $q(z)$ tilted by \#
      $e^{-2kz^2}$.
      """#,
    rows: [],
    checks: [
      varianceCheck("score", { exponentialCases($0) }, forms: exponentialForms) { s in
        try s.moments(of: ScoreFunction(s.problem)).variance
      },
      varianceCheck("pathwise", { exponentialCases($0) }, forms: exponentialForms) { s in
        try s.moments(of: Pathwise(s.problem)).variance
      },
    ])

  /// cos kz.
  static let cosineVariance = Claim(
    "gradient.variance.cosine", identity: "C36",
    title: "For cos kz the pathwise variance grows as k²/2 and the score's does not",
    statement: #"""
      \operatorname{Var}_{p(\varepsilon)}\left[\partial_\mu\cos(k(\mu+\sigma\varepsilon))\right] \#
      = \tfrac{k^2}{2}(1-R) - g^2, \quad \#
      \operatorname{Var}_{q(z)}\left[\cos(kz)\,\partial_\mu\log q(z)\right] = \#
      \frac{1+(1-4k^2\sigma^2)R}{2\sigma^2} - g^2, \quad R = e^{-2k^2\sigma^2}\cos(2k\mu), \quad \#
      g = \partial_\mu\mathbb{E}_{q(z)}[\cos(kz)] = -k\sin(k\mu)\,e^{-k^2\sigma^2/2}
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and $p(\varepsilon) = \mathcal{N}(\varepsilon; \#
      0, 1)$.
      """#,
    rows: [],
    checks: [
      varianceCheck("score", { cosineCases($0) }, forms: cosineForms) { s in
        try s.moments(of: ScoreFunction(s.problem)).variance
      },
      varianceCheck("pathwise", { cosineCases($0) }, forms: cosineForms) { s in
        try s.moments(of: Pathwise(s.problem)).variance
      },
    ])

  /// Which of the two varies less.
  static let cosineVarianceOrder = Claim(
    "gradient.variance.cosine.order", identity: "C36",
    title: "The pathwise gradient of E cos kz in μ varies less while kσ is small",
    statement: #"""
      \operatorname{Var}_{q(z)}\left[k\sin(kz)\right] \le \#
      \operatorname{Var}_{q(z)}\left[\cos(kz)\,\tfrac{z-\mu}{\sigma^2}\right]
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ and $k = \frac{0.8\sin a}{\sigma}$ with any \#
      angle $a$, so that $k\sigma$ is at most 0.8. The left side is the variance of the path \#
      derivative of $\cos(kz)$ in $\mu$, the right side that of $\cos(kz)$ times the score.
      """#,
    condition: "kσ ≤ 0.8: not for waves that are short on the scale of q", rows: [],
    checks: [
      .order(
        "pathwise over score-function variance, ∂μ", on: { slowWaves($0) },
        routes: ("ratio of quadratures", "one"),
        states: { s in try ratio(s) }, isAtMost: { _ in 1 },
        variants: [
          .without(condition: "kσ ≤ 0.8", "k four times as large") { s in
            let wave = Cosine(law: s.problem.law, frequency: 4 * s.problem.frequency)
            return try ratio(LineCase(problem: wave, inDeviation: false))
          },
          .without(condition: "f varies slowly", "exp(−kz²) with k = 10/σ²") { s in
            let law = s.problem.law
            let bell = SquaredExponential(law: law, rate: 10 / law.variance)
            return try ratio(LineCase(problem: bell, inDeviation: false))
          },
          .mutant("the estimators exchanged") { s in 1 / (try ratio(s)) },
          .mutant("the mean of fifty score draws against one pathwise draw") { s in
            50 * (try ratio(s))
          },
        ])
    ])

  private static func ratio(_ s: LineCase<some LineProblem>) throws(NumericsError) -> Bounded {
    try s.moments(of: Pathwise(s.problem)).variance
      / s.moments(of: ScoreFunction(s.problem)).variance
  }

  private static func slowWaves(_ laboratory: Laboratory) -> [Subject<LineCase<Cosine>>] {
    let unit = Gaussian(mean: 1, standardDeviation: 1)
    return laboratory.family(
      fixed: [
        Subject(
          "k = 0.5", LineCase(problem: Cosine(law: unit, frequency: 0.5), inDeviation: false))
      ], "slow-wave"
    ) { generator in
      let law = Gaussian.random(using: &generator)
      let k = (0.1 + 0.7 * generator.uniform()) / law.standardDeviation
      return LineCase(problem: Cosine(law: law, frequency: k), inDeviation: false)
    }
  }

  // MARK: One shape of check for both

  /// The closed forms of a kind of problem.
  private struct Forms<Problem: LineProblem>: Sendable {
    let variance: @Sendable (String, Problem) -> LineClosedForms.Pair?
    let gradient: @Sendable (Problem) -> LineClosedForms.Pair
    /// The problem with k replaced by that many times k.
    let scaled: @Sendable (Problem, Double) -> Problem
    /// The problem with its variance taken for the deviation.
    let misread: @Sendable (Problem) -> Problem

    func closed(_ name: String, _ s: LineCase<Problem>, at problem: Problem) throws -> Bounded {
      guard let pair = variance(name, problem) else { throw MissingClosedForm(name: name) }
      return s.pick(pair)
    }
  }

  private static let exponentialForms = Forms<SquaredExponential>(
    variance: { LineClosedForms.variance(of: $0, on: $1) },
    gradient: { LineClosedForms.gradient(of: $0) },
    scaled: { SquaredExponential(law: $0.law, rate: $1 * $0.rate) },
    misread: { SquaredExponential(law: $0.law.misread, rate: $0.rate) })

  private static let cosineForms = Forms<Cosine>(
    variance: { LineClosedForms.variance(of: $0, on: $1) },
    gradient: { LineClosedForms.gradient(of: $0) },
    scaled: { Cosine(law: $0.law, frequency: $1 * $0.frequency) },
    misread: { Cosine(law: $0.law.misread, frequency: $0.frequency) })

  private static func varianceCheck<Problem>(
    _ name: String, _ subjects: @escaping Subjects<LineCase<Problem>>, forms: Forms<Problem>,
    quadrature: @escaping Formula<LineCase<Problem>>
  ) -> Check {
    .equality(
      name, on: subjects, routes: ("closed form", "quadrature over the noise"),
      states: { s in try forms.closed(name, s, at: s.problem) },
      equals: quadrature,
      variants: [
        .mutant("squared mean kept: a second moment") { s in
          try forms.closed(name, s, at: s.problem) + s.pick(forms.gradient(s.problem)).squared
        },
        .mutant("k for 2k in the second moment") { s in
          let slow = forms.scaled(s.problem, 0.5)
          return try forms.closed(name, s, at: slow) + s.pick(forms.gradient(slow)).squared
            - s.pick(forms.gradient(s.problem)).squared
        },
        .mutant("the other estimator's") { s in
          try forms.closed(name == "score" ? "pathwise" : "score", s, at: s.problem)
        },
        .mutant("variance read as the deviation", from: "rachtsingh/ibp_vae #3") { s in
          try forms.closed(name, s, at: forms.misread(s.problem))
        },
      ])
  }
}

/// exp(−kz²): k = 0.1, 1 and 10 at μ = σ = 1, one with σ ≠ 1, and random ones.
func exponentialCases(_ laboratory: Laboratory) -> [Subject<LineCase<SquaredExponential>>] {
  let unit = Gaussian(mean: 1, standardDeviation: 1)
  let narrow = Gaussian(mean: 0.4, standardDeviation: 0.6)
  let grid = [("0.1", 0.1), ("1", 1), ("10", 10)].map { name, k in
    (name: "k = \(name)", problem: SquaredExponential(law: unit, rate: k))
  }
  return laboratory.family(
    fixed: bothParameters(
      grid + [(name: "N(0.4, 0.6²), k = 0.7", problem: SquaredExponential(law: narrow, rate: 0.7))]),
    "squared-exponential"
  ) { generator in
    let law = Gaussian.random(using: &generator)
    let k = exp(generator.standardNormal())
    return LineCase(
      problem: SquaredExponential(law: law, rate: k), inDeviation: generator.uniform() < 0.5)
  }
}

/// cos kz: k = ½, 1, 2 and 5 at μ = σ = 1, one with σ ≠ 1, and random ones.
func cosineCases(_ laboratory: Laboratory) -> [Subject<LineCase<Cosine>>] {
  let unit = Gaussian(mean: 1, standardDeviation: 1)
  let narrow = Gaussian(mean: 0.4, standardDeviation: 0.6)
  let grid = [("0.5", 0.5), ("1", 1), ("2", 2), ("5", 5)].map { name, k in
    (name: "k = \(name)", problem: Cosine(law: unit, frequency: k))
  }
  return laboratory.family(
    fixed: bothParameters(
      grid + [(name: "N(0.4, 0.6²), k = 1.3", problem: Cosine(law: narrow, frequency: 1.3))]),
    "cosine"
  ) { generator in
    let law = Gaussian.random(using: &generator)
    return LineCase(
      problem: Cosine(law: law, frequency: 0.2 + 2.5 * generator.uniform()),
      inDeviation: generator.uniform() < 0.5)
  }
}
