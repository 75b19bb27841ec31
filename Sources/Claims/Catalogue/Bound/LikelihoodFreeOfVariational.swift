import Numerics

// C21, C52: given z, p(x|z, θ) does not depend on φ. It does once z itself is written as g(ε, φ).

extension Claim {
  /// The likelihood at a given latent knows no variational parameter.
  static let likelihoodFreeOfVariational: Claim = Claim(
    "bound.likelihood.free-of-variational", identity: "C21",
    title: "Given z, the likelihood of x does not depend on the parameters of q",
    statement: #"\nabla_\phi \log p_\theta(x|z) = 0"#,
    condition: "z is held fixed",
    rows: ["S3-41"],
    checks: [
      .equality(
        "slope in the last parameter of q, at one z", on: { PointedFamily.subjects($0) },
        routes: ("numerical derivative", "zero"),
        states: { point in
          try point.slope { w in w.logLikelihood(Latent(point.latent.x, 0)) }
        },
        equals: { _ in 0 },
        variants: [
          .written(
            "S3-41", #"p(x|z,\theta,\phi)"#,
            "the likelihood depends on φ: through z = g(ε, φ), ε fixed"
          ) { point in
            try point.slope { w in w.logLikelihood(w.reparameterized(Latent(1.3, 0))) }
          },
          .mutant("log q in the place of the likelihood") { point in
            try point.slope { w in w.logApproximatePosterior(Latent(point.latent.x, 0)) }
          },
          .mutant("integrand of the bound") { point in
            try point.slope { w in
              w.logJoint(Latent(point.latent.x, 0))
                - w.logApproximatePosterior(Latent(point.latent.x, 0))
            }
          },
        ])
    ])
}

/// Linear-Gaussian witnesses, each with one value of z.
struct PointedFamily: Sendable {
  /// The model.
  let witness: LinearGaussianWitness

  /// z.
  let latent: Latent

  /// W-LG at z = 0.7, then 50 random ones at draws from their priors.
  static func subjects(_ laboratory: Laboratory) -> [Subject<PointedFamily>] {
    laboratory.family(
      fixed: [Subject("W-LG", PointedFamily(witness: .ledger, latent: Latent(0.7, 0)))],
      "linear-gaussian with z"
    ) { generator in
      let witness = LinearGaussianWitness.random(using: &generator)
      return PointedFamily(
        witness: witness, latent: witness.sample(.prior, using: &generator))
    }
  }

  /// The derivative of a function of the witness in σ, the deviation of q.
  func slope(_ f: (LinearGaussianWitness) -> Double) throws -> Bounded {
    let parameter = witness.variationalParameters[1]
    return try Differentiation.derivative(
      of: { value in f(try witness.with(parameter, value)) }, at: witness.value(of: parameter))
  }
}
