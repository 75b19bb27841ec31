import Derivations
import Testing

@Suite("Bounds of densities, and chains with inequalities")
struct DensityBoundTests {
  private static func findings(_ text: String) throws -> [Finding] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps.map(\.finding)
  }

  @Test("That a probability is at most 1 is true of discrete variables only")
  func discrete() throws {
    let found = try Self.findings(#"$$ \log p(x) \leq 0 $$"#)
    #expect(found.map(\.verdict) == [.conditional])
    #expect(found.first?.reason.contains("discrete") ?? false)
  }

  @Test("Where the document gives the variable a normal law it is false")
  func continuous() throws {
    let found = try Self.findings(
      #"""
      $$ z \sim \mathcal{N}(0, 1) $$
      $$ q(z) \leq 1 $$
      """#)
    #expect(found.last?.verdict == .refuted)
  }

  @Test("A bound on a normal density that fails for small deviations only does not hold")
  func small() throws {
    for bound in [#"\mathcal{N}(z; 0, \sigma^2) \le 1"#, #"\log \mathcal{N}(z; \mu, s^2) \le 0"#] {
      let verdict = try Self.findings("$$ \(bound) $$").first?.verdict
      #expect(verdict != .holds && verdict != .proved)
    }
    let found = try Self.findings(
      #"$$ \mathcal{N}(z; \mu, \sigma^2) \le \frac{1}{\sqrt{2\pi} \sigma} $$"#)
    #expect(found.map(\.verdict) == [.holds])
  }

  @Test("A bound that is right beside a false row says that the chain as a whole is not")
  func whole() throws {
    let found = try Self.findings(
      #"""
      $$ \log p(x|z) = KL(q(z|x) \| p(z|x)) + \mathbb{E}_{q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right]
        \geq \mathbb{E}_{q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right] $$
      """#)
    #expect(found.map(\.verdict) == [.refuted, .proved])
    #expect(found.last?.reason.contains("first side of the chain") ?? false)
  }

  @Test("A gradient at one sample computed from noise is right on average")
  func reparameterised() throws {
    let found = try Self.findings(
      #"""
      $$ z = g(\epsilon, \phi, x) $$
      $$ \mathbb{E}_{p(\epsilon)}[\nabla_\phi f(z)] \simeq \nabla_\phi f(z) $$
      """#)
    #expect([.holds, .proved].contains(found.last?.verdict))
  }

  @Test("A law behind a bar alone is a name, which a normal law gives a meaning")
  func name() throws {
    let found = try Self.findings(
      #"$$ \mathcal{N}(z | x) = \mathcal{N}(z; \mu(x), \sigma(x)^2) $$"#)
    #expect(found.map(\.verdict) == [.definition])
  }

  @Test("Two integrals that diverge are not found to be equal")
  func divergent() throws {
    let found = try Self.findings(
      #"""
      $$ q(z) = \mathcal{N}(z; 0, 1) $$
      $$ \int \log q(z) dz = 2 \int \log q(z) dz $$
      """#)
    #expect(![.holds, .proved].contains(found.last?.verdict))
  }

  @Test(
    "A law whose parameters a step writes out does not get more from rows that the step does not hold"
  )
  func writtenParameters() throws {
    let found = try Self.findings(
      #"""
      $$ \begin{align}
      \nabla_\theta \mathbb{E}_{q_\theta}[\log p(x|z,\theta)]
        &= \nabla_\theta \int q(z|x,\phi) \log p(x|z,\theta) dz \\
        &\neq \int q(z|x,\phi) \nabla_\theta \log p(x|z,\theta) dz
      \end{align} $$
      """#)
    #expect(found.last?.verdict == .refuted)
    #expect(found.last?.suggestion?.relation == .equal)
  }

  @Test("Underbraces that part an integral from its differential are opened")
  func underbraces() throws {
    let found = try Self.findings(
      #"""
      $$ \mathbb{E}_{q(z)}[\log p(x|z)] - KL(q(z) \| p(z))
        = \underbrace{\int q(z) \log p(x|z)}_{\text{first}}
        - \underbrace{q(z) \log \frac{q(z)}{p(z)}}_{\text{second}} dz $$
      """#)
    #expect(found.first?.verdict == .proved)
  }

  @Test("A form that a law or a variable gets below the step does not excuse the step")
  func below() throws {
    let found = try Self.findings(
      #"""
      $$ \log p(x|z) = KL(q(z|x) \| p(z|x)) + \mathbb{E}_{q(z|x)}\left[\log \frac{p(x,z)}{q(z|x)}\right] $$
      $$ \nabla_\theta \mathbb{E}_{q_\theta(z|x)}[p(x|z)] = \nabla_\theta \int q_\theta(z|x) \log p(x|z) dz $$
      $$ q_\theta(z|x) = \mathcal{N}(\mu, \Sigma) $$
      $$ z = \mu + \sigma \epsilon $$
      """#)
    #expect(found.prefix(2).map(\.verdict) == [.refuted, .refuted])
  }
}
