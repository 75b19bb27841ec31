import Distributions
import Foundation
import Numerics

// C51: p_θ(x) = ∫ N(x; μ(z), σ²) p(z) dz with μ = F⁻¹∘Φ approaches the law F as σ → 0. For F uniform on [0, 1] the
// marginal is Φ(x/σ) − Φ((x−1)/σ), below 1 inside and above 0 outside, so that its total variation from F is the
// mass outside, 2σ(φ(0) − φ(t) + tΦ(−t)) with t = 1/σ: σ√(2/π) up to 2σφ(t).

extension Claim {
  /// Decoders with a flexible mean and shrinking noise approach any law.
  static let decoderMixture: Claim = Claim(
    "decoder.mixture-approximates", identity: "C51",
    title:
      "A continuous mixture of narrow Gaussians approaches the uniform law at the rate σ√(2/π)",
    statement:
      #"\mathrm{TV}\left(\int \mathcal{N}(x; \Phi(z), \sigma^2)\,\mathcal{N}(z; 0, 1)\,dz,\ U(0,1)\right) = \sigma\sqrt{2/\pi} + O(\sigma\,\varphi(1/\sigma))"#,
    setting:
      #"Let $\Phi$ be the distribution function of $\mathcal{N}(z; 0, 1)$ and $\varphi$ its density; the decoder is $\mathcal{N}(x; \Phi(z), \sigma^2)$."#,
    condition: "the mean is flexible and σ shrinks",
    rows: ["S4-40", "S4-41"],
    checks: [
      .equality(
        "total variation from U(0, 1)", on: { $0.widths },
        routes: ("quadrature of ½|p − f|", "σ√(2/π), remainder bounded"),
        states: { sigma in
          try UniformTarget.totalVariation(noise: sigma, density: UniformTarget.flexible)
        },
        equals: { sigma in
          let remainder = 2 * sigma * Reference.gaussianDensity(1 / sigma)
          let leading = Bounded(rounded: sigma * (2 / Double.pi).squareRoot())
          return leading + Bounded(0, error: remainder)
        },
        variants: [
          .without(condition: "σ shrinks", "σ fixed at 1") { _ in
            try UniformTarget.totalVariation(noise: 1, density: UniformTarget.flexible)
          },
          .without(
            condition: "the mean is flexible", "linear mean with the right mean and variance"
          ) {
            sigma in try UniformTarget.totalVariation(noise: sigma, density: UniformTarget.linear)
          },
          .without(condition: "every z is a component", "three components") { sigma in
            try UniformTarget.totalVariation(noise: sigma, density: UniformTarget.threeComponents)
          },
          .mutant("½ lost in the total variation") { sigma in
            try 2 * UniformTarget.totalVariation(noise: sigma, density: UniformTarget.flexible)
          },
          .mutant("σ² for σ: variance read as deviation") { sigma in
            try UniformTarget.totalVariation(noise: sigma * sigma, density: UniformTarget.flexible)
          },
        ]),
      .equality(
        "marginal density of the continuous mixture at x = 0.3", on: { $0.widths },
        routes: ("quadrature over z of the components", "Φ(x/σ) − Φ((x − 1)/σ) of the oracle"),
        states: { sigma in
          // In u = Φ(z) the prior is uniform; the component of u sits at u.
          try Quadrature().integral(
            from: -9, to: 9, singularities: UniformTarget.places(0.3, sigma)
          ) { z in
            let centre = Gaussian.standard.cumulative(at: z)
            return Gaussian.standard.density(at: z)
              * Gaussian(mean: centre, standardDeviation: sigma).density(at: 0.3)
          }
        },
        equals: { sigma in Bounded(rounded: UniformTarget.flexible(0.3, sigma), magnitude: 1) },
        variants: [
          .mutant("components all at the mean of the prior") { sigma in
            Bounded(rounded: Gaussian(mean: 0.5, standardDeviation: sigma).density(at: 0.3))
          },
          .without(condition: "every z is a component", "three components") { sigma in
            Bounded(rounded: UniformTarget.threeComponents(0.3, sigma), magnitude: 1)
          },
        ]),
    ])
}

/// Marginals of decoders that aim at the uniform law on [0, 1].
private enum UniformTarget {
  /// ∫ N(x; Φ(z), σ²) φ(z) dz.
  static func flexible(_ x: Double, _ sigma: Double) -> Double {
    // Differences of the tail that is small, so that the far sides keep their digits.
    x > 0.5
      ? Reference.gaussianUpperTail((x - 1) / sigma) - Reference.gaussianUpperTail(x / sigma)
      : Reference.gaussianCDF(x / sigma) - Reference.gaussianCDF((x - 1) / sigma)
  }

  /// ∫ N(x; ½ + z/√12, σ²) φ(z) dz.
  static func linear(_ x: Double, _ sigma: Double) -> Double {
    Reference.gaussianDensity(
      x, mean: 0.5, standardDeviation: (1.0 / 12 + sigma * sigma).squareRoot())
  }

  /// Equal components at the quantiles 1/6, 1/2, 5/6.
  static func threeComponents(_ x: Double, _ sigma: Double) -> Double {
    [1.0 / 6, 0.5, 5.0 / 6].map { centre in
      Reference.gaussianDensity(x, mean: centre, standardDeviation: sigma) / 3
    }.reduce(0, +)
  }

  /// Where the integrand over z has its peak: Φ(z) within some σ of x.
  static func places(_ x: Double, _ sigma: Double) -> [Double] {
    [-8, -2, 0, 2, 8].map { x + $0 * sigma }.filter { 0 < $0 && $0 < 1 }
      .map { Reference.gaussianQuantile($0) }
  }

  /// ½∫|p − 1_{[0,1]}| dx, split where the uniform density jumps and where p bends.
  static func totalVariation(
    noise sigma: Double, density: (Double, Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let reach = max(12 * sigma, 4)
    let bends = [-8, -2, 2, 8].flatMap { [$0 * sigma, 1 + $0 * sigma] }
    let inner = [0, 1.0 / 6, 0.5, 5.0 / 6, 1] + bends
    let ends = ([-reach, 1 + reach] + inner.filter { -reach < $0 && $0 < 1 + reach }).sorted()
    var pieces: [Bounded] = []
    for (low, high) in zip(ends, ends.dropFirst()) {
      let inside = 0 <= low && high <= 1
      pieces.append(
        try Quadrature(absoluteTolerance: 1e-10, relativeTolerance: 1e-10).integral(
          from: low, to: high
        ) { x in
          (density(x, sigma) - (inside ? 1 : 0)).magnitude
        })
    }
    return pieces.sum() * 0.5
  }
}

extension Laboratory {
  /// σ = .3, .1, .03, .01, then fifty between .01 and .3.
  fileprivate var widths: [Subject<Double>] {
    family(
      fixed: [0.3, 0.1, 0.03, 0.01].map { Subject("σ = \($0)", $0) }, "width"
    ) { generator in 0.01 * exp(log(30) * generator.uniform()) }
  }
}
