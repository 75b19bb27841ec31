import Derivations
import Testing

@Suite("Integrals over the line")
struct IntegralTests {
  static func finding(_ latex: String) throws -> Finding {
    let document = try Document(name: "note.md", bytes: Array("$$\(latex)$$".utf8))
    return try #require(Report(checking: document).steps.first).finding
  }

  @Test(
    "Integrals of what dies out are known to their last digits but three",
    arguments: [
      #"\int e^{-u^2/2} du = \sqrt{2 \pi}"#,
      #"\int u^4 \mathcal{N}(u; 0, 1) du = 3"#,
      #"\mathbb{E}_{u \sim \mathcal{N}(0, 1)}[e^u] = e^{1/2}"#,
      #"\mathbb{E}_{u \sim \mathcal{N}(m, s^2)}[u^2] = m^2 + s^2"#,
      #"\int \mathcal{N}(v; u, s^2) \mathcal{N}(u; 0, 1) du = \mathcal{N}(v; 0, 1 + s^2)"#,
      #"\mathbb{E}_{u \sim \mathcal{N}(0, 1)}[\tanh(u)] = 0"#,
      #"\mathbb{E}_{u \sim \mathcal{N}(0, 1)}[\log(1 + e^u)] \geq \log 2"#,
    ])
  func holds(latex: String) throws {
    let finding = try Self.finding(latex)
    #expect(finding.verdict == .holds || finding.verdict == .proved, "\(finding)")
    let witness = try #require(finding.witness)
    #expect(witness.bound <= 1e-7 * max(1, witness.left.magnitude), "\(witness)")
    #expect((witness.left - witness.right).magnitude <= witness.bound || latex.contains("geq"))
  }

  @Test(
    "A mistake in an integral shows however small the law is",
    arguments: [
      #"\int e^{-u^2/2} du = 2 \pi"#,
      #"\int u^4 \mathcal{N}(u; 0, 1) du = 2"#,
      #"\mathbb{E}_{u \sim \mathcal{N}(0, 1)}[e^u] = e^2"#,
      #"\int \mathcal{N}(v; u, s^2) \mathcal{N}(u; 0, 1) du = \mathcal{N}(v; 0, s^2)"#,
      #"\mathbb{E}_{u \sim \mathcal{N}(0, 1)}[\log(1 + e^u)] \leq \log 2"#,
    ])
  func refuted(latex: String) throws {
    #expect(try Self.finding(latex).verdict == .refuted)
  }

  @Test(
    "What has no integral, or none that is known closely, gets no verdict",
    arguments: [
      #"\int u \, du = 0"#, #"\int e^u \, du = 1"#,
      #"\int \frac{1}{u^2} \mathcal{N}(u; 0, 1) du = 1"#,
      #"\int \frac{1}{u} \mathcal{N}(u; 0, 1) du = 0"#,
      #"\int \frac{1}{1 + u^2} du = 3"#,
    ])
  func undecided(latex: String) throws {
    let finding = try Self.finding(latex)
    #expect(finding.verdict == .notUnderstood, "\(finding)")
  }

  @Test("The reason says whether an integral diverges or is only not known closely")
  func reasons() throws {
    #expect(try Self.finding(#"\int u^2 \, du = 0"#).reason.contains("does not converge"))
    #expect(
      try Self.finding(#"\int \frac{1}{u^2} \mathcal{N}(u; 0, 1) du = 1"#).reason
        == "the integrals could not be evaluated closely enough")
  }

  @Test("Discrete variables beside real ones have logistic laws and are summed over")
  func mixed() throws {
    let score = try Self.finding(
      #"\sum_x p(x \mid u) \nabla_u \log p(x \mid u) = 0"#)
    #expect(score.verdict == .holds || score.verdict == .proved, "\(score)")
    let wrong = try Self.finding(
      #"\sum_x p(x \mid u) \nabla_u \log p(x, u) = 0"#)
    #expect(wrong.verdict == .refuted, "\(wrong)")
    #expect(wrong.witness?.family.contains("logistic") == true, "\(wrong)")
    let bayes = try Self.finding(
      #"\nabla_u \log p(u \mid x) = \nabla_u \log p(x \mid u) + \nabla_u \log \sum_x p(x, u)"#)
    #expect(bayes.verdict == .holds || bayes.verdict == .proved, "\(bayes)")
  }
}
