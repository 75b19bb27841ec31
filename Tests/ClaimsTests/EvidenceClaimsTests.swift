import Claims
import Foundation
import Testing

/// The numbers of the ledger, against what the claims on the evidence compute on the fixed witnesses.
@Suite("Evidence, posterior, roles and expectations: golden values")
struct EvidenceClaimsTests {
  static let marginal = "log of the integrated joint = log evidence"
  static let constant = "the expectation of log p(x) is log p(x)"
  static let left = "the left side is log p(x), whatever z"
  static let literal = "log p(x|z) for log p(x), at each z"
  static let reconstruction = "reconstruction term"
  static let variance = "variance of a reconstruction, with z from q"
  static let joint = "probability of the observed symbol"

  static let evidence: [GoldenNumber] = [
    GoldenNumber("evidence.marginal", marginal, on: "W-D", -1.1086626245, 10),
    GoldenNumber("evidence.marginal", marginal, on: "W-LG", -1.9502897562, 10),
    GoldenNumber("evidence.marginal", marginal, on: "W-BL", -0.8562369, 7),
    GoldenNumber("evidence.marginal", marginal, on: "W-ND", -4.4814269674, 10),
    GoldenNumber(
      "evidence.marginal", marginal, "logarithm inside the average", on: "W-LG", -5.807162, 6),
    GoldenNumber(
      "evidence.marginal", marginal, "log p(x|z) as evidence, at z = 1", on: "W-LG", -0.603080, 6),
    GoldenNumber(
      "evidence.constant-under-q", "q integrates to one", "σ² for σ in the prefactor", on: "W-LG",
      1.667, 3),
    GoldenNumber(
      "evidence.constant-under-q", constant, "logarithm dropped: E_q[p(x)]", on: "W-D", 0.33, 12),
    GoldenNumber(
      "evidence.constant-under-q", constant, "cross-entropy with the sign of the log evidence",
      on: "W-D", 1.108663, 6),
    GoldenNumber(
      "evidence.expected-ratio", "expected log ratio = log evidence", "ratio inverted", on: "W-D",
      1.108663, 6),
    GoldenNumber("evidence.decomposition", left, literal, on: "W-LG at z = -1.0", -11.011, 3),
    GoldenNumber("evidence.decomposition", left, literal, on: "W-LG at z = 0.4", -1.797, 3),
    GoldenNumber("evidence.decomposition", left, literal, on: "W-LG at z = 1.0", -0.603, 3),
  ]

  static let posterior: [GoldenNumber] = [
    GoldenNumber(
      "posterior.bayes", "divergence of q from Bayes' posterior", on: "W-LG", 0.9440239466, 10),
    GoldenNumber(
      "posterior.bayes", "divergence of q from Bayes' posterior", "divergence from the prior",
      on: "W-LG", 0.2708256238, 10),
    GoldenNumber(
      "posterior.bayes", "divergence of q from Bayes' posterior", "expectation under the posterior",
      on: "W-LG", 0.4893128619, 10),
    GoldenNumber(
      "posterior.averages-to-prior", "divergence of the posterior from the prior is not zero",
      on: "W-LG", 0.8831311272, 10),
    GoldenNumber(
      "posterior.averages-to-prior", "average probability of z = 0", on: "W-D with data", 0.5, 14),
    GoldenNumber(
      "posterior.averages-to-prior", "average probability of z = 0", "one posterior is the prior",
      on: "W-D with data", 0.303030, 6),
  ]

  static let sampling: [GoldenNumber] = [
    GoldenNumber("sampling.ancestral", joint, on: "W-D with data", 0.33, 12),
    GoldenNumber(
      "sampling.ancestral", joint, "z from the encoder, averaged over the data",
      on: "W-D with data", 0.316, 12),
    GoldenNumber("sampling.total-variance", variance, on: "W-LG", 1.30, 12),
    GoldenNumber(
      "sampling.total-variance", variance, "latents from the prior: w² + s²", on: "W-LG", 2.74, 12),
    GoldenNumber(
      "sampling.total-variance", variance, "spread of the latents alone", on: "W-LG", 0.81, 12),
    GoldenNumber("sampling.training-latents", reconstruction, on: "W-LG", -2.6234880791, 10),
    GoldenNumber(
      "sampling.training-latents", reconstruction, "latents of the reconstruction from the prior",
      on: "W-LG", -5.807162, 6),
    GoldenNumber(
      "sampling.training-latents", reconstruction, "decoder at the mean of q", on: "W-LG", -1.7970,
      4),
  ]

  static let roles: [GoldenNumber] = [
    GoldenNumber(
      "roles.normalization", "decoder over x",
      "generation from input to latent: p(x|z) as a law of z", on: "W-LG at z = 0.4", 0.6667, 4),
    GoldenNumber(
      "roles.normalization", "tables: row of the decoder at z = 1",
      "column of the decoder, a law of z", on: "W-D", 1.05, 12),
    GoldenNumber(
      "roles.decoder-emits-parameters", "same x', two variances", on: "W-LG at z = 1.0", -0.603080,
      6),
    GoldenNumber(
      "roles.decoder-emits-parameters", "same x', two variances",
      "loss from x' alone: −½(x − x')² − ½log 2π, s ignored", on: "W-LG at z = 1.0", -0.938939, 6),
    GoldenNumber(
      "expectation.of-gradient", "derivative with respect to w", on: "W-LG", -0.2040816327, 10),
    GoldenNumber(
      "expectation.of-gradient",
      "the derivative of the expectation of p, without logarithm, is another number", on: "W-LG",
      0.0680, 4),
  ]

  @Test("agree to the last printed digit", arguments: evidence + posterior + sampling + roles)
  func agrees(golden: GoldenNumber) throws {
    try golden.verify()
  }

  @Test("The prior dropped, the integral of the likelihood is 1/|w|, and 1.05 on W-D")
  func priorDropped() throws {
    for (subject, mass) in [("W-LG", 1 / 1.5), ("W-D", 1.05)] {
      let number = GoldenNumber(
        "evidence.marginal", EvidenceClaimsTests.marginal, "prior dropped: ∫ p(x|z) dz",
        on: subject, mass, 12)
      #expect(WitnessTests.agrees(exp(try number.computed()), mass, digits: 12))
    }
  }

  @Test("Every fault is refuted on a fixed witness")
  func fixedWitnesses() throws {
    try GroupThoroughness.refutesOnFixedSubjects([
      "evidence.", "posterior.", "sampling.", "roles.", "expectation.",
    ])
  }
}
