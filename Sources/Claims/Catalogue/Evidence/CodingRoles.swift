import Distributions
import Foundation
import Numerics

// C52: ∫ p(x|z) dx = 1 for every z (decoder, a law of x); ∫ q(z|x) dz = 1 for every x (encoder, a law of z).
// Neither is normalised in the other variable: ∫ p(x|z) dz = 1/|w|, ∫ p(z|x) dx = (w² + s²)/|w|.

extension Claim {
  /// The decoder is a law of x, the encoder a law of z, and not the other way round.
  static let codingRoles: Claim = Claim(
    "roles.normalization", identity: "C52",
    title: "The decoder p(x|z) is a law of x and the encoder q(z|x) a law of z",
    statement: #"\int p_\theta(x|z)\,dx = 1, \qquad \int q_\phi(z|x)\,dz = 1"#,
    condition: "each is integrated over the variable before the bar",
    rows: ["S1-01", "S1-08", "S3-05", "S3-18", "S4-09"],
    checks: [
      .equality(
        "decoder over x", on: { $0.linearGaussianAtLatents },
        routes: ("quadrature over x at one z", "one"),
        states: { at in
          let law = Gaussian(
            mean: at.witness.weight * at.latent.x + at.witness.bias,
            standardDeviation: at.witness.noise)
          return try law.integral(weighted: false) { x in
            exp(at.witness.observing(x).logLikelihood(at.latent))
          }
        },
        equals: { _ in 1 },
        variants: [
          .written(
            "S1-01", #"\int p(x|z)\,dz = 1"#,
            "generation from input to latent: p(x|z) as a law of z"
          ) { at in try at.witness.likelihoodOverLatents() },
          .without(condition: "integrated over x, not over z", "p(x|z) over z") { at in
            try at.witness.likelihoodOverLatents()
          },
          .mutant("decoder's s² for s in the prefactor") { at in
            let law = Gaussian(
              mean: at.witness.weight * at.latent.x + at.witness.bias,
              standardDeviation: at.witness.noise)
            return try law.integral { _ in 1 / at.witness.noise }
          },
        ]),
      .equality(
        "encoder over z", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over z at one x", "one"),
        states: { w in
          try w.approximate.integral(weighted: false) { z in
            exp(w.logApproximatePosterior(Latent(z, 0)))
          }
        },
        equals: { _ in 1 },
        variants: [
          .written("S4-09", #"p_\theta(x|z)\text{ the encoder}"#, "p_θ(x|z) as encoder, a law of z")
          {
            w in try w.likelihoodOverLatents()
          },
          .mutant("decoder and encoder swapped: posterior over x") { w in
            try w.posteriorOverObservations(at: 0.4)
          },
        ]),
      .equality(
        "exact encoder p(z|x): its density over z", on: { $0.linearGaussianAtLatents },
        routes: ("quadrature over z", "one"),
        states: { at in
          try at.witness.posterior.integral(weighted: false) { z in
            exp(at.witness.logPosterior(Latent(z, 0)))
          }
        },
        equals: { _ in 1 },
        variants: [
          .written(
            "S3-18", #"q(X|z, \varnothing^*)"#, "the encoder's density normalised over X at one z"
          ) { at in try at.witness.posteriorOverObservations(at: at.latent.x) },
          .written(
            "S4-09", #"q_\phi(z|x)\text{ the decoder}"#, "q_φ(z|x) as decoder, a law of x"
          ) { at in try at.witness.posteriorOverObservations(at: at.latent.x) },
        ]),
      .equality(
        "tables: row of the decoder at z = 1", on: { $0.witnesses.discrete },
        routes: ("sum over the symbols", "one"),
        states: { w in w.likelihood[1].map { Bounded(rounded: $0, ulps: 8) }.sum() },
        equals: { _ in 1 },
        variants: [
          .written(
            "S4-09", #"p_\theta(x|z)\text{ the encoder}"#, "column of the decoder, a law of z"
          ) { w in w.likelihood.map { Bounded(rounded: $0[w.observation], ulps: 8) }.sum() },
          .mutant("decoder as a law of the pair") { w in
            w.likelihood.joined().map { Bounded(rounded: $0, ulps: 8) }.sum()
          },
        ]),
    ])

  // p(x|z, θ) at a fixed z knows nothing of φ; φ enters only through the law that z is drawn from.

  /// At a fixed latent the likelihood does not depend on the encoder.
  static let likelihoodWithoutEncoder: Claim = Claim(
    "roles.likelihood-without-encoder", identity: "C52",
    title: "Given z, the likelihood knows nothing of the encoder's parameters",
    statement: #"\nabla_\phi \log p_\theta(x|z) = 0 \quad\text{at fixed } z"#,
    condition: "z is held fixed while φ moves",
    rows: ["S3-41"],
    checks: [
      .equality(
        "derivative with respect to the mean of q at z = 0.9", on: { $0.witnesses.linearGaussian },
        routes: ("finite differences at fixed z", "zero"),
        states: { w in
          try w.slope { moved in moved.logLikelihood(Latent(0.9, 0)) }
        },
        equals: { _ in 0 },
        variants: [
          .written("S3-41", #"p(x|z, \theta, \phi)"#, "a likelihood with φ in it: z moves with φ") {
            w in
            try w.slope { moved in moved.logLikelihood(moved.reparameterized(Latent(0.3, 0))) }
          },
          .without(condition: "z is held fixed", "averaged over q") { w in
            try w.slope { moved in moved.closedReconstruction(moved.approximate) }
          },
          .mutant("joint with q: the density of q moves") { w in
            try w.slope { moved in
              moved.logLikelihood(Latent(0.9, 0)) - moved.logApproximatePosterior(Latent(0.9, 0))
            }
          },
          .mutant("decoder fed with the mean of q") { w in
            try w.slope { moved in moved.logLikelihood(Latent(moved.approximate.mean, 0)) }
          },
        ])
    ])
}

extension LinearGaussianWitness {
  /// ∫ p(x|z) dz, which is 1/|w|.
  fileprivate func likelihoodOverLatents() throws(NumericsError) -> Bounded {
    let law = Gaussian(
      mean: (observation - bias) / weight, standardDeviation: noise / weight.magnitude)
    return try law.integral(weighted: false) { z in exp(logLikelihood(Latent(z, 0))) }
  }

  /// ∫ p(z|x) dx at one z, which is (w² + s²)/|w|.
  fileprivate func posteriorOverObservations(at z: Double) throws(NumericsError) -> Bounded {
    let slope = weight / (weight * weight + noise * noise)
    let law = Gaussian(
      mean: bias + z / slope,
      standardDeviation: posterior.standardDeviation / slope.magnitude)
    return try law.integral(weighted: false) { x in exp(observing(x).logPosterior(Latent(z, 0))) }
  }

  /// ∂/∂m of something that a witness tells.
  fileprivate func slope(
    _ f: (LinearGaussianWitness) -> Double
  ) throws(NumericsError) -> Bounded {
    let parameter = Parameter("m", .variational)
    return try Differentiation.derivative(
      of: { (value: Double) throws(NumericsError) in f(try with(parameter, value)) },
      at: approximate.mean)
  }
}
