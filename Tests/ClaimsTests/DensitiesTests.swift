import Claims
import Testing

/// The numbers of the ledger, against what the claims on densities compute on the fixed witnesses.
@Suite("Densities and their parameters: golden values")
struct DensitiesTests {
  static let point = "density at a point"
  static let information = "what x teaches about z, KL(p(z|x) ‖ p(z))"
  static let within = "mass within k standard deviations"
  static let percentage =
    "distance of the mass from the percentage, half a unit of its last digit allowed"
  static let narrow = "w = s = 0.1, x = 0"

  static let gaussians: [GoldenNumber] = [
    GoldenNumber("gaussian.density.variance", point, on: "N(0, Σ = 2)", 0.2196956, 7),
    GoldenNumber(
      "gaussian.density.variance", point, "Σ used as a standard deviation", on: "N(0, Σ = 2)",
      0.1760327, 7),
    GoldenNumber(
      "gaussian.density.normalized", "total mass", "prefactor 1/(√(2π)Σ) beside exp(−x²/(2Σ))",
      on: "N(0, Σ = 2)", 0.7071067812, 10),
    GoldenNumber(
      "gaussian.density.vector", "total mass over the plane",
      "the written density with determinant and Σ⁻¹", on: "unit variances, ρ = 0.8", 4.178, 3),
    GoldenNumber(
      "prior.standard-normal", "total mass in J dimensions",
      "the constant of one dimension for all of them", on: "J = 2", 2.507, 3),
    GoldenNumber("likelihood.residual", information, on: "W-LG", 0.8831311272, 10),
    GoldenNumber(
      "likelihood.residual", information, "the likelihood without X̂(z)", on: "W-LG", 0, 12),
    GoldenNumber("gaussian.mass-within", within, on: "N(0,1), k = 2", 0.9544997, 7),
    GoldenNumber("gaussian.mass-within", within, on: "N(0,1), k = 3", 0.9973002, 7),
    GoldenNumber(
      "gaussian.mass-within", percentage, "square of two coordinates", on: "95.4 %, k = 2",
      95.4 - 91.107, 3),
    GoldenNumber(
      "gaussian.mass-within", percentage, "disc of two coordinates, 1 − exp(−k²/2)",
      on: "95.4 %, k = 2", 95.4 - 86.466, 3),
  ]

  static let aboveOne: [GoldenNumber] = [
    GoldenNumber(
      "density.above-one", "height of the peak above the bound", "bound 1", on: "N(0, 0.1²)",
      3.989423 - 1, 6),
    GoldenNumber("evidence.above-one", "evidence", on: narrow, 2.820948, 6),
    GoldenNumber(
      "evidence.above-one", "log evidence above the bound of its law", "bound 0", on: narrow,
      1.037073, 6),
    GoldenNumber(
      "evidence.above-one", "bound at the posterior above the bound of the evidence's law",
      "ELBO at most 0", on: narrow, 1.037073, 6),
  ]

  static let scale = "exp(½v) = √exp(v)"
  static let confusion = "divergence from the prior tells σ from σ²"
  static let encoder = "q of W-LG: (0.4, log 0.36)"
  static let numbers = "numbers that describe the law of an image"
  static let image = "3 × 256 × 256"

  static let parameters: [GoldenNumber] = [
    GoldenNumber("gaussian.log-variance", scale, on: encoder, 0.6, 12),
    GoldenNumber("gaussian.log-variance", scale, "exp(v)", on: encoder, 0.36, 12),
    GoldenNumber("gaussian.log-variance", scale, "exp(2v)", on: encoder, 0.1296, 12),
    GoldenNumber("gaussian.log-variance", scale, on: "(0.4, −0.3)", 0.860708, 6),
    GoldenNumber("gaussian.positive-scale", confusion, on: encoder, 0.2708256238, 10),
    GoldenNumber(
      "gaussian.positive-scale", confusion, "σ in the place of σ² alone", on: encoder, 0.3908, 4),
    GoldenNumber("gaussian.parameter-count", numbers, on: image, 393216, 3),
    GoldenNumber(
      "gaussian.parameter-count", numbers, "the isotropic law's own numbers", on: image, 196609, 3),
    GoldenNumber(
      "gaussian.parameter-count", numbers, "as many outputs as pixels", on: image, 196608, 3),
    GoldenNumber("gaussian.parameter-count", numbers, on: "1 × 28 × 28", 1568, 6),
    GoldenNumber(
      "gaussian.diagonal-not-isotropic", "log density of a residual", on: "residual of W-ND",
      -2.629734, 6),
    GoldenNumber(
      "gaussian.diagonal-not-isotropic", "log density of a residual",
      "isotropic, with the mean of the variances", on: "residual of W-ND", -2.907612, 6),
    GoldenNumber(
      "gaussian.diagonal-not-isotropic", "divergence from the prior", on: "W-ND", 0.4848221245, 10),
    GoldenNumber(
      "gaussian.diagonal-not-isotropic", "divergence from the prior",
      "one σ² for both coordinates, their mean", on: "W-ND", 0.429252, 6),
  ]

  static let error = "expected squared error"
  static let inWeight = "slope in the decoder's weight"
  static let inMean = "slope in the mean of q"

  static let squares: [GoldenNumber] = [
    GoldenNumber(
      "decoder.emits-parameters", "log p(x|z = 1) with two variances", on: "W-LG", -0.603080, 6),
    GoldenNumber(
      "decoder.emits-parameters", "log p(x|z = 1) with two variances",
      "x′ and s emitted, s ignored", on: "W-LG", -0.938939, 6),
    GoldenNumber(
      "reconstruction.is-minus-error", "expected log likelihood", on: "W-LG", -2.6234880791, 10),
    GoldenNumber(
      "reconstruction.is-minus-error", "expected log likelihood", "z from the prior", on: "W-LG",
      -5.807162, 6),
    GoldenNumber("reconstruction.is-minus-error", error, on: "W-LG", 2.02, 12),
    GoldenNumber(
      "reconstruction.is-minus-error", error, "x̂ drawn from the likelihood, which adds s²",
      on: "W-LG", 2.51, 12),
    GoldenNumber("reconstruction.gradients", inWeight, on: "W-LG", -0.2040816327, 10),
    GoldenNumber("reconstruction.gradients", inWeight, "without −1/(2s²)", on: "W-LG", 0.2, 4),
    GoldenNumber("reconstruction.gradients", inMean, on: "W-LG", 3.3673469388, 10),
    GoldenNumber(
      "reconstruction.gradients", inMean, "z² differentiated through z = m + σε", on: "W-LG",
      -0.760, 3),
    GoldenNumber(
      "reconstruction.gradients", inMean, "the score without −1/(2s²)", on: "W-LG", -3.300, 3),
  ]

  @Test("agree to the last printed digit", arguments: gaussians + aboveOne + parameters + squares)
  func agrees(golden: GoldenNumber) throws {
    try golden.verify()
  }

  @Test("Every fault is refuted on a fixed witness")
  func fixedWitnesses() throws {
    try GroupThoroughness.refutesOnFixedSubjects(
      Catalogue.claims.filter { identities.contains($0.identity) }.map(\.id))
  }

  private let identities: Set<String> = ["C37", "C38", "C39", "C42", "C43", "C44"]
}
