import Derivations
import Testing

/// What is too deep, too long or too much work is named with its place, and ends nothing.
@Suite("Bounds")
struct BoundsTests {
  private static func nested(_ count: Int) -> String {
    String(repeating: "(", count: count) + "x" + String(repeating: ")", count: count)
  }

  @Test(
    "What is too large says so, and where",
    arguments: [
      (nested(150) + " = x", "nested too deep"),
      (
        String(repeating: "{", count: 500) + "x" + String(repeating: "}", count: 500) + " = x",
        "nested too deep"
      ),
      (String(repeating: "x + ", count: 30_000) + "x = y", "at most 20000 are read"),
      ("p(x_{1:100000}) = p(x_1) p(x_{2:100000} | x_1)", "members is too long"),
      ("\\log p(x) = \\sum_{i=1}^{100000} \\log p(x_i)", "too many terms"),
      ("p(x_1, \\dots, x_{40}) = p(x_1) p(x_2, \\dots, x_{40} | x_1)", "too many variables"),
      (
        "\\mathbb{E}_{q(z)" + String(repeating: "\\prod_j p(z_j)", count: 32) + "}[\\log p(z)] = 1",
        "the step is too large"
      ),
      ("a_{1} = 99999999999999999999999999", "too many digits"),
      ("n" + String(repeating: "!", count: 500) + " = n", "a double factorial"),
    ])
  func messages(latex: String, words: String) throws {
    let report = Report(checking: try document("$$ \(latex) $$"))
    let finding = try #require(report.steps.first?.finding)
    #expect(finding.verdict == .notUnderstood)
    #expect(finding.reason.contains(words), "\(finding.reason)")
    #expect(report.messages(.init(isVerbose: true)).contains("1:"))
  }

  @Test("Derivatives of derivatives end with too much work")
  func derivatives() throws {
    let slopes = String(repeating: "\\nabla_\\theta ", count: 24)
    let report = Report(
      checking: try document("$$ \(slopes) \\log p_\\theta(x) = \(slopes) \\log p_\\theta(x|y) $$"))
    #expect(report.steps.first?.finding.verdict == .notUnderstood)
  }

  @Test("The rows of a document get the same findings together and one chain at a time")
  func together() throws {
    for corpus in try CorpusDocument.all().prefix(6) {
      let document = try document(
        corpus.text(), as: corpus.name.hasSuffix("tex") ? .latex : .markdown)
      var reader = DerivationReader()
      var steps: [Step] = []
      for formula in document.formulas {
        guard let tokens = try? document.tokens(of: formula) else { continue }
        steps += reader.read(tokens, style: formula.style).steps
      }
      var together = Examiner(suggests: false)
      var apart = Examiner(suggests: false)
      apart.readAhead(steps)
      var findings: [Finding] = []
      var rest = steps[...]
      while let chain = rest.first?.chain {
        findings += apart.findings(for: Array(rest.prefix { $0.chain == chain }))
        rest = rest.drop { $0.chain == chain }
      }
      #expect(together.findings(for: steps) == findings, "\(corpus.name)")
    }
  }

  @Test("Where no edits are wanted none is offered")
  func plain() throws {
    let latex = "D_{KL}(q(z|x) \\| p(z)) = E_{q(z|x)}[\\log p(z) - \\log q(z|x)]"
    var reader = DerivationReader()
    let steps = reader.read(try Formula(latex: latex).tokens()).steps
    var with = Examiner()
    var without = Examiner(suggests: false)
    #expect(with.findings(for: steps).first?.suggestion != nil)
    #expect(without.findings(for: steps).first?.suggestion == nil)
  }

  @Test("Derivatives of derivatives of … end")
  func nestedDerivatives() throws {
    let deep =
      String(repeating: #"\nabla_\theta ("#, count: 16) + #"\frac{1}{p_\theta(x)}"#
      + String(repeating: ")", count: 16)
    let text = "$$\(deep) = p_\\theta(x)$$"
    let document = try Document(name: "note.md", bytes: Array(text.utf8))
    #expect(Report(checking: document).steps.first?.finding.verdict == .notUnderstood)
  }
}
