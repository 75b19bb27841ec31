import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C41: z ~ N(0,1), x|z ~ N(wz + b, s²I): p(x) = N(b, s²I + wwᵀ), p(z|x) = N(w·(x−b)/(|w|²+s²), s²/(|w|²+s²)),
// E_q log p(x|z) = −½ (D log 2πs² + (|x−b−wm|² + |w|²σ²)/s²). The model knows them through its weights
// exp L̃(ε) = p(x,z)/q(z|x): log E exp L̃ = log p(x), E[z exp L̃]/E exp L̃ = E[z|x].

extension Claim {
  /// The evidence and the reconstruction term of the linear autoencoder.
  static let autoencoderEvidence: Claim = Claim(
    "autoencoder.linear.evidence", identity: "C41",
    title: "A linear Gaussian autoencoder has a closed evidence and reconstruction term",
    statement: #"""
      \int p_\theta(x|z)\,p(z)\,dz = \mathcal{N}(x; b, s^2 I + w w^\top), \quad \#
      \mathbb{E}_{q(z|x)}[\log p_\theta(x|z)] = -\tfrac12\Big(D\log(2\pi s^2) + \#
      \frac{\|x-b-mw\|^2 + \|w\|^2\sigma^2}{s^2}\Big)
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$, $p_\theta(x|z) = \mathcal{N}(x; b + zw, s^2 I)$ with $D$ \#
      pixels, and $q(z|x) = \mathcal{N}(z; m, \sigma^2)$.
      """#,
    condition: "the decoder is linear in z and Gaussian",
    rows: ["S0-03", "S1-09", "S2-08", "S2-18", "S3-13", "S3-15", "S4-19", "S4-20"],
    checks: [linearEvidence, linearReconstruction])

  private static let linearEvidence: Check = Check.equality(
    "log evidence", on: { weighted($0.linearAutoencoders) },
    routes: ("determinant lemma", "mean of the model's weights p(x,z)/q(z|x), trapezoidal rule"),
    states: { s in s.linear.logEvidence },
    equals: { s in s.table.expectation { terms, _ in exp(terms.bound) }.logarithm },
    variants: [
      .mutant("wwᵀ dropped") { s in altered(s) { $0.weight = $0.weight.map { _ in 0 } } },
      .mutant("s for s²") { s in altered(s) { $0.variance = $0.variance.squareRoot() } },
      .mutant("independent pixels: diagonal of wwᵀ alone") { s in
        let m = s.linear
        var sum = 0.0
        for (r, w) in zip(m.residual, m.weight) {
          sum += Gaussian(mean: 0, standardDeviation: (w * w + m.variance).squareRoot())
            .logDensity(at: r)
        }
        return Bounded(rounded: sum, magnitude: 16)
      },
      .mutant("log p(x|z) at the posterior mean") { s in
        s.linear.reconstruction(mean: s.linear.optimum().mean, spread: 0)
      },
      .without(condition: "the decoder is linear in z", "decoder b + tanh(wz)") { s in
        try curved(s.linear).logarithm
      },
    ])

  private static let linearReconstruction: Check = Check.equality(
    "reconstruction term", on: { $0.linearAutoencoders },
    routes: ("closed form", "the model's term, three-point rule over ε"),
    states: { m in closedReconstruction(m) { $0.approximate } },
    equals: { m in
      NoiseRule.exact { ε in m.witness.terms(TrainingObjective(), noise: [ε]).reconstruction }
    },
    variants: [
      .mutant("|w|²σ² dropped: the decoder at the mean of q") { m in
        m.reconstruction(mean: PlainAutoencoder(m.witness).approximate.mean, spread: 0)
      },
      .mutant("σ for σ²") { m in
        let law = PlainAutoencoder(m.witness).approximate
        return m.reconstruction(mean: law.mean, spread: law.standardDeviation)
      },
      .mutant("under the prior") { m in closedReconstruction(m) { _ in .standard } },
      .without(condition: "the decoder is linear in z", "decoder b + tanh(wz)") { m in
        let plain = PlainAutoencoder(m.witness)
        return try plain.expectation { z in logCurved(m, z) }
      },
    ])

  /// Bayes' rule inverted.
  static let autoencoderPosterior: Claim = Claim(
    "autoencoder.linear.posterior", identity: "C41",
    title: "The posterior of a linear Gaussian autoencoder is a Gaussian in closed form",
    statement: #"""
      p_\theta(z|x) = \frac{p_\theta(x|z)\,p(z)}{p_\theta(x)} = \mathcal{N}\Big(z; \#
      \frac{w^\top(x-b)}{\|w\|^2+s^2}, \frac{s^2}{\|w\|^2+s^2}\Big)
      """#,
    setting: #"""
      Let $p(z) = \mathcal{N}(z; 0, 1)$ and $p_\theta(x|z) = \mathcal{N}(x; b + zw, s^2 I)$.
      """#,
    condition: "the decoder is linear in z and Gaussian",
    rows: ["S4-07"],
    checks: [linearPosteriorMean, linearPosteriorVariance])

  private static let linearPosteriorMean: Check = Check.equality(
    "mean", on: { weighted($0.linearAutoencoders) },
    routes: ("closed form", "z weighted by the model's p(x,z)/q(z|x)"),
    states: { s in Bounded(rounded: s.linear.optimum().mean, magnitude: 4) },
    equals: { s in s.moment { $0 } },
    variants: [
      .mutant("s² dropped") { s in
        Bounded(rounded: s.linear.projection / s.linear.square, magnitude: 4)
      },
      .mutant("s for s²") { s in
        Bounded(
          rounded: s.linear.projection / (s.linear.square + s.linear.variance.squareRoot()),
          magnitude: 4)
      },
      .mutant("mean of q") { s in Bounded(rounded: s.table.plain.approximate.mean, magnitude: 4) },
      .without(condition: "the decoder is linear in z", "decoder b + tanh(wz)") { s in
        try curved(s.linear) { $0 } / curved(s.linear)
      },
    ])

  private static let linearPosteriorVariance: Check = Check.equality(
    "variance", on: { weighted($0.linearAutoencoders.prefix(15)) },
    routes: ("closed form", "z weighted by the model's p(x,z)/q(z|x)"),
    states: { s in Bounded(rounded: s.linear.optimum().variance, magnitude: 1) },
    equals: { s in
      let mean = s.moment { $0 }
      return s.moment { $0 * $0 } - mean.squared
    },
    variants: [
      .mutant("variance of the prior") { _ in 1 },
      .mutant("s²/|w|², the prior left out") { s in
        Bounded(rounded: s.linear.variance / s.linear.square)
      },
      .mutant("1/(1 + |w|/s)") { s in
        Bounded(rounded: 1 / (1 + (s.linear.square / s.linear.variance).squareRoot()))
      },
    ])

  /// The bound of importance weighting.
  static let autoencoderImportanceWeighted: Claim = Claim(
    "autoencoder.linear.importance-weighted", identity: "C41",
    title: "The model's importance-weighted bound lies between its one-sample bound and log p(x)",
    statement: #"""
      \mathrm{ELBO} \le \mathbb{E}_{z_1,z_2 \sim q(z|x)}\left[\log\left(\tfrac12\left(w(z_1) + \#
      w(z_2)\right)\right)\right] \le \log p_\theta(x)
      """#,
    setting: #"""
      Let $\mathrm{ELBO} = \mathbb{E}_{q(z|x)}[\log w(z)]$ with the weight $w(z) = \#
      \frac{p_\theta(x,z)}{q(z|x)}$.
      """#,
    rows: ["S0-03"],
    checks: [weightedBelowEvidence, weightedAboveBound, weightedOfOne])

  private static let weightedBelowEvidence: Check = Check.order(
    "two samples, not above log p(x)", on: { few($0) },
    routes: ("the model's bound, trapezoidal rule over two ε", "determinant lemma"),
    states: { m in besides(m).weightedBound },
    isAtMost: { m in m.logEvidence },
    variants: [
      .mutant("log of the sum: 1/K dropped") { m in besides(m).weightedBound + log(2) },
      .mutant("E max of the two: the better sample") { m in
        let w = besides(m).witness
        return NoiseRule.pairs { first, second in
          max(w.sampled(first).bound, w.sampled(second).bound)
        }
      },
    ])

  private static let weightedAboveBound: Check = Check.order(
    "one sample, not above two", on: { few($0) },
    routes: ("the model's one-sample bound, three-point rule", "its bound of two, two ε"),
    states: { m in NoiseRule.exact { besides(m).witness.sampled($0).bound } },
    isAtMost: { m in besides(m).weightedBound },
    variants: [
      .mutant("log of the mean weight for the mean of the log") { m in
        WeightedLinear(besides(m)).table.expectation { terms, _ in exp(terms.bound) }.logarithm
      },
      .mutant("divergence left out") { m in
        NoiseRule.exact { besides(m).witness.sampled($0).reconstruction }
      },
    ])

  private static let weightedOfOne: Check = Check.equality(
    "one importance sample is one sample of the bound", on: { $0.linearAutoencoders },
    routes: (
      "the model's importance-weighted bound, K = 1", "plain loops: log p(x,z) − log q(z|x)"
    ),
    states: { m in weightedAtFrozenNoise(m, 1) },
    equals: { m in
      let plain = PlainAutoencoder(m.witness)
      let z = plain.latent(m.witness.noise[0])
      return Bounded(
        rounded: plain.logJoint(z) - plain.logApproximate(z), magnitude: m.witness.scale)
    },
    variants: [
      .mutant("closed divergence in the weights", from: "AntixK/PyTorch-VAE PR #53") { m in
        let terms = m.witness.terms(TrainingObjective(), noise: [m.witness.noise[0]])
        return Bounded(rounded: terms.bound, magnitude: m.witness.scale)
      },
      .mutant("log σ² for σ in ε", from: "AntixK/PyTorch-VAE PR #53") { m in
        let plain = PlainAutoencoder(m.witness)
        let z = plain.latent(m.witness.noise[0])
        let ε = (z - plain.head.mean) / plain.head.s
        return Bounded(rounded: m.witness.sampled(ε).bound, magnitude: m.witness.scale)
      },
      .mutant("another number of samples") { m in weightedAtFrozenNoise(m, 3) },
    ])

  // MARK: Helpers

  /// Linear autoencoders with their weights.
  private static func weighted(
    _ subjects: some Sequence<Subject<LinearAutoencoder>>
  ) -> [Subject<WeightedLinear>] {
    subjects.map {
      Subject($0.name, WeightedLinear(besides($0.value)), isRandom: $0.isRandom)
    }
  }

  /// Four linear autoencoders, for what takes two noises.
  private static func few(_ laboratory: Laboratory) -> [Subject<LinearAutoencoder>] {
    Array(laboratory.linearAutoencoders.prefix(4))
  }

  /// q near the posterior and not equal to it.
  private static func besides(_ m: LinearAutoencoder) -> LinearAutoencoder {
    m.besides(shift: 0.4, widening: 1.3)
  }

  /// The log evidence of a model with other numbers.
  private static func altered(
    _ s: WeightedLinear, _ change: (inout LinearAutoencoder) -> Void
  ) -> Bounded {
    var m = s.linear
    change(&m)
    return m.logEvidence
  }

  /// The closed reconstruction term under a law made from the plain model.
  private static func closedReconstruction(
    _ m: LinearAutoencoder, _ law: (PlainAutoencoder) -> Gaussian
  ) -> Bounded {
    let law = law(PlainAutoencoder(m.witness))
    return m.reconstruction(mean: law.mean, spread: law.variance)
  }

  /// log p(x|z) where the decoder is b + tanh(wz).
  private static func logCurved(_ m: LinearAutoencoder, _ z: Double) -> Double {
    var sum = 0.0
    for (r, w) in zip(m.residual, m.weight) {
      let gap = r - tanh(w * z)
      sum -= 0.5 * (log(2 * Double.pi * m.variance) + gap * gap / m.variance)
    }
    return sum
  }

  /// ∫ f(z) p(x,z) dz there.
  private static func curved(
    _ m: LinearAutoencoder, of f: (Double) -> Double = { _ in 1 }
  ) throws -> Bounded {
    try Quadrature().integral(from: -12, to: 12) { z in
      f(z) * NoiseRule.density(z) * exp(logCurved(m, z))
    }
  }

  /// The model's importance-weighted bound at the first of the frozen ε.
  private static func weightedAtFrozenNoise(_ m: LinearAutoencoder, _ samples: Int) -> Bounded {
    let noise = Array(m.witness.noise.prefix(samples))
    let terms = m.witness.terms(
      TrainingObjective(.importanceWeighted, samples: samples), noise: noise)
    return Bounded(rounded: terms.bound, magnitude: m.witness.scale)
  }
}

/// A linear autoencoder and the model's weights under its q.
private struct WeightedLinear: Sendable {
  let linear: LinearAutoencoder
  let table: NoiseTable

  init(_ linear: LinearAutoencoder) {
    self.linear = linear
    table = NoiseTable(linear.witness, .sampledELBO)
  }

  /// E[f(z)|x] by the weights.
  func moment(of f: (Double) -> Double) -> Bounded {
    let total = table.expectation { terms, _ in exp(terms.bound) }
    return table.expectation { terms, ε in f(table.plain.latent(ε)) * exp(terms.bound) } / total
  }
}

extension LinearAutoencoder {
  /// E log ½(w₁ + w₂) by the model.
  fileprivate var weightedBound: Bounded {
    let workspace = witness.workspace(noise: [0, 0])
    let objective = TrainingObjective(.importanceWeighted, samples: 2)
    return NoiseRule.pairs { first, second in
      workspace.noise[0, 0] = first
      workspace.noise[1, 0] = second
      return witness.model.bound(
        of: objective, count: 1, witness.parameters, workspace
      ).bound
    }
  }
}
