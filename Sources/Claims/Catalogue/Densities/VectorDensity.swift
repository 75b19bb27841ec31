import Distributions
import Foundation
import Numerics

// C37 in D dimensions: N(x; μ, Σ) = (2π)^{−D/2}|Σ|^{−1/2}exp(−½(x−μ)ᵀΣ⁻¹(x−μ)); for diagonal Σ the product of D
// scalar densities.

extension Claim {
  /// The constants of the density in several dimensions.
  static let gaussianDensityVector = Claim(
    "gaussian.density.vector", identity: "C37",
    title: "In D dimensions the density carries (2π) to D/2 and the root of the determinant",
    statement: #"\mathcal{N}(x;\mu,\Sigma) = (2\pi)^{-D/2}\,|\Sigma|^{-1/2}"#
      + #"\exp\left(-\tfrac12(x-\mu)^\top\Sigma^{-1}(x-\mu)\right)"#,
    rows: ["S1-49", "S1-50", "S3-07", "S4-04"],
    checks: [
      .equality(
        "total mass over the plane",
        on: { laboratory in
          [
            Subject("unit variances, ρ = 0.8", .ledger),
            Subject(
              "N(0, I)",
              PlanePoint(deviations: Latent(1, 1), correlation: 0, point: Latent(0.5, 0.3))),
          ] + laboratory.family("plane-mass", count: 3) { PlanePoint.random(using: &$0) }
        },
        routes: ("nested quadrature of the density by its Cholesky factor", "one"),
        states: { p in
          let law = try MultivariateGaussian(mean: [0, 0], covariance: p.covariance)
          return try p.total { exp(law.logDensity(at: [$0.x, $0.y])) }
        },
        equals: { _ in 1 },
        variants: [
          .written(
            "S3-07", #"\frac{1}{\sqrt{2\pi}\,|\Sigma|}\exp(-\tfrac12 r^\top\Sigma^{-1}r)"#,
            "the written density with determinant and Σ⁻¹"
          ) { p in
            let scale = 1 / ((2 * Double.pi).squareRoot() * p.determinant)
            return try p.total { scale * exp(-0.5 * p.squaredDistance($0)) }
          },
          .mutant("(2π)^{1/2} in two dimensions") { p in
            let scale = 1 / (2 * Double.pi * p.determinant).squareRoot()
            return try p.total { scale * exp(-0.5 * p.squaredDistance($0)) }
          },
          .mutant("the half in the exponent lost") { p in
            let scale = 1 / (2 * Double.pi * p.determinant.squareRoot())
            return try p.total { scale * exp(-p.squaredDistance($0)) }
          },
        ]),
      .equality(
        "log density of two correlated variables",
        on: { laboratory in
          laboratory.family(fixed: [Subject("unit variances, ρ = 0.8", .ledger)], "plane-point") {
            PlanePoint.random(using: &$0)
          }
        },
        routes: ("Cholesky factor of the covariance", "reference density of two variables"),
        states: { p in
          let law = try MultivariateGaussian(mean: [0, 0], covariance: p.covariance)
          return rounded(law.logDensity(at: [p.point.x, p.point.y]), p)
        },
        equals: { p in
          rounded(
            log(
              Reference.bivariateGaussianDensity(
                p.point.x, p.point.y, standardDeviations: (p.deviations.x, p.deviations.y),
                correlation: p.correlation)), p)
        },
        variants: [
          .mutant("(2π)^{1/2} in two dimensions") { p in
            rounded(-0.5 * (p.squaredDistance(p.point) + log(2 * Double.pi * p.determinant)), p)
          },
          .mutant("|Σ| for its root") { p in
            rounded(-0.5 * p.squaredDistance(p.point) - log(2 * Double.pi * p.determinant), p)
          },
          .mutant("Σ for Σ⁻¹") { p in
            let c = p.covariance
            let r = p.point
            let quadratic = c[0] * r.x * r.x + 2 * c[1] * r.x * r.y + c[3] * r.y * r.y
            return rounded(-0.5 * (quadratic + log(p.determinant)) - log(2 * Double.pi), p)
          },
        ]),
    ])

  /// A diagonal covariance means independent coordinates: log densities add up.
  static let gaussianDensityProduct = Claim(
    "gaussian.density.product", identity: "C37",
    title: "With a diagonal covariance the log density is the sum over the coordinates",
    statement: #"\log\mathcal{N}(x;\mu,\operatorname{diag}\sigma^2)"#
      + #" = \sum_d \log\mathcal{N}(x_d;\mu_d,\sigma_d^2)"#,
    condition: "the covariance is diagonal, and μ, σ are the decoder's",
    rows: ["S1-50", "S2-33"],
    checks: [
      .equality(
        "log p(x|z) of three pixels at q's mean", on: { $0.witnesses.twoLatent },
        routes: ("one law by its Cholesky factor", "sum of scalar reference densities"),
        states: { w in
          try likelihood(w, deviations: w.noise)
        },
        equals: { w in
          let decoded = w.decoded(w.mean)
          return ResidualVector(
            residual: zip(w.observation, decoded).map { $0 - $1 }, deviations: w.noise
          ).referenceLogDensity(deviations: w.noise)
        },
        variants: [
          .mutant("the encoder's deviations used") { w in
            try likelihood(w, deviations: [w.deviation.x, w.deviation.y, w.deviation.x])
          },
          .mutant("variances passed as deviations") { w in
            try likelihood(w, deviations: w.noise.map { $0 * $0 })
          },
          .mutant("(2π)^{1/2} for all coordinates together") { w in
            try likelihood(w, deviations: w.noise) + log(2 * Double.pi)
          },
          .without(condition: "the covariance is diagonal", "pixels 1 and 2 correlated, ρ = 0.8") {
            w in try likelihood(w, deviations: w.noise, correlation: 0.8)
          },
          .equivalent("the witness's own loop") { w in
            let value = w.logLikelihood(w.mean)
            return Bounded(rounded: value, magnitude: 3 + value.magnitude)
          },
        ])
    ])

  /// log p(x|z) at z = m by a full covariance in which pixels 1 and 2 may be correlated.
  private static func likelihood(
    _ w: TwoLatentWitness, deviations: [Double], correlation: Double = 0
  ) throws -> Bounded {
    let count = deviations.count
    var covariance = [Double](repeating: 0, count: count * count)
    for d in deviations.indices { covariance[d * count + d] = deviations[d] * deviations[d] }
    covariance[1] = correlation * deviations[0] * deviations[1]
    covariance[count] = covariance[1]
    let law = try MultivariateGaussian(mean: w.decoded(w.mean), covariance: covariance)
    let value = law.logDensity(at: w.observation)
    return Bounded(rounded: value, magnitude: 3 + value.magnitude)
  }

  private static func rounded(_ logDensity: Double, _ p: PlanePoint) -> Bounded {
    // Cancellation in the quadratic form and in the determinant grows as 1/(1 − ρ²).
    let condition = 1 / (1 - p.correlation * p.correlation)
    let u = p.point / p.deviations
    return Bounded(rounded: logDensity, magnitude: condition * (4 + 2 * (u * u).sum()))
  }
}
