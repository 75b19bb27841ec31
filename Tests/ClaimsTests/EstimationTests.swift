import Claims
import Testing

/// The numbers of the ledger, against what the claims on estimators compute on the fixed witnesses.
@Suite("Estimators, their variances and what is tractable: golden values")
struct EstimationTests {
  static let noise = "expectation over the noise"
  static let term = "expectation of one term"
  static let slope = "slope of the bound in each parameter"

  static let means: [GoldenNumber] = [
    GoldenNumber("estimator.closed-divergence", noise, on: "W-LG", -2.8943137028, 10),
    GoldenNumber("estimator.closed-divergence", noise, on: "W-BL", -0.8667813813, 10),
    GoldenNumber("estimator.monte-carlo-reconstruction", term, on: "W-LG", -2.6234880791, 10),
    GoldenNumber("estimator.monte-carlo-reconstruction", term, on: "W-BL", -0.6436378300, 10),
    GoldenNumber(
      "estimator.monte-carlo-reconstruction", term, "draws from the prior", on: "W-LG", -5.8072, 4),
    GoldenNumber(
      "estimator.monte-carlo-reconstruction", term, "log p(x|E z), the decoder at the mean of q",
      on: "W-LG", -1.7970, 4),
    GoldenNumber(
      "estimator.monte-carlo-reconstruction", term, "log p(x|E z), the decoder at the mean of q",
      on: "W-BL", -0.4032, 4),
    GoldenNumber(
      "estimator.monte-carlo-reconstruction", term, "log of the mean of p(x|z)", on: "W-LG",
      -1.515505, 6),
    GoldenNumber("estimator.one-sample-bound", noise, on: "W-LG", -2.8943137028, 10),
    GoldenNumber(
      "estimator.one-sample-bound", noise, "log p(ε) for log q", on: "W-LG", -2.894 + 0.511, 3),
    GoldenNumber("estimator.one-sample-gradient", slope, on: "W-LG, ∂/∂w", -0.2040816327, 10),
    GoldenNumber("estimator.one-sample-gradient", slope, on: "W-LG, ∂/∂m", 2.9673469388, 10),
    GoldenNumber("estimator.one-sample-gradient", slope, on: "W-LG, ∂/∂σ", -1.688435374, 9),
    GoldenNumber(
      "estimator.one-sample-gradient", slope, "z frozen: only explicit terms", on: "W-LG, ∂/∂m", 0,
      10),
    GoldenNumber(
      "estimator.one-sample-gradient", slope, "log q not differentiated at all", on: "W-LG, ∂/∂σ",
      -1.688435 - 1.666667, 5),
  ]

  static let sine = "sin 20z, N(0, 1)"

  static let variances: [GoldenNumber] = [
    GoldenNumber(
      "estimator.monte-carlo-variance", "variance of one draw", on: "W-LG", 5.4483549, 7),
    GoldenNumber(
      "estimator.closed-divergence.either-order", "at the posterior", on: "W-LG", 3.6829998, 7),
    GoldenNumber("gradient.variance.exact", "score function, in μ", on: "z², N(1, 1)", 30, 10),
    GoldenNumber("gradient.variance.exact", "score function, in σ", on: "z², N(1, 1)", 136, 10),
    GoldenNumber(
      "gradient.variance.exact", "pathwise, in μ and σ together", on: "z², N(1, 1)", 4 + 12, 10),
    GoldenNumber(
      "gradient.variance.cause", "variance on the witnesses with the mean of f as baseline",
      on: "W-LG", 41.65, 2),
    GoldenNumber(
      "gradient.variance.cause", "variance on the witnesses with the mean of f as baseline",
      "without the baseline", on: "W-LG", 84.8663593, 7),
    GoldenNumber("gradient.variance.sine", "pathwise variance", on: sine, 200, 10),
    GoldenNumber("gradient.variance.sine", "score-function variance", on: sine, 0.5, 10),
    GoldenNumber(
      "gradient.variance.sine", "pathwise variance", on: "sin z, N(0, 1)", 0.1998, 4),
    GoldenNumber(
      "gradient.variance.sine", "score-function variance", on: "sin z, N(0, 1)", 0.3351, 4),
  ]

  static let count = "evaluations of the joint"

  static let tractable: [GoldenNumber] = [
    GoldenNumber("evidence.enumeration-cost", count, on: "12 bits", 4096, 6),
    GoldenNumber("evidence.enumeration-cost", count, on: "20 points, d = 1", 20, 6),
    GoldenNumber("evidence.enumeration-cost", count, on: "20 points, d = 2", 400, 6),
    GoldenNumber("tractable.evidence", "log evidence, one latent", on: "W-LG", -1.9502897562, 10),
    GoldenNumber(
      "tractable.evidence", "log evidence, two latents and three pixels", on: "W-ND",
      -4.4814269674, 10),
    GoldenNumber("tractable.posterior", "mean", on: "W-LG", 0.9306569343, 10),
    GoldenNumber("tractable.posterior", "variance", on: "W-LG", 0.1788321168, 10),
    GoldenNumber(
      "tractable.reconstruction", "reconstruction term", on: "W-LG", -2.6234880791, 10),
    GoldenNumber(
      "tractable.reconstruction", "reconstruction term",
      "w²σ² dropped, the decoder at the mean of q", on: "W-LG", -1.796957, 6),
    GoldenNumber(
      "tractable.reconstruction",
      "Bernoulli decoder: the value at the mean of q is not the term", on: "W-BL", -0.6436378300,
      10),
  ]

  @Test("agree to the last printed digit", arguments: means + variances + tractable)
  func agrees(golden: GoldenNumber) throws {
    try golden.verify()
  }

  @Test("The pathwise estimator's share of the score function's variance")
  func usualOrder() throws {
    for (subject, path, score) in [
      ("W-LG", 7.5905873, 84.8663593), ("W-BL", 0.2913755, 3.4155894),
    ] {
      let ratio = GoldenNumber(
        "gradient.variance.usual-order", "pathwise over score-function variance, in m",
        on: subject, path / score, 7)
      try ratio.verify()
    }
  }

  @Test("At the posterior one draw with the closed divergence has a deviation of 0.701")
  func deviationAtPosterior() throws {
    let variance = GoldenNumber(
      "estimator.zero-variance-at-posterior", "mean squared distance from log p(x)",
      "divergence in closed form", on: "W-LG", 0.701 * 0.701, 3)
    #expect(WitnessTests.agrees(try variance.computed().squareRoot(), 0.701, digits: 3))
  }

  @Test("Every fault is refuted on a fixed witness")
  func fixedWitnesses() throws {
    try GroupThoroughness.refutesOnFixedSubjects(
      Catalogue.claims.filter { identities.contains($0.identity) }.map(\.id))
  }

  private let identities: Set<String> = ["C25", "C26", "C27", "C36", "C40", "C41"]
}
