import Distributions
import Foundation
import Numerics

// C33: E_{q_φ}[f(z)] = E_{p(ε)}[f(g(ε, φ))]: the expectation moves from z to ε, and so does its gradient.

extension Claim {
  /// An expectation under q is an expectation over the noise.
  static let noiseExpectation: Claim = Claim(
    "reparameterization.expectation", identity: "C33",
    title: "An expectation under q is one over the noise",
    statement: #"\mathbb{E}_{q_\phi(z|x)}[f(z)] = \mathbb{E}_{p(\epsilon)}[f(g(\epsilon,\phi))]"#,
    setting: #"""
      Let $z = g(\epsilon,\phi)$ with $\epsilon \sim p(\epsilon)$ be a sample of $q_\phi(z|x)$; \#
      then for any $f$, and so for $\log p_\theta(x|z)$ and $\log p_\theta(x,z) - \log \#
      q_\phi(z|x)$:
      """#,
    rows: ["S0-27", "S0-30", "S0-36", "S3-79"],
    checks: [reconstruction, bound])

  private static let reconstruction: Check = .equality(
    "E over ε of log p(x|g(ε)) = E under q of log p(x|z)", on: witnesses,
    routes: ("quadrature over the noise", "closed form, or quadrature over z"),
    states: { w in try w.expectationOverNoise { ε in w.logLikelihood(w.reparameterized(ε)) } },
    equals: { w in
      // No parameter is moved: the first stays at its value.
      let parameter = w.parameters[0]
      return try Objective.reconstruction(w, parameter, w.value(of: parameter))
    },
    variants: [
      .mutant("g left as a factor") { w in
        try w.expectationOverNoise { ε in
          let z = w.reparameterized(ε)
          return z.x * w.logLikelihood(z)
        }
      },
      .mutant("weighted by q(g(ε)) in place of p(ε)") { w in
        try w.totalOverNoise { ε in
          let z = w.reparameterized(ε)
          return exp(w.logApproximatePosterior(z)) * w.logLikelihood(z)
        }
      },
      .mutant("plug-in: log p(x|z) at the mean noise") { w in
        Bounded(rounded: w.logLikelihood(w.reparameterized(Latent(0, 0))), magnitude: 1)
      },
      .written(
        "S3-79",
        #"\int p(\epsilon|g(\mathcal{N}(0,1),\mu,\Sigma))\,\ln p(x|z)\,dz"#,
        "dz for dε: the Jacobian is missing"
      ) { w in
        // dz = |dg/dε| dε; |dg/dε| is p(ε)/q(z).
        try w.totalOverNoise { ε in
          let z = w.reparameterized(ε)
          let jacobian = exp(w.logNoise(ε) - w.logApproximatePosterior(z))
          return jacobian.isFinite ? jacobian * exp(w.logNoise(ε)) * w.logLikelihood(z) : 0
        }
      },
      .written(
        "S0-30", #"\text{expectation over } z \text{ instead of over } q_\phi(z|x)"#,
        "the noise's law taken for that of z"
      ) { w in try w.expectationOverNoise { ε in w.logLikelihood(ε) } },
    ])

  private static let bound: Check = .equality(
    "E over ε of log p(x,g(ε)) − log q(g(ε)) = the bound", on: witnesses,
    routes: ("quadrature over the noise", "divergence form of the bound"),
    states: { w in
      try w.expectationOverNoise { ε in
        let z = w.reparameterized(ε)
        return w.logJoint(z) - w.logApproximatePosterior(z)
      }
    },
    equals: { w in
      let parameter = w.parameters[0]
      return try Objective.bound(w, parameter, w.value(of: parameter))
    },
    variants: [
      .equivalent("log q by change of variables: log p(ε) − log σ") { w in
        let scale = w.variationalParameters.filter { $0.name.hasPrefix("σ") }
        let logScale = scale.reduce(0.0) { $0 + log(w.value(of: $1)) }
        return try w.expectationOverNoise { ε in
          w.logJoint(w.reparameterized(ε)) - (w.logNoise(ε) - logScale)
        }
      },
      .mutant("log p(ε) for log q: the Jacobian is missing") { w in
        try w.expectationOverNoise { ε in w.logJoint(w.reparameterized(ε)) - w.logNoise(ε) }
      },
      .mutant("sign of log q") { w in
        try w.expectationOverNoise { ε in
          let z = w.reparameterized(ε)
          return w.logJoint(z) + w.logApproximatePosterior(z)
        }
      },
      .mutant("weighted by q(g(ε)) in place of p(ε)") { w in
        try w.totalOverNoise { ε in
          let z = w.reparameterized(ε)
          let log = w.logApproximatePosterior(z)
          return exp(log) * (w.logJoint(z) - log)
        }
      },
    ])

  private static let witnesses: Subjects<any ReparameterizedWitness> = { laboratory in
    let all = laboratory.witnesses
    func erased<W: ReparameterizedWitness>(
      _ subjects: ArraySlice<Subject<W>>
    ) -> [Subject<any ReparameterizedWitness>] {
      subjects.map { Subject($0.name, $0.value, isRandom: $0.isRandom) }
    }
    return erased(all.linearGaussian.prefix(1)) + erased(all.bernoulliLogistic.prefix(1))
      + erased(all.twoLatent.prefix(1)) + erased(all.linearGaussian[1...30])
      + erased(all.bernoulliLogistic[1...20])
  }

  /// The gradient of an expectation under q is that of the expectation over the noise.
  static let noiseGradient: Claim = Claim(
    "reparameterization.gradient-of-expectation", identity: "C33",
    title: "The gradient moves with the expectation from q to the noise",
    statement: #"""
      \nabla_\phi\,\mathbb{E}_{q_\phi(z|x)}[f(z)] = \#
      \nabla_\phi\,\mathbb{E}_{p(\epsilon)}[f(g(\epsilon,\phi))]
      """#,
    setting: #"""
      Let $z = g(\epsilon,\phi)$ with $\epsilon \sim p(\epsilon)$ be a sample of $q_\phi(z|x)$.
      """#,
    condition: "the law of ε depends neither on φ nor on x",
    rows: ["S0-29", "S0-31", "S3-81"],
    checks: [
      .equality(
        "slope of the expectation over ε = slope of the expectation under q",
        on: Slopes.linearGaussian("m", "σ"),
        routes: ("differences of a quadrature over the noise", "differences of the closed form"),
        states: { s in
          try s.overNoise { z, moved in moved.logLikelihood(Latent(z, 0)) }
        },
        equals: { s in try s.derivative(of: Objective.reconstruction) },
        variants: [
          .written(
            "S0-31", #"\nabla\phi\,\mathbb{E}_{q_\phi(z|x)}[f(z)]"#,
            "(∇φ) times the expectation, ∇φ = 1"
          ) { s in try s.witness.reconstruction() },
          .written(
            "S3-81",
            #"\nabla_\theta \mathbb{E}_{q(\epsilon)}\left[g(\mathcal{N}(0,1),\mu,\Sigma)\,\ln p(x|z,\theta)\right]"#,
            "g left as a factor"
          ) { s in try s.overNoise { z, moved in z * moved.logLikelihood(Latent(z, 0)) } },
          .without(
            condition: "the law of ε does not depend on φ",
            "g(ε) = ε with ε ~ N(m, σ²), its law held fixed"
          ) { s in
            try s.derivative { _, _, _ in try s.witness.reconstruction() }
          },
          .mutant("a Jacobian 1/σ left in the expectation over ε") { s in
            try s.overNoise { z, moved in
              moved.logLikelihood(Latent(z, 0)) / moved.approximate.standardDeviation
            }
          },
          .mutant("variance for deviation: z = m + σ²ε") { s in
            try s.overNoise { z, moved in
              let q = moved.approximate
              return moved.logLikelihood(Latent(q.mean + q.standardDeviation * (z - q.mean), 0))
            }
          },
          .mutant("fresh noise on each side of the difference") { s in
            let σ = s.witness.approximate.standardDeviation
            return try s.expectation { z in
              let other = Latent(2 * s.witness.approximate.mean - z + 0.1 * σ, 0)
              return
                (s.witness.logLikelihood(other) - s.witness.logLikelihood(Latent(z, 0))) / 0.01
            }
          },
        ])
    ])
}

extension Slope where W == LinearGaussianWitness {
  /// The derivative in the parameter of E_p(ε)[f(g(ε))], the same noise at every step.
  fileprivate func overNoise(
    of f: (Double, LinearGaussianWitness) -> Double
  ) throws -> Bounded {
    try derivative { witness, parameter, value in
      guard let fixed = witness as? LinearGaussianWitness else { return Bounded(.nan, error: .nan) }
      let moved = try fixed.with(parameter, value)
      return try noiseMean { ε in f(moved.approximate.reparameterized(ε), moved) }
    }
  }
}
