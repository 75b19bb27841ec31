import Claims
import Testing

/// One run of the whole catalogue, shared by the tests of this file.
enum Run {
  static let laboratory = Result { try Laboratory() }
  static let results = laboratory.map { Verification.run(Catalogue.claims, in: $0) }

  static func result(_ id: String) throws -> ClaimResult {
    try #require(try results.get().first { $0.claim.id == id })
  }
}

@Suite("Every claim of the catalogue")
struct CatalogueTests {
  @Test(
    "holds, accepts its equivalents and rejects its variants",
    arguments: Catalogue.claims.map(\.id))
  func isSound(id: String) throws {
    let result = try Run.result(id)
    for check in result.checks {
      let failing = check.statement.findings.filter { !$0.evidence.holds }
      #expect(check.statement.holds, "\(id), \(check.name): \(failing.prefix(3))")
      for variant in check.variants {
        #expect(
          variant.isAsExpected,
          """
          \(id), \(check.name): '\(variant.name)' \
          \(variant.role.mustHold ? "should be accepted" : "is not rejected"): \
          \(variant.verdict.findings.prefix(3))
          """)
      }
    }
  }

  @Test("has at least two mutants and at least fifty random witnesses, or says why it has none")
  func isThorough() throws {
    for result in try Run.results.get() {
      let id = result.claim.id
      #expect(result.mutants.count >= 2, "\(id) has \(result.mutants.count) mutants")
      let random = Set(
        result.checks.flatMap { check in
          check.statement.findings.filter(\.isRandom).map(\.subject)
        })
      #expect(
        random.count >= 50 || result.claim.singular != nil,
        "\(id) has \(random.count) random witnesses")
      #expect(
        result.checks.contains { $0.statement.findings.contains { !$0.isRandom } },
        "\(id) has no fixed witness")
    }
  }

  @Test("rests on more than draws wherever an exact route exists")
  func isNotMonteCarloAlone() throws {
    for result in try Run.results.get() {
      #expect(
        result.checks.contains { !$0.isStatistical }, "\(result.claim.id) rests on draws alone")
    }
  }

  @Test("has a name of its own and belongs to one of the 55 identities, all of which are claimed")
  func isWellNamed() {
    let ids = Catalogue.claims.map(\.id)
    #expect(Set(ids).count == ids.count)
    let claimed = Set(Catalogue.claims.map(\.identity))
    #expect(claimed == Set((1...55).map { $0 < 10 ? "C0\($0)" : "C\($0)" }))
  }

  @Test("contributes to at least 150 mutants, all rejected")
  func mutants() throws {
    let mutants = try Run.results.get().flatMap(\.mutants)
    #expect(mutants.count >= 150)
    #expect(mutants.allSatisfy { $0.verdict.isRefuted })
  }

  @Test("gives the same bits on one thread and on several")
  func threads() throws {
    let some = Array(
      Catalogue.claims.filter { $0.checks.contains(where: \.isStatistical) }.prefix(6))
    let one = Verification.run(some, in: try Run.laboratory.get(), threads: 1)
    for result in one {
      #expect(result.checks == (try Run.result(result.claim.id)).checks)
    }
  }
}
