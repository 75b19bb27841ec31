import Distributions
import Foundation
import Numerics

/// A scalar normal law and a point at which its density is taken.
struct NormalPoint: Sendable {
  /// The law.
  let law: Gaussian

  /// The point.
  let x: Double

  /// x − μ.
  var residual: Double { x - law.mean }

  /// The law N(0, Σ) with Σ = 2 at 1, whose right density is 0.2197 and whose written one is 0.1760.
  static let ledger = NormalPoint(law: Gaussian(mean: 0, logVariance: log(2)), x: 1)

  /// Draws a mean in (−2, 2), a deviation in (0.3, 2.5) and a point within three deviations.
  static func random(using generator: inout Philox) -> NormalPoint {
    let law = Gaussian(
      mean: -2 + 4 * generator.uniform(), standardDeviation: 0.3 + 2.2 * generator.uniform())
    return NormalPoint(law: law, x: law.reparameterized(-3 + 6 * generator.uniform()))
  }
}

/// Two correlated normal variables and a point of the plane.
struct PlanePoint: Sendable {
  /// Standard deviations of the two.
  let deviations: Latent

  /// ρ.
  let correlation: Double

  /// The point, measured from the mean.
  let point: Latent

  /// The covariance matrix, row by row.
  var covariance: [Double] {
    let mixed = correlation * deviations.x * deviations.y
    return [deviations.x * deviations.x, mixed, mixed, deviations.y * deviations.y]
  }

  /// |Σ|.
  var determinant: Double {
    let product = deviations.x * deviations.y
    return product * product * (1 - correlation * correlation)
  }

  /// rᵀΣ⁻¹r.
  func squaredDistance(_ r: Latent) -> Double {
    let u = r / deviations
    return (u.x * u.x - 2 * correlation * u.x * u.y + u.y * u.y) / (1 - correlation * correlation)
  }

  /// ∫∫ over twelve standard deviations of each variable.
  func total(of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    let half = LineIntegral.reach * deviations
    return try Quadrature().integral(over: (-half.x, half.x), (-half.y, half.y)) { x, y in
      f(Latent(x, y))
    }
  }

  /// Unit variances with ρ = 0.8.
  static let ledger = PlanePoint(
    deviations: Latent(1, 1), correlation: 0.8, point: Latent(0.7, -0.4))

  /// Draws deviations in (0.4, 1.8), |ρ| in (0.2, 0.9) and a point within two deviations.
  static func random(using generator: inout Philox) -> PlanePoint {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    let deviations = Latent(between(0.4, 1.8), between(0.4, 1.8))
    let sign = generator.uniform() <= 0.5 ? -1.0 : 1.0
    return PlanePoint(
      deviations: deviations, correlation: sign * between(0.2, 0.9),
      point: deviations * Latent(between(-2, 2), between(-2, 2)))
  }
}

/// A residual r = x − μ of several coordinates, each with its standard deviation.
struct ResidualVector: Sendable {
  /// r, shape `[dimension]`.
  let residual: [Double]

  /// σ, shape `[dimension]`.
  let deviations: [Double]

  /// The number of coordinates, D.
  var dimension: Int { residual.count }

  /// ‖r‖².
  var squaredNorm: Double { residual.reduce(0) { $0 + $1 * $1 } }

  /// The root of the mean of σ²: the one deviation that stands in for all.
  var commonDeviation: Double {
    (deviations.reduce(0) { $0 + $1 * $1 } / Double(dimension)).squareRoot()
  }

  /// Σ log N(r_d; 0, σ_d²) from the reference densities, one coordinate at a time.
  func referenceLogDensity(deviations: [Double]) -> Bounded {
    zip(residual, deviations).map { r, s in
      Bounded(
        rounded: log(Reference.gaussianDensity(r, standardDeviation: s)),
        magnitude: 1 + r * r / (s * s))
    }.sum()
  }

  /// The law N(0, diag σ²) of the model side.
  func law(deviations: [Double]) -> DiagonalGaussian {
    DiagonalGaussian(
      mean: [Double](repeating: 0, count: dimension), standardDeviations: deviations)
  }

  /// A log density with its rounding, which is relative to the largest square in its exponent.
  func rounded(_ logDensity: Double) -> Bounded {
    let exponent = zip(residual, deviations).reduce(0) { $0 + $1.0 * $1.0 / ($1.1 * $1.1) }
    return Bounded(rounded: logDensity, magnitude: Double(dimension) + exponent + squaredNorm)
  }

  /// The residual (.4, −.9, .5) with the deviations of W-ND.
  static let ledger = ResidualVector(residual: [0.4, -0.9, 0.5], deviations: [0.5, 0.8, 0.6])

  /// Draws 2 to 8 coordinates with deviations in (0.4, 1.6).
  static func random(using generator: inout Philox) -> ResidualVector {
    let dimension = 2 + Int(7 * (1 - generator.uniform()))
    let deviations = (0..<dimension).map { _ in 0.4 + 1.2 * generator.uniform() }
    return ResidualVector(
      residual: deviations.map { 1.2 * $0 * generator.standardNormal() }, deviations: deviations)
  }
}
