import Distributions
import Foundation
import Numerics

// C28: ∇_θ E_q[log p_θ(x,z) − log q_φ(z|x)] = E_q[∇_θ log p_θ(x,z)], because q does not depend on θ
// (and the gradient is dominated by an integrable function).

extension Claim {
  /// The gradient in the model's parameters passes inside the expectation.
  static let modelGradient: Claim = Claim(
    "gradient.model.commutes", identity: "C28",
    title: "The gradient in the model's parameters passes inside the expectation",
    statement:
      #"\nabla_\theta\,\mathbb{E}_{q_\phi}\left[\log p_\theta(x,z) - \log q_\phi(z|x)\right] = \mathbb{E}_{q_\phi}\left[\nabla_\theta \log p_\theta(x,z)\right]"#,
    condition: "q does not depend on θ, and the gradient is dominated by an integrable function",
    rows: ["S0-22", "S0-23", "S3-36", "S3-43", "S3-46", "S3-65"],
    checks: [insideTheExpectation, residualForm, jointAgainstDivergenceForm, sharedByBothSides])

  private static let insideTheExpectation: Check = .equality(
    "gradient inside the expectation = slope of the bound", on: Slopes.all(.model),
    routes: (
      "expectation of the score by sum or quadrature",
      "differences of the bound in its divergence form"
    ),
    states: { s in try s.expectation { z in s.score(z) } },
    equals: { s in try s.derivative(of: Objective.bound) },
    variants: [
      .mutant("gradient of the log evidence: expectation under the posterior") { s in
        try s.expectation(under: .posterior) { z in s.score(z) }
      },
      .mutant("samples from the prior") { s in
        try s.expectation(under: .prior) { z in s.score(z) }
      },
      .mutant("gradient of log p(z|x) in place of log p(x,z)") { s in
        try s.expectation { z in s.score(z) } - s.expectation(under: .posterior) { z in s.score(z) }
      },
      .mutant("commuting denied: nothing is left inside") { s in
        try s.expectation { z in s.score(z) - s.score(z) }
      },
      .written(
        "S3-43", #"\mathbb{E}_q[\nabla_\theta\, p_\theta(x|z)]"#,
        "gradient of p(x|z), not of its logarithm"
      ) { s in
        try s.expectation { z in exp(s.witness.logLikelihood(z)) * s.score(z) }
      },
    ])

  private static let residualForm: Check = .equality(
    "E[(x − b − wz)z]/s² = slope in w", on: Slopes.linearGaussian("w"),
    routes: ("quadrature", "differences of the closed form"),
    states: { s in
      let w = s.witness
      return try s.expectation { z in w.residual(z) * z / (w.noise * w.noise) }
    },
    equals: { s in try s.derivative(of: Objective.bound) },
    variants: [
      .mutant("z² for z") { s in
        let w = s.witness
        return try s.expectation { z in w.residual(z) * z * z / (w.noise * w.noise) }
      },
      .mutant("s for s²") { s in
        let w = s.witness
        return try s.expectation { z in w.residual(z) * z / w.noise }
      },
      .written(
        "S3-65", #"\nabla_\theta(\bar{x}_i - \hat{x}_i)^2"#, "squared residual without −1/(2s²)"
      ) { s in
        try s.expectation { z in -2 * s.witness.residual(z) * z }
      },
      .written(
        "S3-46", #"\nabla_\theta \mathbb{E}_{q}[p(x|z,\theta)]"#, "logarithm lost on the left side"
      ) { s in
        try s.derivative { witness, parameter, value in
          guard let w = witness as? LinearGaussianWitness else { return Bounded(.nan, error: .nan) }
          return try w.with(parameter, value).closedLikelihood()
        }
      },
    ])

  private static let jointAgainstDivergenceForm: Check = .equality(
    "slope of the joint form = slope of the divergence form",
    on: { laboratory in
      let w = laboratory.witnesses
      return Slopes.each(
        w.linearGaussian.prefix(7), { $0.modelParameters }, as: { $0 as any Witness })
        + Slopes.each(w.discrete.prefix(13), { $0.modelParameters }, as: { $0 as any Witness })
    },
    routes: ("differences of a quadrature or sum", "differences of the divergence form"),
    states: { s in
      try s.derivative { witness, parameter, value in
        try witness.with(parameter, value).evidenceLowerBound()
      }
    },
    equals: { s in try s.derivative(of: Objective.bound) },
    variants: [
      .mutant("gradient of the log evidence") { s in
        try s.derivative { witness, parameter, value in
          try witness.with(parameter, value).logEvidence
        }
      }
    ])

  /// W-LG and relatives with λ added to w and to m: the condition of the claim is broken.
  private static let sharedByBothSides: Check = .equality(
    "a parameter shared with q: the gradient inside and the term of q",
    on: { $0.witnesses.linearGaussian },
    routes: ("quadrature", "differences of the closed form along w + λ, m + λ"),
    states: { w in
      try w.expectation(under: .approximatePosterior) { z in
        w.score(.weight, at: z)
          + (w.logJoint(z) - w.logApproximatePosterior(z)) * w.score(.mean, at: z)
      }
    },
    equals: { w in
      w.sharedSlope { w, q in
        w.closedReconstruction()
          - Bounded(rounded: klDivergence(from: q, to: w.prior), magnitude: 1)
      }
    },
    variants: [
      .without(condition: "q does not depend on θ", "only the gradient inside") { w in
        try w.expectation(under: .approximatePosterior) { z in w.score(.weight, at: z) }
      },
      .mutant("term of q subtracted") { w in
        try w.expectation(under: .approximatePosterior) { z in
          w.score(.weight, at: z)
            - (w.logJoint(z) - w.logApproximatePosterior(z)) * w.score(.mean, at: z)
        }
      },
    ])
}

extension Parameter {
  /// w of a witness with one latent coordinate.
  static let weight = Parameter("w", .model)

  /// m of a witness with one latent coordinate.
  static let mean = Parameter("m", .variational)

  /// σ of a witness with one latent coordinate.
  static let deviation = Parameter("σ", .variational)
}

extension LinearGaussianWitness {
  /// The slope in λ of an objective of the witness with w + λ and m + λ, at λ = 0.
  func sharedSlope(
    of objective: (LinearGaussianWitness, Gaussian) -> Bounded
  ) -> Bounded {
    Differentiation.derivative(
      ofBounded: { (shift: Double) -> Bounded in
        let moved = LinearGaussianWitness(
          weight: weight + shift, bias: bias, noise: noise, observation: observation,
          mean: approximate.mean + shift, deviation: approximate.standardDeviation)
        return objective(moved, moved.approximate)
      }, at: 0)
  }
}
