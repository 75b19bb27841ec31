import Derivations
import Testing

@Suite("Habits of notation")
struct HabitTests {
  private func last(_ text: String) throws -> Verdict {
    try #require(try verdicts(text).last)
  }

  @Test("Δ and a letter are one name")
  func difference() throws {
    let laws = #"$p(z) = \mathcal{N}(\mu, s^2)$, $q(z \mid x) = \mathcal{N}(\mu + \Delta\mu, s^2)$"#
    #expect(
      try last(laws + "\n\n" + #"$$\mathrm{KL}(q(z \mid x) \| p(z)) = \frac{\Delta\mu^2}{2 s^2}$$"#)
        .isTrue)
    #expect(
      try last(laws + "\n\n" + #"$$\mathrm{KL}(q(z \mid x) \| p(z)) = \frac{\Delta\mu^2}{s^2}$$"#)
        == .refuted)
  }

  @Test("Matrices keep their columns")
  func matrices() throws {
    #expect(try last(#"$$\det\begin{pmatrix} a & b \\ c & d \end{pmatrix} = ad - bc$$"#).isTrue)
    #expect(
      try last(#"$$\det\begin{pmatrix} a & b \\ c & d \end{pmatrix} = ad + bc$$"#) == .refuted)
  }

  @Test("A distinction by cases gives what it is of")
  func cases() throws {
    let text = #"""
      $$f(k) = \begin{cases} 1 & \text{if } k > 0 \\ 0 & \text{otherwise} \end{cases}$$

      $$f(2) + f(1) = 3$$
      """#
    let found = try verdicts(text)
    #expect(found.first == .definition)
    #expect(found.last == .notUnderstood)
  }

  @Test("A set of numbered members is the list of them")
  func members() throws {
    let text = #"""
      With $X = \{x^{(i)}\}_{i=1}^N$ and $p(x^{(1)}, \dots, x^{(N)}) = \prod_{i=1}^N p(x^{(i)})$

      $$\log p(\{x^{(i)}\}_{i=1}^N) = \sum_{i=1}^N \log p(x^{(i)})$$
      """#
    #expect(try last(text).isTrue)
    #expect(
      try last(text.replacing(#"\sum_{i=1}^N \log"#, with: #"\prod_{i=1}^N \log"#)) == .refuted)
  }

  @Test("Fractions, roots and indices of Unicode")
  func characters() throws {
    #expect(try last("$$½ + ¼ = ¾$$").isTrue)
    #expect(try last("$$½ + ¼ = ⅔$$") == .refuted)
    #expect(try last("$$√(4 a²) = 2 √(a²)$$").isTrue)
    #expect(try last("$$√(4 a²) = 4 √(a²)$$") == .refuted)
    #expect(try last("$$aᵢ (1 + bⱼ) = aᵢ + aᵢ bⱼ$$").isTrue)
    #expect(try last("$$c c⁻¹ = 1$$").isTrue)
    #expect(try last("$$Σ_k w_k (1 + c) = Σ_k w_k + c Σ_k w_k$$").isTrue)
    #expect(try last("$$Σ_k w_k (1 + c) = Σ_k w_k + c$$") == .refuted)
    #expect(try last("$$Σₖ wₖ + Σₖ vₖ = Σₖ (wₖ + vₖ)$$").isTrue)
    #expect(try last("$$log |Σ_k Σ_k| = 2 log |Σ_k|$$").isTrue)
  }

  @Test("𝒰 of data is a function and no uniform law")
  func bound() throws {
    let text = #"""
      $\mathcal{U}(x) = -\mathbb{E}_{q(z \mid x)}[\log p(x, z) - \log q(z \mid x)]$

      $$\log p(x) \ge -\mathcal{U}(x)$$
      """#
    #expect(try last(text).isTrue)
    #expect(try last(text.replacing(#"\ge"#, with: #"\le"#)) == .refuted)
  }

  @Test("Bare letters with normal laws in a divergence")
  func letters() throws {
    let laws = #"The densities $p(x)$ and $p(z)$; $q = N(m, s^2)$ and $p = N(0, 1)$."# + "\n\n"
    #expect(try last(laws + #"$$KL(q \| p) = \frac12(m^2 + s^2 - 1 - \log s^2)$$"#).isTrue)
    #expect(try !last(laws + #"$$KL(q \| p) = \frac12(m^2 + s^2 - 1 + \log s^2)$$"#).isTrue)
  }

  @Test("σ of a formula is the logistic function, if that makes a step true")
  func logistic() throws {
    #expect(try last(#"$$\log\frac{\sigma(a)}{1 - \sigma(a)} = a$$"#).isTrue)
    #expect(try last(#"$$\frac{d}{da}\log\sigma(a) = 1 - \sigma(a)$$"#).isTrue)
    #expect(try last(#"$$\frac{d}{da}\log\sigma(a) = 1 + \sigma(a)$$"#) == .notUnderstood)
    #expect(
      try last(
        #"$$\frac{\partial}{\partial a}\left[\sigma(a) u + (1 - \sigma(a)) v\right] = \sigma(a)(1 - \sigma(a))(u - v)$$"#
      ) != .refuted)
  }

  @Test("K as the number of values")
  func count() throws {
    #expect(try last(#"$$H(q(z \mid x)) \le \log K$$"#).isTrue)
    #expect(try !last(#"$$H(q(z \mid x)) \ge \log K$$"#).isTrue)
    #expect(try !last(#"$$H(q(z \mid x)) \le \log K - 1$$"#).isTrue)
    let uniform = #"The prior is $p(z) = \frac{1}{K}$."# + "\n\n"
    #expect(
      try last(uniform + #"$$\mathrm{KL}(q(z \mid x) \| p(z)) = \log K - H(q(z \mid x))$$"#).isTrue)
    #expect(
      try !last(uniform + #"$$\mathrm{KL}(q(z \mid x) \| p(z)) = \log K + H(q(z \mid x))$$"#).isTrue
    )
  }

  @Test("A variable beside its first member is one of its own")
  func beside() throws {
    let law = #"$q(x \mid x_0) = \mathcal{N}(x; x_0, s^2)$"# + "\n\n"
    #expect(
      try last(
        law + #"$$\nabla_x \log q(x) = \mathbb{E}_{q(x_0 \mid x)}[\nabla_x \log q(x \mid x_0)]$$"#
      )
      .isTrue)
  }

  @Test("An average over no variables")
  func empty() throws {
    let right =
      #"\sum_{t=1}^{T} \mathbb{E}_{q(z_{1:t-1} \mid x)}\left[\mathrm{KL}(q(z_t \mid z_{1:t-1}, x) \,\|\, p(z_t \mid z_{1:t-1}))\right]"#
    #expect(
      try last(#"$$\mathrm{KL}(q(z_{1:T} \mid x) \,\|\, p(z_{1:T})) = "# + right + "$$").isTrue)
    #expect(
      try last(
        #"$$\mathrm{KL}(p(z_{1:T}) \,\|\, q(z_{1:T} \mid x)) = "# + right + "$$") == .refuted)
  }

  @Test("Plain TeX: fractions of differentials and numbers of equations")
  func plainTeX() throws {
    #expect(try last(#"$${\partial\over\partial r}(e^r - r) = e^r - 1 \eqno(1)$$"#).isTrue)
    #expect(try last(#"$${\partial\over\partial r}(e^r - r) = e^r + 1 \eqno(1)$$"#) == .refuted)
  }

  @Test("S of a law is its entropy, and a label may have a hyphen")
  func names() throws {
    #expect(try last(#"$$S[q(z|x)] = -\mathbb{E}_{q(z|x)}[\log q(z|x)]$$"#).isTrue)
    #expect(try last(#"$$S[q(z|x)] = \mathbb{E}_{q(z|x)}[\log q(z|x)]$$"#) == .refuted)
    #expect(
      try last(#"$$\mathcal{L}_{\beta\text{-TC}}(x) = \mathbb{E}_{q(z|x)}[\log p(x|z)]$$"#)
        == .definition)
  }

  @Test("The divergence of Bernoulli laws")
  func bernoulli() throws {
    let left = #"$$\mathrm{KL}(\mathrm{Bern}(a) \,\|\, \mathrm{Bern}(b)) = "#
    #expect(
      try last(left + #"a\log\frac{a}{b} + (1 - a)\log\frac{1 - a}{1 - b}$$"#).isTrue)
    #expect(
      try last(left + #"a\log\frac{b}{a} + (1 - a)\log\frac{1 - b}{1 - a}$$"#) == .refuted)
  }

  @Test("The product of two posteriors over the prior")
  func proportional() throws {
    let factors = #"$p(x_1, x_2, z) = p(z)\, p(x_1 \mid z)\, p(x_2 \mid z)$"# + "\n\n"
    let step = #"$$p(z \mid x_1, x_2) \propto \frac{p(z \mid x_1)\, p(z \mid x_2)}{p(z)}$$"#
    #expect(try last(factors + step).isTrue)
    #expect(try last(step) == .conditional)
    #expect(try last(factors + step.replacing("{p(z)}", with: "{p(z)^2}")) == .refuted)
  }

  @Test("Remarks in small type are no part of the row")
  func remarks() throws {
    let text = #"""
      $$\begin{aligned}
      \log p(x) &= \log p(x, z) - \log p(z|x) & \scriptstyle{\text{; because }p(z|x) = p(x, z)/p(x)}\\
      &= \log p(x|z) + \log p(z) - \log p(z|x) &
      \end{aligned}$$
      """#
    #expect(try verdicts(text).map(\.isTrue) == [true, true])
  }

  @Test("A prime is the derivative of an unknown function, and never false for it")
  func prime() throws {
    let noise = #"With $\epsilon \sim \mathcal{N}(0, 1)$:"# + "\n\n"
    let left =
      #"$$\frac{\partial}{\partial \sigma} \mathbb{E}_\epsilon[f(\mu + \sigma\epsilon)] = "#
    #expect(
      try last(noise + left + #"\mathbb{E}_\epsilon[\epsilon f'(\mu + \sigma\epsilon)]$$"#).isTrue)
    #expect(
      try last(noise + left + #"\mathbb{E}_\epsilon[f'(\mu + \sigma\epsilon)]$$"#) == .notUnderstood
    )
    #expect(try last(#"$$\frac{d}{dx} f(2x) = 2 f'(2x)$$"#).isTrue)
  }

  @Test("A product of bare laws is not of one variable")
  func bareProduct() throws {
    #expect(try last(#"$$H(q_1 q_2) = H(q_1) + H(q_2)$$"#) == .notUnderstood)
  }

  @Test("A divergence of bare letters as the document gives it")
  func givenDivergence() throws {
    func found(_ sign: String, _ last: String) throws -> [Verdict] {
      try verdicts(
        #"""
        $$\log p(x) = \mathcal{F}(q) \#(sign) KL(q \| p)$$

        $$\mathcal{F}(q) = \int q(z) \log \frac{p(x, z)}{q(z)} dz$$

        $$KL(q \| p) = \#(last) \int q(z) \log \frac{p(z|x)}{q(z)} dz$$
        """#)
    }
    #expect(try found("+", "-").first?.isTrue == true)
    #expect(try found("-", "-").first?.isTrue == false)
    #expect(try found("+", "").first?.isTrue == false)
    #expect(try found("+", "").last == .refuted)
  }

  @Test("A data set by a script letter, and a law that is given behind the step")
  func below() throws {
    let set = #"Data $\mathcal{D} = \{x_1, \dots, x_N\}$"#
    let step = #"$$\log p(\mathcal{D}) = \sum_{n=1}^N \log p(x_n)$$"#
    #expect(try last(set + "\n\n" + step) == .conditional)
    let factors = #", $p(x_1, \dots, x_N) = \prod_{n=1}^N p(x_n)$"# + "\n\n"
    #expect(try last(set + factors + step).isTrue)
    #expect(try last(set + factors + step.replacing(#"\log p(x_n)"#, with: "p(x_n)")) == .refuted)
    let noise = #"$$\mathrm{Var}(m + s \epsilon) = s^2, \quad \epsilon \sim \mathcal{N}(0, 1)$$"#
    #expect(try verdicts(noise).first?.isTrue == true)
    #expect(try verdicts(noise.replacing("s^2", with: "s")).first?.isTrue == false)
  }
}
