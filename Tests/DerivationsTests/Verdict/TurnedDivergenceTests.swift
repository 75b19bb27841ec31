import Derivations
import Testing

@Suite("Divergences with other arguments")
struct TurnedDivergenceTests {
  static func findings(_ text: String) throws -> [Finding] {
    let document = try Document(name: "note.md", bytes: Array(text.utf8))
    return Report(checking: document).steps.map(\.finding)
  }

  @Test(
    "A divergence is not the one with its laws exchanged",
    arguments: [
      #"$$D_{KL}(q(u \mid x) \| p(u)) = D_{KL}(p(u) \| q(u \mid x))$$"#,
      #"$$H(a, b) = H(b, a), \quad D_{KL}(a(u) \| b(u)) = D_{KL}(b(u) \| a(u))$$"#,
    ])
  func turned(text: String) throws {
    #expect(try Self.findings(text).last?.verdict == .refuted)
  }

  @Test("In a derivation another divergence is a mistake; alone it may be a condition")
  func rows() throws {
    let rows = #"""
      $$
      \begin{aligned}
      \mathbb{E}_{q(u \mid x)}\left[\log \frac{q(u \mid x)}{p(u)}\right] &= D_{KL}(q(u \mid x) \| p(u)) \\
      &= D_{KL}(q(u \mid x) \| p(u \mid x))
      \end{aligned}
      $$
      """#
    #expect(try Self.findings(rows).map(\.verdict) == [.proved, .refuted])
    let alone = #"$$D_{KL}(q(u \mid x) \| p(u \mid x)) = 0$$"#
    #expect(try Self.findings(alone).map(\.verdict) == [.notUnderstood])
  }

  @Test("Entropies that are equal to one another are a condition, also in a chain")
  func entropies() throws {
    let found = try Self.findings(#"If $X = Y$ then $H(X, Y) = H(X) = H(Y)$."#)
    #expect(found.allSatisfy { $0.verdict != .refuted })
  }

  @Test("Differences of divergences are decided")
  func differences() throws {
    let gap =
      #"$$D_{KL}(q(u \mid x) \| p(u \mid x)) - D_{KL}(q(u \mid x) \| p(u)) = \log p(x) - \mathbb{E}_{q(u \mid x)}[\log p(x \mid u)]$$"#
    let found = try Self.findings(gap)[0].verdict
    #expect(found == .proved || found == .holds)
    let wrong = gap.replacing("= \\log p(x) -", with: "= \\log p(x) +")
    #expect(try Self.findings(wrong)[0].verdict == .refuted)
  }
}
