import Claims
import Testing

/// Published and derived numbers of the estimators' variances, against what the claims compute on the fixed subjects.
@Suite("Variances of gradient estimators: golden values")
struct VarianceTests {
  static let draw = "variance of one draw"

  /// Rows of the table at μ = σ = 1: the subject, then score and pathwise in μ, score and pathwise in σ.
  private static func quadratic(_ subject: String, _ values: [Double]) -> [GoldenNumber] {
    let claims = ["score-function.quadratic", "pathwise.quadratic"]
    return values.enumerated().map { index, value in
      GoldenNumber(
        "gradient.variance.\(claims[index % 2])", draw,
        on: "\(subject), ∂\(index < 2 ? "μ" : "σ")", value, 9)
    }
  }

  static let quadratics: [GoldenNumber] =
    quadratic("c = -3", [495, 4, 1546, 72]) + quadratic("c = 0", [30, 4, 136, 12])
    + quadratic("c = 1", [15, 4, 74, 8]) + quadratic("c = 3", [87, 4, 346, 24])

  /// Pathwise in μ and σ, score in μ and σ.
  private static func line(
    _ claim: String, _ subject: String, _ values: [Double]
  ) -> [GoldenNumber] {
    values.enumerated().map { index, value in
      GoldenNumber(
        "gradient.variance.\(claim)", index < 2 ? "pathwise" : "score",
        on: "\(subject), ∂\(index.isMultiple(of: 2) ? "μ" : "σ")", value, 6)
    }
  }

  static let bell = "squared-exponential"

  static let lines: [GoldenNumber] =
    line(bell, "k = 0.1", [0.016290, 0.027770, 0.563532, 0.935384])
    + line(bell, "k = 1", [0.211723, 0.175731, 0.175750, 0.176690])
    + line(bell, "k = 10", [0.941629, 0.892046, 0.076940, 0.009035])
    + line("cosine", "k = 0.5", [0.039285, 0.087513, 0.455248, 0.798658])
    + line("cosine", "k = 1", [0.267674, 0.308127, 0.323993, 0.836287])
    + line("cosine", "k = 2", [1.939863, 1.942672, 0.441069, 0.927981])
    + line("cosine", "k = 5", [12.5, 12.5, 0.5, 1])

  private static func bit(
    _ check: String, _ half: (Double, Int), _ four: (Double, Int)
  ) -> [GoldenNumber] {
    [("0.5", half), ("0.8", four)].map { θ, printed in
      GoldenNumber(
        "gradient.variance.bernoulli", check, on: "θ = \(θ), t = 0.45", printed.0, printed.1)
    }
  }

  static let coupling = "gradient.variance.relaxed-coupling"
  static let relaxed = "θ = 0.3, t = 0.45, τ = 0.5"

  static let bits: [GoldenNumber] =
    bit("REINFORCE", (0.0159391, 7), (0.007921, 9))
    + bit("leave-one-out, two draws", (0.000625, 12), (0.000544, 12))
    + bit("ARM", (0.00020833, 8), (0.000397333, 9)) + bit("DisARM", (0, 15), (0.000384, 12))
    + [
      GoldenNumber(coupling, draw, on: relaxed, 0.02156, 5),
      GoldenNumber(
        coupling, draw, "b = 1[u < θ], and noise added to θ for logit θ", on: relaxed, 0.00436, 5),
    ]

  @Test("Quadratics, bells, waves and bits", arguments: quadratics + lines + bits)
  func golden(number: GoldenNumber) throws { try number.verify() }

  @Test("The wrong coupling has the right mean")
  func coupledMean() throws {
    let wrong = GoldenNumber(
      Self.coupling, "mean", "b = 1[u < θ], and noise added to θ for logit θ", on: Self.relaxed,
      0.3 * 0.7 * 0.1, 12)
    try wrong.verify()
  }
}
