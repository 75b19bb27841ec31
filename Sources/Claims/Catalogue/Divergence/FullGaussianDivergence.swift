import Distributions
import Foundation
import Numerics

// C23: for any covariance Σ, D(N(μ,Σ)‖N(0,I)) = ½(tr Σ + μᵀμ − J − log det Σ); the diagonal formula with Σ_jj for
// σ_j² leaves out ½(Σ_j log Σ_jj − log det Σ), which is −½ log(1 − ρ²) for two coordinates.

extension Claim {
  /// A full covariance has a closed form too, but not the diagonal one.
  static let fullGaussianDivergence: Claim = Claim(
    "kl.full-gaussian.closed-form", identity: "C23",
    title: "A Gaussian with any covariance has a closed divergence, with a determinant",
    statement:
      #"D_{KL}(\mathcal N(\mu,\Sigma)\,\|\,\mathcal N(0,I)) = \tfrac12\left(\operatorname{tr}\Sigma + \mu^\top\mu - J - \log\det\Sigma\right)"#,
    condition:
      "where the covariance is not diagonal, its determinant is not the product of its diagonal",
    rows: ["S1-65", "S2-28"],
    checks: [
      .equality(
        "trace and determinant = integral over the plane",
        on: { laboratory in
          laboratory.family(fixed: CorrelatedGaussian.fixed, "correlated-full", count: 2) {
            CorrelatedGaussian.random(using: &$0)
          }
        },
        routes: ("closed form through a Cholesky factor", "quadrature in two dimensions"),
        states: { target in closedForm(target) },
        equals: { target in try target.divergenceFromStandard() },
        variants: fullVariants),
      .equality(
        "trace and determinant = chain rule",
        on: { laboratory in
          laboratory.family(fixed: CorrelatedGaussian.fixed, "correlated-chain") {
            CorrelatedGaussian.random(using: &$0)
          }
        },
        routes: (
          "closed form through a Cholesky factor",
          "KL of z₁ + quadrature over z₁ of KL of z₂ given z₁"
        ),
        states: { target in closedForm(target) },
        equals: { target in try chain(target) },
        variants: fullVariants),
    ])

  private static let fullVariants: [Variant<Formula<CorrelatedGaussian>>] = [
    .without(condition: "the covariance is diagonal", "the diagonal formula with Σ_jj") { target in
      GaussianCode(mean: target.mean, deviations: target.deviations).closedForm
    },
    .mutant("log det of the Cholesky factor", from: "a slip") { target in
      closedForm(target) + 0.25 * target.law.logDeterminant
    },
    .mutant("sign of the log determinant", from: "a slip") { target in
      closedForm(target) + target.law.logDeterminant
    },
    .mutant("correlation ρ for ρ²", from: "a slip") { target in
      let diagonal = GaussianCode(mean: target.mean, deviations: target.deviations).closedForm
      return diagonal - 0.5 * log1p(-target.correlation.magnitude)
    },
  ]

  private static func closedForm(_ target: CorrelatedGaussian) -> Bounded {
    let prior = DiagonalGaussian.standard(dimension: 2)
    guard let standard = try? MultivariateGaussian(prior) else {
      preconditionFailure("the unit covariance was refused")
    }
    return Bounded(rounded: klDivergence(from: target.law, to: standard), magnitude: 4)
  }

  /// D(z₁) + E[D(z₂ given z₁)], with z₂ given z₁ a Gaussian whose mean is linear in z₁.
  private static func chain(_ target: CorrelatedGaussian) throws -> Bounded {
    let first = Gaussian(mean: target.mean[0], standardDeviation: target.deviations[0])
    let slope = target.correlation * target.deviations[1] / target.deviations[0]
    let rest = target.conditionalDeviations[1]
    return try LineIntegral.total(over: first) { x in
      let centre = target.mean[1] + slope * (x - target.mean[0])
      let second = 0.5 * (centre * centre + rest * rest - 1) - log(rest)
      let logRatio = first.logDensity(at: x) - Gaussian.standard.logDensity(at: x)
      return first.density(at: x) * (logRatio + second)
    }
  }
}
