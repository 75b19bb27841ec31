import Distributions
import Foundation
import Numerics

// C32: the law of z = μ + σε is N(μ, σ²): P(z ≤ t) = Φ((t − μ)/σ), and with the Jacobian of g
// q(z) = p(ε)|dε/dz|, log q(z) = log p(ε) − log|dz/dε|.

extension Claim {
  /// The distribution function of μ + σε, exactly and by draws.
  static let reparameterizedLaw: Claim = Claim(
    "reparameterization.law", identity: "C32",
    title: "μ + σε follows N(μ, σ²)",
    statement: #"""
      \int_{-\infty}^{(t-\mu)/\sigma} p(\epsilon)\,d\epsilon = \int_{-\infty}^t q(z)\,dz, \quad \#
      \mathbb{E}_{p(\epsilon)}[f(\mu + \sigma\epsilon)] = \mathbb{E}_{q(z)}[f(z)]
      """#,
    setting: #"""
      Let $p(\epsilon) = \mathcal{N}(\epsilon; 0, 1)$ and $q(z) = \mathcal{N}(z; \mu, \sigma^2)$ \#
      with $\sigma > 0$. The sample $\mu + \sigma\epsilon$ is at most $t$ where $\epsilon$ is at \#
      most $\frac{t-\mu}{\sigma}$, and so the first integral is its distribution function.
      """#,
    condition: "σ > 0",
    rows: ["S0-28", "S0-37", "S0-40", "S1-62", "S2-37", "S3-72", "S3-76", "S4-34"],
    checks: [distributionFunction, draws])

  private static let distributionFunction: Check = .equality(
    "P(ε ≤ (t − μ)/σ) = ∫ q up to t", on: pointsUnderLaws,
    routes: ("distribution function of the noise", "quadrature of GSL's density of q"),
    states: { p in
      Bounded(rounded: Gaussian.standard.cumulative(at: p.noise), magnitude: 1)
    },
    equals: { p in
      let q = p.law
      return try Quadrature().integral(
        from: q.mean - LineIntegral.reach * q.standardDeviation, to: p.point
      ) { z in
        Reference.gaussianDensity(z, mean: q.mean, standardDeviation: q.standardDeviation)
      }
    },
    variants: [
      .mutant("σ² for σ", from: "rachtsingh/ibp_vae #3") { p in
        Bounded(
          rounded: Gaussian.standard.cumulative(at: (p.point - p.law.mean) / p.law.variance),
          magnitude: 1)
      },
      .mutant("sign of μ") { p in
        Bounded(
          rounded: Gaussian.standard.cumulative(
            at: (p.point + p.law.mean) / p.law.standardDeviation), magnitude: 1)
      },
      .written(
        "S0-40", #"z = g(\phi, x, \epsilon)\ \text{for}\ g(\epsilon, \phi, x)"#,
        "the places of noise and parameters exchanged: z = σ + εμ"
      ) { p in
        let (μ, σ) = (p.law.mean, p.law.standardDeviation)
        return Bounded(
          rounded: Gaussian.standard.cumulative(at: (p.point - σ) / μ.magnitude), magnitude: 1)
      },
      .equivalent("z = μ − σε, from the other tail") { p in
        Bounded(rounded: Gaussian.standard.upperTail(at: -p.noise), magnitude: 1)
      },
    ])

  private static let draws: Check = .fit(
    "draws of μ + σε against Φ((t − μ)/σ)",
    on: { _ in [Subject("q of W-LG", LinearGaussianWitness.ledger.approximate)] },
    against: "GSL's distribution function",
    of: { q in { generator in q.reparameterized(generator.standardNormal()) } },
    follows: { q in
      { t in Reference.gaussianCDF(t, mean: q.mean, standardDeviation: q.standardDeviation) }
    },
    variants: [
      .equivalent("z = μ − σε") { q in
        { generator in q.mean - q.standardDeviation * generator.standardNormal() }
      },
      .mutant("σ² for σ", from: "rachtsingh/ibp_vae #3") { q in
        { generator in q.mean + q.variance * generator.standardNormal() }
      },
      .mutant("√σ for σ") { q in
        { generator in q.mean + q.standardDeviation.squareRoot() * generator.standardNormal() }
      },
      .mutant("uniform noise of unit variance") { q in
        { generator in q.reparameterized((2 * generator.uniform() - 1) * 3.0.squareRoot()) }
      },
    ])

  /// The density of a reparameterised variable, with the Jacobian.
  static let reparameterizedDensity: Claim = Claim(
    "reparameterization.density", identity: "C32",
    title: "The density of z is the noise's density over the slope of g",
    statement: #"""
      \log\mathcal{N}(\mu + \sigma\epsilon; \mu, \sigma^2) = \log p(\epsilon) - \#
      \log\left|\frac{\partial z}{\partial\epsilon}\right|
      """#,
    setting: #"""
      Let $z = \mu + \sigma\epsilon$ with $p(\epsilon) = \mathcal{N}(\epsilon; 0, 1)$, so that \#
      $q_\phi(z)$ is $\mathcal{N}(z; \mu, \sigma^2)$.
      """#,
    condition: "g is invertible in ε, with a slope that is not zero",
    rows: ["S0-27", "S0-37", "S3-71", "S3-72"],
    checks: [density, squaredNoise])

  private static let density: Check = .equality(
    "p(ε)/|dz/dε| = q(z)", on: pointsUnderLaws,
    routes: ("density of the noise and differences of g", "GSL's density of N(μ, σ²)"),
    states: { p in p.noiseDensity / p.slope },
    equals: { p in p.reference },
    variants: [
      .mutant("sign of the Jacobian's logarithm: p(ε)·|dz/dε|") { p in p.noiseDensity * p.slope },
      .mutant("Jacobian left out") { p in p.noiseDensity },
      .mutant("Jacobian σ² for σ") { p in p.noiseDensity / p.slope.squared },
      .written("S3-71", #"q(z|X) = g(p(\epsilon), \{\lambda\})"#, "g applied to the density") { p in
        p.law.mean + p.law.standardDeviation * p.noiseDensity
      },
    ])

  /// z = φε² has two preimages, each with its Jacobian: one alone misses half of the density.
  private static let squaredNoise: Check = .equality(
    "z = φε²: both preimages, each with its Jacobian",
    on: { laboratory in
      laboratory.family(
        fixed: [Subject("φ = 1.3, ε = 0.7", (scale: 1.3, noise: 0.7))], "squared noise"
      ) { generator in
        (scale: 0.4 + 2 * generator.uniform(), noise: 0.3 + 2 * generator.uniform())
      }
    },
    routes: ("density of the noise over |dz/dε|, twice", "GSL's density of the gamma law"),
    states: { (scale: Double, noise: Double) in
      2 * Bounded(rounded: Gaussian.standard.density(at: noise)) / (2 * scale * noise)
    },
    equals: { (scale: Double, noise: Double) in
      Bounded(
        rounded: Reference.gammaDensity(scale * noise * noise, shape: 0.5, rate: 0.5 / scale))
    },
    variants: [
      .without(condition: "g is invertible in ε", "one preimage, as if φε² were invertible") {
        (scale: Double, noise: Double) in
        Bounded(rounded: Gaussian.standard.density(at: noise)) / (2 * scale * noise)
      }
    ])

  private static let pointsUnderLaws: Subjects<DensityPoint> = { laboratory in
    let q = LinearGaussianWitness.ledger.approximate
    let fixed = (0..<20).map { index in
      let ε = (Double(index) - 9) / 4
      return Subject(
        "q of W-LG at ε = \(ε)",
        DensityPoint(law: q, point: q.reparameterized(ε), inDeviation: false))
    }
    return laboratory.family(fixed: fixed, "reparameterised point") { generator in
      let law = LinearGaussianWitness.random(using: &generator).approximate
      return DensityPoint(law: law, point: law.sample(using: &generator), inDeviation: false)
    }
  }
}

extension DensityPoint {
  /// ε = (z − μ)/σ.
  fileprivate var noise: Double { (point - law.mean) / law.standardDeviation }

  /// p(ε).
  fileprivate var noiseDensity: Bounded {
    Bounded(rounded: Gaussian.standard.density(at: noise))
  }

  /// |dz/dε| by differences.
  fileprivate var slope: Bounded {
    Differentiation.derivative(
      of: { (ε: Double) -> Double in law.reparameterized(ε) }, at: noise
    ).magnitude
  }

  /// GSL's density of q at z.
  fileprivate var reference: Bounded {
    Bounded(
      rounded: Reference.gaussianDensity(
        point, mean: law.mean, standardDeviation: law.standardDeviation))
  }
}
