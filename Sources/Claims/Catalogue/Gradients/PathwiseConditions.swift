import Distributions
import Foundation
import Numerics

// C34, its conditions: a kink is harmless, a step is fatal; the law of the noise must not move with φ;
// g need not be invertible.

extension Claim {
  /// The gradient of the expectation of a step: the score sees it, the path does not.
  static let stepFunction: Claim = Claim(
    "gradient.reparameterized.step-function", identity: "C34",
    title: "A step has a gradient in the mean that no path sees; a kink is harmless",
    statement: #"""
      \partial_\mu\int_c^\infty q(z)\,dz = \mathcal{N}(c; \mu, \sigma^2) = \int_c^\infty \#
      q(z)\,\partial_\mu\log q(z)\,dz, \qquad \partial_\mu\int_c^\infty (z-c)\,q(z)\,dz = \#
      \int_c^\infty q(z)\,dz
      """#,
    setting: #"""
      Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$. The mean of a step, 1 above $c$ and 0 below, is \#
      the first integral, that of the kink $\max(z-c, 0)$ the third. A path sees the slope of the \#
      function alone, which is 0 for the step and 1 above $c$ for the kink.
      """#,
    condition: "pathwise: f(g(ε,φ)) is Lipschitz in φ; the score needs no such condition",
    rows: ["S0-32", "S3-70", "S3-82", "S4-31"],
    checks: [step, kink])

  private static let step: Check = .equality(
    "score gradient of a step = density at the step", on: thresholds,
    routes: ("quadrature above the step", "differences of GSL's tail"),
    states: { t in
      try t.expectationAbove { z in t.law.score(at: z).mean }
    },
    equals: { t in
      Differentiation.derivative(
        of: { (μ: Double) -> Double in
          Reference.gaussianUpperTail(
            t.threshold, mean: μ, standardDeviation: t.law.standardDeviation)
        }, at: t.law.mean, step: 0.125 * t.law.standardDeviation)
    },
    variants: [
      .equivalent("the density at the step itself") { t in
        Bounded(rounded: t.law.density(at: t.threshold))
      },
      .without(
        condition: "f(g(ε,φ)) is Lipschitz in φ",
        "pathwise gradient of the step, zero almost everywhere"
      ) { t in
        try t.expectationAbove { z in
          // Both sides of the difference lie above the step unless z does by less than 2⁻⁴⁰.
          let (high, low) = (z + 0x1p-40, z - 0x1p-40)
          return ((high > t.threshold ? 1 : 0) - (low > t.threshold ? 1 : 0)) / 0x1p-39
        }
      },
      .mutant("mass above the step for the density at it") { t in
        try t.expectationAbove { _ in 1 }
      },
      .mutant("sign of the score") { t in
        try t.expectationAbove { z in -t.law.score(at: z).mean }
      },
    ])

  private static let kink: Check = .equality(
    "pathwise gradient of max(z − c, 0) = slope of its mean", on: thresholds,
    routes: ("quadrature above the kink", "differences of the closed form in GSL's functions"),
    states: { t in try t.expectationAbove { _ in 1 } },
    equals: { t in
      Differentiation.derivative(
        of: { (μ: Double) -> Double in
          let (σ, c) = (t.law.standardDeviation, t.threshold)
          return (μ - c) * Reference.gaussianUpperTail(c, mean: μ, standardDeviation: σ)
            + σ * σ * Reference.gaussianDensity(c, mean: μ, standardDeviation: σ)
        }, at: t.law.mean, step: 0.125 * t.law.standardDeviation)
    },
    variants: [
      .equivalent("by the score") { t in
        try t.expectationAbove { z in (z - t.threshold) * t.law.score(at: z).mean }
      },
      .mutant("slope one on both sides of the kink") { t in
        try LineIntegral.total(over: t.law) { z in t.law.density(at: z) }
      },
      .mutant("sign of the slope") { t in try t.expectationAbove { _ in -1 } },
    ])

  private static let thresholds: Subjects<Threshold> = { laboratory in
    laboratory.family(
      fixed: [
        Subject(
          "q of W-LG, step at 0",
          Threshold(law: LinearGaussianWitness.ledger.approximate, threshold: 0))
      ], "threshold"
    ) { generator in
      let law = LinearGaussianWitness.random(using: &generator).approximate
      return Threshold(
        law: law, threshold: law.mean + law.standardDeviation * (3 * generator.uniform() - 1.5))
    }
  }

  /// The law of the noise must not depend on φ.
  static let fixedNoise: Claim = Claim(
    "gradient.reparameterized.fixed-noise", identity: "C34",
    title: "The law of the noise must not move with the parameter",
    statement: #"""
      \partial_\phi\,\mathbb{E}_{p(\epsilon)}\left[g(\epsilon,\phi)^2\right] = \#
      \mathbb{E}_{p(\epsilon)}\left[2\,g(\epsilon,\phi)\,\partial_\phi\,g(\epsilon,\phi)\right]
      """#,
    setting: #"Let $p(\epsilon)$ be free of $\phi$."#,
    condition: "p(ε) does not depend on φ; else the score of p(ε) is missing",
    rows: ["S0-29"],
    checks: [
      .equality(
        "location: z = φ + ε", on: numbers("location"),
        routes: ("quadrature over GSL's noise density", "differences of φ² + 1"),
        states: { φ in try noiseMean { ε in 2 * (φ + ε) * 1 } },
        equals: { φ in
          Differentiation.derivative(of: { (φ: Double) -> Double in φ * φ + 1 }, at: φ)
        },
        variants: [
          .without(condition: "p(ε) does not depend on φ", "ε ~ N(φ, 1), g = ε: ∂g/∂φ = 0") { φ in
            try noiseMean { centred in 2 * (φ + centred) * 0 }
          },
          .equivalent("ε ~ N(φ, 1) with the score of its law added") { φ in
            try noiseMean { centred in (φ + centred) * (φ + centred) * centred }
          },
          .mutant("half of the slope lost") { φ in try noiseMean { ε in φ + ε } },
        ]),
      .equality(
        "scale: z = μ + φε with μ = 0.4", on: numbers("scale"),
        routes: ("quadrature over GSL's noise density", "differences of μ² + φ²"),
        states: { φ in try noiseMean { ε in 2 * (0.4 + φ * ε) * ε } },
        equals: { φ in
          Differentiation.derivative(of: { (φ: Double) -> Double in 0.16 + φ * φ }, at: φ)
        },
        variants: [
          .without(condition: "p(ε) does not depend on φ", "ε ~ N(0, φ²), g = μ + ε: ∂g/∂φ = 0") {
            φ in
            try noiseMean { unit in 2 * (0.4 + φ * unit) * 0 }
          },
          .equivalent("ε ~ N(0, φ²) with the score of its law added") { φ in
            try noiseMean { unit in
              (0.4 + φ * unit) * (0.4 + φ * unit) * (unit * unit - 1) / φ
            }
          },
          .mutant("∂g/∂φ = 1 for ε") { φ in try noiseMean { ε in 2 * (0.4 + φ * ε) } },
        ]),
    ])

  /// Invertibility of g is not needed for the gradient.
  static let notInvertible: Claim = Claim(
    "gradient.reparameterized.not-invertible", identity: "C34",
    title: "The pathwise gradient does not need g to be invertible",
    statement: #"""
      \partial_\phi\,\mathbb{E}_{p(\epsilon)}[\sin z] = \#
      \mathbb{E}_{p(\epsilon)}\left[\epsilon^2\cos z\right], \quad \mathbb{E}_{p(\epsilon)}[\sin \#
      z] = \frac{\phi}{r}\sqrt{\frac{2}{r+1}}
      """#,
    setting: #"""
      Let $p(\epsilon) = \mathcal{N}(\epsilon; 0, 1)$, $z = \phi\epsilon^2$ and $r = \sqrt{1 + \#
      4\phi^2}$, so that the last mean is the imaginary part of the inverse root of $1 - 2i\phi$.
      """#,
    rows: ["S0-27"],
    checks: [
      .equality(
        "E[ε² cos(φε²)] = slope of Im (1 − 2iφ)^(−1/2)", on: numbers("squared noise"),
        routes: ("quadrature over GSL's noise density", "differences of the closed form"),
        states: { φ in try noiseMean { ε in cos(φ * ε * ε) * ε * ε } },
        equals: { φ in
          Differentiation.derivative(
            of: { (φ: Double) -> Double in
              pow(1 + 4 * φ * φ, -0.25) * sin(0.5 * atan(2 * φ))
            }, at: φ, step: 0.03)
        },
        variants: [
          .mutant("∂g/∂φ = ε for ε²") { φ in try noiseMean { ε in cos(φ * ε * ε) * ε } },
          .mutant("only the invertible half, ε > 0") { φ in
            try Quadrature().integral(from: 0, to: LineIntegral.reach) { ε in
              Reference.gaussianDensity(ε) * cos(φ * ε * ε) * ε * ε
            }
          },
          .written(
            "S0-27", #"z = g(\epsilon,\phi)\ \text{given}\ z"#,
            "z its own argument: given z, nothing depends on φ"
          ) { φ in try noiseMean { ε in cos(φ * ε * ε) * 0 } },
        ])
    ])

  private static func numbers(_ name: String) -> Subjects<Double> {
    { laboratory in
      laboratory.family(fixed: [Subject("φ = 1.3", 1.3)], "\(name) of the noise") { generator in
        0.3 + 1.7 * generator.uniform()
      }
    }
  }
}

/// A normal law and a threshold.
private struct Threshold: Sendable {
  let law: Gaussian
  let threshold: Double

  /// E_q[1{z > c} f(z)], integrated from the threshold on.
  func expectationAbove(of f: (Double) -> Double) throws -> Bounded {
    try Quadrature().integral(
      from: threshold, to: law.mean + LineIntegral.reach * law.standardDeviation
    ) { z in
      Reference.gaussianDensity(z, mean: law.mean, standardDeviation: law.standardDeviation) * f(z)
    }
  }
}
