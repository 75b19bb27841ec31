import Derivations
import Testing

@Suite("Implications, equivalences and what a step takes for granted")
struct ImplicationTests {
  /// What is found about the steps of a display.
  private static func findings(_ latex: String) throws -> [Finding] {
    let text = "$$\n\(latex)\n$$\n"
    let document = try Document(name: "note.md", bytes: Array(text.utf8))
    return Report(checking: document).steps.map(\.finding)
  }

  private static func verdicts(_ latex: String) throws -> [Verdict] {
    try findings(latex).map(\.verdict)
  }

  @Test("What is supposed is no claim, and the law that it gives counts for what follows")
  func suppositions() throws {
    let step = #"\log p(x, w) - \log q(w|x) = \log p(x)"#
    let implied = try Self.verdicts(#"q(w|x) = p(w|x) \implies "# + step)
    #expect(implied.first != .refuted)
    #expect(implied.last == .holds || implied.last == .proved)
    #expect(try Self.verdicts(step) == [.refuted])
  }

  @Test("Neither side of an equivalence is claimed")
  func equivalences() throws {
    let verdicts = try Self.verdicts(
      #"\mathbb{E}_{q(w)}[\log p(w)] = \mathbb{E}_{q(w)}[\log q(w)] \iff q(w) = p(w)"#)
    #expect(!verdicts.contains(.refuted))
    #expect(!verdicts.contains { $0 == .holds || $0 == .proved })
  }

  @Test("What follows from a row that holds is claimed like any other")
  func consequences() throws {
    let rows = #"""
      \begin{aligned} p(x, w) &= p(x|w) p(w) \\
      \Rightarrow \quad \log p(x, w) &= \log p(x|w) - \log p(w) \end{aligned}
      """#
    #expect(try Self.verdicts(rows).last == .refuted)
    #expect(try Self.verdicts(#"p(x, w) = p(x) \implies p(x, w) = 2 p(x)"#).last != .refuted)
  }

  @Test("A step under a condition in words is not refuted where the condition is not read")
  func conditions() throws {
    let step = #"\mathbb{E}_{q(w)}[\log p(x, w)] = \log p(x)"#
    #expect(try Self.verdicts(step) == [.refuted])
    let found = try Self.findings(step + #" \quad \text{if } q \text{ is degenerate}"#)
    #expect(found.map(\.verdict) == [.notUnderstood])
    #expect(found[0].reason.contains("if"))
  }

  @Test(
    "A closed form that nothing has given is no mistake",
    arguments: [
      #"-\log p(x|t) = \log(1 + e^t) - x t"#, #"q(k|x) = 1"#,
      #"D_{KL}(q(k|x) \,\|\, p(k)) = \log 5"#,
    ])
  func forms(latex: String) throws {
    #expect(!(try Self.verdicts(latex).contains(.refuted)))
  }

  @Test("What is the same for all laws can be wrong")
  func normalisation() throws {
    #expect(try Self.verdicts(#"\int p(w|x) \, dw = 2"#) == [.refuted])
    #expect(try Self.verdicts(#"\mathbb{E}_{q(w)}[1] = 0"#) == [.refuted])
  }

  @Test(
    "A derivative that is zero for want of a mention decides nothing",
    arguments: [
      #"\nabla_x \mu \ne 0"#,
      #"\nabla_a \mathbb{E}_{q(w)}[\log p(w)] = \mathbb{E}_{q(w)}[\nabla_a \log p(w) + p(w) \nabla_a \log q(w)]"#,
    ])
  func dependences(latex: String) throws {
    #expect(try Self.verdicts(latex) == [.notUnderstood])
  }

  @Test("What is true of probabilities and not of densities is conditional")
  func probabilities() throws {
    let found = try Self.findings(#"\log p(x) \le 0"#)
    #expect(found.map(\.verdict) == [.conditional])
    #expect(found[0].reason.contains("discrete"))
  }

  @Test("An entropy with a number as its index is a base or an order")
  func orders() throws {
    let found = try Self.findings(#"H_2(P) = -\sum_x P(x) \log P(x)"#)
    #expect(found.map(\.verdict) == [.notUnderstood])
    #expect(found[0].reason.contains("base"))
  }
}

@Suite("Words beside a step")
struct WordsTests {
  private static func steps(_ latex: String) throws -> [CheckedStep] {
    Report(checking: try Document(name: "note.md", bytes: Array("$$ \(latex) $$".utf8))).steps
  }

  @Test("“At” and “within” say where a step holds; “almost everywhere” says nothing more")
  func words() throws {
    for words in [
      #"\text{ at } a = 2"#, #"\text{ within } 0 < a < 1"#, #"\text{ almost everywhere}"#,
    ] {
      let steps = try Self.steps(#"a + a = 2 a "# + words)
      #expect(steps.count == 1 && steps[0].finding.verdict != .notUnderstood, "\(words)")
    }
  }

  @Test("A variance of nothing is a name")
  func names() throws {
    let steps = try Self.steps(#"\operatorname{Var}_{\text{path}} = 4 \sigma^2"#)
    #expect(steps.map(\.finding.verdict) == [.definition])
  }
}

@Suite("Bare laws in a divergence")
struct BareDivergenceTests {
  @Test("Two names that stand for laws of different variables near by are not compared as those")
  func variables() throws {
    let text = #"""
      $$ \log p(x, w) = \log p(w) + \log p(x|w), \quad \int q(w|x) \, dw = 1 $$

      $$ D_{KL}(P \,\|\, Q) \ge 0 $$
      """#
    let steps = Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps
    #expect(steps.last?.finding.verdict != .refuted)
  }

  @Test("What is true of most laws has to be so of those that are supposed")
  func supposed() throws {
    #expect(
      try verdicts(#"$$P(x) = Q(x) \implies D_{KL}(P(x) \,\|\, Q(x)) > 0$$"#).last?.isTrue == false)
    #expect(
      try verdicts(#"$$P(x) = Q(x) \implies D_{KL}(P(x) \,\|\, Q(x)) = 0$$"#).last?.isTrue == true)
    #expect(
      try verdicts(
        #"$$q(z|x) = p(z|x) \implies \log p(x) > \mathbb{E}_{q(z|x)}[\log p(x, z) - \log q(z|x)]$$"#
      )
      .last?.isTrue == false)
  }
}
