import Distributions
import Foundation
import Numerics

// C37: N(x; μ, σ²) = 1/(√(2π)σ)·exp(−(x−μ)²/(2σ²)): ∫ = 1, ∫ (x−μ)² N = σ². With the variance written Σ,
// 1/√(2πΣ)·exp(−(x−μ)²/(2Σ)).

extension Claim {
  /// The prefactor is the reciprocal of √(2π) times the standard deviation.
  static let gaussianDensityNormalized = Claim(
    "gaussian.density.normalized", identity: "C37",
    title: "The normal density integrates to 1",
    statement: #"\int \frac{1}{\sqrt{2\pi}\,\sigma}"#
      + #"\exp\left(-\frac{(z-\mu)^2}{2\sigma^2}\right)dz = 1"#,
    rows: ["S3-09", "S3-10"],
    checks: [
      .equality(
        "total mass", on: { laws($0) }, routes: ("quadrature of the density", "one"),
        states: { point in try mass(point) { exp(point.law.logDensity(at: $0)) } },
        equals: { _ in 1 },
        variants: [
          .mutant("prefactor 1/(√(2π)Σ) beside exp(−x²/(2Σ))") { point in
            let law = point.law
            return try mass(point) { exp(law.logDensity(at: $0)) / law.standardDeviation }
          },
          .mutant("prefactor 1/(2π)") { point in
            let law = point.law
            return try mass(point) { exp(law.logDensity(at: $0)) / (2 * Double.pi).squareRoot() }
          },
          .mutant("exp(−x²/σ²), the half lost") { point in
            let law = point.law
            return try mass(point) { x in
              let u = (x - law.mean) / law.standardDeviation
              return exp(-u * u) / ((2 * Double.pi).squareRoot() * law.standardDeviation)
            }
          },
        ])
    ])

  /// What stands for the variance must be divided by, and rooted in the prefactor.
  static let gaussianDensityVariance = Claim(
    "gaussian.density.variance", identity: "C37",
    title: "A variance enters the exponent as it is and the prefactor by its root",
    statement:
      #"\mathcal{N}(x; 0, v) = \frac{1}{\sqrt{2\pi v}}\exp\left(-\frac{x^2}{2v}\right), \qquad \int x^2\,\mathcal{N}(x; 0, v)\,dx = v"#,
    setting: #"Let the second parameter be the variance, here $v$."#,
    rows: ["S3-07", "S3-10"],
    checks: [
      .equality(
        "density at a point", on: { laws($0) },
        routes: ("formula with the variance", "reference density with its root"),
        states: { p in
          let variance = p.law.variance
          return Bounded(
            rounded: exp(-p.residual * p.residual / (2 * variance))
              / (2 * Double.pi * variance).squareRoot())
        },
        equals: { p in
          Bounded(
            rounded: Reference.gaussianDensity(
              p.x, mean: p.law.mean, standardDeviation: p.law.standardDeviation))
        },
        variants: [
          .written(
            "S3-07",
            #"N(0,\Sigma) = \frac{1}{\sqrt{2\pi}\Sigma}\exp\left(-\frac12\frac{\bar X^2}{\Sigma^2}\right)"#,
            "Σ used as a standard deviation"
          ) { p in Bounded(rounded: writtenDensity(p.residual, p.law.variance)) },
          .mutant("prefactor 1/(√(2π)Σ) beside exp(−x²/(2Σ))") { p in
            let variance = p.law.variance
            return Bounded(
              rounded: exp(-p.residual * p.residual / (2 * variance))
                / ((2 * Double.pi).squareRoot() * variance))
          },
          .equivalent("density of the model side") { p in
            Bounded(rounded: exp(p.law.logDensity(at: p.x)), ulps: 256)
          },
        ]),
      .equality(
        "second moment about the mean", on: { laws($0) },
        routes: ("quadrature of the square", "variance"),
        states: { p in
          try mass(p) { x in
            let r = x - p.law.mean
            return r * r * exp(p.law.logDensity(at: x))
          }
        },
        equals: { p in Bounded(rounded: p.law.variance) },
        variants: [
          .written(
            "S3-07",
            #"N(0,\Sigma) = \frac{1}{\sqrt{2\pi}\Sigma}\exp\left(-\frac12\frac{\bar X^2}{\Sigma^2}\right)"#,
            "its second moment is Σ²"
          ) { p in
            let wide = Gaussian(mean: p.law.mean, standardDeviation: p.law.variance)
            return try LineIntegral.total(over: wide) { x in
              let r = x - p.law.mean
              return r * r * writtenDensity(r, p.law.variance)
            }
          },
          .mutant("spread read as σ") { p in
            let root = Gaussian(
              mean: p.law.mean, standardDeviation: p.law.standardDeviation.squareRoot())
            return try LineIntegral.total(over: root) { x in
              let r = x - root.mean
              return r * r * exp(root.logDensity(at: x))
            }
          },
        ]),
    ])

  private static func laws(_ laboratory: Laboratory) -> [Subject<NormalPoint>] {
    laboratory.family(
      fixed: [
        Subject("N(0, Σ = 2)", .ledger),
        Subject("N(0, 1)", NormalPoint(law: .standard, x: 1)),
      ], "normal-law"
    ) { NormalPoint.random(using: &$0) }
  }

  private static func mass(
    _ point: NormalPoint, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    try LineIntegral.total(over: point.law, of: f)
  }

  /// 1/(√(2π)Σ)·exp(−½x²/Σ²), as note 003 has it.
  private static func writtenDensity(_ x: Double, _ spread: Double) -> Double {
    exp(-0.5 * x * x / (spread * spread)) / ((2 * Double.pi).squareRoot() * spread)
  }
}
