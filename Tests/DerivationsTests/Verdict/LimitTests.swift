import Derivations
import Testing

@Suite("Integrals between limits")
struct LimitTests {
  private func verdict(_ text: String) throws -> Verdict? { try verdicts(text).last }

  private static let normal = #"Let $q(z) = \mathcal{N}(z; \mu, \sigma^2)$."# + "\n\n"

  @Test(
    "Between numbers, names and infinity",
    arguments: [
      #"$$\int_0^1 x^2 \, dx = \frac{1}{3}$$"#,
      #"$$\int_a^b x \, dx = \frac{b^2 - a^2}{2}$$"#,
      #"$$\int_0^\infty e^{-\lambda t} \, dt = \frac{1}{\lambda}$$"#,
      #"$$\int_0^\infty w e^{-w^2/2} \, dw = 1$$"#,
      #"$$\int_{-\infty}^0 \mathcal{N}(x; 0, 1) \, dx = \frac12$$"#,
      normal
        + #"$$\int_{\mu - k\sigma}^{\mu + k\sigma} q(z) \, dz = \operatorname{erf}\left(\frac{k}{\sqrt{2}}\right)$$"#,
      normal + #"$$\int_{-\infty}^t q(z) \, dz + \int_t^\infty q(z) \, dz = 1$$"#,
      normal + #"$$\partial_\mu \int_c^\infty q(z) \, dz = \mathcal{N}(c; \mu, \sigma^2)$$"#,
      #"$$\frac{\partial}{\partial t} \int_0^t e^{-x^2} \, dx = e^{-t^2}$$"#,
      #"$$\int_1^0 x \, dx = -\frac12$$"#,
    ])
  func holds(_ text: String) throws {
    #expect(try verdict(text)?.isTrue == true)
  }

  @Test(
    "Wrong values",
    arguments: [
      #"$$\int_0^1 x^2 \, dx = \frac{1}{2}$$"#,
      #"$$\int_0^\infty w e^{-w^2/2} \, dw = 2$$"#,
      normal
        + #"$$\int_{\mu - k\sigma}^{\mu + k\sigma} q(z) \, dz = \operatorname{erf}\left(k\right)$$"#,
      normal + #"$$\partial_\mu \int_c^\infty q(z) \, dz = -\mathcal{N}(c; \mu, \sigma^2)$$"#,
      #"$$\int_1^0 x \, dx = \frac12$$"#,
    ])
  func fails(_ text: String) throws {
    #expect(try verdict(text) == .refuted)
  }

  @Test("An integral that does not converge has no value")
  func diverges() throws {
    #expect(try verdict(#"$$\int_0^1 \frac{1}{x} \, dx = 5$$"#) == .notUnderstood)
    #expect(try verdict(#"$$\int_1^\infty \frac{1}{x} \, dx = 5$$"#) == .notUnderstood)
  }
}
