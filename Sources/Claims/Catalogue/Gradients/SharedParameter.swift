import Distributions
import Foundation
import Numerics

// C31: for a parameter λ that both p_λ(x|z) and q_λ(z|x) depend on, the product rule:
// ∇_λ ∫ q log p dz = ∫ q ∇_λ log p dz + ∫ log p · ∇_λ q dz.

extension Claim {
  /// The product rule under the integral.
  static let sharedParameter: Claim = Claim(
    "gradient.shared-parameter.product-rule", identity: "C31",
    title: "Where both laws depend on a parameter, the gradient has two terms",
    statement:
      #"\nabla_\lambda \int q_\lambda \log p_\lambda(x|z)\,dz = \int q_\lambda \nabla_\lambda \log p_\lambda(x|z)\,dz + \int \log p_\lambda(x|z)\,\nabla_\lambda q_\lambda\,dz"#,
    condition: "q depends on the parameter, else the second term is zero",
    rows: ["S3-47", "S3-54"],
    checks: [
      .equality(
        "both terms = slope along w + λ, m + λ", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature of GSL's density and its slope", "differences of the closed form"),
        states: { w in try w.inside() + w.outside() },
        equals: { w in w.sharedSlope { moved, _ in moved.closedReconstruction() } },
        variants: [
          .mutant("only q ∇ log p") { w in try w.inside() },
          .mutant("only log p ∇q") { w in try w.outside() },
          .mutant("terms subtracted") { w in try w.inside() - w.outside() },
          .mutant("product rule with q twice: log p · q ∇q") { w in
            try w.inside() + w.outside(weight: { q in q })
          },
        ]),
      .equality(
        "the model's parameter alone: the second term is zero", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature", "differences of the closed form along w + λ"),
        states: { w in try w.inside() },
        equals: { w in try Objective.slope(of: Objective.reconstruction, w, .weight) },
        variants: [
          .without(condition: "q depends on the parameter", "term of q added all the same") { w in
            try w.inside() + w.outside()
          }
        ]),
    ])
}

extension LinearGaussianWitness {
  /// ∫ q ∂_w log p(x|z) dz.
  fileprivate func inside() throws -> Bounded {
    try LineIntegral.total(over: approximate) { z in
      density(z) * residual(z) * z / (noise * noise)
    }
  }

  /// ∫ log p(x|z) ∂_m q dz, with ∂_m q = q·(z − m)/σ², times a further weight.
  fileprivate func outside(weight: (Double) -> Double = { _ in 1 }) throws -> Bounded {
    try LineIntegral.total(over: approximate) { z in
      let q = density(z)
      return logLikelihood(Latent(z, 0)) * weight(q) * q * (z - approximate.mean)
        / approximate.variance
    }
  }

  private func density(_ z: Double) -> Double {
    Reference.gaussianDensity(
      z, mean: approximate.mean, standardDeviation: approximate.standardDeviation)
  }
}
