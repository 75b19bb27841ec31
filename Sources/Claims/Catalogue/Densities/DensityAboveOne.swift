import Distributions
import Foundation
import Numerics

// C39: only probabilities of events are at most 1. A density is at most what its law allows, 1/(√(2π)σ) for a
// normal one; so log densities, log evidence and the bound may be positive.

extension Claim {
  /// The peak of a normal density, and that the area under it is 1 all the same.
  static let densityAboveOne = Claim(
    "density.above-one", identity: "C39",
    title: "A normal density peaks at 1/(√(2π)σ), above 1 for σ below 0.399",
    statement: #"0 \le \mathcal{N}(x;\mu,\sigma^2) \le \frac{1}{\sqrt{2\pi}\,\sigma}"#,
    rows: ["S3-31", "S3-59"],
    checks: [
      .order(
        "height of the peak above the bound", on: { narrowLaws($0) },
        routes: ("reference density at its mean, minus the bound", "zero"),
        states: { law in peak(law) - Bounded(rounded: 1 / (tau * law.standardDeviation)) },
        isAtMost: { _ in 0 },
        variants: [
          .written(
            "S3-31", #"p(x) \le 1 \text{ for every probability distribution}"#, "bound 1"
          ) { law in peak(law) - 1 },
          .written("S3-59", #"0 \le q \le 1, \quad \ln q \le 0"#, "bound 0 for log q") { law in
            peak(law).logarithm
          },
          .mutant("bound 1/(2πσ)") { law in
            peak(law) - Bounded(rounded: 1 / (tau * tau * law.standardDeviation))
          },
          .mutant("bound 1/(√(2π)σ²)") { law in
            peak(law) - Bounded(rounded: 1 / (tau * law.variance))
          },
        ]),
      .equality(
        "area under the density", on: { narrowLaws($0) },
        routes: ("quadrature of the density", "one"),
        states: { law in try LineIntegral.total(over: law) { exp(law.logDensity(at: $0)) } },
        equals: { _ in 1 },
        variants: [
          .mutant("density cut off at 1") { law in
            // Split where the density crosses 1, so that the quadrature sees no kink.
            let kink =
              law.standardDeviation
              * max(0, -2 * log(tau * law.standardDeviation)).squareRoot()
            let half = LineIntegral.reach * law.standardDeviation
            return try Quadrature().integral(
              from: law.mean - half, to: law.mean + half,
              singularities: [law.mean - kink, law.mean + kink]
            ) { min(1, exp(law.logDensity(at: $0))) }
          },
          .mutant("density scaled to a peak of 1") { law in
            let top = law.logDensity(at: law.mean)
            return try LineIntegral.total(over: law) { exp(law.logDensity(at: $0) - top) }
          },
        ]),
    ])

  /// For a discrete law the values are probabilities, and there the bound 1 is right.
  static let massAtMostOne = Claim(
    "density.mass-at-most-one", identity: "C39",
    title: "Probabilities of single values are at most 1, densities need not be",
    statement: #"p(x) \le \sum_{x'} p(x') = 1, \qquad \log p(x) \le \log\sum_{x'} p(x') = 0"#,
    condition: "x is discrete: p is a probability, not a density",
    rows: ["S3-31", "S3-32", "S3-33"],
    checks: [
      .order(
        "largest probability of a symbol given a latent value", on: { $0.witnesses.discrete },
        routes: ("table of the witness", "one"),
        states: { w in Bounded(exactly: largest(w)) }, isAtMost: { _ in 1 },
        variants: [
          .without(
            condition: "p is a probability", "the same as a density over cells of width 0.1"
          ) { w in Bounded(exactly: largest(w)) / 0.1 },
          .mutant("columns summed over z") { w in
            (0..<w.likelihood[0].count).map { x in
              w.likelihood.map { Bounded(exactly: $0[x]) }.sum()
            }.max { $0.value < $1.value } ?? 0
          },
          .mutant("odds p/(1 − p)") { w in
            let p = Bounded(exactly: largest(w))
            return p / (1 - p)
          },
        ]),
      .order(
        "log evidence", on: { $0.witnesses.discrete },
        routes: ("logarithm of the exact sum", "zero"),
        states: { w in try w.marginalized() }, isAtMost: { _ in 0 },
        variants: [
          .mutant("sign") { w in -(try w.marginalized()) },
          .mutant("log Σ p(x|z), the prior dropped") { w in
            w.likelihood.map { Bounded(exactly: $0[w.observation]) }.sum().logarithm
          },
        ]),
    ])

  /// Log evidence and bound of a continuous observation are bounded by the law of x, not by 0.
  static let evidenceAboveOne = Claim(
    "evidence.above-one", identity: "C39",
    title: "The evidence of a continuous x is a density: its log, and the bound, may be positive",
    statement:
      #"\mathcal{L}(x) \le \log p(x) = -\tfrac12\log\left(2\pi(w^2+s^2)\right) - \frac{(x-b)^2}{2(w^2+s^2)} \le -\tfrac12\log\left(2\pi(w^2+s^2)\right)"#,
    setting:
      #"Let $p(z) = \mathcal{N}(z; 0, 1)$, $p(x|z) = \mathcal{N}(x; b + wz, s^2)$ and $\mathcal{L}(x) = \mathbb{E}_{q(z|x)}\left[\log\frac{p(x,z)}{q(z|x)}\right]$. The last side is positive where $2\pi(w^2+s^2)$ is below 1."#,
    rows: ["S3-32", "S3-33"],
    checks: [
      .equality(
        "evidence", on: { narrowWitnesses($0) },
        routes: ("quadrature over z", "normal density with variance w² + s²"),
        states: { w in try w.total(over: .posterior) { exp(w.logJoint($0)) } },
        equals: { w in
          Bounded(
            rounded: Reference.gaussianDensity(
              w.observation, mean: w.bias,
              standardDeviation: (w.weight * w.weight + w.noise * w.noise).squareRoot()),
            ulps: 1024)
        },
        variants: [
          .written("S3-32", #"p(x) \le 1"#, "cut off at 1") { w in
            let evidence = try w.total(over: .posterior) { exp(w.logJoint($0)) }
            return evidence.value > 1 ? 1 : evidence
          },
          .mutant("prior dropped") { w in
            try LineIntegral.total(over: w.posterior) { exp(w.logLikelihood(Latent($0, 0))) }
          },
          .mutant("s² dropped from the variance") { w in
            Bounded(
              rounded: Reference.gaussianDensity(
                w.observation, mean: w.bias, standardDeviation: w.weight.magnitude))
          },
        ]),
      .order(
        "log evidence above the bound of its law", on: { narrowWitnesses($0) },
        routes: ("log of the quadrature, minus the bound", "zero"),
        states: { w in try w.marginalized() - logPeak(w) },
        isAtMost: { _ in 0 },
        variants: [
          .written("S3-33", #"\ln p(x) \le 0"#, "bound 0") { w in try w.marginalized() },
          .mutant("bound −½ log(2π(w² + s²)) without its half") { w in
            try w.marginalized() - 2 * logPeak(w)
          },
        ]),
      .order(
        "bound at the posterior above the bound of the evidence's law",
        on: { narrowWitnesses($0) },
        routes: ("quadrature of the bound, minus the limit", "zero"),
        states: { w in try boundAtPosterior(w) - logPeak(w) }, isAtMost: { _ in 0 },
        variants: [
          .mutant("ELBO at most 0") { w in try boundAtPosterior(w) },
          .mutant("s² lost where w = s") { w in
            try boundAtPosterior(w) - (logPeak(w) - 0.5 * log(2))
          },
        ]),
    ])

  /// √(2π).
  private static let tau = (2 * Double.pi).squareRoot()

  private static func peak(_ law: Gaussian) -> Bounded {
    Bounded(
      rounded: Reference.gaussianDensity(
        law.mean, mean: law.mean, standardDeviation: law.standardDeviation))
  }

  private static func largest(_ w: DiscreteWitness) -> Double {
    w.likelihood.map { $0.max() ?? 0 }.max() ?? 0
  }

  /// −½ log(2π(w² + s²)).
  private static func logPeak(_ w: LinearGaussianWitness) -> Bounded {
    Bounded(
      rounded: -0.5 * log(2 * Double.pi * (w.weight * w.weight + w.noise * w.noise)),
      magnitude: 2)
  }

  /// The bound with q at the posterior.
  private static func boundAtPosterior(
    _ w: LinearGaussianWitness
  ) throws(NumericsError) -> Bounded {
    try w.expectation(under: .posterior) { w.logJoint($0) - w.logPosterior($0) }
  }

  private static func narrowLaws(_ laboratory: Laboratory) -> [Subject<Gaussian>] {
    laboratory.family(
      fixed: [
        Subject("N(0, 0.1²)", Gaussian(mean: 0, standardDeviation: 0.1)),
        Subject("q = N(0.4, 0.1²)", Gaussian(mean: 0.4, standardDeviation: 0.1)),
        Subject("N(0, 2²)", Gaussian(mean: 0, standardDeviation: 2)),
      ], "narrow-law"
    ) { generator in
      let mean = -1 + 2 * generator.uniform()
      return Gaussian(mean: mean, standardDeviation: exp(-4 + 5 * generator.uniform()))
    }
  }

  private static func narrowWitnesses(
    _ laboratory: Laboratory
  ) -> [Subject<LinearGaussianWitness>] {
    laboratory.family(
      fixed: [
        Subject(
          "w = s = 0.1, x = 0",
          LinearGaussianWitness(
            weight: 0.1, bias: 0, noise: 0.1, observation: 0, mean: 0.2, deviation: 0.5)),
        Subject("W-LG", .ledger),
      ], "narrow-linear-gaussian"
    ) { generator in
      let w = 0.05 + 0.3 * generator.uniform()
      let s = 0.05 + 0.3 * generator.uniform()
      let b = -0.5 + generator.uniform()
      return LinearGaussianWitness(
        weight: w, bias: b, noise: s, observation: b + 0.3 * (generator.uniform() - 0.5),
        mean: 0.2, deviation: 0.5)
    }
  }
}
