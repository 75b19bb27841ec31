import Distributions
import Foundation
import Numerics

// C23: ∂D/∂μ_j = μ_j, ∂D/∂σ_j = σ_j − 1/σ_j, ∂D/∂ log σ_j² = ½(σ_j² − 1).

extension Claim {
  /// The gradient of the closed form, in each of the parameters that encoders put out.
  static let gaussianDivergenceGradient: Claim = Claim(
    "kl.diagonal-gaussian.gradient", identity: "C23",
    title: "The divergence of a Gaussian code pulls μ to 0 and σ to 1",
    statement:
      #"\frac{\partial}{\partial\mu} D(\mu, \sigma) = \mu, \qquad \frac{\partial}{\partial\sigma} D(\mu, \sigma) = \sigma - \frac1\sigma, \qquad \frac{\partial}{\partial v} D(\mu, e^{v/2}) = \tfrac12(e^v - 1)"#,
    setting:
      #"Let $D(\mu, \sigma) = D_{KL}(\mathcal{N}(\mu, \sigma^2)\,\|\,\mathcal{N}(0, 1))$ be the divergence of one coordinate, and $v$ its log variance."#,
    rows: ["S2-29"],
    checks: [
      .equality(
        "slope in μ, σ or log σ²",
        on: { slopeSubjects($0) },
        routes: ("closed form", "numerical derivative of the quadrature of q log q/p"),
        states: { $0.slope },
        equals: { code in try code.numericalSlope() },
        variants: [
          .mutant("the entropy's part forgotten", from: "a slip") { code in
            code.pick(code.mean, code.deviation, 0.5 * code.variance)
          },
          .mutant("the slope in σ used for log σ²", from: "a slip") { code in
            code.pick(code.mean, code.pull, code.pull)
          },
          .mutant("half forgotten", from: "a slip") { code in 2 * code.slope },
          .mutant("sign", from: "EderSantana/gumbel #3") { code in -code.slope },
          .mutant("1/σ² for 1/σ", from: "a slip") { code in
            code.pick(code.mean, code.deviation - 1 / code.variance, 0.5 * (code.variance - 1))
          },
          .mutant("slope in log σ for log σ²", from: "a slip") { code in
            code.pick(code.mean, code.pull, code.variance - 1)
          },
        ]),
      .equality(
        "the slopes vanish at the prior",
        on: { _ in slopeSubjects("N(0,1)", mean: 0, deviation: 1) },
        routes: ("numerical derivative of the quadrature of q log q/p", "zero"),
        states: { code in try code.numericalSlope() },
        equals: { _ in 0 },
        variants: [
          .mutant("at W-LG's code", from: "a slip") { code in
            try CodeSlope(mean: 0.4, deviation: 0.6, parameter: code.parameter).numericalSlope()
          }
        ]),
    ])

  private static func slopeSubjects(
    _ name: String, mean: Double, deviation: Double
  ) -> [Subject<CodeSlope>] {
    CodeSlope.Parameter.allCases.map { parameter in
      let code = CodeSlope(mean: mean, deviation: deviation, parameter: parameter)
      return Subject("\(name), \(parameter.rawValue)", code)
    }
  }

  private static func slopeSubjects(_ laboratory: Laboratory) -> [Subject<CodeSlope>] {
    laboratory.family(
      fixed: slopeSubjects("W-LG", mean: 0.4, deviation: 0.6), "code-slope", count: 51
    ) { CodeSlope(using: &$0) }
  }
}

/// A Gaussian code of one latent, and the parameter in which its divergence is differentiated.
struct CodeSlope: Sendable {
  /// The parameters that encoders put out.
  enum Parameter: String, Sendable, CaseIterable {
    case mean = "μ"
    case deviation = "σ"
    case logVariance = "log σ²"
  }

  let mean: Double
  let deviation: Double
  let parameter: Parameter

  /// σ².
  var variance: Double { deviation * deviation }

  init(mean: Double, deviation: Double, parameter: Parameter) {
    self.mean = mean
    self.deviation = deviation
    self.parameter = parameter
  }

  /// Draws a code and a parameter.
  init(using generator: inout Philox) {
    let all = Parameter.allCases
    mean = 1.5 * generator.standardNormal()
    deviation = 0.3 + 1.2 * generator.uniform()
    parameter = all[Int(Double(all.count) * (1 - generator.uniform()))]
  }

  /// σ − 1/σ, the slope in σ.
  var pull: Double { deviation - 1 / deviation }

  /// The slope in the parameter, in closed form.
  var slope: Bounded { pick(mean, pull, 0.5 * (variance - 1)) }

  /// The number that belongs to the parameter.
  func pick(_ inMean: Double, _ inDeviation: Double, _ inLogVariance: Double) -> Bounded {
    let value =
      switch parameter {
      case .mean: inMean
      case .deviation: inDeviation
      case .logVariance: inLogVariance
      }
    return Bounded(rounded: value, magnitude: 1 + 1 / deviation)
  }

  /// The derivative of the divergence by quadrature, with steps well inside the scale of σ.
  func numericalSlope() throws -> Bounded {
    func divergence(_ mean: Double, _ deviation: Double) throws(NumericsError) -> Bounded {
      try GaussianCode(mean: [mean], deviations: [deviation]).divergence()
    }
    let step = deviation / 16
    switch parameter {
    case .mean:
      return try Differentiation.derivative(
        ofBounded: { (x: Double) throws(NumericsError) in try divergence(x, deviation) },
        at: mean, step: step)
    case .deviation:
      return try Differentiation.derivative(
        ofBounded: { (x: Double) throws(NumericsError) in try divergence(mean, x) },
        at: deviation, step: step)
    case .logVariance:
      return try Differentiation.derivative(
        ofBounded: { (x: Double) throws(NumericsError) in try divergence(mean, exp(0.5 * x)) },
        at: 2 * log(deviation), step: 0.0625)
    }
  }
}
