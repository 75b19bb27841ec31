import Derivations
import Testing

@Suite("Laws that a document gives by formulas with parameters")
struct FormulaLawTests {
  private func verdict(_ text: String) throws -> Verdict? { try verdicts(text).last }

  private static let normal = #"Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$."# + "\n\n"
  private static let weighted =
    #"Let $p(z) = \mathcal{N}(z; 0, 1)$ and $q_\beta(z) = \mathcal{N}(z; \beta w, 1)$."# + "\n\n"

  @Test(
    "A name in the formula of a law is what derivatives of the law are by",
    arguments: [
      #"$$\operatorname{Var}_{q(z)}\left[h(z)\,\partial_\mu\log q(z)\right] = 0$$"#,
      #"$$\mathbb{E}_{q(z)}\left[(\partial_\mu\log q(z))^2\right] = 0$$"#,
      #"$$\partial_\mu \mathbb{E}_{q(z)}[h(z)] = 0$$"#,
      #"$$\partial_\mu \mathbb{E}_{q(z)}[h(z)] \ge 0$$"#,
      #"$$\partial_\sigma \mathbb{E}_{q(z)}[z^2] \le 0$$"#,
    ])
  func derivative(_ text: String) throws {
    #expect(try verdict(Self.normal + text)?.isTrue == false)
  }

  @Test("Moments of the score of a normal law")
  func score() throws {
    #expect(
      try verdict(
        Self.normal
          + #"$$\mathbb{E}_{q(z)}\left[(\partial_\mu\log q(z))^2\right] = \frac{1}{\sigma^2}$$"#)?
        .isTrue == true)
    #expect(
      try verdict(
        Self.normal
          + #"$$\mathbb{E}_{q(z)}\left[(\partial_\mu\log q(z))^2\right] = \frac{2}{\sigma^2}$$"#)
        == .refuted)
    #expect(
      try verdict(
        Self.normal
          + #"$$\partial_\mu \mathbb{E}_{q(z)}[h(z)] = \mathbb{E}_{q(z)}[h(z) \partial_\mu \log q(z)]$$"#
      )?
      .isTrue == true)
  }

  @Test("A formula for one parameter is one for another")
  func otherParameter() throws {
    let divergence = #"D_{KL}(q_{\beta'}(z) \,\|\, p(z))"#
    #expect(
      try verdict(Self.weighted + "$$\(divergence) = \\frac{\\beta'^2 w^2}{2}$$")?.isTrue == true)
    #expect(
      try verdict(Self.weighted + "$$\(divergence) = \\frac{\\beta^2 w^2}{2}$$")?.isTrue == false)
    #expect(
      try verdict(Self.weighted + "$$\(divergence) \\ge D_{KL}(q_\\beta(z) \\,\\|\\, p(z))$$")?
        .isTrue
        == false)
    #expect(
      try verdict(
        Self.weighted + #"$$\frac{\partial}{\partial w} D_{KL}(q_\beta(z) \,\|\, p(z)) \ge 0$$"#)?
        .isTrue == false)
  }
}
