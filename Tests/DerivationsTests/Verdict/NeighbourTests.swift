import Derivations
import Testing

@Suite("Notation of what is taught beside variational autoencoders")
struct NeighbourTests {
  private func last(_ text: String) throws -> Verdict { try #require(try verdicts(text).last) }

  @Test("A derivative by a variable that is computed elsewhere is by the variable")
  func varied() throws {
    let setting = #"Let $x = \mu + \sigma z$."# + "\n\n"
    #expect(try last(setting + #"$$\frac{d}{dx} \log(1 + e^x) = \frac{1}{1 + e^{-x}}$$"#).isTrue)
    #expect(
      try last(setting + #"$$\frac{d}{dx} \log(1 + e^x) = \frac{1}{1 + e^x}$$"#)
        == .notUnderstood)
    #expect(try last(setting + #"$$\frac{\partial x}{\partial \mu} = 1$$"#).isTrue)
  }

  @Test("The score of noisy data, with the marginal that the document states and without")
  func denoising() throws {
    let law =
      #"$q(\tilde x|x) = \mathcal{N}(\tilde x; x, \sigma^2)$, $\tilde x = x + \sigma\epsilon$"#
    let marginal = #", $q(\tilde x) = \int q(\tilde x|x) p(x)\,dx$."# + "\n\n"
    let step = { (kernel: String) in
      #"$$\nabla_{\tilde x} \log q(\tilde x) = \frac{1}{q(\tilde x)} \int p(x) \nabla_{\tilde x}"#
        + kernel + #"\,dx$$"#
    }
    #expect(try last(law + marginal + step(#"q(\tilde x|x)"#)).isTrue)
    #expect(try last(law + ".\n\n" + step(#"q(\tilde x|x)"#)) == .conditional)
    #expect(try !last(law + marginal + step(#"\log q(\tilde x|x)"#)).isTrue)
  }

  @Test("A law without the index that a derivative is by does not depend on it")
  func crossEntropy() throws {
    let left = #"$$\nabla_\theta H(p, q_\theta) = "#
    #expect(try last(left + #"\nabla_\theta D_{KL}(p \| q_\theta)$$"#).isTrue)
    #expect(try last(left + #"-\mathbb{E}_p[\nabla_\theta \log q_\theta]$$"#).isTrue)
    #expect(try last(left + #"-\nabla_\theta D_{KL}(p \| q_\theta)$$"#) == .refuted)
  }

  @Test("A variance by any letter, P too")
  func variances() throws {
    let left = #"$$\int \mathcal{N}(y; hz, r)\,\mathcal{N}(z; m, P)\,dz = "#
    #expect(try last(left + #"\mathcal{N}(y; hm, h^2 P + r)$$"#).isTrue)
    #expect(try last(left + #"\mathcal{N}(y; hm, h P + r)$$"#) == .refuted)
  }

  @Test("Products of capitals, and matrices that have to be symmetric")
  func capitals() throws {
    let setting = #"With $S = HPH^\top + R$ and $K = PH^\top S^{-1}$:"# + "\n\n"
    #expect(
      try last(setting + #"$$(I-KH)P = P - PH^\top S^{-1} HP$$"#).isTrue)
    #expect(try last(setting + #"$$(I-KH)P = P - KSK^\top$$"#) == .conditional)
    #expect(try last(setting + #"$$(I-KH)P = P + KSK^\top$$"#) == .refuted)
    #expect(
      try last(
        #"$$(I-KH)P(I-KH)^\top = P - KHP - PH^\top K^\top + KHPH^\top K^\top$$"#
      ).isTrue)
    #expect(
      try last(
        #"$$\nabla_{\mathbf{x}} (\mathbf{x}^\top \mathbf{A} \mathbf{x}) = 2\mathbf{A}\mathbf{x}$$"#)
        == .conditional)
    #expect(try last(#"$$|\mathbf{A}\mathbf{B}| = |\mathbf{A}|\,|\mathbf{B}|$$"#).isTrue)
    #expect(try last(#"$$D_{KL}(q(z|x)\,|\!|\,p(z)) \ge 0$$"#).isTrue)
  }

  @Test("An entropy and divergences with the index of their order")
  func orders() throws {
    #expect(
      try last(#"$$H_\alpha(p) = \frac{1}{1-\alpha} \log \sum_x p(x)^\alpha$$"#).isTrue)
    #expect(try last(#"$$H_\alpha(p) = -\sum_x p(x) \log p(x)$$"#) == .notUnderstood)
    #expect(
      try last(
        #"$$D_\alpha(p \| q) = \frac{1}{\alpha-1} \log \int p(x)^\alpha q(x)^{1-\alpha}\,dx$$"#
      ).isTrue
    )
    #expect(
      try last(#"$$D_{1/2}(p \| q) = -2 \log \int \sqrt{p(x) q(x)}\,dx$$"#).isTrue)
    #expect(
      try last(#"$$\chi^2(p \| q) = \int \frac{(p(x) - q(x))^2}{q(x)}\,dx$$"#).isTrue)
    #expect(try last(#"$$D_{KL}(p \| q) \le \log(1 + \chi^2(p \| q))$$"#).isTrue)
    #expect(
      try last(#"$$\chi^2(p \| q) = \int \frac{p(x)^2}{q(x)}\,dx$$"#) == .notUnderstood)
  }

  @Test("The chain rule of divergences averages those under a condition")
  func conditionals() throws {
    let left = #"$$D(p(x,y) \| q(x,y)) = "#
    #expect(try last(left + #"D(p(x) \| q(x)) + D(p(y|x) \| q(y|x))$$"#) == .conditional)
    #expect(try last(left + #"D(p(x) \| q(x)) - D(p(y|x) \| q(y|x))$$"#) == .refuted)
    #expect(
      try last(
        #"$$D(p(y|x) \| q(y|x)) = \sum_x p(x) \sum_y p(y|x) \log \frac{p(y|x)}{q(y|x)}$$"#)
        == .conditional)
  }

  @Test("Statistics and mixtures by letters that are numbers elsewhere")
  func statistics() throws {
    let mixture = #"With $m(x) = \frac12 (p(x) + q(x))$:"# + "\n\n"
    #expect(try last(mixture + #"$$m(x) = \frac{p(x)}{2} + \frac{q(x)}{2}$$"#).isTrue)
    #expect(try last(mixture + #"$$m(x) = \frac{p(x)}{2} - \frac{q(x)}{2}$$"#) == .refuted)
  }

  @Test("Probabilities between 0 and 1 that nothing gives a range")
  func shares() throws {
    let left = #"$$D_{KL}(\mathrm{Bern}(a) \| \mathrm{Bern}(b)) = "#
    let right = #"a \log \frac{a}{b} + (1-a) \log \frac{1-a}{1-b}"#
    #expect(try last(left + right + "$$").isTrue)
    #expect(try last("$$" + right + #" \ge 0$$"#).isTrue)
    #expect(
      try last(left + #"a \log \frac{a}{b} - (1-a) \log \frac{1-a}{1-b}$$"#) == .refuted)
    #expect(try !last("$$" + right + #" \le \frac{1}{10}$$"#).isTrue)
  }

  @Test("A law that is given to a variable under a condition")
  func conditionalDraw() throws {
    let setting = #"For $x \mid \theta \sim \mathcal{N}(\theta, s^2)$:"# + "\n\n"
    #expect(try last(setting + #"$$\mathbb{E}_{p(x|\theta)}[x] = \theta$$"#).isTrue)
    #expect(try !last(setting + #"$$\mathbb{E}_{p(x|\theta)}[x] = 2 \theta$$"#).isTrue)
  }

  @Test("Samples of a law near by are no members of the variable of another")
  func samples() throws {
    let text = #"""
      $\nabla_\phi F(\phi) \approx \frac1S \sum_{s=1}^S f(z_s) \nabla_\phi \log q_\phi(z_s)$, $z_s \sim q_\phi(z)$.
      For $z = \mu + \sigma\epsilon$, $\epsilon \sim \mathcal{N}(0,1)$:

      $$\nabla_\sigma \mathbb{E}_{z \sim \mathcal{N}(\mu,\sigma^2)}[z^2]
      = \mathbb{E}_{\epsilon \sim \mathcal{N}(0,1)}[2(\mu+\sigma\epsilon)\epsilon] = 2\sigma$$
      """#
    #expect(try verdicts(text).allSatisfy(\.isTrue))
  }

  @Test(
    "Largest values, derivatives with their order in front, and probabilities times what they leave"
  )
  func functions() throws {
    #expect(try last(#"$$\max(a, b) + \min(a, b) = a + b$$"#).isTrue)
    #expect(
      try last(#"$$\log(1 + e^t) - yt = \max(t, 0) - yt + \log(1 + e^{-|t|})$$"#).isTrue)
    #expect(try last(#"$$\max(a, b) + \min(a, b) = a - b$$"#) == .refuted)
    #expect(try last(#"$$\partial_x^2 e^{2x} = 4 e^{2x}$$"#).isTrue)
    #expect(try last(#"$$\partial_x^2 e^{2x} = 2 e^{2x}$$"#) == .refuted)
    #expect(try last(#"$$\cosh^2(x) - \sinh^2(x) = 1$$"#).isTrue)
    #expect(
      try last(#"$$\frac{d}{dp}[p \log p] = \frac{p(1 - p) (\log p + 1)}{p (1 - p)}$$"#).isTrue)
  }
}
