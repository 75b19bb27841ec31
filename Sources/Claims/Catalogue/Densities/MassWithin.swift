import Distributions
import Foundation
import Numerics

// C38: P(|z − μ| ≤ kσ) = erf(k/√2): 0.9544997 for k = 2, 0.9973002 for k = 3, for each coordinate by itself.

extension Claim {
  /// The rule of two and three standard deviations.
  static let gaussianMassWithin = Claim(
    "gaussian.mass-within", identity: "C38",
    title: "95.4 % of a normal variable lie within two standard deviations, 99.7 % within three",
    statement:
      #"\int_{\mu-k\sigma}^{\mu+k\sigma}\mathcal{N}(z; \mu, \sigma^2)\,dz = \operatorname{erf}\left(\frac{k}{\sqrt2}\right)"#,
    setting:
      #"Let $z \sim \mathcal{N}(\mu, \sigma^2)$. The mass is 0.954 within two standard deviations and 0.997 within three."#,
    condition: "one coordinate; of two coordinates together 91.1 % lie in the square",
    rows: ["S3-11", "S3-12"],
    checks: [
      .equality(
        "mass within k standard deviations",
        on: { laboratory in
          laboratory.family(
            fixed: [
              Subject("N(0,1), k = 2", Band(law: .standard, width: 2)),
              Subject("N(0,1), k = 3", Band(law: .standard, width: 3)),
              Subject(
                "q of W-LG, k = 2", Band(law: LinearGaussianWitness.ledger.approximate, width: 2)),
            ], "band"
          ) { Band.random(using: &$0) }
        },
        routes: ("quadrature of the density", "error function"),
        states: { band in try band.mass(half: band.half) },
        equals: { band in band.expected },
        variants: [
          .mutant("variances for standard deviations") { band in
            try band.mass(half: band.width * band.law.variance)
          },
          .mutant("one side only") { band in
            0.5 * (try band.mass(half: band.half))
          },
          .mutant("k/√2 standard deviations") { band in
            try band.mass(half: band.half * Double(0.5).squareRoot())
          },
          .equivalent("difference of the model's cumulative function") { band in
            let above = band.law.cumulative(at: band.law.mean + band.half)
            let below = band.law.cumulative(at: band.law.mean - band.half)
            return Bounded(rounded: above - below, magnitude: 1)
          },
        ]),
      .order(
        "distance of the mass from the percentage, half a unit of its last digit allowed",
        on: { _ in
          [
            Subject("95.4 %, k = 2", Percentage(stated: 95.4, width: 2)),
            Subject("99.7 %, k = 3", Percentage(stated: 99.7, width: 3)),
          ]
        },
        routes: ("quadrature of the density", "0.05"),
        states: { p in p.distance(of: try p.mass(within: p.width)) },
        isAtMost: { _ in 0.05 },
        variants: [
          .mutant("1.96 standard deviations for 2") { p in
            p.distance(of: try p.mass(within: 0.98 * p.width))
          },
          .mutant("square of two coordinates") { p in
            p.distance(of: try p.mass(within: p.width).squared)
          },
          .mutant("disc of two coordinates, 1 − exp(−k²/2)") { p in
            p.distance(of: Bounded(rounded: 1 - exp(-0.5 * p.width * p.width)))
          },
        ]),
      .mean(
        "share of draws within two standard deviations",
        on: { _ in
          [Subject("q of W-LG", Band(law: LinearGaussianWitness.ledger.approximate, width: 2))]
        },
        against: "error function",
        of: { band in { generator in band.counts(band.law.sample(using: &generator)) } },
        equals: { band in band.expected },
        variants: [
          .mutant("σ² for σ in the draw", from: "rachtsingh/ibp_vae #3") { band in
            { generator in
              band.counts(band.law.mean + band.law.variance * generator.standardNormal())
            }
          },
          .mutant("uniform noise of unit variance") { band in
            { generator in
              let noise = Double(12).squareRoot() * (generator.uniform() - 0.5)
              return band.counts(band.law.reparameterized(noise))
            }
          },
        ]),
    ])
}

/// A normal law and a half-width in standard deviations.
private struct Band: Sendable {
  let law: Gaussian
  let width: Double

  /// kσ.
  var half: Double { width * law.standardDeviation }

  /// P(|z − μ| ≤ kσ) by the error function.
  var expected: Bounded { SpecialFunctions.errorFunction(width * Double(0.5).squareRoot()) }

  /// ∫ of the density over mean ± half.
  func mass(half: Double) throws(NumericsError) -> Bounded {
    try Quadrature().integral(from: law.mean - half, to: law.mean + half) { x in
      exp(law.logDensity(at: x))
    }
  }

  /// 1 inside, 0 outside.
  func counts(_ z: Double) -> Double {
    (z - law.mean).magnitude <= half ? 1 : 0
  }

  static func random(using generator: inout Philox) -> Band {
    let point = NormalPoint.random(using: &generator)
    return Band(law: point.law, width: 0.5 + 3.5 * generator.uniform())
  }
}

/// A percentage that a note gives for a half-width.
private struct Percentage: Sendable {
  let stated: Double
  let width: Double

  /// The standard normal mass within a half-width.
  func mass(within half: Double) throws(NumericsError) -> Bounded {
    try Band(law: .standard, width: width).mass(half: half)
  }

  /// |100·mass − stated|.
  func distance(of mass: Bounded) -> Bounded {
    let percent = 100 * mass
    return (percent - stated).magnitude
  }
}
