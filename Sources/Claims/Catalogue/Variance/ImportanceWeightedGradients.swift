import Distributions
import Estimators
import Foundation
import Numerics

// C36: the gradient of L₂ = E log ½(w₁ + w₂), w = p(x, z)/q(z), shares ŵ_k = w_k/Σ w_j: IWAE Σ ŵ_k T_k with the total
// derivative T of log w, DReG Σ ŵ_k² P_k with the path derivative P. Equal means. At the posterior P = 0, so DReG varies
// less near it; far from it more: for q = N(−3, 1) and the posterior N(2, 9), 6.7 times the deviation in μ.

extension Claim {
  /// Both are unbiased for the bound of two draws.
  static let importanceWeightedMean = Claim(
    "gradient.importance-weighted.mean", identity: "C36",
    title:
      "IWAE and DReG estimate the same gradient: shares in the first, squared shares in the second",
    statement: #"""
      \mathbb{E}_{p(\epsilon_1)p(\epsilon_2)}\left[2\hat w_1 T_1\right] = \#
      \mathbb{E}_{p(\epsilon_1)p(\epsilon_2)}\left[2\hat w_1^2 D_1\right] = \#
      \partial_\mu\mathbb{E}_{p(\epsilon_1)p(\epsilon_2)}\left[\log\left(\tfrac12e^{l_1}+\tfrac12e^{l_2}\right)\right]
      """#,
    setting: #"""
      Let $p(\epsilon) = \mathcal{N}(\epsilon; 0, 1)$, and let two samples $z_k = \mu + \#
      \sigma\epsilon_k$ have the log weights $l_k = -\frac12z_k^2 - \frac{1}{2s^2}(x-az_k)^2 + \#
      \frac12\epsilon_k^2$, up to a constant, and the first of them the share $\hat w_1 = \#
      \frac{1}{1+e^{l_2-l_1}}$. The total derivative of $l_k$ by $\mu$ is $T_k = \#
      \frac{a}{s^2}(x-az_k) - z_k$, its path derivative $D_k = T_k + \frac{\epsilon_k}{\sigma}$. \#
      The two samples contribute alike.
      """#,
    rows: [],
    checks: [
      .equality(
        "mean of one draw, two samples", on: { weightedCases($0) },
        routes: ("sums over pairs of draws", "values of log w and the score only"),
        states: { s in s.mean { $0.share * $0.total + $1.share * $1.total } },
        equals: { s in s.gradient },
        variants: [
          .equivalent("DReG: squared shares of the path derivative") { s in
            s.mean { $0.share * $0.share * $0.path + $1.share * $1.share * $1.path }
          },
          .mutant(
            "shares not detached: their slope enters", from: "AntixK/PyTorch-VAE PR #53"
          ) { s in
            s.mean { first, second in
              let average = first.share * first.total + second.share * second.total
              let inShares =
                first.share * (first.total - average) * first.logWeight
                + second.share * (second.total - average) * second.logWeight
              return average + inShares
            }
          },
          .mutant(
            "softmax(+loss): the worst draw weighs most", from: "AntixK/PyTorch-VAE PR #53"
          ) { s in s.mean { $1.share * $0.total + $0.share * $1.total } },
          .mutant("shares of the path derivative, not squared") { s in
            s.mean { $0.share * $0.path + $1.share * $1.path }
          },
          .mutant("plain average: the bound of one draw") { s in
            s.mean { first, second in 0.5 * (first.total + second.total) }
          },
        ]),
      .equality(
        "gradient of the bound of two draws",
        on: { laboratory in
          Array(weightedCases(laboratory).prefix(2))
        },
        routes: ("values of log w and the score only", "integrals over the sum of weights"),
        states: { s in s.gradient },
        equals: { s in
          try ImportanceTruth.gradient(of: s.problem, samples: 2)[s.inDeviation ? 1 : 0]
        },
        variants: [
          .mutant("only −Σ ŵ_k S_k, the draws held fixed") { s in s.scoreOnly },
          .mutant("without −Σ ŵ_k S_k: log w held fixed") { s in s.gradient - s.scoreOnly },
        ]),
    ])

  /// Which of the two varies less.
  static let doublyReparameterizedOrder = Claim(
    "gradient.variance.doubly-reparameterized.order", identity: "C36",
    title: "DReG varies less than IWAE near the posterior, and more far from it",
    statement: #"\operatorname{Var}\sum_k\hat w_k^2 P_k \le \operatorname{Var}\sum_k\hat w_k T_k"#,
    setting: #"""
      Let $\hat w_k$ be the share of a sample in the sum of the weights, $T_k$ the total and $P_k$ \#
      the path derivative of its log weight.
      """#,
    condition: "q is near the posterior", rows: [],
    checks: [
      .order(
        "DReG over IWAE, variance of one draw of two samples", on: { nearCases($0) },
        routes: ("ratio of sums over pairs of draws", "one"),
        states: { s in s.ratio }, isAtMost: { _ in 1 },
        variants: [
          .without(
            condition: "q is near the posterior",
            "q = N(−3, 1) for the posterior N(2, 9), in units of the posterior"
          ) { s in s.moved(by: -5.0 / 3, scale: 1.0 / 3).ratio },
          .mutant("the estimators exchanged") { s in 1 / s.ratio },
          .mutant("shares that do not add up to 1: a sum of draws") { s in
            s.variance { $0.total + $1.total } / s.importanceWeighted
          },
        ]),
      .order(
        "IWAE over DReG, variance of one draw of two samples", on: { farCases($0) },
        routes: ("ratio of sums over pairs of draws", "one"),
        states: { s in 1 / s.ratio }, isAtMost: { _ in 1 },
        variants: [
          .mutant(
            "as its test is named: DReG reduces the variance",
            from: "TFP csiszar_divergence_test.py"
          ) { s in s.ratio },
          .without(condition: "q is far from the posterior", "q near the posterior") { s in
            1 / s.moved(by: 0.05, scale: 0.95).ratio
          },
        ]),
    ])

  private static func weightedCases(_ laboratory: Laboratory) -> [Subject<WeightedPair>] {
    laboratory.family(
      fixed: [
        Subject("W-LG, ∂μ", WeightedPair(LinearGaussianBound(), inDeviation: false)),
        Subject("W-LG, ∂σ", WeightedPair(LinearGaussianBound(), inDeviation: true)),
        Subject("N(−3, 1) for N(2, 9), ∂μ", far.moved(by: -5.0 / 3, scale: 1.0 / 3)),
      ], "weighted-pair"
    ) { generator in
      let pair = WeightedPair(.random(using: &generator), inDeviation: generator.uniform() < 0.5)
      return pair.moved(
        by: 0.7 * generator.standardNormal(), scale: exp(0.3 * generator.standardNormal()))
    }
  }

  /// The posterior is N(½, ¾²), that of the far case in quarters of its units.
  private static let far = WeightedPair(
    LinearGaussianBound(
      weight: 1, bias: 0, noise: (9.0 / 7).squareRoot(), observation: 8.0 / 7),
    inDeviation: false)

  private static func nearCases(_ laboratory: Laboratory) -> [Subject<WeightedPair>] {
    laboratory.family(
      fixed: [
        Subject("N(2.1, 2.9²) for N(2, 9), ∂μ", far.moved(by: 0.1 / 3, scale: 2.9 / 3)),
        Subject("N(2.1, 2.9²) for N(2, 9), ∂σ", far.inOther.moved(by: 0.1 / 3, scale: 2.9 / 3)),
      ], "near-posterior"
    ) { generator in
      let pair = WeightedPair(.random(using: &generator), inDeviation: generator.uniform() < 0.5)
      return pair.moved(
        by: 0.15 * (2 * generator.uniform() - 1), scale: 0.85 + 0.3 * generator.uniform())
    }
  }

  private static func farCases(_ laboratory: Laboratory) -> [Subject<WeightedPair>] {
    [
      Subject("N(−3, 1) for N(2, 9), ∂μ", far.moved(by: -5.0 / 3, scale: 1.0 / 3)),
      Subject("N(−3, 1) for N(2, 9), ∂σ", far.inOther.moved(by: -5.0 / 3, scale: 1.0 / 3)),
    ]
  }
}

extension LinearGaussianBound {
  /// A model of moderate numbers.
  fileprivate static func random(using generator: inout Philox) -> LinearGaussianBound {
    LinearGaussianBound(
      weight: 0.5 + generator.uniform(), bias: 0.5 * generator.standardNormal(),
      noise: 0.5 + generator.uniform(), observation: 1.5 * generator.standardNormal())
  }
}

/// A bound of two draws, and the parameter of q in which it is differentiated.
private struct WeightedPair: Sendable {
  let problem: LinearGaussianBound
  let inDeviation: Bool

  init(_ problem: LinearGaussianBound, inDeviation: Bool) {
    self.problem = problem
    self.inDeviation = inDeviation
  }

  /// The same in the other parameter.
  var inOther: WeightedPair { WeightedPair(problem, inDeviation: !inDeviation) }

  /// The same with q = N(m + shift·s, (scale·s)²) for the posterior N(m, s²).
  func moved(by shift: Double, scale: Double) -> WeightedPair {
    let posterior = problem.posterior
    let law = Gaussian(
      mean: posterior.mean + shift * posterior.standardDeviation,
      standardDeviation: scale * posterior.standardDeviation)
    return WeightedPair(
      LinearGaussianBound(
        law: law, weight: problem.weight, bias: problem.bias, noise: problem.noise,
        observation: problem.observation), inDeviation: inDeviation)
  }

  /// One draw on its own: log w, the derivatives of log w and the score of q.
  private struct Draw {
    let logWeight, weight, total, path, score: Double
  }

  /// One draw of a pair: its share too.
  struct Member {
    let share, logWeight, total, path, score: Double
  }

  private func draw(noise ε: Double, top: Double) -> Draw {
    let law = problem.law
    let logWeight = problem.value(law.mean + law.standardDeviation * ε)
    let path = PathDerivative(problem).gradient(noise: ε)
    let score = (inDeviation ? ε * ε - 1 : ε) / law.standardDeviation
    let slope = inDeviation ? path.deviation : path.mean
    return Draw(
      logWeight: logWeight, weight: exp(logWeight - top), total: slope - score, path: slope,
      score: score)
  }

  private func moments(
    _ g: (Member, Member) -> Double
  ) -> (mean: Bounded, variance: Bounded) {
    // Weights are kept relative to the largest that matters.
    let top = NoisePairs.noises.map { problem.value(problem.law.reparameterized($0)) }.max() ?? 0
    return NoisePairs.moments {
      draw(noise: $0, top: top)
    } of: { first, second in
      let total = first.weight + second.weight
      func member(_ draw: Draw) -> Member {
        Member(
          share: draw.weight / total, logWeight: draw.logWeight, total: draw.total,
          path: draw.path, score: draw.score)
      }
      return g(member(first), member(second))
    }
  }

  func mean(_ g: (Member, Member) -> Double) -> Bounded { moments(g).mean }

  func variance(_ g: (Member, Member) -> Double) -> Bounded { moments(g).variance }

  /// ∇ E log ½(w₁ + w₂) = E[log ½(w₁ + w₂)(S₁ + S₂)] − E Σ ŵ_k S_k: no slope of log w.
  var gradient: Bounded {
    mean { first, second in
      logAverage(first, second) * (first.score + second.score)
        - (first.share * first.score + second.share * second.score)
    }
  }

  /// −E Σ ŵ_k S_k.
  var scoreOnly: Bounded { mean { -($0.share * $0.score + $1.share * $1.score) } }

  private func logAverage(_ first: Member, _ second: Member) -> Double {
    // log w₁ − log ŵ₁ is the logarithm of the sum; the larger share has no cancellation.
    let one = first.share >= second.share ? first : second
    return one.logWeight - log(2 * one.share)
  }

  /// The variance of IWAE.
  var importanceWeighted: Bounded {
    variance { $0.share * $0.total + $1.share * $1.total }
  }

  /// The variance of DReG over that of IWAE.
  var ratio: Bounded {
    variance { $0.share * $0.share * $0.path + $1.share * $1.share * $1.path }
      / importanceWeighted
  }
}
