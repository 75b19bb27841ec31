import Distributions
import Foundation
import Numerics

// C51: over N data the encoders' aggregate is the mixture (1/N) Σ N(z; μᵢ, σᵢ²), with mean μ̄ and variance
// mean(σ²) + var(μ). A mixture head has this shape at one x, two modes included; one Gaussian head never has two.

/// One Gaussian of an encoder a datum.
struct EncodedData: Sendable {
  /// q(z|xᵢ).
  let components: [Gaussian]

  /// (1/N) Σ N(z; μᵢ, σᵢ²).
  func density(at z: Double) -> Double {
    components.map { $0.density(at: z) / Double(components.count) }.reduce(0, +)
  }

  /// (1/N) Σ Φ((z − μᵢ)/σᵢ) of the oracle.
  func cumulative(at z: Double) -> Double {
    components.map {
      Reference.gaussianCDF(z, mean: $0.mean, standardDeviation: $0.standardDeviation)
        / Double(components.count)
    }.reduce(0, +)
  }

  /// μ̄.
  var mean: Double { components.map(\.mean).reduce(0, +) / Double(components.count) }

  /// The mean of the σᵢ².
  var within: Double { components.map(\.variance).reduce(0, +) / Double(components.count) }

  /// The variance of the μᵢ.
  var between: Double {
    components.map { ($0.mean - mean) * ($0.mean - mean) }.reduce(0, +) / Double(components.count)
  }

  /// One Gaussian with the mean and the variance of the mixture.
  var matched: Gaussian {
    Gaussian(mean: mean, standardDeviation: (within + between).squareRoot())
  }
}

extension Claim {
  /// Over a data set the encoder's Gaussians form a finite mixture.
  static let encoderMixture: Claim = Claim(
    "encoder.aggregate-mixture", identity: "C51",
    title: "Over N data the encoder is a mixture of N Gaussians, at one x a single one",
    statement:
      #"q(z) = \sum_x q(x)\,\mathcal{N}(z; \mu(x), \sigma(x)^2), \qquad \mathrm{Var}_{q(z)}(z) = \mathbb{E}_{q(x)}[\mathrm{Var}_{q(z|x)}(z)] + \mathrm{Var}_{q(x)}(\mathbb{E}_{q(z|x)}[z])"#,
    setting:
      #"Let $q(x)$ give the weight $1/N$ to each of $N$ data, and let $q(z|x) = \mathcal{N}(z; \mu(x), \sigma(x)^2)$ be normal at each of them."#,
    condition: "the mixture has as many components as there are data",
    rows: ["S4-39", "S4-40"],
    checks: [
      .equality(
        "variance of the aggregate", on: { $0.encodedData },
        routes: ("mean variance plus variance of the means", "quadrature of the mixture"),
        states: { e in Bounded(rounded: e.within + e.between, magnitude: 1) },
        equals: { e in
          try e.integral { z in (z - e.mean) * (z - e.mean) * e.density(at: z) }
        },
        variants: [
          .mutant("parameters averaged: mean variance alone") { e in
            Bounded(rounded: e.within, magnitude: 1)
          },
          .mutant("variance of the means alone") { e in Bounded(rounded: e.between, magnitude: 1) },
          .mutant("average of independent draws: within/N") { e in
            Bounded(rounded: e.within / Double(e.components.count), magnitude: 1)
          },
        ]),
      .equality(
        "mass of the aggregate below zero", on: { $0.encodedData },
        routes: ("quadrature of the mixture", "average of the oracle's distribution functions"),
        states: { e in try e.integral(to: 0) { e.density(at: $0) } },
        equals: { e in Bounded(rounded: e.cumulative(at: 0), magnitude: 1) },
        variants: [
          .mutant("not divided by N") { e in
            try e.integral(to: 0) { e.density(at: $0) } * Double(e.components.count)
          },
          .mutant("one Gaussian with the mixture's mean and variance") { e in
            Bounded(
              rounded: Reference.gaussianCDF(
                0, mean: e.mean, standardDeviation: e.matched.standardDeviation))
          },
          .without(condition: "as many components as data", "one datum left out") { e in
            let fewer = EncodedData(components: e.components.dropLast())
            return try e.integral(to: 0) { fewer.density(at: $0) }
          },
        ]),
      .order(
        "a head with two components has a dip between its means", on: { $0.twoComponentHeads },
        routes: ("density halfway, less the density at the first mean", "zero"),
        states: { e in
          let middle = Bounded(rounded: e.density(at: e.mean))
          return middle - Bounded(rounded: e.density(at: e.components[0].mean))
        },
        isAtMost: { _ in 0 },
        variants: [
          .mutant("a single Gaussian head") { e in
            let middle = Bounded(rounded: e.matched.density(at: e.mean))
            return middle - Bounded(rounded: e.matched.density(at: e.components[0].mean))
          },
          .without(condition: "two components", "the first component alone, around its mean") { e in
            let law = e.components[0]
            let peak = Bounded(rounded: law.density(at: law.mean))
            return peak - Bounded(rounded: law.density(at: law.mean + law.standardDeviation))
          },
        ]),
      .fit(
        "a datum drawn at random, then its code", on: { Array($0.encodedData.prefix(1)) },
        against: "average of the oracle's distribution functions",
        of: { e in
          { generator in
            let index = Int(Double(e.components.count) * (1 - generator.uniform()))
            return e.components[index].sample(using: &generator)
          }
        },
        follows: { e in { e.cumulative(at: $0) } },
        variants: [
          .mutant("parameters averaged") { e in
            let law = Gaussian(mean: e.mean, standardDeviation: e.within.squareRoot())
            return { generator in law.sample(using: &generator) }
          },
          .mutant("one Gaussian with the mixture's mean and variance") { e in
            let law = e.matched
            return { generator in law.sample(using: &generator) }
          },
        ]),
    ])
}

extension EncodedData {
  /// ∫ f(z) dz over the components' mass, or the part of it below a limit.
  fileprivate func integral(
    to limit: Double = .infinity, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let ends = components.map { ($0.mean, 12 * $0.standardDeviation) }
    let low = ends.map { $0.0 - $0.1 }.reduce(.infinity, min)
    let high = ends.map { $0.0 + $0.1 }.reduce(-.infinity, max)
    return try Quadrature().integral(
      from: low, to: min(high, limit), singularities: components.map(\.mean), of: f)
  }
}

extension Laboratory {
  /// Three codes, then fifty sets of two to six.
  fileprivate var encodedData: [Subject<EncodedData>] {
    family(
      fixed: [
        Subject(
          "N = 3",
          EncodedData(components: [
            Gaussian(mean: -1.3, standardDeviation: 0.4),
            Gaussian(mean: 0.4, standardDeviation: 0.6),
            Gaussian(mean: 1.7, standardDeviation: 0.3),
          ]))
      ], "encoded data"
    ) { generator in
      let count = 2 + Int(5 * (1 - generator.uniform()))
      return EncodedData(
        components: (0..<count).map { _ in
          Gaussian(
            mean: 1.5 * generator.standardNormal(),
            standardDeviation: 0.3 + 0.6 * generator.uniform())
        })
    }
  }

  /// Two components of equal width, more than two deviations apart.
  fileprivate var twoComponentHeads: [Subject<EncodedData>] {
    func head(_ mean: Double, _ half: Double, _ deviation: Double) -> EncodedData {
      EncodedData(components: [
        Gaussian(mean: mean - half, standardDeviation: deviation),
        Gaussian(mean: mean + half, standardDeviation: deviation),
      ])
    }
    return family(fixed: [Subject("±0.9, σ = .6", head(0, 0.9, 0.6))], "two-component head") {
      generator in
      let deviation = 0.3 + 0.6 * generator.uniform()
      return head(
        generator.standardNormal(), deviation * (1.3 + 2 * generator.uniform()), deviation)
    }
  }
}
