import Claims
import Foundation
import Numerics
import Testing

/// What the claims on the quantiser find on W-VQ, against the digits that the ledger prints.
@Suite("Vector quantisation on its fixed witnesses")
struct VectorQuantizationTests {
  private static let ids: Set = [
    "quantizer.nearest-code", "quantizer.point-mass.divergence", "quantizer.derivative.zero",
    "straight-through.encoder", "straight-through.code", "codebook-loss.gradients",
    "codebook-loss.which-moves-what", "codebook-loss.split-is-joint",
    "codebook-loss.reconstruction-scale", "codebook.k-means", "codebook.moving-average.step",
    "codebook.moving-average.gradient-step", "codebook.joint-against-alternating",
    "codebook.commitment-weight.contraction",
  ]

  private static let results = Result {
    let laboratory = try Laboratory()
    let claims = Catalogue.claims.filter { ids.contains($0.id) }
    return Dictionary(
      uniqueKeysWithValues: Verification.run(claims, in: laboratory).map { ($0.claim.id, $0) })
  }

  @Test("All fourteen claims are there and sound")
  func sound() throws {
    let results = try Self.results.get()
    #expect(Set(results.keys) == Self.ids)
    for (id, result) in results {
      #expect(result.holds, "\(id): \(String(describing: result.tightest))")
      for variant in result.variants {
        #expect(variant.isAsExpected, "\(id), \(variant.name)")
      }
    }
  }

  @Test("Every mutant is seen on a fixed witness")
  func fixedWitnesses() throws {
    for (id, result) in try Self.results.get() {
      for variant in result.variants where !variant.role.mustHold {
        let seen = variant.verdict.findings.contains { !$0.isRandom && $0.evidence.refutes }
        #expect(seen, "\(id), \(variant.name): no fixed witness sees it")
      }
    }
  }

  @Test("Nearest code 0 at squared distance 0.17; divergence log 3")
  func nearestCode() throws {
    try expect("quantizer.nearest-code", 0, "W-VQ", 0, digits: 0)
    try expect("quantizer.nearest-code", 1, "W-VQ", 0.17, digits: 2)
    try expect("codebook-loss.gradients", 0, "W-VQ", 0.17, digits: 2)
    try expect("quantizer.point-mass.divergence", 0, "W-VQ", 1.098612, digits: 6)
  }

  @Test("Through the quantiser (0, 0); straight through (0.57, 1.69), not (0.424, −0.011)")
  func straightThrough() throws {
    for (axis, right, atEncoder) in [("W-VQ, z1", 0.57, 0.424), ("W-VQ, z2", 1.69, -0.011)] {
      try expect("quantizer.derivative.zero", 0, axis, 0, digits: 12)
      try expect("straight-through.encoder", 0, axis, right, digits: 2)
      try expect("straight-through.code", 0, axis, 0, digits: 12)
      try expect("straight-through.code", 2, axis, right, digits: 2)
      try expect(
        "straight-through.encoder", 0, axis, atEncoder, digits: 3, variant: "gradient at z_e")
      try expect(
        "straight-through.code", 0, axis, right, digits: 2, variant: "z_q + (z_e − sg[z_e])")
    }
  }

  @Test("Gradients of the two losses: (0.2, 0.8) in the code, β(−0.2, −0.8) in z_e")
  func codebookLosses() throws {
    for (axis, gradient) in [("W-VQ, z1", 0.2), ("W-VQ, z2", 0.8)] {
      try expect("codebook-loss.gradients", 1, axis, gradient, digits: 1)
      try expect("codebook-loss.gradients", 2, axis, -0.25 * gradient, digits: 2)
      try expect("codebook-loss.which-moves-what", 0, axis, 0, digits: 12)
      try expect("codebook-loss.which-moves-what", 1, axis, 0, digits: 12)
      let swapped = "β missing: on the other loss"
      try expect("codebook-loss.gradients", 2, axis, -gradient, digits: 1, variant: swapped)
    }
  }

  @Test("The moving average: (1.005, −0.005) at N = 4, (1.002128, −0.002128) at N = 10")
  func movingAverage() throws {
    let id = "codebook.moving-average.step"
    for (axis, sign) in [("z1", 1.0), ("z2", -1.0)] {
      let code = axis == "z1" ? 1.0 : 0
      try expect(id, 0, "N = n = 4, \(axis)", code + sign * 0.005, digits: 3)
      try expect(id, 0, "N = 10, n = 4, \(axis)", code + sign * 0.002128, digits: 6)
      try expect(
        "codebook.moving-average.gradient-step", 0, "N = 10, n = 4, \(axis)", code + sign * 0.005,
        digits: 3)
      try expect("codebook.k-means", 3, "N = 10, n = 4, \(axis)", code + sign * 0.05, digits: 2)
      try expect(
        id, 0, "N = n = 4, \(axis)", code + sign * 0.045, digits: 3, variant: "e + γ(z̄ − e)")
    }
    let raw = "divided by the batch's n, not the running count"
    try expect(id, 0, "N = 10, n = 4, z1", 2.355, digits: 3, variant: raw)
    try expect(id, 0, "N = 10, n = 4, z2", -0.005, digits: 3, variant: raw)
    try expect(id, 0, "N = n = 4, z1", 1.005, digits: 3, variant: raw)
  }

  @Test(
    "Contraction in five steps by the ledger's factors",
    arguments: [
      ("codebook.joint-against-alternating", 0, 0.25, 0.25, 0.0),
      ("codebook.joint-against-alternating", 0, 0.4, 0.25, -0.6),
      ("codebook.joint-against-alternating", 0, 0.6, 0.25, -1.4),
      ("codebook.joint-against-alternating", 1, 0.25, 0.25, 0.25),
      ("codebook.joint-against-alternating", 1, 0.4, 0.25, 0.04),
      ("codebook.joint-against-alternating", 1, 0.6, 0.25, 0.04),
      ("codebook.commitment-weight.contraction", 0, 0.1, 1, 0.6),
      ("codebook.commitment-weight.contraction", 0, 0.1, 0.25, 0.75),
    ])
  func contraction(id: String, check: Int, rate: Double, weight: Double, factor: Double) throws {
    for (axis, start) in [("z1", -0.1), ("z2", -0.4)] {
      try expect(
        id, check, "W-VQ, \(axis), η = \(rate), β = \(weight)", pow(factor, 5) * start, digits: 10)
    }
  }

  /// Both sides of a check on a subject, or a variant and the other side, have the printed digits.
  private func expect(
    _ id: String, _ check: Int, _ subject: String, _ printed: Double, digits: Int,
    variant: String? = nil
  ) throws {
    let result = try #require(try Self.results.get()[id]).checks[check]
    let verdict =
      variant == nil
      ? result.statement : try #require(result.variants.first { $0.name == variant }).verdict
    let finding = try #require(verdict.findings.first { $0.subject == subject }, "\(subject)")
    guard case .equality(let left, let right) = finding.evidence else {
      Issue.record("\(id) \(check): \(finding.evidence)")
      return
    }
    let half = 0.5 * pow(10, -Double(digits))
    #expect((left.value - printed).magnitude <= half, "\(id) \(check), \(subject): \(left)")
    if variant == nil {
      #expect((right.value - printed).magnitude <= half, "\(id) \(check), \(subject): \(right)")
    }
  }
}
