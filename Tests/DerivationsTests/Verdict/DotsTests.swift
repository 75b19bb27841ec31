import Derivations
import Testing

@Suite("Dots, derivatives by matrices, formulas as paragraphs")
struct DotsTests {
  private func verdicts(_ text: String) throws -> [Verdict] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps
      .map(\.finding.verdict)
  }

  private func holds(_ text: String) throws -> Bool {
    let last = try verdicts(text).last
    return last == .holds || last == .proved
  }

  @Test("Dots between factors stand for those in between")
  func factors() throws {
    let product = #"$$\prod_{t=2}^T q(z_t|z_{t-1}) = q(z_2|z_1)\, q(z_3|z_2) \dots "#
    #expect(try holds(product + #"q(z_T|z_{T-1})$$"#))
    #expect(try !holds(product + #"q(z_{T-1}|z_{T-2})$$"#))
    #expect(try !holds(product + #"q(z_{T-1}|z_T)$$"#))
  }

  @Test("Dots between terms")
  func terms() throws {
    #expect(try holds(#"$$\sum_{i=1}^n \log p(x_i) = \log p(x_1) + \dots + \log p(x_n)$$"#))
    #expect(try !holds(#"$$\sum_{i=1}^n \log p(x_i) = \log p(x_2) + \dots + \log p(x_n)$$"#))
  }

  @Test("What dots end at is how many there are")
  func ends() throws {
    #expect(try !holds(#"$$p(x_1, \dots, x_n) = p(x_1)$$"#))
    #expect(try verdicts(#"$$p(x_1, \dots, x_n) = p(x_1) \dots p(x_n)$$"#) == [.conditional])
    #expect(
      try holds(
        #"$$p(x_1, \dots, x_n) = p(x_1)\, p(x_2|x_1) \prod_{i=3}^n p(x_i|x_1, \dots, x_{i-1})$$"#))
  }

  @Test("Dots between members with superscripts")
  func superscripts() throws {
    let joint = #"$$\log p(x^{(1)}, \dots, x^{(n)}) = "#
    #expect(try verdicts(joint + #"\sum_{i=1}^n \log p(x^{(i)})$$"#) == [.conditional])
    #expect(try verdicts(joint + #"\sum_{i=1}^n p(x^{(i)})$$"#) == [.refuted])
    #expect(
      try holds(
        #"$$\sum_{i=1}^n \log p(x^{(i)}) = \log p(x^{(1)}) + \dots + \log p(x^{(n)})$$"#))
  }

  @Test("A capital letter on an objective is one of several, no power")
  func objectives() throws {
    let first = #"$$\mathcal{L}^A(x) = \mathbb{E}_{q(z|x)}[\log p(x|z)] - KL(q(z|x) \| p(z))$$"#
    let second = #"$$\mathcal{L}^B(x) = \mathbb{E}_{q(z|x)}[\log p(x|z)]$$"#
    let difference = #"$$\mathcal{L}^B(x) - \mathcal{L}^A(x) = KL(q(z|x) \| p(z))$$"#
    let setting = [first, second, ""].joined(separator: "\n\n")
    #expect(try verdicts(setting + difference) == [.definition, .definition, .proved])
    #expect(
      try verdicts(setting + difference.replacing("p(z)", with: "p(z|x)")).last == .refuted)
  }

  @Test("Dots in a list without commas")
  func list() throws {
    #expect(try holds(#"$$\log p(x_1 \dots x_n) = \log p(x_1, \dots, x_n)$$"#))
  }

  @Test("A derivative by a matrix is right in one of the two layouts")
  func matrices() throws {
    let trace = #"$$\nabla_{\mathbf{X}} \operatorname{tr}(\mathbf{A}\mathbf{X}) = "#
    #expect(try holds(trace + #"\mathbf{A}$$"#))
    #expect(try holds(trace + #"\mathbf{A}^\top$$"#))
    #expect(try !holds(trace + #"2\mathbf{A}$$"#))
    let determinant = #"$$\nabla_{\mathbf{X}} \log|\mathbf{X}| = "#
    #expect(try holds(determinant + #"(\mathbf{X}^{-1})^\top$$"#))
    #expect(try !holds(determinant + #"\mathbf{X}$$"#))
  }

  @Test("A formula that is a paragraph goes on from the one before")
  func paragraphs() throws {
    let first = #"$KL[q(z) \| p(z|x)]$"#
    let second = #"$= \mathbb{E}_{q(z)}[\log q(z)] - \mathbb{E}_{q(z)}[\log p(z|x)]$"#
    #expect(try verdicts("\(first)\n\n\(second)\n") == [.proved])
    #expect(try verdicts("<p>\n\(first)\n</p>\n<p>\n\(second)\n</p>\n") == [.proved])
    #expect(try verdicts("Of \(first)\n\n\(second)\n") == [.notUnderstood])
  }
}
