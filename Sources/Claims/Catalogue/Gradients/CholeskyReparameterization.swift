import Distributions
import Foundation
import Numerics

// C32 in two dimensions: with Σ = LLᵀ, z = μ + Lε follows N(μ, Σ) for ε ~ N(0, I); for independent
// coordinates z = μ + σ⊙ε, elementwise, with one ε a coordinate.

extension Claim {
  /// The Cholesky form of a correlated normal law, and the elementwise form of an independent one.
  static let choleskyReparameterization: Claim = Claim(
    "reparameterization.cholesky", identity: "C32",
    title: "In several dimensions the noise is multiplied by a root of the covariance",
    statement: #"""
      \mathcal{N}(\mu + L\epsilon; \mu, \Sigma) = \frac{p(\epsilon)}{|\det L|}, \quad \#
      \mathbb{E}_{p(\epsilon)}\left[(z - \mu)(z - \mu)^\top\right] = \Sigma
      """#,
    setting: #"""
      Let $\Sigma = L L^\top$ with $L$ lower triangular, $p(\epsilon) = \mathcal{N}(\epsilon; 0, \#
      I)$ and $z = \mu + L\epsilon$.
      """#,
    condition: "Σ is positive definite; for a diagonal Σ, L = diag(σ)",
    rows: ["S1-61", "S2-39", "S3-73", "S4-32"],
    checks: [density, covariance, independence])

  private static let density: Check = .equality(
    "p(L⁻¹(z − μ))/det L = N(z; μ, Σ)", on: correlatedPoints,
    routes: ("own Cholesky factor and noise density", "GSL's bivariate normal density"),
    states: { p in
      let ε = p.law.factor.solved(p.offset)
      return p.noiseDensity(ε) / p.root
    },
    equals: { p in
      Bounded(
        rounded: Reference.bivariateGaussianDensity(
          p.offset[0], p.offset[1], standardDeviations: (p.deviations.0, p.deviations.1),
          correlation: p.correlation), magnitude: p.scale)
    },
    variants: [
      .written(
        "S3-73", #"\mu + \Sigma\,\mathcal{N}(0,1)"#, "Σ itself multiplies the noise"
      ) { p in
        let ε = p.law.factor.solved(p.law.factor.solvedTransposed(p.offset))
        return p.noiseDensity(ε) / (p.root * p.root)
      },
      .written(
        "S4-32", #"\mathcal{N}(z;\mu(x),\sigma(x)^2)"#,
        "σ² read as one number, the squared length of σ, for all coordinates"
      ) { p in
        let variance = p.deviations.0 * p.deviations.0 + p.deviations.1 * p.deviations.1
        return p.noiseDensity(p.offset.map { $0 / variance.squareRoot() }) / variance
      },
      .mutant("Lᵀ for L") { p in
        p.noiseDensity(p.law.factor.solvedTransposed(p.offset)) / p.root
      },
      .mutant("determinant of Σ for that of L") { p in
        p.noiseDensity(p.law.factor.solved(p.offset)) / (p.root * p.root)
      },
      .mutant("Jacobian left out") { p in p.noiseDensity(p.law.factor.solved(p.offset)) },
      .mutant("correlation left out: σ⊙ε") { p in
        let ε = [p.offset[0] / p.deviations.0, p.offset[1] / p.deviations.1]
        return p.noiseDensity(ε) / (p.deviations.0 * p.deviations.1)
      },
    ])

  private static let covariance: Check = .equality(
    "covariance of the two coordinates of Lε = Σ₁₂",
    on: { Array(try correlatedPoints($0).prefix(4)) },
    routes: ("nested quadrature over the noise", "Σ₁₂"),
    states: { p in
      try p.moment { ε in
        let z = p.law.factor.multiplied(by: ε)
        return z[0] * z[1]
      }
    },
    equals: { p in Bounded(rounded: p.law.covariance[1]) },
    variants: [
      .written("S3-73", #"\mu + \Sigma\,\mathcal{N}(0,1)"#, "covariance ΣΣᵀ") { p in
        let Σ = p.law.covariance
        return try p.moment { ε in
          (Σ[0] * ε[0] + Σ[1] * ε[1]) * (Σ[2] * ε[0] + Σ[3] * ε[1])
        }
      },
      .mutant("one ε for both coordinates") { p in
        try p.moment { ε in p.deviations.0 * ε[0] * p.deviations.1 * ε[0] }
      },
    ])

  private static let independence: Check = .mean(
    "W-ND: covariance of the coordinates of μ + σ⊙ε = 0",
    on: { Array($0.witnesses.twoLatent.prefix(1)) }, against: "independence of the coordinates",
    of: { w in
      { generator in
        let d = w.reparameterized(w.sampleNoise(using: &generator)) - w.mean
        return d.x * d.y
      }
    },
    equals: { _ in 0 },
    variants: [
      .mutant("one ε shared by the coordinates") { w in
        { generator in
          let ε = generator.standardNormal()
          let d = w.reparameterized(Latent(ε, ε)) - w.mean
          return d.x * d.y
        }
      },
      .mutant("scalar product σ·ε, one number for both coordinates") { w in
        { generator in
          let product = (w.deviation * w.sampleNoise(using: &generator)).sum()
          return product * product
        }
      },
    ])

  private static let correlatedPoints: Subjects<CorrelatedPoint> = { laboratory in
    try laboratory.family(
      fixed: [
        Subject(
          "unit variances, ρ = .8",
          try CorrelatedPoint(deviations: (1, 1), correlation: 0.8, offset: [0.5, -0.3])),
        Subject(
          "σ = (.7, .5), ρ = −.6",
          try CorrelatedPoint(deviations: (0.7, 0.5), correlation: -0.6, offset: [-0.4, 0.9])),
      ], "correlated normal law"
    ) { generator in
      func between(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * generator.uniform()
      }
      let sign: Double = generator.uniform() <= 0.5 ? -1 : 1
      return try CorrelatedPoint(
        deviations: (between(0.4, 2), between(0.4, 2)), correlation: sign * between(0.2, 0.9),
        offset: [generator.standardNormal(), generator.standardNormal()])
    }
  }
}

/// A correlated normal law in the plane and a point, as its distance z − μ from the mean.
private struct CorrelatedPoint: Sendable {
  let law: MultivariateGaussian
  let deviations: (Double, Double)
  let correlation: Double
  let offset: [Double]

  init(
    deviations: (Double, Double), correlation: Double, offset: [Double]
  ) throws(CovarianceError) {
    let cross = correlation * deviations.0 * deviations.1
    law = try MultivariateGaussian(
      mean: [0, 0],
      covariance: [deviations.0 * deviations.0, cross, cross, deviations.1 * deviations.1])
    self.deviations = deviations
    self.correlation = correlation
    self.offset = offset
  }

  /// det L.
  var root: Double { law.factor.lower[0] * law.factor.lower[3] }

  /// The peak of the density, which rounding in the exponent is relative to.
  var scale: Double { 1 / root }

  /// p(ε) of two independent standard normal coordinates.
  func noiseDensity(_ ε: [Double]) -> Bounded {
    Bounded(
      rounded: Gaussian.standard.density(at: ε[0]) * Gaussian.standard.density(at: ε[1]),
      magnitude: 1)
  }

  /// E[f(ε)] by nested quadrature.
  func moment(_ f: ([Double]) -> Double) throws -> Bounded {
    let range = (-LineIntegral.reach, LineIntegral.reach)
    return try Quadrature(absoluteTolerance: 1e-10).integral(over: range, range) { x, y in
      Reference.gaussianDensity(x) * Reference.gaussianDensity(y) * f([x, y])
    }
  }
}

extension Cholesky {
  /// L⁻ᵀ v in two dimensions.
  fileprivate func solvedTransposed(_ v: [Double]) -> [Double] {
    let second = v[1] / lower[3]
    return [(v[0] - lower[2] * second) / lower[0], second]
  }
}
