import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C42: σ = exp(½s), exp(s) or log(1 + eˢ), by what the second head s means. The divergence that the model samples,
// d(ε) = ½((μ + σε)² − ε² − log σ²), tells them: σ² = 1 + d(1) + d(−1) − 2d(0), μ = (d(1) − d(−1))/(2σ).

extension Claim {
  /// From the second head to the deviation that samples have.
  static let autoencoderScale: Claim = Claim(
    "autoencoder.scale", identity: "C42",
    title: "The deviation of the model's samples is exp(½s) for a log variance s",
    statement: #"""
      \operatorname{Var}_{p(\varepsilon)}\left[\mu + e^{s/2}\varepsilon\right] = e^s > 0, \qquad \#
      D_{KL}(q(z|x)\,\|\,p(z)) = \tfrac12(\mu^2 + e^s - 1 - s)
      """#,
    setting: #"""
      Let the encoder emit $\mu$ and the log variance $s$, $q(z|x) = \mathcal{N}(z; \mu, e^s)$, \#
      and let $p(z) = \mathcal{N}(z; 0, 1)$ and $p(\varepsilon) = \mathcal{N}(\varepsilon; 0, \#
      1)$.
      """#,
    condition: "the head's output is mapped to a positive deviation",
    rows: ["S1-59", "S1-60", "S4-28"],
    checks: [scaleOfSamples, scaleInDivergence])

  private static let scaleOfSamples: Check = Check.equality(
    "deviation of z", on: { HeadSubject.all($0) },
    routes: ("definition", "read off the divergence that the model samples"),
    states: { h in Bounded(rounded: h.deviation) },
    equals: { h in h.witness.sampledVariance.squareRoot },
    variants: [
      .mutant("σ² for σ", from: "rachtsingh/ibp_vae #3") { h in
        Bounded(rounded: h.deviation * h.deviation)
      },
      .mutant("σ⁴ for σ") { h in Bounded(rounded: pow(h.deviation, 4)) },
      .without(condition: "mapped to a positive deviation", "√s: s read as σ²") { h in
        Bounded(rounded: h.s.squareRoot())
      },
      .without(condition: "mapped to a positive deviation", "s itself") { h in Bounded(rounded: h.s)
      },
    ])

  private static let scaleInDivergence: Check = Check.equality(
    "divergence from the prior", on: { HeadSubject.all($0) },
    routes: ("the model's closed form", "quadrature with the oracle's densities"),
    states: { h in h.divergence(h.witness) },
    equals: { h in
      let (μ, σ) = (h.mean, h.deviation)
      return try Quadrature().integral(from: -10, to: 10) { ε in
        let z = μ + σ * ε
        let ratio = 0.5 * (z * z - ε * ε) - log(σ)
        return Reference.gaussianDensity(ε) * ratio
      }
    },
    variants: [
      .mutant("log variance read as log deviation, and the like") { h in
        h.divergence(h.witness.readBy { $0.posteriorScale = h.misread })
      },
      .mutant("σ² passed where σ is expected") { h in
        h.divergence(h.witness.withPosterior(mean: h.mean, deviation: h.deviation * h.deviation))
      },
      .mutant("s² for σ²", from: "deepchem PR #4888") { h in
        let squares = h.mean * h.mean + h.s * h.s
        return Bounded(
          rounded: 0.5 * (squares - 1) - log(h.deviation), magnitude: 1 + squares)
      },
    ])

  /// Single precision near the ends of its range.
  static let autoencoderScaleRange: Claim = Claim(
    "autoencoder.scale.range", identity: "C42",
    title: "In training's single precision the deviation stays positive where the variance is lost",
    statement: #"""
      \log\sigma_{\text{Float}}(s) = \tfrac12 s \text{ within its last places, } -160 \le s \le \#
      80
      """#,
    setting: #"""
      Let $\sigma_{\text{Float}}(s)$ be the deviation that the program computes in single \#
      precision for the log variance $s$.
      """#,
    condition: "the logarithm of the variance is what the network emits",
    rows: ["S1-55"],
    checks: [scaleInSinglePrecision, softplusInSinglePrecision])

  private static let scaleInSinglePrecision: Check = Check.equality(
    "log of the Float deviation", on: { singles($0, -160, 80) },
    routes: ("the model's deviation of a log variance", "half the output"),
    states: { s in logarithm(PosteriorScale.logVariance.deviation(s)) },
    equals: { s in Bounded(exactly: 0.5 * Double(s)) },
    variants: [
      .mutant("exp(s)") { s in logarithm(PosteriorScale.logDeviation.deviation(s)) },
      .mutant("exp(2s)") { s in logarithm(exp(2 * s)) },
      .without(condition: "the logarithm is what the network emits", "root of a Float variance") {
        s in logarithm(exp(s).squareRoot())
      },
      .without(condition: "the logarithm is what the network emits", "output read as σ²") { s in
        logarithm(s.squareRoot())
      },
    ])

  private static let softplusInSinglePrecision: Check = Check.equality(
    "log of the Float softplus far below 0", on: { singles($0, -80, -20) },
    routes: ("the model's deviation by softplus", "the output: log(1 + eˢ) = eˢ(1 − …)"),
    states: { s in logarithm(PosteriorScale.softplus.deviation(s)) },
    equals: { s in Bounded(Double(s), error: exp(Double(s))) },
    variants: [
      .mutant("1 + eˢ rounded to 1 before the logarithm") { s in logarithm(log(1 + exp(s))) },
      .mutant("rectifier for softplus") { s in logarithm(max(s, 0)) },
      .mutant("exp(½s)") { s in logarithm(PosteriorScale.logVariance.deviation(s)) },
    ])

  /// log of a Float that is right to two units in its last place; what is not a positive number has no log.
  private static func logarithm(_ value: Float) -> Bounded {
    Bounded(Double(value), error: 2 * Double(Float.ulpOfOne) * Double(value.magnitude)).logarithm
  }

  /// The ends of a range of outputs and its middle, then fifty between.
  private static func singles(
    _ laboratory: Laboratory, _ low: Float, _ high: Float
  ) -> [Subject<Float>] {
    let fixed = [low, high, 0.5 * (low + high)]
    return laboratory.family(
      fixed: fixed.map { Subject("s = \($0)", $0) }, "second head from \(low) to \(high)"
    ) { low + (high - low) * Float($0.uniform()) }
  }
}

/// What the encoder emits, and what it means.
private struct HeadSubject: Sendable {
  let scale: PosteriorScale
  let mean: Double
  let s: Double

  /// A linear autoencoder whose encoder emits just that.
  var witness: AutoencoderWitness {
    LinearAutoencoder.fixed.witness.readBy { $0.posteriorScale = scale }.withHead(mean: mean, s)
  }

  /// σ by its definition.
  var deviation: Double {
    switch scale {
    case .logVariance: exp(0.5 * s)
    case .logDeviation: exp(s)
    case .softplus: log(1 + exp(s))
    }
  }

  /// Another meaning.
  var misread: PosteriorScale { scale == .logDeviation ? .logVariance : .logDeviation }

  /// The closed divergence as the bound has it.
  func divergence(_ witness: AutoencoderWitness) -> Bounded {
    let terms = witness.terms(TrainingObjective(), noise: [0])
    let σ = PlainAutoencoder(witness).approximate.standardDeviation
    return Bounded(rounded: terms.divergence, magnitude: 1 + mean * mean + σ * σ + s.magnitude)
  }

  static func all(_ laboratory: Laboratory) -> [Subject<HeadSubject>] {
    let fixed = PosteriorScale.allCases.map {
      Subject("(0.4, −0.8), \($0.rawValue)", HeadSubject(scale: $0, mean: 0.4, s: -0.8))
    }
    return laboratory.family(fixed: fixed, "encoder head") { generator in
      let scales = PosteriorScale.allCases
      let index = Int(Double(scales.count) * (1 - generator.uniform()))
      let mean = generator.standardNormal()
      return HeadSubject(scale: scales[index], mean: mean, s: 2 - 4 * generator.uniform())
    }
  }
}

extension AutoencoderWitness {
  /// d(ε), the divergence that one sample of the model gives.
  private func sampledDivergence(_ noise: Double) -> Bounded {
    let law = PlainAutoencoder(self).approximate
    let z = law.mean.magnitude + law.standardDeviation * noise.magnitude
    return Bounded(
      rounded: sampled(noise).divergence,
      magnitude: 1 + z * z + law.logStandardDeviation.magnitude)
  }

  /// σ² = 1 + d(1) + d(−1) − 2d(0).
  var sampledVariance: Bounded {
    1 + sampledDivergence(1) + sampledDivergence(-1) - 2 * sampledDivergence(0)
  }

  /// μ = (d(1) − d(−1))/(2σ).
  var sampledMean: Bounded {
    (sampledDivergence(1) - sampledDivergence(-1)) / (2 * sampledVariance.squareRoot)
  }
}
