import Distributions
import Foundation
import Numerics

// C29: ∇_φ E_{q_φ}[f(z)] ≠ E_{q_φ}[∇_φ f(z)]: with f = log p_θ(x|z) the right side is zero, because the
// expectation's law moves with φ and a frozen sample does not. In θ the two sides are equal.

extension Claim {
  /// The gradient in the encoder's parameters does not pass inside the expectation.
  static let variationalInterchange: Claim = Claim(
    "gradient.variational.not-inside", identity: "C29",
    title: "The gradient in the encoder's parameters does not pass inside the expectation",
    statement:
      #"\nabla_\phi\,\mathbb{E}_{q_\phi(z|x)}\left[\log p_\theta(x|z)\right] \neq \mathbb{E}_{q_\phi(z|x)}\left[\nabla_\phi \log p_\theta(x|z)\right] = 0,\qquad \nabla_\theta\,\mathbb{E}_{q_\phi(z|x)}\left[\log p_\theta(x|z)\right] = \mathbb{E}_{q_\phi(z|x)}\left[\nabla_\theta \log p_\theta(x|z)\right]"#,
    condition: "the parameter belongs to q; in a parameter of the model the sides are equal",
    rows: ["S2-35", "S3-43", "S3-44", "S3-47", "S3-48", "S3-49", "S4-33"],
    checks: [gap, missingTerm, frozenSample])

  /// The gap between the gradient outside and inside, in a parameter of the encoder.
  private static let gap: Check = .separation(
    "gradient outside − gradient inside, in φ, is not zero",
    on: { laboratory in
      let w = laboratory.witnesses
      func of<W: Witness>(_ subjects: [Subject<W>], _ count: Int) -> [Subject<Slope<any Witness>>] {
        Slopes.each(
          subjects.prefix(count + 1), { $0.variationalParameters }, as: { $0 as any Witness })
      }
      return of(w.discrete, 30) + of(w.linearGaussian, 20) + of(w.bernoulliLogistic, 0)
    },
    routes: ("differences of the expectation, with q moving and with q fixed", "zero"),
    states: { s in try interchangeGap(s.witness, s.parameter) }, differsFrom: { _ in 0 },
    variants: [
      .without(condition: "the parameter belongs to q", "a parameter of the model") { s in
        try interchangeGap(s.witness, s.witness.modelParameters[0])
      },
      .mutant("the missing term taken for E[∇ log q], without log p(x|z)") { s in
        try s.expectation { z in s.score(z) }
      },
      .mutant("gradient through a sample that is held fixed") { s in
        try s.derivative(of: Objective.reconstructionWithFixedLaw)
      },
      .written(
        "S3-47",
        #"\nabla_\theta \int q(z|x,\phi)\ln p(x|z,\theta)\,dz \neq \int q(z|x,\phi)\nabla_\theta \ln p(x|z,\theta)\,dz"#,
        "said of θ: outside − inside"
      ) { s in
        let parameter = s.witness.modelParameters[0]
        return try Objective.slope(of: Objective.reconstruction, s.witness, parameter)
          - s.expectation { z in s.witness.score(parameter, at: z) }
      },
      .written(
        "S3-48",
        #"\int q\,\nabla_\theta \ln p(x|z,\theta)\,dz \neq \mathbb{E}_q[\nabla_\theta \ln p(x|z,\theta)]"#,
        "said of one expression in two notations: integral − expectation"
      ) { s in
        let parameter = s.witness.modelParameters[0]
        return try Objective.slope(
          of: Objective.reconstructionWithFixedLaw, s.witness, parameter)
          - s.expectation { z in s.witness.score(parameter, at: z) }
      },
    ])

  /// What the gradient inside leaves out is the score term.
  private static let missingTerm: Check = .equality(
    "gradient outside − gradient inside = E[log p(x|z) ∇ log q]",
    on: Slopes.linearGaussian("m", "σ"),
    routes: ("quadrature", "differences of the closed form; the gradient inside is zero"),
    states: { s in
      try s.expectation { z in s.witness.logLikelihood(Latent(z, 0)) * s.score(z) }
    },
    equals: { s in try s.derivative(of: Objective.reconstruction) },
    variants: [
      .mutant("nothing is left out: the frozen sample accepted") { s in
        try s.derivative(of: Objective.reconstructionWithFixedLaw)
      },
      .mutant("sign of the missing term") { s in
        try -s.expectation { z in s.witness.logLikelihood(Latent(z, 0)) * s.score(z) }
      },
    ])

  /// Draws: the sample's gradient is zero in φ, draw by draw, and has the right mean in θ.
  ///
  /// The statement itself has no false alarm: in m the frozen gradient does not vary. Only the variants, which
  /// speak of θ, rest on the six standard errors that their means carry as an error.
  private static let frozenSample: Check = .separation(
    "50 000 frozen samples: their mean gradient is not the gradient, in m",
    on: { laboratory in
      [
        Subject(
          "W-LG",
          FrozenSamples(witness: .ledger, generator: laboratory.generator("frozen samples")))
      ]
    },
    routes: ("mean of draws within six standard errors", "differences of the closed form"),
    states: { draws in
      try draws.meanGradient(.mean) - draws.slope(.mean)
    },
    differsFrom: { _ in 0 },
    variants: [
      .written(
        "S3-49", #"\text{no Monte Carlo for } \nabla_\theta"#,
        "said of θ: mean of the sampled gradients in w − the gradient"
      ) { draws in try draws.meanGradient(.weight) - draws.slope(.weight) },
      .without(condition: "the parameter belongs to q", "the same in b") { draws in
        let bias = Parameter("b", .model)
        return try draws.meanGradient(bias) - draws.slope(bias)
      },
      .mutant("sample moved with φ: z = m + σε") { draws in
        try draws.meanPathGradient() - draws.slope(.mean)
      },
    ])

  /// ∂E_q[log p(x|z)] with q moving, less the same with q fixed.
  private static func interchangeGap(
    _ witness: any Witness, _ parameter: Parameter
  ) throws -> Bounded {
    try Objective.slope(of: Objective.reconstruction, witness, parameter)
      - Objective.slope(of: Objective.reconstructionWithFixedLaw, witness, parameter)
  }
}

/// Samples of q that do not move when a parameter does.
private struct FrozenSamples: Sendable {
  let witness: LinearGaussianWitness
  let generator: Philox

  /// The mean over draws of the difference quotient of log p(x|z) in a parameter at fixed z, which is exact
  /// in w and b (a quadratic) and zero in m; its error is six standard errors.
  func meanGradient(_ parameter: Parameter) throws -> Bounded {
    let value = witness.value(of: parameter)
    let high = try witness.with(parameter, value + 0.125)
    let low = try witness.with(parameter, value - 0.125)
    return mean { noise in
      let z = witness.reparameterized(noise)
      return 4 * (high.logLikelihood(z) - low.logLikelihood(z))
    }
  }

  /// The same, with the sample moving: z = m + σε.
  func meanPathGradient() -> Bounded {
    mean { noise in witness.logLikelihoodGradient(witness.reparameterized(noise)).x }
  }

  /// What is estimated.
  func slope(_ parameter: Parameter) throws -> Bounded {
    try Objective.slope(of: Objective.reconstruction, witness, parameter)
  }

  private func mean(of f: (Latent) -> Double) -> Bounded {
    var generator = generator
    var moments = RunningMoments()
    for _ in 0..<50_000 { moments.add(f(witness.sampleNoise(using: &generator))) }
    return Bounded(moments.mean, error: Evidence.threshold * moments.standardError)
  }
}
