import Derivations
import Testing

@Suite("Numbers of terms")
struct CountTests {
  private func verdict(_ latex: String) throws -> Verdict? { try verdicts("$$\(latex)$$").last }

  @Test("A closed form in the number of terms is tried with more than one number")
  func closedForms() throws {
    #expect(try verdict(#"\sum_{i=1}^n i = \frac{n(n+1)}{2}"#)?.isTrue == true)
    #expect(try verdict(#"\prod_{i=1}^n i = \frac{n(n+1)}{2}"#) == .refuted)
    #expect(try verdict(#"\sum_{k=1}^K 2^{k-1} = 2^K - 1"#)?.isTrue == true)
    #expect(try verdict(#"\sum_{k=1}^K 2^{k-1} = 2K + 1"#) == .refuted)
    #expect(try verdict(#"(1 - a) \sum_{t=1}^T a^{t-1} = 1 - a^T"#) != .refuted)
  }
}
