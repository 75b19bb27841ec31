import Distributions
import Foundation
import Numerics

// C30: ∇_φ q_φ(z) = q_φ(z) ∇_φ log q_φ(z) wherever q_φ(z) > 0; and, since q integrates to one whatever φ,
// E_q[∇_φ log q_φ(z)] = 0.

extension Claim {
  /// The log-derivative identity, point by point.
  static let logDerivative: Claim = Claim(
    "gradient.log-derivative", identity: "C30",
    title: "A gradient is the function times the gradient of its logarithm",
    statement: #"\nabla_\phi\, q_\phi(z) = q_\phi(z)\, \nabla_\phi \log q_\phi(z)"#,
    condition: "the function is positive: where it vanishes or is negative it has no logarithm",
    rows: ["S3-55", "S3-57"],
    checks: [gaussianDensity, probabilities])

  private static let gaussianDensity: Check = .equality(
    "density times score = slope of the density", on: densityPoints,
    routes: ("closed score of the normal law", "differences of GSL's density"),
    states: { p in Bounded(rounded: p.density * p.score, magnitude: p.largest) },
    equals: { p in
      Differentiation.derivative(
        of: { (value: Double) -> Double in p.referenceDensity(at: value) }, at: p.parameter,
        step: 0.125 * p.law.standardDeviation)
    },
    variants: [
      .mutant("∇ log f divided by f") { p in
        Bounded(rounded: p.score / p.density, magnitude: p.largest)
      },
      .mutant("factor f missing") { p in Bounded(rounded: p.score, magnitude: p.largest) },
      .mutant("f ∇f for f ∇ log f") { p in
        Bounded(rounded: p.density * p.density * p.score, magnitude: p.largest)
      },
      .without(
        condition: "the function is positive",
        "f = q − c, zero at this φ, where 0·∇ log 0 counts as 0"
      ) { p in
        let f = p.density - p.density
        return Bounded(rounded: f == 0 ? 0 : f * (p.density * p.score / f), magnitude: p.largest)
      },
      .equivalent("f = q − 2c, negative at this φ, with log|f|") { p in
        let shift = 2 * p.referenceDensity(at: p.parameter)
        return -0.5 * shift
          * Differentiation.derivative(
            of: { (value: Double) -> Double in
              log((p.referenceDensity(at: value) - shift).magnitude)
            },
            at: p.parameter, step: 0.125 * p.law.standardDeviation)
      },
    ])

  private static let probabilities: Check = .equality(
    "probability times score = slope of the probability, q by softmax",
    on: { laboratory in
      Slopes.each(laboratory.witnesses.discrete, { $0.variationalParameters }, as: { $0 })
    },
    routes: ("closed score of the softmax", "differences of the softmax"),
    states: { s in
      Bounded(
        rounded: s.witness.approximate[0] * s.witness.score(s.parameter, at: Latent(0, 0)),
        magnitude: 1)
    },
    equals: { s in
      try Differentiation.derivative(
        of: { (value: Double) throws -> Double in
          try s.witness.with(s.parameter, value).approximate[0]
        }, at: s.witness.value(of: s.parameter))
    },
    variants: [
      .mutant("factor q missing") { s in
        Bounded(rounded: s.witness.score(s.parameter, at: Latent(0, 0)), magnitude: 1)
      },
      .mutant("softmax's other values forgotten") { s in
        let here = s.parameter == s.witness.variationalParameters[0]
        return Bounded(rounded: here ? s.witness.approximate[0] : 0, magnitude: 1)
      },
    ])

  private static let densityPoints: Subjects<DensityPoint> = { laboratory in
    let q = LinearGaussianWitness.ledger.approximate
    let fixed = [-0.9, -0.6, -0.3, 0, 0.25, 0.7, 0.9, 1.2, 1.5, 1.8].flatMap { z in
      [false, true].map {
        Subject(
          "q of W-LG at z = \(z), ∂/∂\($0 ? "σ" : "m")",
          DensityPoint(law: q, point: z, inDeviation: $0))
      }
    }
    return laboratory.family(fixed: fixed, "normal density at a point") { generator in
      let law = LinearGaussianWitness.random(using: &generator).approximate
      return DensityPoint(
        law: law, point: law.sample(using: &generator), inDeviation: generator.uniform() <= 0.5)
    }
  }
}

/// A point under a normal law, and which of the law's parameters moves.
struct DensityPoint: Sendable {
  let law: Gaussian
  let point: Double
  let inDeviation: Bool

  /// The parameter that moves.
  var parameter: Double { inDeviation ? law.standardDeviation : law.mean }

  /// q(z).
  var density: Double { law.density(at: point) }

  /// ∂ log q(z) in the parameter.
  var score: Double {
    let score = law.score(at: point)
    return inDeviation ? score.standardDeviation : score.mean
  }

  /// The largest term on the way: 1/σ² times the density's peak.
  var largest: Double { 1 / (law.variance * law.standardDeviation) }

  /// GSL's density with the parameter moved.
  func referenceDensity(at value: Double) -> Double {
    Reference.gaussianDensity(
      point, mean: inDeviation ? law.mean : value,
      standardDeviation: inDeviation ? value : law.standardDeviation)
  }
}
