import Claims
import Distributions
import Foundation
import Numerics
import Testing

/// What the claims about divergences compute on the fixed witnesses, against the ledger's printed digits.
@Suite("Divergences and code lengths: golden values")
struct DivergenceGoldenTests {
  /// A number that the ledger prints: where the catalogue computes it, and its digits.
  struct Golden: Sendable, CustomTestStringConvertible {
    let claim: String
    let check: String
    let subject: String
    let variant: String?
    let printed: String

    /// The variant, if any, and the digits.
    init(_ claim: String, _ check: String, _ subject: String, _ rest: String...) {
      self.claim = claim
      self.check = check
      self.subject = subject
      variant = rest.count > 1 ? rest[0] : nil
      printed = rest[rest.count - 1]
    }

    var testDescription: String { "\(claim), \(check), \(variant ?? "statement"): \(printed)" }
  }

  static let closedForm = "sum over the coordinates = integral"
  static let bregman = "Bregman divergence of A = divergence"
  static let asymmetric = "integral = closed form of the family"
  static let waste = "Huffman for Q − Huffman for P, both under P, dyadic"
  static let additional = "bits in addition to the ideal −log₂ p(x)"
  static let dyadic = "P = (½,¼,⅛,⅛), Q = (⅛,½,¼,⅛)"
  static let gaussians = "N(0,1), N(0.5,1.5²)"
  static let mixture = "½N(−2,½²) + ½N(2,½²)"

  static let goldens: [Golden] = [
    Golden("kl.definition", asymmetric, gaussians, "0.183243"),
    Golden("kl.definition", asymmetric, "W-D: q, posterior", "0.1889554622"),
    Golden("kl.definition", "divergence of q from the posterior", "W-LG", "0.9440239466"),
    Golden(
      "kl.definition", "divergence of q from the posterior", "W-LG", "arguments swapped",
      "0.4893128619"),
    Golden(
      "kl.definition", "divergence of q from the posterior", "W-LG", "prior for posterior",
      "0.2708256238"),
    Golden(
      "kl.nonnegative", "minus the divergence of q from the posterior is at most 0", "W-BL",
      "-0.0105444454"),
    Golden(
      "kl.nonnegative", "minus the divergence of q from the posterior is at most 0", "W-ND",
      "-3.2629034289"),
    Golden(
      "kl.zero-iff-equal", "two different laws are told apart", "N(0,1), N(0,2²)", "0.318147"),
    Golden(
      "kl.asymmetry", "the two directions agree for mirror images", "(0.2,0.8), (0.8,0.2)",
      "0.831777"),
    Golden("kl.cross-entropy-difference", "H(q, p(z|x)) − H(q)", "W-D", "0.1889554622"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-LG", "0.2708256238"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-ND", "0.4848221245"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-LG", "no half", "0.5417"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-LG", "log σ for 2 log σ", "0.0154"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-LG", "σ for σ²", "0.3908"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-LG", "+μ²", "0.1108"),
    Golden("kl.diagonal-gaussian.closed-form", closedForm, "W-LG", "no 1", "0.7708"),
    Golden(
      "kl.diagonal-gaussian.closed-form", closedForm, "W-ND",
      "isotropic, with the mean of the variances", "0.429252"),
    Golden(
      "kl.full-gaussian.closed-form", "trace and determinant = chain rule", "ρ = 0.8", "0.5108"),
    Golden("kl.exponential-family.bregman", bregman, "Exp(2), Exp(0.7)", "0.3998221"),
    Golden("kl.exponential-family.bregman", bregman, "Poisson 3, 1.2", "0.9488722"),
    Golden("kl.exponential-family.bregman", bregman, "Gamma(2.5,1.3), (1.2,0.6)", "0.1257207"),
    Golden(
      "kl.exponential-family.bregman", bregman, "Exp(2), Exp(0.7)",
      "gradient of A at the second parameter", "-0.8073"),
    Golden(
      "kl.forward.moment-matching", "E_p[log q], what the forward objective needs", "W-LG",
      "-1.047597"),
    Golden(
      "kl.forward.moment-matching", "E_p[log q], what the forward objective needs", "W-LG",
      "expectation under q", "-0.908113"),
    Golden(
      "kl.reverse.mode-seeking", "the minimum lies no higher than a component", mixture, "0.69305"),
    Golden("code.extra-length", waste, dyadic, "0.625"),
    Golden("code.extra-length", waste, dyadic, "nats reported as bits", "0.4332"),
    Golden("code.extra-length", waste, dyadic, "codes exchanged", "0.5"),
    Golden("code.cross-entropy", "length under P of Huffman's code for Q, dyadic", dyadic, "2.375"),
    Golden(
      "code.cross-entropy", "length under P of Huffman's code for Q, dyadic", dyadic,
      "averaged under Q", "1.75"),
    Golden("code.two-part", additional, "W-D", "0.272605"),
    Golden(
      "code.two-part", additional, "W-D",
      "the cross-entropy term itself, which is the total for x given z", "1.814247"),
    Golden("code.two-part", additional, "W-D", "divergence from the prior", "0.057821"),
  ]

  @Test("agree to the last digit printed", arguments: goldens)
  func golden(_ golden: Golden) throws {
    let result = try Run.result(golden.claim)
    let check = try #require(result.checks.first { $0.name == golden.check })
    let verdict =
      if let name = golden.variant {
        try #require(check.variants.first { $0.name == name }).verdict
      } else {
        check.statement
      }
    let finding = try #require(verdict.findings.first { $0.subject == golden.subject })
    let expected = try #require(Double(golden.printed))
    let decimals = golden.printed.split(separator: ".").last.map(\.count) ?? 0
    let computed =
      switch finding.evidence {
      case .equality(let left, _), .separation(let left, _): left.value
      case .order(let lesser, _): lesser.value
      case .statistical(let estimate, _, _, _, _): estimate
      case .failure: Double.nan
      }
    #expect((computed - expected).magnitude <= 0.5 * pow(10, -Double(decimals)) * (1 + 1e-9))
  }

  @Test("every statement that a note got wrong or loose is refuted as it is written")
  func written() throws {
    let rows = Set(
      try DivergenceGoldenTests.group().flatMap(\.written).filter(\.isAsExpected).compactMap {
        if case .written(let row, _) = $0.role { row } else { nil }
      })
    for row in Ledger.rows where [.sloppy, .wrong].contains(row.judgement) {
      guard let first = row.identities.first, DivergenceGoldenTests.identities.contains(first)
      else {
        continue
      }
      #expect(rows.contains(row.id), "\(row.id)")
    }
    #expect(rows.isSuperset(of: ["S1-45", "S1-51", "S1-57", "S1-69", "S3-27", "S4-26"]))
  }

  @Test("every checkable row of the eight identities is decided by one of the group's claims")
  func coverage() throws {
    let decided = Set(try DivergenceGoldenTests.group().flatMap { $0.claim.rows })
    for row in Ledger.rows where row.judgement != .notCheckable {
      guard let first = row.identities.first, DivergenceGoldenTests.identities.contains(first)
      else {
        continue
      }
      #expect(decided.contains(row.id), "\(row.id)")
    }
  }

  static let identities: Set = ["C08", "C09", "C13", "C14", "C15", "C16", "C23", "C24"]

  static func group() throws -> [ClaimResult] {
    try Run.results.get().filter { identities.contains($0.claim.identity) }
  }
}

@Suite("Divergences: optima and cells")
struct DivergenceOptimaTests {
  @Test("The reverse optimum of the mixture sits on the component where the search starts")
  func reverse() throws {
    for sign in [-1.0, 1.0] {
      let start = Gaussian(mean: sign * 1.5, standardDeviation: 1)
      let found = try GaussianMixture.ledger.reverseOptimum(from: start)
      // The ledger prints four digits; the simplex stops at 10⁻⁶.
      #expect((found.law.mean - sign * 1.9998).magnitude <= 5e-5 + 1e-6)
      #expect((found.law.standardDeviation - 0.5004).magnitude <= 5e-5 + 1e-6)
      #expect((found.divergence.value - 0.69305).magnitude <= 5e-6)
    }
  }

  @Test("The forward optimum found by minimisation has the mixture's mean and variance")
  func forward() throws {
    let mixture = GaussianMixture.ledger
    let found = try Minimization.minimum(
      of: { point in
        (try? mixture.divergence(
          to: Gaussian(mean: point[0], logVariance: 2 * point[1])
        ).value) ?? .infinity
      }, from: [0.7, 0], steps: [0.1, 0.1], tolerance: 1e-6)
    #expect(found.argument[0].magnitude < 1e-5)
    #expect((exp(found.argument[1]) - 4.25.squareRoot()).magnitude < 1e-5)
    #expect((mixture.matched.standardDeviation - 2.06155).magnitude <= 5e-6)
  }

  @Test("Bits wasted on cells of width 1, 0.1 and 0.01 approach the divergence")
  func cells() {
    let (p, q) = (Gaussian.standard, Gaussian(mean: 0.5, standardDeviation: 1.5))
    let printed = [(1.0, 0.24436, 5e-6), (0.1, 0.26415, 5e-6), (0.01, 0.264361, 5e-7)]
    for (width, bits, half) in printed {
      let wasted = CellGrid(p, q, width: width).wastedBits
      #expect((wasted - bits).magnitude <= half, "\(width): \(wasted)")
      #expect(wasted < klDivergence(from: p, to: q) / log(2))
    }
  }

  @Test("A Gaussian and the hyperbolic secant law: finite, by quadrature only")
  func hyperbolicSecant() throws {
    func integrand(_ x: Double) -> Double {
      let logSecant = log(2 / Double.pi) - x.magnitude - log1p(exp(-2 * x.magnitude))
      let logP = Gaussian.standard.logDensity(at: x)
      return exp(logP) * (logP - logSecant)
    }
    let first = try Quadrature().integral(from: -12, to: 12, singularities: [0], of: integrand)
    let second = try Quadrature().doublyAdaptive(from: -12, to: 12, of: integrand)
    #expect((first.value - 0.1003586).magnitude <= 5e-8)
    #expect((first.value - second.value).magnitude <= first.error + second.error)
  }
}
