import Derivations
import Testing

@Suite("A superscript T")
struct PowerTests {
  private static func verdict(_ latex: String) throws -> Verdict? {
    let document = try Document(name: "note.md", bytes: Array("$$ \(latex) $$".utf8))
    return Report(checking: document).steps.first?.finding.verdict
  }

  @Test("T may count: a step is false only if it is so as a power and as a transpose")
  func counts() throws {
    #expect(try Self.verdict(#"\prod_{t=1}^T a = a^T"#) != .refuted)
  }

  @Test("T transposes by the rules")
  func transposes() throws {
    let verdict = try Self.verdict(#"x^T A y = x^\top A y"#)
    #expect(verdict == .holds || verdict == .proved)
  }

  @Test("A prime at the end of an exponent is that of the name before it")
  func prime() throws {
    let verdict = try Self.verdict(#"e^{a + b'} = e^a e^{b'}"#)
    #expect(verdict == .holds || verdict == .proved)
    #expect(try Self.verdict(#"e^{a + b'} = e^a e^{-b'}"#) == .refuted)
  }
}
