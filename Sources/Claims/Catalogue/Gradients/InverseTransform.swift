import Distributions
import Foundation
import Numerics

// C32: any continuous law on the line is that of F⁻¹(Φ(ε)), a deterministic function of normal noise.

extension Claim {
  /// Any continuous law on the line is a function of normal noise.
  static let inverseTransform: Claim = Claim(
    "reparameterization.inverse-transform", identity: "C32",
    title: "Every continuous law on the line is a function of noise with constant parameters",
    statement: #"""
      \mathbb{E}_{p(\epsilon)}\left[f(F^{-1}(\Phi(\epsilon)))\right] = \int_0^1 f(F^{-1}(u))\,du, \#
      \quad \mathbb{E}_{p(\epsilon)}\left[e^{\frac{t}{\lambda}\log(1-\Phi(\epsilon))}\right] = \#
      \frac{\lambda}{\lambda+t}
      """#,
    setting: #"""
      Let $p(\epsilon) = \mathcal{N}(\epsilon; 0, 1)$ with the distribution function \#
      $\Phi(\epsilon)$, and let $F(z)$ be the distribution function of any continuous law, whose \#
      mean of $f(z)$ is the first right side. With the exponential law, whose $F^{-1}(u)$ is \#
      $-\frac1\lambda\log(1-u)$ for a rate $\lambda > 0$, the mean of $e^{-tz}$ for $t > 0$ is \#
      the last one.
      """#,
    condition: "F is continuous; a discrete law gives a step, which has no useful gradient",
    rows: ["S3-70"],
    checks: [
      .equality(
        "E[cos z] for the exponential law",
        on: { laboratory in
          laboratory.family(fixed: [Subject("rate 1.7", 1.7)], "rate") { generator in
            0.4 + 2.6 * generator.uniform()
          }
        },
        routes: ("quadrature over the noise", "closed form λ²/(1 + λ²)"),
        states: { rate in try noiseMean { ε in cos(exponential(ε, rate)) } },
        equals: { rate in Bounded(rounded: rate * rate / (1 + rate * rate)) },
        variants: [
          .equivalent("from the other tail: F⁻¹(Φ(−ε))") { rate in
            try noiseMean { ε in cos(exponential(-ε, rate)) }
          },
          .mutant("F for F⁻¹") { rate in
            try noiseMean { ε in cos(Exponential(rate: rate).cumulative(at: abs(ε))) }
          },
          .mutant("scale for rate") { rate in
            try noiseMean { ε in cos(exponential(ε, 1 / rate)) }
          },
          .mutant("noise not made uniform first: |ε| for Φ(ε)") { rate in
            try noiseMean { ε in cos(abs(ε) / rate) }
          },
        ]),
      .equality(
        "∂/∂λ E[cos z], through the function",
        on: { laboratory in
          laboratory.family(fixed: [Subject("rate 1.7", 1.7)], "rate of a gradient") { generator in
            0.4 + 2.6 * generator.uniform()
          }
        },
        routes: ("quadrature of −sin z · ∂z/∂λ", "differences of the closed form"),
        states: { rate in
          try noiseMean { ε in
            let z = exponential(ε, rate)
            return -sin(z) * (-z / rate)
          }
        },
        equals: { rate in
          Differentiation.derivative(
            of: { (λ: Double) -> Double in λ * λ / (1 + λ * λ) }, at: rate, step: 0.02)
        },
        variants: [
          .without(condition: "F is continuous", "z rounded up to a whole number: a step in λ") {
            rate in
            try noiseMean { ε in
              // The slope of a step is zero wherever it has one.
              let (z, moved) = (exponential(ε, rate), exponential(ε, rate * (1 + 0x1p-40)))
              return -sin(z.rounded(.up)) * (moved.rounded(.up) - z.rounded(.up))
            }
          },
          .mutant("sample frozen") { _ in try noiseMean { ε in ε * 0 } },
        ]),
    ])

  /// F⁻¹(Φ(ε)) of the exponential law: −log(1 − Φ(ε))/λ.
  private static func exponential(_ ε: Double, _ rate: Double) -> Double {
    -log(Gaussian.standard.upperTail(at: ε)) / rate
  }
}
