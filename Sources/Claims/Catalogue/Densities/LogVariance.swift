import Distributions
import Foundation
import Numerics

// C42: σ = exp(½ log σ²): log σ² may be any real number, σ² must be positive; and exp(½v) stays a normal number
// for exponents v where exp(v) does not.

extension Claim {
  /// How a network's second output becomes a standard deviation.
  static let logVarianceHead = Claim(
    "gaussian.log-variance", identity: "C42",
    title: "The standard deviation is the exponential of half the log variance",
    statement: #"\tfrac12\log\sigma^2 = \log\sigma, \quad \sigma = \exp(\tfrac12\log\sigma^2)"#,
    rows: ["S1-54", "S1-59", "S1-60"],
    checks: [
      .equality(
        "exp(½v) = √exp(v)", on: { heads($0) },
        routes: ("exponential of half the output", "root of the exponential"),
        states: { head in
          Bounded(
            rounded: Gaussian(mean: head.mean, logVariance: head.logVariance).standardDeviation)
        },
        equals: { head in Bounded(rounded: exp(head.logVariance)).squareRoot },
        variants: [
          .mutant("exp(v)", from: "rachtsingh/ibp_vae #3") { head in
            Bounded(rounded: exp(head.logVariance))
          },
          .mutant("exp(2v)") { head in Bounded(rounded: exp(2 * head.logVariance)) },
          .mutant("√v") { head in Bounded(rounded: head.logVariance.squareRoot()) },
        ]),
      .equality(
        "log σ from the second moment", on: { heads($0) },
        routes: ("half the output", "half the log of a quadrature"),
        states: { head in Bounded(exactly: 0.5 * head.logVariance) },
        equals: { head in
          let σ = head.scale
          return 0.5 * (try head.moment(scale: σ, of: { $0 * $0 })).logarithm
        },
        variants: [
          .mutant("(log σ)² for log σ²") { head in
            Bounded(rounded: 0.25 * head.logVariance * head.logVariance)
          },
          .mutant("the half lost") { head in Bounded(exactly: head.logVariance) },
        ]),
      .equality(
        "the first half of the outputs is the mean of z", on: { heads($0) },
        routes: ("output", "quadrature over the noise"),
        states: { head in Bounded(exactly: head.mean) },
        equals: { head in try head.moment(scale: head.scale) { head.mean + $0 } },
        variants: [
          .mutant("halves exchanged") { head in Bounded(exactly: head.logVariance) },
          .mutant("mean taken as a log") { head in Bounded(rounded: exp(head.mean)) },
        ]),
    ])

  /// A scale must be positive, whatever the network says.
  static let positiveScale = Claim(
    "gaussian.positive-scale", identity: "C42",
    title: "A scale made by exp(½·) or softplus gives a density for every output",
    statement: #"\int \frac{1}{\sqrt{2\pi}\,\sigma}\exp\left(-\frac{z^2}{2\sigma^2}\right)dz = 1,"#
      + #"\quad \sigma = \exp(\tfrac12 v) > 0"#,
    condition: "the output is mapped to a positive standard deviation",
    rows: ["S1-55", "S4-28"],
    checks: [
      .equality(
        "total mass", on: { heads($0) }, routes: ("quadrature over the noise", "one"),
        states: { head in try head.moment(scale: head.scale) { _ in 1 } },
        equals: { _ in 1 },
        variants: [
          .equivalent("softplus of the output") { head in
            try head.moment(scale: softplus(head.logVariance)) { _ in 1 }
          },
          .without(
            condition: "the output is mapped to a positive standard deviation",
            "the output itself as the scale"
          ) { head in try head.moment(scale: head.logVariance) { _ in 1 } },
          .mutant("log σ as the scale") { head in
            try head.moment(scale: 0.5 * head.logVariance) { _ in 1 }
          },
          .mutant("tanh of the output as the scale") { head in
            try head.moment(scale: tanh(head.logVariance)) { _ in 1 }
          },
        ]),
      .equality(
        "divergence from the prior tells σ from σ²", on: { heads($0) },
        routes: ("closed form with the scale", "quadrature of q log q/p"),
        states: { head in divergence(head, scale: head.scale) },
        equals: { head in
          let law = Gaussian(mean: head.mean, standardDeviation: exp(0.5 * head.logVariance))
          return try LineIntegral.total(over: law) { z in
            let logDensity = law.logDensity(at: z)
            return exp(logDensity) * (logDensity - Gaussian.standard.logDensity(at: z))
          }
        },
        variants: [
          .mutant("σ² passed as the scale") { head in
            divergence(head, scale: exp(head.logVariance))
          },
          .mutant("σ in the place of σ² alone") { head in
            let squares = head.mean * head.mean + head.scale
            return Bounded(
              rounded: 0.5 * (squares - 1 - head.logVariance), magnitude: 1 + squares)
          },
          .mutant("logvar² for σ²", from: "deepchem PR #4888") { head in
            divergence(head, scale: head.logVariance.magnitude)
          },
        ]),
    ])

  /// In single precision the variance underflows long before the standard deviation does.
  static let logVarianceRange = Claim(
    "gaussian.log-variance.range", identity: "C42",
    title: "Stored as a logarithm, a small variance still gives its standard deviation",
    statement:
      #"\sigma = e^{v/2}, \qquad e^{-160} < 2^{-149} < 2^{-126} < e^{-160/2}, \qquad e^{80/2} < 2^{128}"#,
    setting:
      #"Let $v = \log\sigma^2$ be stored. In single precision the normal numbers begin at $2^{-126}$ and end below $2^{128}$, and the least number is $2^{-149}$."#,
    condition: "−160 ≤ v ≤ 80, and the logarithm is stored, not σ² itself",
    rows: ["S1-55"],
    checks: [
      .equality(
        "log of the single-precision standard deviation",
        on: { laboratory in
          laboratory.family(
            fixed: [
              Subject("σ² = 1e-50", Float(-115.129_25)), Subject("v = −160", -160),
              Subject("v = 80", 80), Subject("v = −0.3", -0.3),
            ], "float-log-variance"
          ) { Float(-160 + 240 * $0.uniform()) }
        },
        routes: ("Float exponential of half the output", "half the output"),
        states: { v in logarithm(ofSingle: exp(0.5 * v)) },
        equals: { v in Bounded(exactly: 0.5 * Double(v)) },
        variants: [
          .without(
            condition: "the logarithm is stored", "σ² stored as a Float, then its root"
          ) { v in logarithm(ofSingle: exp(v).squareRoot()) },
          .without(condition: "the output is the log of the variance", "output read as σ²") { v in
            logarithm(ofSingle: v.squareRoot())
          },
          .mutant("exp(v)") { v in logarithm(ofSingle: exp(v)) },
          .mutant("exp(2v)") { v in logarithm(ofSingle: exp(2 * v)) },
        ])
    ])

  /// log of a Float that is right to two units in its last place; what is not a positive number has no log.
  private static func logarithm(ofSingle value: Float) -> Bounded {
    Bounded(Double(value), error: 2 * Double(Float.ulpOfOne) * Double(value.magnitude)).logarithm
  }

  /// ½(μ² + s² − 1) − log s with a scale s.
  private static func divergence(_ head: GaussianHead, scale: Double) -> Bounded {
    let squares = head.mean * head.mean + scale * scale
    return Bounded(rounded: 0.5 * (squares - 1) - log(scale), magnitude: 1 + squares)
  }

  private static func heads(_ laboratory: Laboratory) -> [Subject<GaussianHead>] {
    laboratory.family(
      fixed: [
        Subject("q of W-LG: (0.4, log 0.36)", GaussianHead(mean: 0.4, logVariance: log(0.36))),
        Subject("(0.4, −0.3)", GaussianHead(mean: 0.4, logVariance: -0.3)),
      ], "head"
    ) { generator in
      let mean = 0.8 * generator.standardNormal()
      return GaussianHead(mean: mean, logVariance: 1.3 * generator.standardNormal())
    }
  }
}

/// The two outputs of a Gaussian head.
private struct GaussianHead: Sendable {
  let mean: Double
  let logVariance: Double

  /// exp(½·log σ²).
  var scale: Double { exp(0.5 * logVariance) }

  /// ∫ f(z − μ) dz/(√(2π)s)·exp(−(z−μ)²/(2s²)) for any number s, over twelve |s|.
  func moment(
    scale: Double, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let half = LineIntegral.reach * scale.magnitude
    return try Quadrature().integral(from: -half, to: half) { d in
      f(d) * exp(-0.5 * d * d / (scale * scale)) / ((2 * Double.pi).squareRoot() * scale)
    }
  }
}
