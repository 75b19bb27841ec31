import Distributions
import Foundation
import Numerics

// C24: within one exponential family with log-partition A, D(η₁‖η₂) = A(η₂) − A(η₁) − (η₂ − η₁)·∇A(η₁).
// Between two families there is no such form: the mean of the *other* statistic is needed, and the supports may
// differ, in which case the divergence is infinite.

extension Claim {
  /// The divergence within one exponential family comes from its log-partition alone.
  static let bregmanForm: Claim = Claim(
    "kl.exponential-family.bregman", identity: "C24",
    title:
      "Within one exponential family the divergence is the Bregman divergence of the log-partition",
    statement:
      #"\sum_x h(x)\,e^{\eta T(x) - A(\eta)} \log\frac{h(x)\,e^{\eta T(x) - A(\eta)}}{h(x)\,e^{\nu T(x) - A(\nu)}} = A(\nu) - A(\eta) - (\nu-\eta)\,\frac{d}{d\eta}A(\eta)"#,
    setting:
      #"Let $A(\eta) = \log\sum_x h(x)\,e^{\eta T(x)}$ be the log-partition of the laws $h(x)\,e^{\eta T(x) - A(\eta)}$, with an integral for densities and inner products for several statistics. The left side is the divergence of the law at $\eta$ from the one at $\nu$."#,
    condition: "both laws belong to the same family, whose log-partition is known",
    rows: ["S1-66"],
    checks: [
      .equality(
        "Bregman divergence of A = divergence",
        on: { familyPairs($0) },
        routes: ("log-partition and its gradient", "sum or quadrature of P log P/Q"),
        states: { pair in
          pair.bregman(pair.otherLogPartition, pair.logPartition, slope: pair.means)
        },
        equals: { pair in try pair.laws.mean { $0 - $1 } },
        variants: [
          .mutant("gradient of A at the second parameter") { pair in
            pair.bregman(pair.otherLogPartition, pair.logPartition, slope: pair.otherMeans)
          },
          .mutant("the two values of A exchanged") { pair in
            pair.bregman(pair.logPartition, pair.otherLogPartition, slope: pair.means)
          },
          .mutant("sign of the linear term", from: "a slip") { pair in
            pair.bregman(pair.otherLogPartition, pair.logPartition, slope: pair.means, sign: -1)
          },
          .mutant("arguments exchanged", from: "a slip") { pair in
            pair.bregman(
              pair.logPartition, pair.otherLogPartition, slope: pair.otherMeans, sign: -1)
          },
        ])
    ])

  private static func familyPairs(_ laboratory: Laboratory) -> [Subject<FamilyPair>] {
    let exponential = FamilyPair(Exponential(rate: 2), Exponential(rate: 0.7))
    let gamma = FamilyPair(Gamma(shape: 2.5, rate: 1.3), Gamma(shape: 1.2, rate: 0.6))
    let gaussian = FamilyPair(LinearGaussianWitness.ledger.approximate, .standard)
    let fixed = [
      Subject("Exp(2), Exp(0.7)", exponential),
      Subject("Poisson 3, 1.2", FamilyPair(Poisson(mean: 3), Poisson(mean: 1.2))),
      Subject("Gamma(2.5,1.3), (1.2,0.6)", gamma),
      Subject("N(0.4,0.6²), N(0,1)", gaussian),
    ]
    return laboratory.family(fixed: fixed, "family-pair") { FamilyPair.random(using: &$0) }
  }

  /// Two different exponential families: the Bregman form does not carry over.
  static let bregmanAcrossFamilies: Claim = Claim(
    "kl.exponential-family.different", identity: "C24",
    title: "Between two exponential families the divergence needs the mean of the other statistic",
    statement:
      #"D_{KL}(p(x)\,\|\,q(x)) = \mathbb{E}_{p(x)}[\log p(x)] - \mathbb{E}_{p(x)}[\log q(x)], \qquad \mathbb{E}_{p(x)}[\log p(x)] = -\tfrac12\log 2\pi\sigma^2 - \frac{1}{2\sigma^2}\,\mathbb{E}_{p(x)}[x^2], \qquad -\mathbb{E}_{p(x)}\left[\log\left(\frac{1}{2b}e^{-|x|/b}\right)\right] = \log 2b + \frac1b\,\mathbb{E}_{p(x)}[|x|]"#,
    setting:
      #"Let $p(x) = \mathcal{N}(x; 0, \sigma^2)$, and let $q(x)$ be the Laplace density $\frac{1}{2b}e^{-|x|/b}$."#,
    condition: "the mean under the first law of the second's statistic is known",
    rows: ["S1-66"],
    checks: [
      .equality(
        "Gaussian from Laplace, both centred at 0",
        on: { scalePairs($0) },
        routes: ("closed form with E|x| under the Gaussian", "quadrature, split at 0"),
        states: { pair in pair.divergence(meanDistance: pair.folded) },
        equals: { pair in try pair.integral() },
        variants: [
          .written(
            "S1-66",
            #"D_{KL}(q\,\|\,p) = A(\eta_p) - A(\eta_q) - (\eta_p - \eta_q)\cdot\nabla A(\eta_q)"#,
            "the closed form for two different families: ∇A = σ² of the Gaussian, Laplace statistic"
          ) { pair in pair.divergence(meanDistance: pair.deviation * pair.deviation) },
          .mutant("mean distance under the Laplace law", from: "a slip") { pair in
            pair.divergence(meanDistance: pair.scale)
          },
          .mutant("σ for the mean distance", from: "a slip") { pair in
            pair.divergence(meanDistance: pair.deviation)
          },
        ])
    ])

  private static func scalePairs(_ laboratory: Laboratory) -> [Subject<ScalePair>] {
    let fixed = [Subject("σ = 0.8, b = 1.3", ScalePair(deviation: 0.8, scale: 1.3))]
    return laboratory.family(fixed: fixed, "scales") { generator in
      let deviation = 0.4 + 1.6 * generator.uniform()
      return ScalePair(deviation: deviation, scale: 0.4 + 1.6 * generator.uniform())
    }
  }

  /// Where the second law excludes what the first allows the divergence is infinite, not merely unknown.
  static let divergenceSupport: Claim = Claim(
    "kl.support", identity: "C24",
    title: "A Gaussian is infinitely far from an exponential law",
    statement:
      #"\int_0^\infty \mathcal{N}(x;0,1)\log\frac{\mathcal{N}(x;0,1)}{(1-\epsilon)e^{-x}}\,dx + \int_{-\infty}^0 \mathcal{N}(x;0,1)\log\frac{\mathcal{N}(x;0,1)}{\epsilon e^x}\,dx = \sqrt{\frac2\pi} - \tfrac12\log 2\pi e - \tfrac12\log\epsilon(1-\epsilon)"#,
    setting:
      #"The left side is the divergence of $\mathcal{N}(x; 0, 1)$ from the density that is $(1-\epsilon)e^{-x}$ above 0 and $\epsilon e^{x}$ below. It grows without bound as $\epsilon$ tends to 0."#,
    condition: "the second law is positive wherever the first is: ε > 0; at ε = 0 it is Exp(1)",
    rows: ["S1-66"],
    checks: [
      .equality(
        "divergence from an exponential law with ε of its mass below 0",
        on: { laboratory in
          laboratory.family(
            fixed: [0.1, 1e-10, 1e-100, 1e-300].map { Subject("ε = \($0)", $0) }, "leak"
          ) { exp(-600 * $0.uniform()) }
        },
        routes: ("quadrature, split at 0", "closed form, without bound as ε → 0"),
        states: { ε in try leaking(ε, everywhere: true) },
        equals: { ε in
          let leak = -0.5 * (log(ε) + log1p(-ε))
          return Bounded(
            rounded: (2 / Double.pi).squareRoot() - Gaussian.standard.entropy + leak,
            magnitude: 1 + leak)
        },
        variants: [
          .without(
            condition: "the second law is positive wherever the first is",
            "ε → 0 with the points left out that Exp(1) excludes"
          ) { ε in try leaking(ε, everywhere: false) },
          .mutant("mass halved between the sides whatever ε", from: "a slip") { _ in
            try leaking(0.5, everywhere: true)
          },
          .mutant("log ε added once, not with the half of the mass below 0", from: "a slip") { ε in
            try leaking(ε, everywhere: false) - log(ε)
          },
        ])
    ])

  /// KL of N(0,1) from the law e^{−|x|}·(ε below 0, 1 − ε above), over both halves or above 0 only.
  private static func leaking(_ ε: Double, everywhere: Bool) throws -> Bounded {
    func half(_ mass: Double, _ low: Double, _ high: Double) throws -> Bounded {
      try Quadrature().integral(from: low, to: high) { x in
        let logP = Gaussian.standard.logDensity(at: x)
        return exp(logP) * (logP - mass + x.magnitude)
      }
    }
    let above = try half(log1p(-ε), 0, LineIntegral.reach)
    return everywhere ? try above + half(log(ε), -LineIntegral.reach, 0) : above
  }
}

/// N(0, σ²) with statistic x² and η = −1/(2σ²), and the Laplace law with scale b, statistic |x| and η = −1/b.
struct ScalePair: Sendable {
  let deviation: Double
  let scale: Double

  /// η of the Gaussian.
  var natural: Double { -0.5 / (deviation * deviation) }

  /// η of the Laplace law.
  var otherNatural: Double { -1 / scale }

  /// E|x| under the Gaussian.
  var folded: Double { deviation * (2 / Double.pi).squareRoot() }

  /// A₂(η₂) − A₁(η₁) + η₁ E x² − η₂ E|x| with h = 1 in both families, for a value of E|x|.
  func divergence(meanDistance: Double) -> Bounded {
    let logPartition = 0.5 * log(2 * Double.pi * deviation * deviation)
    let otherLogPartition = log(2 * scale)
    let linear = natural * deviation * deviation - otherNatural * meanDistance
    return Bounded(rounded: otherLogPartition - logPartition + linear, magnitude: 2)
  }

  /// KL of the Gaussian from the Laplace law, by quadrature.
  func integral() throws(NumericsError) -> Bounded {
    let p = Gaussian(mean: 0, standardDeviation: deviation)
    let q = Laplace(location: 0, scale: scale)
    let reach = LineIntegral.reach * deviation
    return try Quadrature().integral(from: -reach, to: reach, singularities: [0]) { x in
      p.density(at: x) * (p.logDensity(at: x) - q.logDensity(at: x))
    }
  }
}
