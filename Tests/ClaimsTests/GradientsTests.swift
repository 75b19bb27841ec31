import Claims
import Numerics
import Testing

/// A printed number of the ledger and the finding that must reproduce it.
private struct Golden: Sendable, CustomTestStringConvertible {
  let claim: String
  let check: Int
  let subject: String
  let variant: String?
  let value: Double
  let digits: Int

  init(
    _ claim: String, _ check: Int, _ subject: String, _ variant: String? = nil, is value: Double,
    digits: Int
  ) {
    (self.claim, self.check, self.subject, self.variant) = (claim, check, subject, variant)
    (self.value, self.digits) = (value, digits)
  }

  var testDescription: String { "\(claim), \(subject), \(variant ?? "statement")" }

  /// Half a unit in the last printed digit.
  var tolerance: Double { (0..<digits).reduce(0.5) { half, _ in half / 10 } }
}

@Suite("Numbers of the claims on gradients")
struct GradientsTests {
  /// The evidence that a golden number speaks of.
  private static func evidence(_ golden: Golden) throws -> Evidence {
    let check = try Run.result(golden.claim).checks[golden.check]
    let verdict =
      if let name = golden.variant {
        try #require(
          check.variants.first { $0.name.contains(name) }, "no variant '\(name)' in \(check.name)"
        ).verdict
      } else {
        check.statement
      }
    return try #require(
      verdict.findings.first { $0.subject == golden.subject },
      "no subject '\(golden.subject)' in \(check.name)"
    ).evidence
  }

  @Test("are those that the ledger prints, statements and mistakes alike")
  func goldenValues() throws {
    for golden in goldens {
      let found: Double
      switch try GradientsTests.evidence(golden) {
      case .equality(let left, _), .separation(let left, _): found = left.value
      case .order(let lesser, _): found = lesser.value
      case .statistical(_, let expectation, _, _, _): found = expectation
      case .failure(let reason):
        Issue.record("\(golden.testDescription): \(reason)")
        continue
      }
      #expect(
        (found - golden.value).magnitude <= golden.tolerance,
        "\(golden.testDescription): \(found), printed \(golden.value)")
    }
  }

  @Test(
    "stochastic ascent, with the score and with the path, comes within 0.02 of the posterior's mean"
  )
  func ascent() throws {
    let check = try Run.result("gradient.score-function.ascent").checks[1]
    let equivalent = try #require(check.variants.first { $0.role == .equivalent })
    for verdict in [check.statement, equivalent.verdict] {
      guard case .statistical(let estimate, _, _, _, _)? = verdict.findings.first?.evidence else {
        Issue.record("no draws: \(verdict)")
        continue
      }
      #expect((estimate - 0.9307).magnitude <= 0.02)
    }
  }

  @Test("every mistake in a statistical check is at least twelve standard errors away")
  func power() throws {
    for claim in Catalogue.claims where claim.identity >= "C28" && claim.identity <= "C35" {
      for check in try Run.result(claim.id).checks where check.isStatistical {
        for variant in check.variants where variant.role != .equivalent {
          for finding in variant.verdict.findings {
            guard case .statistical(_, _, let z, _, _) = finding.evidence else { continue }
            #expect(z.magnitude >= 12, "\(claim.id), \(variant.name): z = \(z)")
          }
        }
      }
    }
  }
}

private let goldens: [Golden] = [
  // C28
  Golden("gradient.model.commutes", 0, "W-D, ∂/∂θ0", is: 0.48, digits: 2),
  Golden("gradient.model.commutes", 0, "W-LG, ∂/∂w", is: -0.2040816327, digits: 10),
  Golden("gradient.model.commutes", 0, "W-D, ∂/∂θ0", "log evidence", is: 0.2424, digits: 4),
  Golden("gradient.model.commutes", 0, "W-LG, ∂/∂w", "log evidence", is: 0.0300, digits: 4),
  Golden("gradient.model.commutes", 1, "W-LG, ∂/∂w", "−1/(2s²)", is: 0.2000, digits: 4),
  Golden("gradient.model.commutes", 1, "W-LG, ∂/∂w", "logarithm lost", is: 0.068041, digits: 6),
  // C29
  Golden("gradient.variational.not-inside", 0, "W-LG, ∂/∂m", is: 3.3673469388, digits: 10),
  Golden("gradient.variational.not-inside", 1, "W-LG, ∂/∂m", "frozen", is: 0, digits: 10),
  // C30
  Golden("gradient.score.zero-mean", 2, "W-LG with σ = 1", is: 129.73, digits: 2),
  Golden(
    "gradient.score.zero-mean", 2, "W-LG with σ = 1", "narrowing thought to help", is: 32338,
    digits: 0),
  // C31
  Golden("gradient.score-function.unbiased", 0, "W-D, ∂/∂φ0", is: -0.2111388, digits: 7),
  Golden("gradient.score-function.unbiased", 0, "W-D, ∂/∂φ1", is: 0.2240143, digits: 7),
  Golden("gradient.score-function.unbiased", 0, "W-D, ∂/∂φ2", is: -0.0128754, digits: 7),
  Golden("gradient.score-function.unbiased", 0, "W-LG, ∂/∂m", is: 3.3673469388, digits: 10),
  Golden("gradient.score-function.unbiased", 0, "W-LG, ∂/∂σ", is: -2.7551020408, digits: 10),
  Golden("gradient.score-function.unbiased", 0, "W-BL, ∂/∂m", is: 0.7640252473, digits: 10),
  Golden(
    "gradient.score-function.unbiased", 0, "W-LG, ∂/∂m", "for its logarithm", is: 0.2788464,
    digits: 7),
  Golden(
    "gradient.score-function.unbiased", 0, "W-LG, ∂/∂σ", "for its logarithm", is: -0.0157948,
    digits: 7),
  Golden(
    "gradient.score-function.unbiased", 0, "W-D, ∂/∂φ0", "for its logarithm", is: -0.0750,
    digits: 4),
  Golden(
    "gradient.score-function.unbiased", 1, "W-LG, ∂/∂m", "read literally", is: 0.2788464, digits: 7),
  Golden(
    "gradient.score-function.unbiased", 1, "W-LG, ∂/∂m", "through z = m + σε", is: -0.760, digits: 3
  ),
  Golden("gradient.score-function.unbiased", 1, "W-LG, ∂/∂m", "r² times", is: -3.300, digits: 3),
  Golden("gradient.shared-parameter.product-rule", 0, "W-LG", is: 3.1632653, digits: 7),
  Golden(
    "gradient.shared-parameter.product-rule", 0, "W-LG", "only q ∇ log p", is: -0.2040816, digits: 7
  ),
  // C32
  Golden("reparameterization.density", 0, "q of W-LG at ε = 0.0", is: 0.664904, digits: 6),
  Golden(
    "reparameterization.density", 0, "q of W-LG at ε = 0.0", "g applied", is: 0.639365, digits: 6),
  // μ² = 0.16 and 1 are added to the printed variances .1296 and 16.
  Golden("reparameterization.moments", 0, "q of W-LG", "σ² for σ", is: 0.2896, digits: 4),
  Golden("reparameterization.moments", 0, "N(1, 4)", "Σ, the variance", is: 17, digits: 8),
  Golden("reparameterization.cholesky", 1, "unit variances, ρ = .8", "ΣΣᵀ", is: 1.6, digits: 8),
  // C33
  Golden("reparameterization.expectation", 0, "W-LG", is: -2.6234880791, digits: 10),
  Golden("reparameterization.expectation", 0, "W-BL", is: -0.6436378300, digits: 10),
  Golden("reparameterization.expectation", 0, "W-ND", is: -7.2595082718, digits: 10),
  Golden("reparameterization.expectation", 0, "W-LG", "dz for dε", is: -1.574093, digits: 6),
  Golden(
    "reparameterization.expectation", 0, "W-LG", "taken for that of z", is: -5.807162, digits: 6),
  Golden("reparameterization.expectation", 0, "W-LG", "plug-in", is: -1.7970, digits: 4),
  Golden("reparameterization.expectation", 1, "W-LG", is: -2.8943137028, digits: 10),
  Golden("reparameterization.expectation", 1, "W-BL", is: -0.8667813813, digits: 10),
  Golden(
    "reparameterization.gradient-of-expectation", 0, "W-LG, ∂/∂m", "(∇φ)", is: -2.6235, digits: 4),
  Golden(
    "reparameterization.gradient-of-expectation", 0, "W-LG, ∂/∂m", "as a factor", is: -2.9296105,
    digits: 7),
  // C34
  Golden("gradient.reparameterized.unbiased", 0, "W-BL, ∂/∂m", is: 0.7640252473, digits: 10),
  Golden("gradient.reparameterized.unbiased", 0, "W-BL, ∂/∂σ", is: -0.5223523170, digits: 10),
  Golden(
    "gradient.reparameterized.unbiased", 0, "W-LG, ∂/∂m", "second zero", is: -2.6235, digits: 4),
  Golden("gradient.reparameterized.unbiased", 0, "W-LG, ∂/∂m", "through z", is: -2.9296, digits: 4),
  Golden(
    "gradient.reparameterized.unbiased", 1, "W-LG, ∂/∂σ", "as a factor", is: 2.9387755, digits: 7),
  Golden("gradient.reparameterized.unbiased", 3, "W-LG", is: 7.5905873, digits: 7),
  Golden(
    "gradient.reparameterized.step-function", 0, "q of W-LG, step at 0", is: 0.5324133, digits: 7),
  Golden("gradient.reparameterized.not-invertible", 0, "φ = 1.3", is: -0.0500044, digits: 7),
  Golden("gradient.bound", 0, "W-LG, ∂/∂m", is: 2.9673469388, digits: 10),
  // −w²σ/s² − σ + 1/σ = −1.68843537414966 exactly: a tenth digit would be 1.
  Golden("gradient.bound", 0, "W-LG, ∂/∂σ", is: -1.688435374, digits: 9),
]
