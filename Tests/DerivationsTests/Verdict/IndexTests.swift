import Derivations
import Testing

@Suite("Letters as indices")
struct IndexTests {
  @Test(
    "Two letters on one name are two members",
    arguments: [#"$$L(e_b) = L(e_a)$$"#, #"$$x_u^2 = x_v^2$$"#, #"$$\|e_a\|^2 = \|e_b\|^2$$"#])
  func members(_ text: String) throws {
    #expect(try verdicts(text).last?.isTrue == false)
  }

  @Test("One letter is one member, whatever stands beside it")
  func same() throws {
    let found = try verdicts(#"$$\log (e_a e_b)^2 = \log e_b^2 + \log e_a^2$$"#)
    #expect(found.last?.isTrue == true, "\(found)")
  }

  @Test("Of a chain of inequalities the ends say nothing about a step in the middle")
  func chain() throws {
    let found = try verdicts(
      #"$$0 \le \mathrm{SomeNet}(t)^2 \le \tfrac12 + \mathrm{SomeNet}(t)^2 \le 7$$"#)
    #expect(found.last == .notUnderstood, "\(found)")
  }
}
