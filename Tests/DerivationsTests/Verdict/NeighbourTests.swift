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

  @Test("A sum over h' runs over the values of h")
  func primedSum() throws {
    let left = #"$$p(h|v) \frac{e^{-f(v,h)}}{\sum_{h'} e^{-f(v,h')}} = p(h|v) "#
    #expect(try last(left + #"e^{-\log \sum_h e^{-f(v,h)} - f(v,h)}$$"#).isTrue)
    #expect(try last(left + #"e^{\log \sum_h e^{-f(v,h)} - f(v,h)}$$"#) == .refuted)
  }

  @Test("Mixtures of bare laws")
  func mixtures() throws {
    let left = #"$$H\left(\tfrac12 (p + q)\right) "#
    let right = #" \tfrac12 H(p) + \tfrac12 H(q)$$"#
    #expect(try last(left + #"\ge"# + right).isTrue)
    #expect(try last(left + #"\le"# + right) == .refuted)
    #expect(
      try last(
        #"$$D(\tfrac12 p(x) + \tfrac12 q(x) \| r(x)) \le \tfrac12 D(p(x) \| r(x)) + \tfrac12 D(q(x) \| r(x))$$"#
      ).isTrue)
  }

  @Test(
    "Classes by the densities of both, and an inequality that is an equation by what stands below")
  func assumptions() throws {
    #expect(
      try last(#"$$p(c=1|x) = \frac{p_\theta(x)}{p_\theta(x) + q(x)}$$"#) == .conditional)
    #expect(try last(#"$$p(z=1|x) = \frac{p(x|z=1)}{p(x)}$$"#) == .refuted)
    let left = #"$$D_{KL}(p \| q) "#
    let right = #" \mathbb{E}_{p(x)}[T(x)] - \mathbb{E}_{q(x)}[e^{T(x)-1}]$$"#
    let best = "\n\n" + #"Best is $T(x) = 1 + \log \frac{p(x)}{q(x)}$."#
    #expect(try last(left + #"\ge"# + right).isTrue)
    #expect(try !last(left + #"\le"# + right + best).isTrue)
  }

  @Test("Matrices that are symmetric by the words beside them, and unit vectors")
  func restrictions() throws {
    let root = #"(\mathbf x - \mathbf A^{-1} \mathbf b)"#
    let square = root + #"^\top \mathbf A "# + root
    let left = #"$$\mathbf x^\top \mathbf A \mathbf x - 2 \mathbf b^\top \mathbf x = "# + square
    #expect(try last(left + #" - \mathbf b^\top \mathbf A^{-1} \mathbf b$$"#) == .conditional)
    #expect(try last(left + #" + \mathbf b^\top \mathbf A^{-1} \mathbf b$$"#) == .refuted)
    #expect(try last(#"$$\|u - v\|^2 = 2 - 2 u^\top v$$"#) == .conditional)
    #expect(try last(#"$$\|u - v\|^2 = 2 - u^\top v$$"#) == .refuted)
  }

  @Test("Energies, and laws that they give")
  func energies() throws {
    let law =
      #"$p_\theta(x) = \frac{e^{-E_\theta(x)}}{Z(\theta)}$, $Z(\theta) = \int e^{-E_\theta(x)}\,dx$."#
    let left = "\n\n" + #"$$\nabla_\theta \log p_\theta(x) = -\nabla_\theta E_\theta(x) "#
    let mean = #"\mathbb{E}_{p_\theta(x')}[\nabla_\theta E_\theta(x')]$$"#
    #expect(try last(law + left + "+" + mean).isTrue)
    #expect(try !last(law + left + "-" + mean).isTrue)
    #expect(try last(#"$$e^{-E(x)} e^{-E(y)} = e^{-E(x) - E(y)}$$"#).isTrue)
    #expect(try last(#"$$\mathsf{E}(X + 1) = \mathsf{E}(X) + 1$$"#).isTrue)
  }

  @Test("A derivative of a function that nothing is known of")
  func primes() throws {
    let left = #"$$\mathbb{E}_{x \sim \mathcal{N}(\mu,\sigma^2)}[(x - \mu) g(x)] = "#
    let right = #"\mathbb{E}_{x \sim \mathcal{N}(\mu,\sigma^2)}[g'(x)]$$"#
    #expect(try last(left + #"\sigma^2\,"# + right).isTrue)
    #expect(try last(left + #"\sigma\,"# + right) == .notUnderstood)
  }

  @Test("Averages under a condition, by the laws that are given to the variables")
  func conditionalMeans() throws {
    let setting =
      #"Let $z \sim \mathcal{N}(0, 1)$ and $x | z \sim \mathcal{N}(wz + b, \sigma^2)$."# + "\n\n"
    #expect(try last(setting + #"$$\mathbb{E}[x | z] = wz + b$$"#).isTrue)
    #expect(
      try last(setting + #"$$\mathbb{E}[z | x] = \frac{w (x - b)}{w^2 + \sigma^2}$$"#).isTrue)
    #expect(
      try !last(setting + #"$$\mathbb{E}[z | x] = \frac{w (x - b)}{w^2 - \sigma^2}$$"#).isTrue)
  }

  @Test(
    "Largest values, derivatives with their order in front, and probabilities times what they leave"
  )
  func functions() throws {
    #expect(try last(#"$$\max(a, b) + \min(a, b) = a + b$$"#).isTrue)
    #expect(
      try last(#"$$\log(1 + e^t) - yt = \max(t, 0) - yt + \log(1 + e^{-|t|})$$"#).isTrue)
    #expect(try last(#"$$\max(a, b) + \min(a, b) = a - b$$"#) == .refuted)
    let nested =
      String(repeating: #"\max(a, "#, count: 18) + "b" + String(repeating: ")", count: 18)
    #expect(try last("$$" + nested + #" = \max(a, b)$$"#) == .notUnderstood)
    #expect(try last(#"$$\partial_x^2 e^{2x} = 4 e^{2x}$$"#).isTrue)
    #expect(try last(#"$$\partial_x^2 e^{2x} = 2 e^{2x}$$"#) == .refuted)
    #expect(try last(#"$$\cosh^2(x) - \sinh^2(x) = 1$$"#).isTrue)
    #expect(
      try last(#"$$\frac{d}{dp}[p \log p] = \frac{p(1 - p) (\log p + 1)}{p (1 - p)}$$"#).isTrue)
  }
}
