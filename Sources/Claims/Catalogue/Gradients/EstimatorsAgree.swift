import Distributions
import Foundation
import Numerics

// C31 and C34 together: the score-function and the reparameterised estimator have one mean, the gradient;
// differentiating through a sample that was not written as g(ε, φ) has mean zero.

extension Claim {
  /// The two estimators have the same mean.
  static let estimatorsAgree: Claim = Claim(
    "gradient.estimators.agree", identity: "C31",
    title: "Reparameterisation is sufficient for an unbiased gradient, not necessary",
    statement: #"""
      \mathbb{E}_{q_\phi(z|x)}\left[\log p_\theta(x|z)\,\nabla_\phi \log q_\phi(z|x)\right] = \#
      \mathbb{E}_{p(\epsilon)}\left[\nabla_z \log p_\theta(x|z)\,\nabla_\phi\, \#
      g(\epsilon,\phi)\right]
      """#,
    setting: #"""
      Let $z = g(\epsilon,\phi)$ with $\epsilon \sim p(\epsilon)$ be a sample of $q_\phi(z|x)$.
      """#,
    condition: "z is continuous and log p(x|z) differentiable, for the right side",
    rows: ["S2-35", "S2-36", "S3-51", "S4-31", "S4-33"],
    checks: [
      .equality(
        "mean of the score estimator = mean of the reparameterised one",
        on: Slopes.reparameterized(),
        routes: ("quadrature over the noise", "quadrature over z"),
        states: { s in try s.expectationOverNoise { ε in s.pathwise(ε) } },
        equals: { s in
          try s.witness.expectation(under: .approximatePosterior) { z in
            s.witness.logLikelihood(z) * s.score(z)
          }
        },
        variants: [
          .without(
            condition: "z is written as g(ε, φ)",
            "through the sample as a constant: nothing comes back"
          ) { s in try s.expectationOverNoise { ε in s.pathwise(ε) * 0 } },
          .mutant("prior's slope taken along: ∇_z log p(x,z)") { s in
            try s.expectationOverNoise { ε in
              let z = s.witness.reparameterized(ε)
              return s.pathwise(ε) + (s.witness.logPriorGradient(z) * s.path(ε)).sum()
            }
          },
          .mutant("slope of the likelihood for that of its logarithm") { s in
            try s.expectationOverNoise { ε in
              exp(s.witness.logLikelihood(s.witness.reparameterized(ε))) * s.pathwise(ε)
            }
          },
        ])
    ])
}
