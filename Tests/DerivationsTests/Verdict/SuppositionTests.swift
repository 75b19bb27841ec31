import Derivations
import Testing

@Suite("What is supposed where notation leaves something out")
struct SuppositionTests {
  private func findings(_ text: String) throws -> [Finding] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps.map(\.finding)
  }

  private func last(_ text: String) throws -> Verdict {
    try #require(try findings(text).last).verdict
  }

  private func holds(_ text: String) throws -> Bool {
    let verdict = try last(text)
    return verdict == .holds || verdict == .proved
  }

  @Test("A bare q is over what is no data, and says so")
  func bareLaw() throws {
    let found = try #require(
      try findings(#"$$\log p(x) = \mathbb{E}_q\left[\log\frac{p(x,z)}{p(z|x)}\right]$$"#).last)
    #expect(found.verdict == .proved)
    #expect(found.reason.contains(#"taking q as q(z \mid x)"#))
    #expect(
      try last(#"$$\log p(x) = \mathbb{E}_q\left[\log\frac{p(z|x)}{p(x,z)}\right]$$"#)
        == .notUnderstood)
    #expect(
      try last(#"$$\log p(z) = \mathbb{E}_q\left[\log\frac{p(x,z)}{p(x|z)} - \log x\right]$$"#)
        == .notUnderstood)
  }

  @Test("x beside x^{(i)} is the same observation where the step holds so, which is said")
  func oneObservation() throws {
    let bound = #"$$\log p(x^{(i)}) \ge \mathbb{E}_{q(z|x)}[-\log q(z|x) + \log p(x, z)]$$"#
    let found = try #require(try findings(bound).last)
    #expect(found.verdict == .proved)
    #expect(found.reason.hasPrefix("taking x as x^{(i)}"))
    #expect(try !holds(bound.replacing("+ \\log", with: "- \\log")))
    #expect(try !holds(#"$$\sum_{i=1}^n \log p(x^{(i)}) = n \log p(x)$$"#))
  }

  @Test("A bare law is over what is drawn from it")
  func drawnLaw() throws {
    let setting = #"$$C(P, Q) = -\mathbb{E}_{x \sim P}[\log q(x)]$$"# + "\n"
    #expect(try holds(setting + #"$$C(P, Q) = H(P) + D_{KL}(P\,\|\,Q)$$"#))
    #expect(try !holds(setting + #"$$C(P, Q) = H(P) - D_{KL}(P\,\|\,Q)$$"#))
  }

  @Test("Entropies and divergences in bits")
  func bits() throws {
    #expect(try holds(#"$$H_2(P) = -\sum_x P(x) \log_2 P(x)$$"#))
    #expect(try holds(#"$$H_2(P, Q) = H_2(P) + D_2(P\,\|\,Q)$$"#))
    #expect(try last(#"$$H_2(P) = -\sum_x P(x) \log P(x)$$"#) == .notUnderstood)
    #expect(try last(#"$$H_2(P, Q) = H_2(P) - D_2(P\,\|\,Q)$$"#) == .notUnderstood)
  }

  @Test("The total variation")
  func totalVariation() throws {
    #expect(try holds(#"$$2\,\mathrm{TV}(P,Q)^2 \le D_{KL}(P\,\|\,Q)$$"#))
    #expect(try last(#"$$\mathrm{TV}(P,Q) \ge D_{KL}(P\,\|\,Q)$$"#) == .notUnderstood)
  }

  @Test("A mean of what is drawn from a law is under that law")
  func noise() throws {
    let setting = #"$\epsilon \sim \mathcal{N}(0, 1)$"# + "\n"
    #expect(try holds(setting + #"$$\mathbb{E}[(\mu + \sigma\epsilon)^2] = \mu^2 + \sigma^2$$"#))
    #expect(
      try last(setting + #"$$\mathbb{E}[(\mu + \sigma\epsilon)^2] = \mu^2 + \sigma$$"#)
        == .notUnderstood)
    #expect(try holds(setting + #"$$\mathbb{E}_{p(\epsilon)}[\epsilon^4] = 3$$"#))
    #expect(try !holds(setting + #"$$\mathbb{E}_{p(\epsilon)}[\epsilon^4] = 1$$"#))
  }

  @Test("A function of noise in the place of the variable of q is its path")
  func path() throws {
    let left = #"$$\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[f(z)] = "#
    #expect(try holds(left + #"\mathbb{E}_{p(\epsilon)}[\nabla_\phi f(g_\phi(\epsilon, x))]$$"#))
    #expect(try !holds(left + #"\mathbb{E}_{p(\epsilon)}[f(g_\phi(\epsilon, x))]$$"#))
    #expect(try !holds(left + #"-\mathbb{E}_{p(\epsilon)}[\nabla_\phi f(g_\phi(\epsilon, x))]$$"#))
  }

  @Test("Densities at what a variable is computed as")
  func computedValue() throws {
    let setting = #"$z = g_\phi(\epsilon, x)$ with $\epsilon \sim p(\epsilon)$."# + "\n"
    let left = #"$$\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z)] = "#
    #expect(
      try holds(
        setting + left
          + #"\mathbb{E}_{p(\epsilon)}[\nabla_\phi \log p_\theta(x, g_\phi(\epsilon, x))]$$"#))
    #expect(
      try !holds(
        setting + left
          + #"\mathbb{E}_{p(\epsilon)}[\nabla_\phi \log p_\theta(x \mid g_\phi(\epsilon, x))]$$"#))
  }

  @Test("Sums over numbered values")
  func numberedValues() throws {
    #expect(try holds(#"$$H(X) = -\sum_i p_i \log p_i$$"#))
    #expect(try !holds(#"$$H(X) = \sum_i p_i \log p_i$$"#))
    #expect(try holds(#"$$\mathbb{E}_{p_\theta}[X] = \sum_{i=1}^\infty x_i p_\theta(x_i)$$"#))
    #expect(try !holds(#"$$\mathbb{E}_{p_\theta}[X] = \sum_{i=1}^\infty x_i^2 p_\theta(x_i)$$"#))
    #expect(try holds(#"$$\mathbb{E}_{x \sim p}[h(x)] = \sum_{i=1}^\infty h(x_i) p(x_i)$$"#))
    #expect(try !holds(#"$$\mathbb{E}_{x \sim p}[h(x)] = \sum_{i=1}^\infty h(x_i) p(x_i)^2$$"#))
  }

  @Test("The distribution function of the standard normal law")
  func normalDistribution() throws {
    #expect(try holds(#"$$1 - \Phi(x) = \Phi(-x)$$"#))
    #expect(try last(#"$$\Phi(x) = \Phi(-x)$$"#) == .notUnderstood)
  }

  @Test("The probability of a half line")
  func halfLine() throws {
    let law = #"Let $P(z) = \mathcal{N}(z; \mu, \sigma^2)$."# + "\n"
    #expect(try holds(law + #"$$P(z \le t) = \Phi\left(\frac{t - \mu}{\sigma}\right)$$"#))
    #expect(try !holds(law + #"$$P(z \ge t) = \Phi\left(\frac{t - \mu}{\sigma}\right)$$"#))
    #expect(try holds(law + #"$$P(z > t) = 1 - P(z \le t)$$"#))
  }
}
