import Distributions
import Foundation
import Numerics

// C40: a sum over d latents of n values each, by enumeration or on a product grid, asks for n^d evaluations, and each
// of them matters. Independent latents need n·d, linear-Gaussian ones none; the error of L draws falls as L^{−1/2} for
// every d.

extension Claim {
  /// The price of looking at every configuration.
  static let enumerationCost = Claim(
    "evidence.enumeration-cost", identity: "C40",
    title:
      "Enumeration and product grids cost n to the power d: exponential in the latent dimension",
    statement: #"""
      \prod_{j=1}^d \sum_{k=1}^n 1 = n^d, \qquad \sum_{i=1}^n\sum_{j=1}^n\sum_{k=1}^n a_i b_j c_k \#
      = \sum_{i=1}^n a_i \cdot \sum_{j=1}^n b_j \cdot \sum_{k=1}^n c_k
      """#,
    setting: #"""
      Let each of $d$ latents take $n$ values. The sum over all configurations has a term, an \#
      evaluation of $p(x|z)p(z)$, for each choice of all of them; where it factorises, as for \#
      three latents on the right, one factor after the other is summed.
      """#,
    condition: "the joint law does not factorise, and the sum is taken point by point",
    rows: [
      "S0-03", "S1-09", "S1-10", "S2-08", "S2-10", "S3-13", "S3-15", "S4-07", "S4-21",
    ],
    checks: [
      .equality(
        "evaluations of the joint", on: { models($0) },
        routes: ("counted during the sum", "power of the number of points"),
        states: { m in
          let joint = m.product()
          _ = Enumeration.sum(of: joint, points: m.points, dimension: m.dimension)
          return Bounded(exactly: Double(joint.count))
        },
        equals: { m in Bounded(exactly: pow(Double(m.points), Double(m.dimension))) },
        variants: [
          .without(
            condition: "the joint law does not factorise", "one factor after the other"
          ) { m in Bounded(exactly: Double(m.factorized().count)) },
          .mutant("n·d evaluations") { m in Bounded(exactly: Double(m.points * m.dimension)) },
          .mutant("d to the power n") { m in
            Bounded(exactly: pow(Double(m.dimension), Double(m.points)))
          },
          .mutant("one configuration forgotten") { m in
            let joint = m.product()
            _ = Enumeration.sum(of: joint, points: m.points, dimension: m.dimension)
            return Bounded(exactly: Double(joint.count - 1))
          },
        ]),
      .equality(
        "evidence by enumeration = product of small sums", on: { models($0) },
        routes: ("sum over all configurations", "product over the latents"),
        states: { m in
          Enumeration.sum(of: m.product(), points: m.points, dimension: m.dimension)
        },
        equals: { m in m.factorized().value },
        variants: [
          .mutant("one configuration forgotten") { m in
            Enumeration.sum(of: m.product(), points: m.points, dimension: m.dimension, skipping: 1)
          },
          .mutant("largest term for the sum") { m in
            m.largestTerm
          },
          .mutant("sum of the small sums") { m in
            m.sumOfEntries
          },
        ]),
    ])

  /// Draws do not pay for the dimension.
  static let monteCarloDimension = Claim(
    "estimator.monte-carlo-dimension", identity: "C40",
    title: "The error of a Monte Carlo mean falls as one over the root of L in every dimension",
    statement: #"""
      \operatorname{Var}_{z_{1:L} \sim q(z)}\left[\tfrac1L\sum_{l=1}^L f(z_l)\right] = \#
      \frac{1}{L}\operatorname{Var}_{q(z)}[f(z)]
      """#,
    setting: #"""
      Let $z_1, \dots, z_L$ be independent samples of $q(z)$, where $z \in \mathbb{R}^d$ with any \#
      $d$.
      """#,
    rows: ["S4-21"],
    checks: [independentCoordinates, dimensionSampled])

  private static let independentCoordinates: Check =
    Check.equality(
      "variance of Σ_j a_j z_j² over ‖a‖, a sum over coordinates",
      on: { directions($0) },
      routes: ("quadrature for each coordinate", "2, the variance of z², for every d"),
      states: { weights in
        let problem = GradientProblem.square(.standard, centre: 0)
        let one = try problem.variance(of: problem.f)
        let terms: [Bounded] = weights.map { a in one * (a * a) }
        return terms.sum() / squaredNorm(weights)
      },
      equals: { _ in 2 },
      variants: [
        .mutant("variance growing with d") { weights in
          2 * Bounded(exactly: Double(weights.count))
        },
        .mutant("coordinates that do not vary independently") { weights in
          let sum: Double = weights.reduce(0) { $0 + $1 }
          return Bounded(rounded: 2 * sum * sum) / squaredNorm(weights)
        },
      ])

  private static let dimensionSampled: Check =
    Check.variance(
      "variance of the mean of L draws",
      on: { _ in
        [
          Subject("d = 1, L = 4", DrawCount(dimension: 1, count: 4)),
          Subject("d = 2, L = 16", DrawCount(dimension: 2, count: 16)),
          Subject("d = 5, L = 8", DrawCount(dimension: 5, count: 8)),
          Subject("d = 10, L = 8", DrawCount(dimension: 10, count: 8)),
        ]
      }, draws: 8_000, against: "2/L",
      of: { size in size.sampler(scale: 1) },
      equals: { size in Bounded(rounded: 2 / Double(size.count)) },
      variants: [
        .mutant("error falling as 1/L") { size in
          size.sampler(scale: 1 / Double(size.count).squareRoot())
        },
        .mutant("error growing with the root of d") { size in
          size.sampler(scale: Double(size.dimension).squareRoot())
        },
      ])

  /// Weights of the coordinates: 1 … d on the fixed subjects.
  private static func directions(_ laboratory: Laboratory) -> [Subject<[Double]>] {
    let fixed: [Subject<[Double]>] = [1, 2, 5, 10].map { (d: Int) -> Subject<[Double]> in
      Subject("d = \(d)", (1...d).map { Double($0) })
    }
    return laboratory.family(fixed: fixed, "direction") { generator -> [Double] in
      let count = 2 + Int(9 * (1 - generator.uniform()))
      return (0..<count).map { _ in 0.3 + generator.uniform() }
    }
  }

  private static func models(_ laboratory: Laboratory) -> [Subject<FactorizedModel>] {
    let fixed: [Subject<FactorizedModel>] = [
      Subject("12 bits", .twelveBits), Subject("20 points, d = 1", .grid(dimension: 1)),
      Subject("20 points, d = 2", .grid(dimension: 2)),
      Subject("20 points, d = 3", .grid(dimension: 3)),
    ]
    return laboratory.family(fixed: fixed, "factorized-model") {
      FactorizedModel.random(using: &$0)
    }
  }

  private static func squaredNorm(_ weights: [Double]) -> Bounded {
    let squares: [Bounded] = weights.map { a in Bounded(exactly: a).squared }
    return squares.sum()
  }
}

/// A dimension and a number of draws.
private struct DrawCount: Sendable {
  let dimension: Int
  let count: Int

  /// Draws scale times the mean over the draws of Σ_j z_j²/√d, whose variance is 2 for every d.
  func sampler(scale: Double) -> (inout Philox) -> Double {
    let terms = count * dimension
    let factor = scale / (Double(count) * Double(dimension).squareRoot())
    return { generator in
      var sum = 0.0
      for _ in 0..<terms {
        let z = generator.standardNormal()
        sum += z * z
      }
      return factor * sum
    }
  }
}
