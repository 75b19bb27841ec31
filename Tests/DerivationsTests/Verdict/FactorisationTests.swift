import Derivations
import Testing

@Suite("Factorisations that a document states")
struct FactorisationTests {
  /// Returns the verdicts on the steps of a document, in reading order.
  static func verdicts(_ text: String) throws -> [Verdict] {
    let document = try Document(name: "note.md", bytes: Array(text.utf8))
    return Report(checking: document).steps.map(\.finding.verdict)
  }

  static let hierarchy = #"$p(x, u, w) = p(x \mid u)\, p(u \mid w)\, p(w)$"#
  static let inference = #"$q(u, w \mid x) = q(u \mid x)\, q(w \mid u)$"#
  static let bound =
    #"$$\log p(x) \geq \mathbb{E}_{q(u, w \mid x)}\left[\log \frac{p(x \mid u) p(u \mid w) p(w)}{q(u \mid x) q(w \mid u)}\right]$$"#

  @Test("A bound with the factors that the document gives the laws holds, wherever it gives them")
  func stated() throws {
    let above = try Self.verdicts(
      [Self.hierarchy, Self.inference, Self.bound].joined(separator: "\n\n"))
    #expect(above == [.conditional, .conditional, .holds])
    let below = try Self.verdicts(
      [Self.bound, Self.hierarchy, Self.inference].joined(separator: "\n\n"))
    #expect(below == [.holds, .conditional, .conditional])
  }

  @Test("What the document states of a law of other variables is left aside")
  func ofOthers() throws {
    let other = #"$p_\theta(x, y, z) = p_\theta(x \mid y, z)\, p(y)\, p(z)$"#
    let indexed = [Self.hierarchy, Self.inference, Self.bound].map {
      $0.replacing("u", with: "z_1").replacing("w", with: "z_2")
    }
    #expect(try Self.verdicts(([other] + indexed).joined(separator: "\n\n")).last == .holds)
  }

  @Test("A factor of another law is a mistake also where the factors are stated")
  func wrong() throws {
    for (right, wrong) in [
      (#"p(u \mid w) p(w)"#, #"p(w \mid u) p(w)"#), (#"\geq"#, #"\leq"#),
      (#"p(w)}"#, #"p(x)}"#),
    ] {
      let bound = Self.bound.replacing(right, with: wrong)
      #expect(bound != Self.bound)
      let found = try Self.verdicts(
        [Self.hierarchy, Self.inference, bound].joined(separator: "\n\n"))
      #expect(found.last == .refuted, "\(wrong)")
    }
  }

  @Test("Without a statement the factors are the condition, for inequalities too")
  func implied() throws {
    let document = try Document(name: "note.md", bytes: Array(Self.bound.utf8))
    let finding = try #require(Report(checking: document).steps.first).finding
    #expect(finding.verdict == .conditional)
    #expect(finding.reason.contains("p factorises as"), "\(finding.reason)")
  }

  static let chain = #"$q(x_{1:T} \mid x_0) = \prod_{t=1}^{T} q(x_t \mid x_{t-1})$"#
  static let posterior =
    #"$$q(x_{t-1} \mid x_t, x_0) = q(x_t \mid x_{t-1}) \frac{q(x_{t-1} \mid x_0)}{q(x_t \mid x_0)}$$"#

  @Test("Steps that need a Markov chain hold where the document writes the chain")
  func markov() throws {
    #expect(
      try Self.verdicts(Self.chain + "\n\n" + Self.posterior) == [.conditional, .holds])
    #expect(try Self.verdicts(Self.posterior) == [.conditional])
    let wrong = Self.posterior.replacing(
      #"\frac{q(x_{t-1} \mid x_0)}{q(x_t \mid x_0)}"#,
      with: #"\frac{q(x_t \mid x_0)}{q(x_{t-1} \mid x_0)}"#)
    #expect(try Self.verdicts(Self.chain + "\n\n" + wrong) == [.conditional, .refuted])
  }

  @Test("The bound of a diffusion model is split into its terms by the chains that are stated")
  func diffusion() throws {
    let reverse = #"$p_\theta(x_{0:T}) = p(x_T) \prod_{t=1}^{T} p_\theta(x_{t-1} \mid x_t)$"#
    let rows = #"""
      $$
      \begin{aligned}
      \mathbb{E}_{q(x_{1:T} \mid x_0)}\left[\log \frac{p_\theta(x_{0:T})}{q(x_{1:T} \mid x_0)}\right]
      &= \mathbb{E}_{q(x_{1:T} \mid x_0)}\left[\log p(x_T) + \sum_{t=1}^{T} \log \frac{p_\theta(x_{t-1} \mid x_t)}{q(x_t \mid x_{t-1})}\right] \\
      &= \mathbb{E}_{q(x_{1:T} \mid x_0)}\left[\log \frac{p(x_T)}{q(x_T \mid x_0)} + \sum_{t=2}^{T} \log \frac{p_\theta(x_{t-1} \mid x_t)}{q(x_{t-1} \mid x_t, x_0)} + \log p_\theta(x_0 \mid x_1)\right]
      \end{aligned}
      $$
      """#
    let document = [Self.chain, reverse, rows].joined(separator: "\n\n")
    #expect(try Self.verdicts(document) == [.conditional, .conditional, .holds, .holds])
    let wrong = document.replacing(
      #"{q(x_{t-1} \mid x_t, x_0)}"#, with: #"{q(x_t \mid x_{t-1}, x_0)}"#)
    #expect(wrong != document)
    #expect(try Self.verdicts(wrong).last == .refuted)
  }

  @Test("A step that needs another model than the one stated keeps its own condition")
  func otherModel() throws {
    let independent = #"$$\log p(u_1, u_2) = \log p(u_1) + \log p(u_2)$$"#
    let stated = #"$p(x, u_1, u_2) = p(x \mid u_1)\, p(u_1 \mid u_2)\, p(u_2)$"#
    #expect(try Self.verdicts(independent) == [.conditional])
    #expect(try Self.verdicts(stated + "\n\n" + independent).last == .conditional)
  }

  @Test("An expectation under q alone is over the chain that q is stated to be")
  func bareLaw() throws {
    let rows = #"""
      $$
      \begin{aligned}
      L &= \mathbb{E}_q\left[-\log p(x_T) - \sum_{t \geq 1} \log \frac{p_\theta(x_{t-1} \mid x_t)}{q(x_t \mid x_{t-1})}\right] \\
      &= \mathbb{E}_q\left[-\log \frac{p(x_T)}{q(x_T \mid x_0)} - \sum_{t > 1} \log \frac{p_\theta(x_{t-1} \mid x_t)}{q(x_{t-1} \mid x_t, x_0)} - \log p_\theta(x_0 \mid x_1)\right]
      \end{aligned}
      $$
      """#
    let document = Self.chain + "\n\n" + rows
    #expect(try Self.verdicts(document).last == .holds)
    let wrong = document.replacing(
      #"{q(x_{t-1} \mid x_t, x_0)}"#, with: #"{q(x_t \mid x_{t-1}, x_0)}"#)
    #expect(wrong != document)
    #expect(try Self.verdicts(wrong).last != .holds)
  }

  @Test("A product that is no factorisation states nothing")
  func noFactorisation() throws {
    let turned = Self.hierarchy.replacing(#"p(u \mid w)"#, with: #"p(w \mid u)"#)
    let found = try Self.verdicts([turned, Self.bound].joined(separator: "\n\n"))
    #expect(found[0] == .refuted)
    #expect(found[1] == .conditional)
  }
}
