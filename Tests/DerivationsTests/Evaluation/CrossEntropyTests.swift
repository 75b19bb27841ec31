import Derivations
import Testing

@Suite("Cross-entropies of a bare law")
struct CrossEntropyTests {
  @Test("A density of other variables is evaluated under the law that a divergence shows")
  func likelihood() throws {
    let text = """
      $$\\begin{align}
      KL(q \\| p(z|x)) &= H(q, p(z|x)) - H(q) \\\\
      &= H(q, p(x|z)) + H(q, p(z)) - H(q, p(x)) - H(q) \\\\
      &= H(q, p(x|z)) + KL(q \\| p(z)) + \\log p(x) \\\\
      &= H(q, p(x|z)) + KL(q \\| p(z)) - \\log p(x)
      \\end{align}$$
      """
    let report = Report(checking: try Document(name: "notes.md", bytes: Array(text.utf8)))
    #expect(
      report.steps.map(\.finding.verdict).map { $0 == .proved ? .holds : $0 } == [
        .holds, .holds, .holds, .refuted,
      ])
  }

  @Test("Without a divergence a conditional density does not tell what the law is over")
  func unsaid() throws {
    let text = "$$ H(q, p(x|z)) = -\\mathbb{E}_{q(x)}[\\log p(x|z)] $$"
    let report = Report(checking: try Document(name: "notes.md", bytes: Array(text.utf8)))
    #expect(report.count(.refuted) == 0)
  }
}
