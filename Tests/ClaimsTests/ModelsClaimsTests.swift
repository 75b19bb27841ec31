import Claims
import Testing

/// The numbers of the ledger, against what the claims on decoders, code and data compute.
@Suite("Decoders, the note's code and the data law: golden values")
struct ModelsClaimsTests {
  static let width = "total variation from U(0, 1)"
  static let tanh = "excess kurtosis of the decoder 3 tanh(3z) with s = .5"
  static let saturated = "−log(1 − σ(t)) with σ(t) rounded"
  static let single = "the same in single precision"

  static let decoders: [GoldenNumber] = [
    GoldenNumber("decoder.mixture-approximates", width, on: "σ = 0.3", 0.2393, 4),
    GoldenNumber("decoder.mixture-approximates", width, on: "σ = 0.1", 0.0798, 4),
    GoldenNumber("decoder.mixture-approximates", width, on: "σ = 0.03", 0.0239, 4),
    GoldenNumber("decoder.mixture-approximates", width, on: "σ = 0.01", 0.00798, 5),
    GoldenNumber("decoder.marginal-not-gaussian", tanh, on: "a = 3, s = .5", -1.676, 3),
    GoldenNumber(
      "decoder.marginal-not-gaussian", "two modes: the density at 0 lies below that at 2.9",
      on: "a = 3, s = .5", 0.0456 - 0.2878, 4),
  ]

  static let code: [GoldenNumber] = [
    GoldenNumber(
      "network.returned-values", "divergence from what is returned", on: "z = 0.4", 0.2708256238, 10
    ),
    GoldenNumber(
      "network.returned-values", "two laws share z and differ in divergence", on: "z = 0.4",
      0.2708256238, 10),
  ]

  static let data: [GoldenNumber] = [
    GoldenNumber(
      "data-law.expected-log-evidence", "expected log evidence of the data", on: "W-D with data",
      -1.151260, 6),
    GoldenNumber(
      "data-law.expected-log-evidence", "expected log evidence of the data",
      "the data law in place of the evidence", on: "W-D with data", -1.029653, 6),
    GoldenNumber(
      "data-law.joint-divergence", "average bound", on: "W-D with data", -1.258332, 6),
  ]

  @Test("agree to the last printed digit", arguments: decoders + code + data)
  func agrees(golden: GoldenNumber) throws {
    try golden.verify()
  }

  @Test("The sigmoid saturates at 17 in single and at 40 in double precision, and is finite before")
  func saturation() throws {
    func loss(_ variant: String, _ subject: String) throws -> Double {
      try GoldenNumber(
        "network.likelihood-from-logits", "−log p(0|t)", variant, on: subject, 0, 0
      ).computed()
    }
    #expect(try loss(ModelsClaimsTests.single, "t = 17.0") == .infinity)
    #expect(try loss(ModelsClaimsTests.saturated, "t = 40.0") == .infinity)
    #expect(try loss(ModelsClaimsTests.saturated, "t = 35.0").isFinite)
  }

  @Test("Every fault is refuted on a fixed subject")
  func fixedSubjects() throws {
    try GroupThoroughness.refutesOnFixedSubjects(["decoder.", "encoder.", "network.", "data-law."])
  }
}
