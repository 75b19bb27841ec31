import Distributions
import Foundation
import Numerics

// C44: −log N(x; μ, I) = ½‖x−μ‖² + (D/2) log 2π; with the mean-squared error E = ‖x−μ‖²/D it is (D/2)E + const.

extension Claim {
  /// The squared error as a likelihood, with its factor and its constant.
  static let squaredErrorLikelihood = Claim(
    "likelihood.squared-error", identity: "C44",
    title:
      "With unit covariance the negative log likelihood is half the squared error, plus a constant",
    statement:
      #"-\log\mathcal{N}(x;\mu,I) = \tfrac12\|x-\mu\|^2 + \tfrac{D}{2}\log 2\pi = \tfrac{D}{2}\,\mathrm{MSE} + \tfrac{D}{2}\log 2\pi"#,
    setting: #"Let $x$ have $D$ coordinates and let $\mathrm{MSE} = \frac1D\|x-\mu\|^2$."#,
    condition: "the covariance is I and the squares are summed, or their mean is weighted with D/2",
    rows: ["S1-52", "S4-47"],
    checks: [
      .equality(
        "value", on: { residuals($0) },
        routes: ("half the sum of squares, plus the constant", "sum of reference densities"),
        states: { v in v.rounded(0.5 * v.squaredNorm + constant(v)) },
        equals: { v in -v.referenceLogDensity(deviations: unit(v)) },
        variants: [
          .mutant("half lost") { v in v.rounded(v.squaredNorm + constant(v)) },
          .mutant("mean of squares for half their sum", from: "pytorch/examples #290") { v in
            v.rounded(v.squaredNorm / Double(v.dimension) + constant(v))
          },
          .mutant("constant lost", from: "clementchadebec/benchmark_VAE #123") { v in
            v.rounded(0.5 * v.squaredNorm)
          },
          .mutant("constant of one dimension") { v in
            v.rounded(0.5 * v.squaredNorm + 0.5 * log(2 * Double.pi))
          },
          .without(condition: "the covariance is I", "deviations of the residual's own law") { v in
            -v.rounded(v.law(deviations: v.deviations).logDensity(at: v.residual))
          },
          .equivalent("D/2 times the mean-squared error") { v in
            let mean = v.squaredNorm / Double(v.dimension)
            return v.rounded(0.5 * Double(v.dimension) * mean + constant(v))
          },
        ]),
      .equality(
        "slope in the first coordinate of μ", on: { residuals($0) },
        routes: ("D/2 times the slope of the mean-squared error", "difference quotients"),
        states: { v in Bounded(rounded: -v.residual[0]) },
        equals: { v in
          Differentiation.derivative(
            of: { (μ: Double) in
              -log(Reference.gaussianDensity(v.residual[0], mean: μ))
            }, at: 0)
        },
        variants: [
          .without(
            condition: "the squares are summed, or their mean is weighted with D/2",
            "slope of the mean-squared error itself"
          ) { v in Bounded(rounded: -2 * v.residual[0] / Double(v.dimension)) },
          .mutant("sign") { v in Bounded(rounded: v.residual[0]) },
          .mutant("half lost") { v in Bounded(rounded: -2 * v.residual[0]) },
        ]),
    ])

  /// What the decoder must say: the parameters of p(x|z), of which x′ is only the mean.
  static let decoderEmitsParameters = Claim(
    "decoder.emits-parameters", identity: "C44",
    title:
      "The decoder emits the parameters of p(x|z): a reconstruction alone does not fix the loss",
    statement: #"\log\mathcal{N}(x;x',s^2) \ne \log\mathcal{N}(x;x',1)"#
      + #" \text{ at the same } x', \text{ for } s \ne 1"#,
    rows: ["S1-52"],
    checks: [
      .separation(
        "log p(x|z = 1) with two variances",
        on: { laboratory in laboratory.witnesses.linearGaussian },
        routes: ("variance s²", "variance 1"),
        states: { w in decoded(w, deviation: w.noise) },
        differsFrom: { w in decoded(w, deviation: 1) },
        variants: [
          .mutant("x′ and s emitted, s ignored") { w in decoded(w, deviation: 1) },
          .mutant("½(x − x′)² + const from x′ alone") { w in
            let r = w.observation - w.weight - w.bias
            return Bounded(
              rounded: -0.5 * r * r - 0.5 * log(2 * Double.pi), magnitude: 1 + r * r)
          },
        ]),
      .equality(
        "variance that maximises the expected log likelihood",
        on: { laboratory in laboratory.witnesses.linearGaussian },
        routes: ("slope in log s at the closed form of E(x − x′)²", "zero"),
        states: { w in try stationarity(w, variance: w.expectedSquare()) },
        equals: { _ in 0 },
        variants: [
          .mutant("variance 1, whatever the data") { w in try stationarity(w, variance: 1) },
          .mutant("mean error taken for its square") { w in
            try stationarity(w, variance: w.expectedSquare().squareRoot)
          },
        ]),
    ])

  private static func residuals(_ laboratory: Laboratory) -> [Subject<ResidualVector>] {
    laboratory.family(fixed: [Subject("residual of W-ND", .ledger)], "squared-error") {
      ResidualVector.random(using: &$0)
    }
  }

  private static func unit(_ v: ResidualVector) -> [Double] {
    [Double](repeating: 1, count: v.dimension)
  }

  /// (D/2) log 2π.
  private static func constant(_ v: ResidualVector) -> Double {
    0.5 * Double(v.dimension) * log(2 * Double.pi)
  }

  /// log N(x; x′, s²) at x′ = w + b, the reconstruction of z = 1.
  private static func decoded(_ w: LinearGaussianWitness, deviation: Double) -> Bounded {
    let law = Gaussian(mean: w.weight + w.bias, standardDeviation: deviation)
    let value = law.logDensity(at: w.observation)
    return Bounded(rounded: value, magnitude: 1 + value.magnitude)
  }

  /// ∂/∂log s of E_q log N(x; x′, s²), which is E_q(x − x′)²/s² − 1, by quadrature at a given s².
  private static func stationarity(
    _ w: LinearGaussianWitness, variance: Bounded
  ) throws(NumericsError) -> Bounded {
    let squares = try LineIntegral.total(over: .standard) { noise in
      let r = w.observation - w.bias - w.weight * w.approximate.reparameterized(noise)
      return r * r * exp(Gaussian.standard.logDensity(at: noise))
    }
    return squares / variance - 1
  }
}

extension LinearGaussianWitness {
  /// E_q(x − wz − b)² in closed form: (x − b − wm)² + w²σ².
  func expectedSquare() -> Bounded {
    let r = observation - bias - weight * approximate.mean
    return Bounded(rounded: r * r + weight * weight * approximate.variance)
  }
}
