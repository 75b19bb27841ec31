import Claims
import Numerics
import Testing

/// A number of the ledger as printed, and where a claim computes it.
struct GoldenNumber: Sendable, CustomTestStringConvertible {
  let claim: String
  let check: String
  var variant: String?
  let subject: String
  let printed: Double
  let digits: Int

  init(
    _ claim: String, _ check: String, _ variant: String? = nil, on subject: String,
    _ printed: Double,
    _ digits: Int
  ) {
    self.claim = claim
    self.check = check
    self.variant = variant
    self.subject = subject
    self.printed = printed
    self.digits = digits
  }

  var testDescription: String { "\(claim), \(variant ?? "the statement") on \(subject)" }

  /// The left side as the claim computes it.
  func computed() throws -> Double {
    let result = try #require(try Run.result(claim).checks.first { $0.name == check })
    let verdict =
      try variant.map { name in
        try #require(result.variants.first { $0.name == name }).verdict
      } ?? result.statement
    let finding = try #require(verdict.findings.first { $0.subject == subject })
    switch finding.evidence {
    case .equality(let left, _), .separation(let left, _), .order(let left, _): return left.value
    case .statistical, .failure:
      Issue.record("\(testDescription): \(finding.evidence)")
      return .nan
    }
  }

  /// Compares the two to half a unit of the last printed digit.
  func verify() throws {
    let value = try computed()
    #expect(WitnessTests.agrees(value, printed, digits: digits), "\(value) is not \(printed)")
  }
}

/// What a group of claims owes beyond the tests of the whole catalogue.
enum GroupThoroughness {
  /// Every fault, and everything as written, is refuted on a fixed subject and not only on a random one.
  static func refutesOnFixedSubjects(_ prefixes: [String]) throws {
    let results = try Run.results.get().filter { result in
      prefixes.contains { result.claim.id.hasPrefix($0) }
    }
    #expect(!results.isEmpty)
    for result in results {
      for variant in result.variants where !variant.role.mustHold {
        #expect(
          variant.verdict.findings.contains { !$0.isRandom && $0.evidence.refutes },
          "\(result.claim.id): '\(variant.name)' is rejected on random subjects only")
      }
    }
  }
}
