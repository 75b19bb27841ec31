import Derivations
import Testing

@Suite("Laws that a document gives as mixtures, and names that laws are given by")
struct GivenMixtureTests {
  static let prior = #"$p_\lambda(z) = \frac{1}{K} \sum_{k=1}^{K} q_\phi(z \mid u_k)$"#

  /// Returns the verdict on a display behind the statement of the mixture.
  private func verdict(_ display: String) throws -> Verdict {
    try #require(try verdicts("\(Self.prior)\n\n$$\(display)$$\n").last)
  }

  @Test("What holds of the mixture that the document states holds")
  func holds() throws {
    #expect(
      try verdict(#"\log p_\lambda(z) = \log \sum_{k=1}^{K} q_\phi(z \mid u_k) - \log K"#).isTrue)
    #expect(
      try verdict(#"\log p_\lambda(z) \ge \frac{1}{K} \sum_{k=1}^{K} \log q_\phi(z \mid u_k)"#)
        .isTrue)
    #expect(
      try verdict(
        #"\mathbb{E}_{p_\lambda(z)}[f(z)] = \frac{1}{K} \sum_{k=1}^{K} \mathbb{E}_{q_\phi(z \mid u_k)}[f(z)]"#
      ).isTrue)
  }

  @Test("What fails of the mixture is false")
  func fails() throws {
    #expect(
      try verdict(#"\log p_\lambda(z) = \log \sum_{k=1}^{K} q_\phi(z \mid u_k) + \log K"#)
        == .refuted)
    #expect(
      try verdict(#"\log p_\lambda(z) \le \frac{1}{K} \sum_{k=1}^{K} \log q_\phi(z \mid u_k)"#)
        == .refuted)
  }

  @Test("A statement of a mixture that is not normalised does not rest on itself")
  func unnormalised() throws {
    let text = #"$$p(z) = \sum_{k=1}^{K} q(z \mid u_k)$$"#
    #expect(try verdicts(text).allSatisfy { !$0.isTrue })
  }

  @Test("An equation for what a law is given by counts elsewhere, where nothing else explains it")
  func meaning() throws {
    let law =
      #"$q(x_t \mid x_{t-1}) = \mathcal{N}(x_t; \sqrt{\alpha_t}\, x_{t-1}, 1 - \alpha_t)$"#
    let names = #"$\bar\alpha_t = \prod_{i=1}^{t} \alpha_i$, $\alpha_t = 1 - \beta_t$."#
    func found(_ right: String) throws -> Verdict? {
      let left = #"\frac{1}{\frac{\alpha_t}{\beta_t} + \frac{1}{1 - \bar\alpha_{t-1}}}"#
      return try verdicts("\(law) \(names)\n\n$$\(left) = \(right)$$\n").last
    }
    #expect(try found(#"\frac{1 - \bar\alpha_{t-1}}{1 - \bar\alpha_t} \beta_t"#) == .holds)
    #expect(try found(#"\frac{1 - \bar\alpha_t}{1 - \bar\alpha_{t-1}} \beta_t"#) == .refuted)
  }

  @Test("A probability of one value gives a name that is new its meaning")
  func probability() throws {
    func found(_ right: String) throws -> Verdict? {
      try verdicts(
        """
        A bit $b \\in \\{0, 1\\}$ with $q(b = 1) = r$.

        $$\\mathbb{E}_{q(b)}[f(b)] = \(right)$$

        """
      ).last
    }
    #expect(try found("r f(1) + (1 - r) f(0)")?.isTrue == true)
    #expect(try found("r f(0) + (1 - r) f(1)")?.isTrue == false)
  }

  @Test("A bound at a number is the bound at a parameter, and never false for it")
  func parameter() throws {
    let bound =
      #"$\mathcal{L}_\beta(x) = \mathbb{E}_{q(z \mid x)}[\log p(x \mid z)] - \beta\, \mathrm{KL}(q(z \mid x) \,\|\, p(z))$"#
    #expect(
      try verdicts("\(bound), $\\beta \\ge 1$\n\n$$\\mathcal{L}_1(x) \\le \\log p(x)$$\n").last?
        .isTrue == true)
    #expect(
      try verdicts("\(bound), $\\beta \\ge 1$\n\n$$\\mathcal{L}_1(x) \\ge \\log p(x)$$\n").last
        == .notUnderstood)
  }

  @Test(
    "A density that the document gives is what it gives, beside a posterior with names of its own")
  func forms() throws {
    let laws =
      #"$p(z) = \mathcal{N}(z; 0, 1)$, $p(x \mid z) = \mathcal{N}(x; wz, v)$, $p(z \mid x) = \mathcal{N}(z; ax, b)$, $p(x) = \mathcal{N}(x; 0, w^2 + v)$, $q(z \mid x) = \mathcal{N}(z; m, s^2)$"#
    func found(_ display: String) throws -> Verdict? {
      try verdicts("\(laws)\n\n$$\(display)$$\n").last
    }
    #expect(
      try found(#"\mathrm{KL}(q(z \mid x) \| p(z)) = \frac12(m^2 + s^2 - 1 - \log s^2)"#)?.isTrue
        == true)
    #expect(
      try found(#"\mathrm{KL}(q(z \mid x) \| p(z)) = \frac12(m^2 + s^2 + 1 - \log s^2)"#)
        == .refuted)
    #expect(
      try found(
        #"\mathbb{E}_{q(z \mid x)}[\log p(x \mid z)] = -\frac12\log(2\pi v) - \frac{(x - wm)^2 + w^2 s^2}{2v}"#
      )?.isTrue == true)
  }

  @Test("A mixture of conditionals of one name")
  func experts() throws {
    let law =
      #"$q(z \mid x_1, x_2) = \frac12 q(z \mid x_1) + \frac12 q(z \mid x_2)$"#
    func found(_ display: String) throws -> Verdict? {
      try verdicts("\(law)\n\n$$\(display)$$\n").last
    }
    let average =
      #"\frac12 \mathbb{E}_{q(z \mid x_1)}[f(z)] + \frac12 \mathbb{E}_{q(z \mid x_2)}[f(z)]"#
    #expect(try found(#"\mathbb{E}_{q(z \mid x_1, x_2)}[f(z)] = "# + average)?.isTrue == true)
    #expect(try found(#"\mathbb{E}_{q(z \mid x_1, x_2)}[f(z)] = 2 "# + average) == .refuted)
    let bound =
      #"\frac12 KL(q(z \mid x_1) \| p(z)) + \frac12 KL(q(z \mid x_2) \| p(z))"#
    #expect(try found(#"KL(q(z \mid x_1, x_2) \| p(z)) \le "# + bound)?.isTrue == true)
    #expect(try found(#"KL(q(z \mid x_1, x_2) \| p(z)) \ge "# + bound) == .refuted)
  }
}
