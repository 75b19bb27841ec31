import Derivations
import Testing

@Suite("Values that a variable is held at, and chains of variables")
struct HeldValueTests {
  private func verdict(_ latex: String) throws -> Verdict? { try verdicts("$$\(latex)$$").last }

  @Test("A variable that is held at 0 and at 1 takes no other values")
  func binary() throws {
    let total = #"p(x \mid z = 1) p(z = 1) + p(x \mid z = 0) p(z = 0)"#
    #expect(
      try verdict(#"p(z = 1 \mid x) = \frac{p(x \mid z = 1) p(z = 1)}{"# + total + "}")?.isTrue
        == true)
    #expect(
      try verdict(#"p(z = 0 \mid x) = \frac{p(x \mid z = 1) p(z = 1)}{"# + total + "}") == .refuted)
    #expect(try verdict("p(x) = " + total)?.isTrue == true)
    #expect(try verdict(#"p(z = 0) + p(z = 1) = 1"#)?.isTrue == true)
    #expect(
      try verdict(#"\mathbb{E}_{p(z)}[z] = 0 \cdot p(z = 0) + 1 \cdot p(z = 1)"#)?.isTrue == true)
  }

  @Test("What is true of bits only is a condition, and true where the document speaks of bits")
  func bits() throws {
    let mean = #"$$\mathbb{E}_{p(b)}[b] = p(b = 1)$$"#
    #expect(try verdicts(mean) == [.conditional])
    #expect(try verdicts("Let $b \\in \\{0, 1\\}$.\n\n" + mean).allSatisfy(\.isTrue))
    #expect(
      try verdicts("Let $b \\in \\{0, 1\\}$.\n\n" + #"$$\mathbb{E}_{p(b)}[b] = p(b = 0)$$"#)
        == [.refuted])
    #expect(try verdicts(#"$$\mathbb{E}_{p(b)}[b] = 2 p(b = 1)$$"#) == [.refuted])
  }

  @Test("Information is lost along a chain, if it is one")
  func chain() throws {
    #expect(try verdict(#"I(X; Z) \le I(X; Y)"#) == .conditional)
    #expect(try verdict(#"H(X \mid Y, Z) \ge H(X \mid Y)"#) == .refuted)
    let found = try verdicts(
      #"""
      $$p(x, y, z) = p(x) p(y \mid x) p(z \mid y)$$
      $$I(X; Z) \le I(X; Y)$$
      $$I(X; Y) \le I(X; Z)$$
      """#)
    #expect(found.dropFirst().map(\.isTrue) == [true, false])
  }
}
