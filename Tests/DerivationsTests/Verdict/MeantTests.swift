import Derivations
import Testing

@Suite("What is offered instead of a false step")
struct MeantTests {
  private func findings(_ text: String) throws -> [Finding] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps.map(\.finding)
  }

  @Test("A density is not bounded by 1: a probability is meant")
  func probabilities() throws {
    let found = try findings(
      #"""
      $$p(x) \le 1$$
      $$\log q_\theta(z) \le 0$$
      $$P(x) \le 1$$
      """#)
    #expect(found.map(\.verdict) == [.conditional, .conditional, .conditional])
    #expect(found[0].suggestion?.left.latex == "P(x)")
    #expect(found[1].suggestion?.left.latex == #"\log\left(Q(z; \theta)\right)"#)
    #expect(found[2].suggestion == nil)
  }

  @Test("The posterior is not where E_q[log p(x|z)] alone is best")
  func lackingDivergence() throws {
    let found = try findings(
      #"$$q(z|x) = \min_{\phi} \int q(z|x) \log p(x|z) \, dz, \qquad q_\phi(z|x)$$"#)
    #expect(found.first?.verdict == .refuted)
    let suggestion = try #require(found.first?.suggestion)
    #expect(suggestion.right.latex.hasPrefix(#"\arg\max"#))
    #expect(suggestion.right.latex.contains(#"\mathrm{KL}\left(q(z \mid x) \,\|\, p(z)\right)"#))
  }

  @Test("What mends the first row of a chain mends the whole")
  func firstSide() throws {
    let found = try findings(
      #"""
      $$\log p(x|z) = \mathrm{KL}(q(z|x) \| p(z|x)) + \mathbb{E}_{q(z|x)}[\log p(x,z) - \log q(z|x)]
      \ge \mathbb{E}_{q(z|x)}[\log p(x,z) - \log q(z|x)]$$
      """#)
    #expect(found.map(\.verdict) == [.refuted, .proved])
    #expect(found[1].suggestion?.left.latex == #"\log\left(p(x)\right)"#)
    #expect(found[1].suggestion?.relation == .greaterOrEqual)
  }
}

@Suite("Estimates that are no averages")
struct BiasedEstimateTests {
  private func finding(_ text: String) throws -> Finding {
    try #require(
      Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps.last?.finding)
  }

  @Test("The logarithm of an average of weights is right in the limit only")
  func importanceWeights() throws {
    let found = try finding(
      #"$z_k \sim q(z|x)$ $$\log p(x) \approx \log \frac{1}{K} \sum_{k=1}^K \frac{p(x,z_k)}{q(z_k|x)}$$"#
    )
    #expect(found.verdict == .conditional)
    #expect(found.reason.contains("limit"))
  }

  @Test("An average of the wrong weights is wrong with many samples, too")
  func wrongWeights() throws {
    let found = try finding(
      #"$z_k \sim q(z|x)$ $$p(x) \approx \frac{1}{K} \sum_{k=1}^K \frac{q(z_k|x)}{p(x,z_k)}$$"#)
    #expect(found.verdict == .refuted)
  }
}

@Suite("Functions by their use")
struct FunctionUseTests {
  private func steps(_ text: String) throws -> [CheckedStep] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps
  }

  @Test("What is taken of a name in one place is a function in all")
  func sameFormula() throws {
    let found = try steps(#"$$\Phi(-x) = 1 - \Phi(x)$$"#)
    #expect(found[0].left == #"\Phi(-x)"#)
  }

  @Test("Q(θ | θ') is what the EM algorithm maximises; the bound that it gives holds")
  func expectedLikelihood() throws {
    let found = try steps(
      #"""
      $$Q(\theta|\theta^{(t)}) = \mathbb{E}_{z\sim p(z|x,\theta^{(t)})}[\log p(x,z|\theta)]$$
      $$\log p(x|\theta) - \log p(x|\theta^{(t)}) \ge Q(\theta|\theta^{(t)}) - Q(\theta^{(t)}|\theta^{(t)})$$
      $$\log p(x|\theta) - \log p(x|\theta^{(t)}) \le Q(\theta|\theta^{(t)}) - Q(\theta^{(t)}|\theta^{(t)})$$
      """#)
    #expect(found.map(\.finding.verdict) == [.definition, .proved, .refuted])
  }

  @Test("An average over data beside a conditional entropy asks for one law of data")
  func lawOfData() throws {
    let found = try steps(
      #"$$\mathbb{E}_{p(x)}\mathbb{E}_{q(z|x)}[\log q(z|x)] = -H_q(z|x)$$"#)
    #expect(found[0].finding.verdict == .conditional)
    let wrong = try steps(
      #"$$\mathbb{E}_{p(x)}\mathbb{E}_{q(z|x)}[\log q(z|x)] = H_q(z|x)$$"#)
    #expect(wrong[0].finding.verdict == .refuted)
  }

  @Test("A covariance without a law is that of any law")
  func covariance() throws {
    let found = try steps(
      #"""
      $$\mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] + \mathrm{Cov}(X, Y)$$
      $$\mathbb{E}[XY] = \mathbb{E}[X]\mathbb{E}[Y] - \mathrm{Cov}(X, Y)$$
      """#)
    #expect(found.map(\.finding.verdict) == [.proved, .refuted])
  }

  @Test("A name in use may be given its only meaning; a derivative that is known is none")
  func onlyMeaning() throws {
    let found = try steps(
      #"""
      $$p(x) = \mathcal{N}(x; \mu_z, 1), \qquad \mu_z = \mu_\theta(z)$$
      $$\sigma(x) = \frac{1}{1 + e^{-x}}$$
      $$\sigma'(x) = \sigma(x)(1 + \sigma(x))$$
      """#)
    #expect(found[1].finding.verdict == .definition)
    #expect(found.last?.finding.verdict == .refuted)
  }

  @Test("A bare law that is given is that of its only density")
  func bareLaws() throws {
    let found = try steps(
      #"""
      $p = \mathcal{N}(\mu_1, \sigma_1^2)$ and $q = \mathcal{N}(\mu_2, \sigma_2^2)$
      $$\mathrm{KL}(p \| q) = \int p(x) \log p(x) \, dx - \int p(x) \log q(x) \, dx$$
      $$-\int p(x) \log q(x) \, dx = \frac12 \log(2\pi\sigma_2^2) + \frac{\sigma_1^2 + (\mu_1 - \mu_2)^2}{2\sigma_2^2}$$
      $$-\int p(x) \log q(x) \, dx = \frac12 \log(2\pi\sigma_2^2) + \frac{\sigma_1^2 - (\mu_1 - \mu_2)^2}{2\sigma_2^2}$$
      """#)
    #expect(found.suffix(3).map(\.finding.verdict) == [.proved, .holds, .refuted])
  }

  @Test("What a chain only begins from refutes nothing; what it ends in does")
  func beginning() throws {
    let bound =
      #"$$\log p(x_{1:T}) \ge \mathbb{E}_{q(z_{1:T}|x_{1:T})}\left[\sum_{t=1}^T \left(\log p(x_t|z_t) + \log p(z_t|z_{t-1}) - \log q(z_t|z_{t-1},x_t)\right)\right]$$"#
    let laws =
      #"""
      $$p(x_{1:T}, z_{1:T}) = \prod_{t=1}^T p(x_t|z_t) p(z_t|z_{t-1})$$
      $$q(z_{1:T}|x_{1:T}) = \prod_{t=1}^T q(z_t|z_{t-1}, x_t)$$

      """#
    let found = try steps(laws + bound)
    #expect(found.last?.finding.verdict != .refuted)
  }

  @Test("Noise of which nothing is said refutes nothing; a decimal is as exact as it is written")
  func noiseAndDecimals() throws {
    let found = try steps(
      #"""
      $$\mathbb{E}_{\epsilon}[\epsilon^2] = 1$$
      $$\mathcal{N}(0; 0, 0.1^2) = 3.989$$
      $$\mathcal{N}(0; 0, 0.1^2) = 3.999$$
      """#)
    #expect(found.map(\.finding.verdict) == [.notUnderstood, .holds, .refuted])
  }

  @Test("A property of a function of which nothing is known is no claim about all functions")
  func properties() throws {
    let found = try steps(#"$$1 - F(x) = F(-x)$$"#)
    #expect(found[0].finding.verdict == .notUnderstood)
  }

  @Test("Best values over choices that only one side has are not compared")
  func nestedOptima() throws {
    let found = try steps(
      #"""
      $$\mathcal{L}(\theta, \phi) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x, z) - \log q_\phi(z|x)]$$
      $$\arg\max_\theta \max_\phi \mathcal{L}(\theta, \phi) = \arg\max_\theta \log p_\theta(x)$$
      """#)
    #expect(found[1].finding.verdict == .notUnderstood)
  }

  @Test("Bare laws over different variables refute nothing")
  func bareLawsApart() throws {
    let found = try steps(
      #"""
      $$\mathbb{E}_{q(z|x)}[\log p(x, z)]$$
      $$\mathbb{E}_P\left[\frac{Q}{P} - 1\right] = 0$$
      """#)
    #expect(found.last?.finding.verdict != .refuted)
  }
}
