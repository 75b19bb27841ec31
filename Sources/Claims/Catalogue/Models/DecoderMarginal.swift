import Distributions
import Foundation
import Numerics

// C51: p(x|z) is Gaussian, p(x) is not: cumulants add, so that with m = μ(z) the marginal's excess kurtosis is
// (E[m̃⁴] − 3E[m̃²]²)/(E[m̃²] + s²)², zero only where that of m is. For m uniform on [−a, a], μ = a(2Φ(z) − 1), it is
// −(2/15)a⁴/(a²/3 + s²)².

/// A decoder with a bounded mean of height a and noise s.
struct BoundedDecoder: Sendable {
  /// a.
  let height: Double

  /// The steepness of the hyperbolic tangent.
  let slope: Double

  /// s.
  let noise: Double

  /// a tanh(slope·z).
  func hyperbolic(_ z: Double) -> Double { height * tanh(slope * z) }
}

extension Claim {
  /// The conditional law of x is Gaussian, its marginal is not.
  static let decoderMarginal: Claim = Claim(
    "decoder.marginal-not-gaussian", identity: "C51",
    title: "The decoder's Gaussian is conditional: the marginal of x has another shape",
    statement:
      #"\mathbb{E}_{p(x|z)}[x^2] = \mu^2 + s^2, \qquad \mathbb{E}_{p(x|z)}[x^4] = \mu^4 + 6\mu^2s^2 + 3s^4, \qquad \kappa = \frac{m_4 + 6m_2s^2 + 3s^4}{(m_2 + s^2)^2} - 3 = \frac{m_4 - 3m_2^2}{(m_2 + s^2)^2}"#,
    setting:
      #"Let $p(x|z) = \mathcal{N}(x; \mu, s^2)$, where $\mu$ is the decoder's mean at $z$. Its odd moments under the prior are 0, its second and fourth ones $m_2$ and $m_4$. A Gaussian has no excess kurtosis $\kappa$."#,
    condition: "only given z is x Gaussian; the mean is symmetric and not linear in z",
    rows: ["S4-42"],
    checks: [
      .equality(
        "excess kurtosis with a uniform mean", on: { $0.boundedDecoders },
        routes: ("−(2/15)a⁴/(a²/3 + s²)²", "quadrature of the marginal's moments, oracle side"),
        states: { d in
          let square = d.height * d.height
          let variance = square / 3 + d.noise * d.noise
          return Bounded(rounded: -2.0 / 15 * square * square / (variance * variance), magnitude: 1)
        },
        equals: { d in try d.uniformKurtosis() },
        variants: [
          .without(condition: "only given z is x Gaussian", "the marginal is Gaussian: zero") { _ in
            0
          },
          .mutant("noise forgotten: −6/5") { _ in Bounded(rounded: -1.2) },
          .mutant("3 not subtracted") { d in
            let square = d.height * d.height
            let variance = square / 3 + d.noise * d.noise
            return Bounded(
              rounded: 3 - 2.0 / 15 * square * square / (variance * variance), magnitude: 3)
          },
        ]),
      .equality(
        "excess kurtosis of the decoder 3 tanh(3z) with s = .5",
        on: { Array($0.boundedDecoders.prefix(1)) },
        routes: ("moments of the mean, cumulants added", "nested quadrature over z and x"),
        states: { d in try d.cumulantKurtosis(d.hyperbolic) },
        equals: { d in try d.nestedKurtosis(d.hyperbolic) },
        variants: [
          .without(condition: "the mean is not linear in z", "linear decoder az") { d in
            try d.cumulantKurtosis { d.height * $0 }
          },
          .without(condition: "only given z is x Gaussian", "the marginal is Gaussian: zero") { _ in
            0
          },
          .mutant("noise forgotten") { d in
            let quiet = BoundedDecoder(height: d.height, slope: d.slope, noise: 0)
            return try quiet.cumulantKurtosis(d.hyperbolic)
          },
        ]),
      .order(
        "two modes: the density at 0 lies below that at 2.9",
        on: { Array($0.boundedDecoders.prefix(1)) },
        routes: ("difference of two quadratures over z", "zero"),
        states: { d in try d.density(at: 0, d.hyperbolic) - d.density(at: 2.9, d.hyperbolic) },
        isAtMost: { _ in 0 },
        variants: [
          .mutant("linear decoder: one mode") { d in
            try d.density(at: 0) { d.height * $0 } - d.density(at: 2.9) { d.height * $0 }
          },
          .without(condition: "z is averaged out", "given z = 0") { d in
            let law = Gaussian(mean: d.hyperbolic(0), standardDeviation: d.noise)
            return Bounded(rounded: law.density(at: 0) - law.density(at: 2.9), magnitude: 1)
          },
        ]),
    ])
}

extension BoundedDecoder {
  /// The density of x for a mean uniform on [−a, a].
  private func uniformDensity(_ x: Double) -> Double {
    let x = -x.magnitude
    let difference =
      Reference.gaussianCDF((x + height) / noise) - Reference.gaussianCDF((x - height) / noise)
    return difference / (2 * height)
  }

  fileprivate func uniformKurtosis() throws(NumericsError) -> Bounded {
    let reach = height + 12 * noise
    func moment(_ power: Int) throws(NumericsError) -> Bounded {
      try Quadrature().integral(from: -reach, to: reach, singularities: [-height, height]) { x in
        uniformDensity(x) * (power == 2 ? x * x : x * x * x * x)
      }
    }
    return try moment(4) / moment(2).squared - 3
  }

  /// (E[m⁴] − 3E[m²]²)/(E[m²] + s²)² for a mean that is odd in z.
  fileprivate func cumulantKurtosis(
    _ mean: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let second = try Gaussian.standard.integral { z in mean(z) * mean(z) }
    let fourth = try Gaussian.standard.integral { z in mean(z) * mean(z) * mean(z) * mean(z) }
    return (fourth - 3 * second.squared) / (second + noise * noise).squared
  }

  fileprivate func nestedKurtosis(_ mean: (Double) -> Double) throws(NumericsError) -> Bounded {
    let reach = height + 12 * noise
    func moment(_ power: Int) throws(NumericsError) -> Bounded {
      try Quadrature(absoluteTolerance: 1e-10, relativeTolerance: 1e-10).integral(
        over: (-12, 12), (-reach, reach)
      ) { z, x in
        Gaussian.standard.density(at: z)
          * Gaussian(mean: mean(z), standardDeviation: noise).density(at: x)
          * (power == 2 ? x * x : x * x * x * x)
      }
    }
    return try moment(4) / moment(2).squared - 3
  }

  /// ∫ N(x; mean(z), s²) φ(z) dz.
  fileprivate func density(
    at x: Double, _ mean: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    try Gaussian.standard.integral { z in
      Gaussian(mean: mean(z), standardDeviation: noise).density(at: x)
    }
  }
}

extension Laboratory {
  /// 3 tanh(3z) with noise .5, then fifty decoders.
  fileprivate var boundedDecoders: [Subject<BoundedDecoder>] {
    family(
      fixed: [Subject("a = 3, s = .5", BoundedDecoder(height: 3, slope: 3, noise: 0.5))],
      "bounded decoder"
    ) { generator in
      BoundedDecoder(
        height: 1 + 3 * generator.uniform(), slope: 1 + 2 * generator.uniform(),
        noise: 0.3 + 0.7 * generator.uniform())
    }
  }
}
