import Distributions
import Foundation
import Numerics

// C35: z = g(ε; μ, σ) = μ + σε at fixed ε is a deterministic function of its parameters with ∂z/∂μ = 1,
// ∂z/∂σ = ε; where both depend on φ, the chain rule adds one term a parameter.

extension Claim {
  /// The partial derivatives of μ + σε at fixed noise.
  static let pathDerivatives: Claim = Claim(
    "reparameterization.derivatives", identity: "C35",
    title: "At fixed noise z moves by one with μ and by ε with σ",
    statement: #"""
      \frac{\partial z}{\partial\mu} = 1, \quad \frac{\partial z}{\partial\sigma} = \epsilon, \#
      \quad \frac{\partial}{\partial s}\left(\mu + e^{s/2}\epsilon\right) = \#
      \tfrac12\,e^{s/2}\epsilon
      """#,
    setting: #"""
      Let $z = \mu + \sigma\epsilon$, and let $s$ be the log variance, with which the deviation \#
      is $e^{s/2}$.
      """#,
    condition: "the noise is held fixed while the parameters move",
    rows: ["S0-34", "S3-77", "S4-35"],
    checks: [partials, logVariance])

  private static let partials: Check = .equality(
    "∂g at fixed noise", on: noisySlopes,
    routes: ("closed derivative", "differences of g at the same noise"),
    states: { n in Bounded(rounded: n.closed, magnitude: 1) },
    equals: { n in
      try Differentiation.derivative(
        of: { (value: Double) throws -> Double in try n.moved(to: value).reparameterized(n.noise).x
        },
        at: n.slope.witness.value(of: n.slope.parameter))
    },
    variants: [
      .mutant("∂z/∂σ = 1") { _ in 1 },
      .mutant("∂z/∂σ = −ε") { n in
        Bounded(rounded: n.slope.parameter == .mean ? 1 : -n.noise.x, magnitude: 1)
      },
      .mutant("∂z/∂μ and ∂z/∂σ exchanged") { n in
        Bounded(rounded: n.slope.parameter == .mean ? n.noise.x : 1, magnitude: 1)
      },
      .without(
        condition: "the noise is held fixed", "fresh noise on each side of the difference"
      ) { n in
        let value = n.slope.witness.value(of: n.slope.parameter)
        let high = try n.moved(to: value + 0.01).reparameterized(n.noise).x
        let low = try n.moved(to: value - 0.01).reparameterized(n.otherNoise).x
        return Bounded(rounded: (high - low) / 0.02, magnitude: 100)
      },
    ])

  private static let logVariance: Check = .equality(
    "∂z/∂ log σ² = ½σε", on: noisySlopes,
    routes: ("closed derivative", "differences of g through exp(½ log σ²)"),
    states: { n in
      Bounded(rounded: 0.5 * n.deviation * n.noise.x, magnitude: 1)
    },
    equals: { n in
      Differentiation.derivative(
        of: { (value: Double) -> Double in
          Gaussian(mean: n.slope.witness.approximate.mean, logVariance: value)
            .reparameterized(n.noise.x)
        }, at: 2 * log(n.deviation))
    },
    variants: [
      .mutant("½ lost") { n in Bounded(rounded: n.deviation * n.noise.x, magnitude: 1) },
      .mutant("log σ² taken for σ: ε") { n in Bounded(rounded: n.noise.x, magnitude: 1) },
      .mutant("σ² for σ", from: "rachtsingh/ibp_vae #3") { n in
        Bounded(rounded: n.deviation * n.deviation * n.noise.x, magnitude: 1)
      },
    ])

  private static let noisySlopes: Subjects<NoisySlope> = { laboratory in
    let fixed = [Parameter.mean, .deviation].flatMap { parameter in
      [1.3, -0.45].map { ε in
        Subject(
          "W-LG, ∂/∂\(parameter.name) at ε = \(ε)",
          NoisySlope(
            slope: Slope(witness: .ledger, parameter: parameter), noise: Latent(ε, 0),
            otherNoise: Latent(0.8, 0)))
      }
    }
    return laboratory.family(fixed: fixed, "noise and parameter") { generator in
      NoisySlope(
        slope: Slope(
          witness: .random(using: &generator),
          parameter: generator.uniform() <= 0.5 ? .mean : .deviation),
        noise: Latent(generator.standardNormal(), 0),
        otherNoise: Latent(generator.standardNormal(), 0))
    }
  }

  /// The chain rule over several parameters of g.
  static let chainRule: Claim = Claim(
    "reparameterization.chain-rule", identity: "C35",
    title: "Every parameter of g adds its term to the gradient",
    statement: #"""
      \partial_\phi\,\mathbb{E}_{q_\phi(z)}[f(z)] = \mathbb{E}_{p(\epsilon)}\left[\partial_z \#
      f(z)\,(1\cdot 1 + \epsilon\cdot 2\phi)\right]
      """#,
    setting: #"""
      Let the encoder's two outputs be $\phi$ and $\phi^2$, $q_\phi(z) = \mathcal{N}(z; \phi, \#
      \phi^4)$, and let $z = \phi + \phi^2\epsilon$ with $p(\epsilon) = \mathcal{N}(\epsilon; 0, \#
      1)$. The mean moves by 1 and moves $z$ by 1; the deviation moves by $2\phi$ and moves $z$ \#
      by $\epsilon$.
      """#,
    condition: "f does not depend on φ except through z",
    rows: ["S0-32", "S0-42", "S3-77", "S3-83", "S3-85"],
    checks: [sharedEncoder])

  private static let sharedEncoder: Check = .equality(
    "both terms = slope in φ, with μ = φ and σ = φ²",
    on: { laboratory in
      laboratory.family(
        fixed: [Subject("W-LG, φ = 0.7", SharedEncoder(witness: .ledger, φ: 0.7))],
        "encoder with one parameter"
      ) { generator in
        SharedEncoder(
          witness: .random(using: &generator), φ: 0.5 + 0.6 * generator.uniform())
      }
    },
    routes: ("quadrature over GSL's noise density", "differences of the closed form"),
    states: { e in try e.gradient { ε in 1 + ε * 2 * e.φ } },
    equals: { e in
      Differentiation.derivative(
        ofBounded: { (φ: Double) -> Bounded in e.at(φ).closedReconstruction() }, at: e.φ,
        step: 0.03)
    },
    variants: [
      .mutant("term of σ left out") { e in try e.gradient { _ in 1 } },
      .mutant("term of μ left out") { e in try e.gradient { ε in ε * 2 * e.φ } },
      .mutant("∂z/∂σ = 1") { e in try e.gradient { _ in 1 + 2 * e.φ } },
      .mutant("inner derivative of σ(φ) left out") { e in try e.gradient { ε in 1 + ε } },
      .written(
        "S3-83",
        #"\ln p(x|z)\,\nabla_\mu g\,\nabla_\theta\mu(\phi) + g\,\nabla_\theta \ln p(x|z)"#,
        "log p(x|z) for its slope, g for ∇g"
      ) { e in
        let w = e.at(e.φ)
        return try noiseMean { ε in
          let z = w.approximate.reparameterized(ε)
          return w.logLikelihood(Latent(z, 0)) * (1 + ε * 2 * e.φ)
        }
      },
    ])
}

/// A partial derivative of g, the noise at which it is taken, and another noise.
private struct NoisySlope: Sendable {
  let slope: Slope<LinearGaussianWitness>
  let noise: Latent
  let otherNoise: Latent

  /// σ.
  var deviation: Double { slope.witness.approximate.standardDeviation }

  /// ∂g/∂parameter as the witness states it.
  var closed: Double { slope.witness.pathDerivative(slope.parameter, at: noise).x }

  /// The witness with the parameter moved.
  func moved(to value: Double) throws -> LinearGaussianWitness {
    try slope.witness.with(slope.parameter, value)
  }
}

/// An encoder with one parameter φ: q = N(φ, φ⁴).
private struct SharedEncoder: Sendable {
  let witness: LinearGaussianWitness
  let φ: Double

  /// The witness with q at φ.
  func at(_ φ: Double) -> LinearGaussianWitness {
    LinearGaussianWitness(
      weight: witness.weight, bias: witness.bias, noise: witness.noise,
      observation: witness.observation, mean: φ, deviation: φ * φ)
  }

  /// E[∇_z log p(x|g) · ∂g/∂φ] for a given ∂g/∂φ.
  func gradient(_ inner: (Double) -> Double) throws -> Bounded {
    let w = at(φ)
    return try noiseMean { ε in
      w.logLikelihoodGradient(Latent(w.approximate.reparameterized(ε), 0)).x * inner(ε)
    }
  }
}
