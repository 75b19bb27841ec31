import Derivations
import Testing

@Suite("Derivatives")
struct DerivativeTests {
  private func verdict(_ latex: String) throws -> Verdict? { try verdicts("$$\(latex)$$").last }

  @Test("A derivative reaches over a fraction of numbers and names to what stands behind it")
  func reach() throws {
    #expect(
      try verdict(
        #"\nabla_e \frac1n \sum_{i=1}^n (x_i - e)^2 = -\frac2n \sum_{i=1}^n (x_i - e)"#)?.isTrue
        == true)
    #expect(
      try verdict(
        #"\nabla_e \frac1n \sum_{i=1}^n (x_i - e)^2 = -\frac1n \sum_{i=1}^n (x_i - e)"#)
        == .refuted)
    #expect(
      try verdict(
        #"\nabla_\phi \tfrac{1}{K} \sum_{k=1}^K \log q_\phi(z_k) = \tfrac{1}{K} \sum_{k=1}^K \nabla_\phi \log q_\phi(z_k)"#
      )?.isTrue == true)
    #expect(
      try verdict(
        #"\frac{\partial}{\partial \mu} \frac{1}{2 s^2} (x - \mu)^2 = \frac{\mu - x}{s^2}"#)?
        .isTrue == true)
    #expect(
      try verdict(
        #"\nabla_\phi \beta \mathrm{KL}(q_\phi(z|x) \| p(z)) = \beta \nabla_\phi \mathrm{KL}(q_\phi(z|x) \| p(z))"#
      )?.isTrue == true)
    // A factor that holds what the derivative is by ends its reach.
    #expect(
      try verdict(#"\frac{d}{dt} \frac{1}{t} \sum_{i=1}^n x_i = -\frac{1}{t^2} \sum_{i=1}^n x_i"#)?
        .isTrue == true)
  }

  @Test("A law that is nowhere written with a parameter depends on what derivatives are by")
  func implicit() throws {
    let gradient = #"\nabla_\lambda \mathbb{E}_{q(z)}[f(z)] = "#
    let score = #"\mathbb{E}_{q(z)}[f(z) \nabla_\lambda \log q(z)]"#
    #expect(try verdict(gradient + score)?.isTrue == true)
    #expect(try verdict(gradient + "-" + score) == .refuted)
  }

  @Test("That both gradients are zero for want of any dependence shows nothing")
  func vacuous() throws {
    let found = try verdicts(
      #"""
      $$q(z) = \mathcal{N}(z; \mu, \sigma^2)$$
      $$\nabla_\lambda \mathbb{E}_{q(z)}[\log p(x, z)] = -\mathbb{E}_{q(z)}[\log p(x, z) \nabla_\lambda \log q(z)]$$
      """#)
    #expect(found.last?.isTrue == false)
    let chain = try verdicts(
      #"""
      A chain, $p(x, y, z) = p(x) p(y \mid x) p(z \mid y)$.
      $$\partial_\theta \sum_z p_\theta(x, z) = \sum_z p_\theta(z \mid x)\, \partial_\theta \log p_\theta(x, z)$$
      """#)
    #expect(chain.last?.isTrue == false)
  }

  @Test("A derivative by a component of the only parameter of a law is one of the law")
  func component() throws {
    let score = #"\frac{\partial}{\partial \theta_j} \log p(x; \theta)"#
    let slope = #"\frac{1}{p(x; \theta)} \frac{\partial}{\partial \theta_j} p(x; \theta)"#
    #expect(try verdict(score + " = " + slope)?.isTrue == true)
    #expect(try verdict(score + " = -" + slope) == .refuted)
    // Of two components one says nothing about the other.
    let other = score.replacing("_j", with: "_i")
    #expect(try verdict(score + " = " + other)?.isTrue == false)
  }

  @Test("A derivative by a square or a logarithm is one by the quantity over that of the square")
  func byFunction() throws {
    let density = #"\left[-\frac{1}{2} \log \sigma^2 - \frac{(x - \mu)^2}{2 \sigma^2}\right]"#
    let slope = #"\frac{(x - \mu)^2}{2 \sigma^4}"#
    #expect(
      try verdict(
        #"\frac{\partial}{\partial \sigma^2} "# + density + #" = -\frac{1}{2 \sigma^2} + "# + slope)?
        .isTrue == true)
    #expect(
      try verdict(
        #"\frac{\partial}{\partial \sigma^2} "# + density + #" = -\frac{1}{\sigma^2} + "# + slope)
        == .refuted)
    #expect(try verdict(#"\frac{d}{d\sigma^2} \log \sigma^2 = \frac{1}{\sigma^2}"#)?.isTrue == true)
    #expect(
      try verdict(#"\frac{\partial}{\partial \log \sigma} \sigma^2 = 2 \sigma^2"#)?.isTrue == true)
  }
}
