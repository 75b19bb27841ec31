import Derivations
import Testing

@Suite("What notation leaves open")
struct OpenNotationTests {
  private func steps(_ text: String) throws -> [CheckedStep] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps
  }

  private func verdict(_ text: String) throws -> Verdict? {
    try steps(text).last?.finding.verdict
  }

  private func isTrue(_ text: String) throws -> Bool {
    let verdict = try verdict(text)
    return verdict == .holds || verdict == .proved
  }

  @Test("An average that names no law is taken under any, or under the one that stands near by")
  func bareAverages() throws {
    #expect(try isTrue(#"$$\mathbb{E}[X + Y] = \mathbb{E}[X] + \mathbb{E}[Y]$$"#))
    #expect(try isTrue(#"$$\mathrm{Var}[X] = \mathbb{E}[X^2] - \mathbb{E}[X]^2$$"#))
    #expect(try verdict(#"$$\mathrm{Var}[X] = \mathbb{E}[X^2] + \mathbb{E}[X]^2$$"#) == .refuted)
    #expect(try isTrue(#"$$\log \mathbb{E}[X] \ge \mathbb{E}[\log X]$$"#))
    #expect(try verdict(#"$$\log \mathbb{E}[X] \le \mathbb{E}[\log X]$$"#) == .refuted)
    #expect(try isTrue(#"$$\mathbb{E}[X] = \mathbb{E}[\mathbb{E}[X \mid Y]]$$"#))
    #expect(
      try isTrue(#"$$\mathrm{KL}(q(z|x) \| p(z|x)) = \mathbb{E}[\log q(z|x) - \log p(z|x)]$$"#))
  }

  @Test("An average without a law that may be meant under a law of its own is not called false")
  func doubtfulAverages() throws {
    #expect(try verdict(#"$$\mathbb{E}[X] = 0$$"#) == .notUnderstood)
    #expect(try verdict(#"$$\mathbb{E}[X] = \mathbb{E}[Y]$$"#) == .notUnderstood)
    let mean = #"$$\mathbb{E}[(X - \mu)^2] = \mathbb{E}[X^2] - \mu^2$$"#
    #expect(try verdict(mean) == .notUnderstood)
  }

  @Test("σ in a normal law may be the deviation where the document never writes its square there")
  func deviation() throws {
    let form = #"= \frac{\sigma^2 + \mu^2}{2} - \frac{1}{2} - \log \sigma$$"#
    #expect(try isTrue(#"$$\mathrm{KL}(\mathcal{N}(\mu, \sigma) \| \mathcal{N}(0, 1)) "# + form))
    #expect(
      try verdict(
        #"Here $z \sim \mathcal{N}(\mu, \sigma^2)$. "#
          + #"$$\mathrm{KL}(\mathcal{N}(\mu, \sigma) \| \mathcal{N}(0, 1)) "# + form) == .refuted)
  }

  @Test(
    "A subscript that names the variables of a law says nothing new; one that names others does")
  func variableSubscripts() throws {
    #expect(try isTrue(#"$$p_{X,Y}(x, y) = p_{Y|X}(y \mid x) p_X(x)$$"#))
    #expect(try verdict(#"$$p_{X,Y}(x, y) = p_{Y|X}(y \mid x) p_Y(y)$$"#) == .refuted)
    #expect(
      try isTrue(
        #"$$\mathrm{KL}(q_{Z|X} \| p_Z) = \mathbb{E}_{q_{Z|X}(z|x)}[\log \frac{q_{Z|X}(z|x)}{p_Z(z)}]$$"#
      ))
    #expect(try verdict(#"$$p_{Z|X}(x \mid z) p_Z(z) = p_{X,Z}(x, z)$$"#) == .notUnderstood)
  }

  @Test("A number close behind a slash belongs to the letters behind it")
  func slashes() throws {
    #expect(try isTrue(#"$$a = e^{-x^2/2\sigma^2}, \quad \log a = -\frac{x^2}{2\sigma^2}$$"#))
    #expect(try isTrue(#"$$b = 1/2 \mu^2, \quad 2 b = \mu^2$$"#))
  }

  @Test("Ranges of numbers and lists of parameters are declarations")
  func declarations() throws {
    #expect(try verdict(#"$\beta_1 < \beta_2 < \dots < \beta_T$"#) == .definition)
    #expect(try verdict(#"$\theta = (\mu, \sigma)$"#) == .definition)
    let family = #"$$p(x \mid \eta) = h(x) \exp(\eta x - a(\eta))$$"#
    #expect(try verdict(family) == .definition)
  }

  @Test("A definition that loses the index of its name is not relied on")
  func lostIndex() throws {
    let text = #"""
      $$a_t = 1 - b_t$$

      $$c_t = \prod_{i=1}^{T} a_i$$

      $$c_t = c_{t-1} a_t$$
      """#
    #expect(try verdict(text) == .notUnderstood)
  }

  @Test("A ratio with the letter of no model is a function")
  func ratio() throws {
    #expect(
      try isTrue(
        #"$r(z) = \frac{p(z)}{q(z)}$ $$\mathbb{E}_{q(z)}[\log r(z)] = -\mathrm{KL}(q(z) \| p(z))$$"#
      ))
  }

  @Test("A sign of definition gives a name in use another meaning")
  func redefinition() throws {
    let text = #"""
      $$r(z) := \frac{p(z)}{p(z|x)}$$

      $$p(x) = \int p(x|z) p(z|x) r(z) dz$$

      $$r(z) := \frac{p(z)}{q(z)}$$

      $$\mathbb{E}_{q(z)}[\log r(z)] = -\mathrm{KL}(q(z) \| p(z))$$
      """#
    #expect(try isTrue(text))
  }

  @Test("A law that is conditional on its parameter is the law that is written without")
  func parameterAsCondition() throws {
    let text = #"""
      $$B = \mathbb{E}_q[\log p(x, z)] - \mathbb{E}_q[\log q(z)]$$

      $$\mathrm{KL}(q(z|\theta) \| p(z|x)) = -B + \log p(x)$$
      """#
    #expect(try isTrue(text))
  }

  @Test("A requirement on the values of a variable excuses no step about its laws")
  func requirement() throws {
    let text = #"""
      Let $\sum_{j=1}^{K} z_j = 1$. Then

      $$\mathbb{E}_{q(z)}[\log p(y, z)] - \mathbb{E}_{q(z)}[\log q(z)] = \mathbb{E}_{q(z)}[\log p(y, z)] - H(q(z))$$
      """#
    #expect(try verdict(text) == .refuted)
  }

  @Test("A law of another variable given below excuses no false step")
  func otherLawBelow() throws {
    let text = #"""
      $$\log p(y) = \mathbb{E}_{q(z)}[\log p(y, z)] - H(q(z)) + \mathrm{KL}(q(z) \| p(z|y))$$

      $$q(x) = \mathcal{N}(x; m, s^2)$$
      """#
    #expect(try steps(text).first?.finding.verdict == .refuted)
  }

  @Test("A list on one side of an inequality is read entry by entry")
  func lists() throws {
    #expect(try isTrue(#"$$\log \frac{1}{2}, 0 \le \log 2$$"#))
    #expect(try verdict(#"$$\log 3, 0 \le \log 2$$"#) != .holds)
  }

  @Test("A law given by cases that are not read leaves what follows open")
  func unreadLaw() throws {
    let text = #"""
      $$q(z = k \mid x) = \begin{cases} 1 & k = f(x) \\ 0 & \text{otherwise} \end{cases}$$

      $$\sum_{k=1}^{K} q(z = k \mid x) \log \frac{q(z = k \mid x)}{1/K} = \log K$$
      """#
    #expect(try verdict(text) == .notUnderstood)
  }

  @Test("An aggregate of a conditional law over the data says where its marginal comes from")
  func aggregate() throws {
    #expect(
      try verdict(#"$$q(z) = \mathbb{E}_{p_{\text{data}}(x)}[q(z \mid x)]$$"#) == .definition)
  }

  @Test("A list of conditions that ends before it begins is empty")
  func emptyList() throws {
    #expect(
      try isTrue(
        #"$$\log p(w_1, w_2, w_3) = \sum_{m=1}^{3} \log p(w_m \mid w_1, \dots, w_{m-1})$$"#))
  }

  @Test("A sign repeated at the break of a row, and dots between two sides")
  func rows() throws {
    let text = #"""
      $$\begin{aligned}
      \log p(x, z) &= \log p(x) + \log p(z \mid x) = \\
      &= \log p(z) + \log p(x \mid z)
      \end{aligned}$$
      """#
    #expect(try steps(text).count == 2)
    #expect(try isTrue(text))
    #expect(try steps(#"$$p(x, z) = \dots = p(z) p(x \mid z)$$"#).count == 1)
  }
}
