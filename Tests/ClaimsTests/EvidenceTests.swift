import Claims
import Numerics
import Testing

@Suite("Evidence")
struct EvidenceTests {
  static let nan = Bounded(.nan, error: 1)
  static let unknown = Bounded(1, error: .infinity)

  @Test("NaN and unknown errors support nothing")
  func notANumber() {
    for bad in [EvidenceTests.nan, EvidenceTests.unknown] {
      #expect(!Evidence.equality(left: bad, right: 1).holds)
      #expect(!Evidence.equality(left: 1, right: bad).holds)
      #expect(!Evidence.order(lesser: bad, greater: 1).holds)
      #expect(!Evidence.order(lesser: 1, greater: bad).holds)
      #expect(!Evidence.separation(left: bad, right: 2).holds)
    }
    let z = Evidence.statistical(estimate: 0, expectation: 0, z: .nan, draws: 1, detectable: 1)
    #expect(!z.holds)
  }

  @Test("Equality, order and separation hold exactly up to the sum of the bounds")
  func bounds() {
    let one = Bounded(1, error: 0.25)
    #expect(Evidence.equality(left: one, right: Bounded(1.5, error: 0.25)).holds)
    #expect(!Evidence.equality(left: one, right: Bounded(1.5, error: 0.125)).holds)
    #expect(Evidence.order(lesser: Bounded(1.5, error: 0.25), greater: one).holds)
    #expect(!Evidence.order(lesser: Bounded(1.625, error: 0.25), greater: one).holds)
    #expect(Evidence.separation(left: one, right: Bounded(1.625, error: 0.25)).holds)
    #expect(!Evidence.separation(left: one, right: Bounded(1.5, error: 0.25)).holds)
  }

  @Test("A computation that fails supports nothing and refutes nothing")
  func failure() {
    let failure = Evidence.failure(reason: "gsl: iteration limit")
    #expect(!failure.holds)
    #expect(!failure.refutes)
    let verdict = Verdict([Finding(subject: "W-D", isRandom: false, evidence: failure)])
    #expect(!verdict.holds)
    #expect(!verdict.isRefuted)
    #expect(!Verdict([]).holds)
  }

  @Test("A failure inside a check is that claim's failure, with the status")
  func failingCheck() throws {
    let claim = Claim(
      "test.divergent", identity: "C00", title: "", statement: "", rows: [],
      checks: [
        .equality(
          "a divergent integral", on: { _ in [Subject("line", 0.0)] }, routes: ("", ""),
          states: { _ in try Quadrature().integral(from: 0, to: 1) { 1 / $0 } },
          equals: { _ in 1 },
          variants: [
            .mutant("another") { _ in try Quadrature().integral(from: 0, to: 1) { 1 / ($0 * $0) } }
          ])
      ])
    let result = claim.verify(in: try Run.laboratory.get())
    #expect(!result.holds)
    #expect(!result.isSound)
    let evidence = try #require(result.tightest?.evidence)
    guard case .failure(let reason) = evidence else {
      Issue.record("\(evidence) is no failure")
      return
    }
    #expect(!reason.isEmpty)
    #expect(result.mutants.allSatisfy { !$0.verdict.isRefuted })
  }
}
