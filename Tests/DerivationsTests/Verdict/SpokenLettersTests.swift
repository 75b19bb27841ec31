import Derivations
import Testing

@Suite("Letters that stand for several things")
struct SpokenLettersTests {
  private func verdict(_ text: String) throws -> Verdict? { try verdicts(text).last }

  @Test("π by itself is the number where the document shows no other use of it")
  func pi() throws {
    #expect(try verdict(#"$$\log \pi + \log 2 = \log(2\pi)$$"#)?.isTrue == true)
    #expect(try verdict(#"$$\int e^{-x^2} dx = \sqrt{\pi}$$"#)?.isTrue == true)
    #expect(try verdict(#"$$\int e^{-x^2} dx = \pi$$"#) != .refuted)
    #expect(try verdict(#"$$\int e^{-x^2} dx = 2 \sqrt{\pi}$$"#) == .refuted)
  }

  @Test("π is no number where it is a weight, a law or a chance")
  func otherPi() throws {
    #expect(try verdict(#"Weights $\pi_k$. $$\log \pi = 1.1447$$"#)?.isTrue != true)
    #expect(
      try verdict(#"$$x \log \pi + (1 - x) \log(1 - \pi) = \log(\pi^x (1 - \pi)^{1 - x})$$"#)?
        .isTrue == true)
    #expect(
      try verdict(#"A chance $\pi$. $$\log \pi + \log 2 = \log(2 \pi)$$"#) != .refuted)
  }

  @Test("A power of σ before a sum is a factor")
  func sigma() throws {
    #expect(
      try verdict(#"$$\sigma^2(a^2 - 1) = a^2 \sigma^2 - \sigma^2$$"#)?.isTrue == true)
    #expect(
      try verdict(#"$$\sigma^2(a^2 - 1) = a^2 \sigma^2 + \sigma^2$$"#) == .refuted)
    #expect(
      try verdict(
        """
        Put $\\sigma(u) = \\frac{1}{1 + e^{-u}}$.
        $$1 - \\sigma(a - b) = \\sigma(b - a)$$
        """)?
        .isTrue == true)
  }

  @Test("A bold letter may be another than the plain one that is defined")
  func weight() throws {
    #expect(
      try verdict(
        #"""
        Put $y = a x + b$.
        $$\nabla_{\mathbf x} \tfrac12 \|\mathbf x - \mathbf y\|^2 = \mathbf x - \mathbf y$$
        """#) != .refuted)
  }
}
