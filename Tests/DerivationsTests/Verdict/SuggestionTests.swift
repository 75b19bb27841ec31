import Derivations
import Testing

@Suite("Suggestions")
struct SuggestionTests {
  /// What is found about the steps of a document.
  private static func findings(_ text: String) throws -> [Finding] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps.map(\.finding)
  }

  @Test("An edit that empties what stands around the other side is not preferred")
  func notEmpty() throws {
    let found = try Self.findings(
      #"""
      $$ p(x) = \int p(x|z) p(z|x) dz $$
      $$ \nabla_\theta \log p_\theta(x) = \mathbb{E}_{p(z)}[\nabla_\theta \log p_\theta(x|z)] $$
      """#)
    #expect(found.map(\.verdict) == [.refuted, .refuted])
    #expect(found.first?.suggestion?.right.latex.contains("p(z)") ?? false)
    // That the average of ∇ log p(x) is ∇ log p(x) is no correction.
    #expect(found.last?.suggestion == nil)
  }

  @Test("A law that has other parameters on one side is given those of the other everywhere")
  func parameters() throws {
    let found = try Self.findings(
      #"$$ KL(q_\phi(z) \| p(z)) = \int q_\theta(z) (\log q_\theta(z) - \log p(z)) dz $$"#)
    #expect(found.map(\.verdict) == [.refuted])
    let right = try #require(found.first?.suggestion?.right.latex)
    #expect(right.contains(#"\phi"#) && !right.contains(#"\theta"#))
  }

  @Test("A lost logarithm is put back rather than the other one taken away")
  func logarithm() throws {
    let found = try Self.findings(
      #"$$ \mathbb{E}_{q(z|x)}[p(x|z)] = \int q(z|x) \log p(x|z) dz $$"#)
    #expect(found.map(\.verdict) == [.refuted])
    #expect(found.first?.suggestion?.left.latex.contains(#"\log"#) ?? false)
  }

  @Test(
    "A law that is set equal to the value of an optimum is where it is taken",
    arguments: [
      (#"\min_\phi KL(q_\phi(z|x) \| p(z|x))"#, Optimum.Kind.argmin),
      (#"\min_\phi -KL(q_\phi(z|x) \| p(z,x))"#, .argmax),
      (
        #"\min_\phi \int q_\phi(z|x) \log p(x|z) - q_\phi(z|x) \log \frac{q_\phi(z|x)}{p(z)} dz"#,
        .argmax
      ),
    ])
  func optimum(_ side: String, _ kind: Optimum.Kind) throws {
    let found = try Self.findings("$$ q(z|x, \\phi^*) = \(side) $$")
    #expect(found.map(\.verdict) == [.refuted])
    guard case .optimum(let optimum)? = found.first?.suggestion?.right.kind else {
      Issue.record("no optimum is suggested")
      return
    }
    #expect(optimum.kind == kind)
  }

  @Test("Nothing is searched for where suggestions are not wanted")
  func unwanted() {
    let (p, q) = (density("p", nil, [.symbol("z")]), density("q", nil, [.symbol("z")]))
    let step = Step(
      expectation(q, log(p / q)), .equal, expectation(q, log(q)) - expectation(q, log(p)))
    #expect(Decider(suggests: false).finding(for: step).suggestion == nil)
    #expect(Decider().finding(for: step).suggestion != nil)
  }
}
