import Derivations
import Testing

@Suite("A law without its arguments beside a joint law")
struct BareLawTests {
  @Test("Where a part of the joint law is data the law is one of the rest")
  func ofTheRest() throws {
    let found = try verdicts(
      #"""
      Let $q(z)$ be any law of the code.
      $$\log p(x) \ge -\mathrm{KL}(q \| p(z, x))$$
      $$\log p(x) = \mathrm{KL}(q \| p(z \mid x)) - \mathrm{KL}(q \| p(z, x))$$
      $$\log p(x) \le -\mathrm{KL}(q \| p(z, x))$$
      """#)
    #expect(found.map(\.isTrue) == [true, true, false])
    #expect(found[2] == .refuted)
  }

  @Test("What is true of a law of all the variables only is not called false")
  func ofAll() throws {
    #expect(
      try verdicts(#"$$\mathrm{KL}(q \| p(x, z)) \ge 0$$"#).allSatisfy(\.isTrue))
    #expect(
      try verdicts(#"$$\mathrm{KL}(q \| p(x, z)) \le 0$$"#) == [.refuted])
  }

  @Test("An information without its law is under the law that shows its variables jointly")
  func information() throws {
    #expect(
      try verdicts(
        #"$$I(X; Y) \ge H(X) + \mathbb{E}_{p(x, y)}[\log q(x \mid y)]$$"#
      ).allSatisfy(\.isTrue))
  }

  @Test("A functional of a law is another for another law")
  func functional() throws {
    for definition in [
      #"\mathcal{L}[q] = \mathbb{E}_{q(z)}[\log p(x, z) - \log q(z)]"#,
      #"\mathcal{L} = \mathbb{E}_{q(z)}[\log p(x, z) - \log q(z)]"#,
    ] {
      let found = try verdicts(
        """
        $$\(definition)$$
        $$c - \\mathcal{L}[q_\\phi] = (c - \\mathcal{L}[r]) + (\\mathcal{L}[r] - \\mathcal{L}[q_\\phi])$$
        $$c - \\mathcal{L}[q_\\phi] = (c - \\mathcal{L}[r]) - (\\mathcal{L}[r] - \\mathcal{L}[q_\\phi])$$
        """)
      #expect(found.last?.isTrue == false)
    }
  }
}
