import Derivations
import Testing

@Suite("Equations that give a name its meaning")
struct MeaningTests {
  private func verdicts(_ text: String) throws -> [Verdict] {
    Report(checking: try Document(name: "note.md", bytes: Array(text.utf8))).steps
      .map(\.finding.verdict)
  }

  @Test(
    "A name alone that nothing else defines is given its meaning",
    arguments: [
      #"$$\hat x = \mathrm{Decoder}(z)$$"#, #"$$\mathbb{E}[z_t] = g_z(h_t)$$"#,
      #"$$p(x) = \mathcal{N}(x; m, \alpha), \qquad \alpha = \frac{1}{10} N$$"#,
      #"$$\log p(x) = \ell, \qquad s_{k,1}^2 = g_{k,1}^2$$"#,
      #"$$q(z_n = i) = \phi_{n,i}$$"#, #"$$z \sim p(z) = \mathcal{N}(0, I)$$"#,
      #"$$(\phi^*, \theta^*) = \arg\max_{\phi, \theta} F(\phi, \theta)$$"#,
    ])
  func meaning(_ text: String) throws {
    #expect(try verdicts(text).last == .definition)
  }

  @Test("A name that has a meaning gets another one only by what nothing explains")
  func another() throws {
    let first = #"$$x' = x + \epsilon n$$"# + "\n"
    #expect(try verdicts(first + #"$$x' = D_\phi(z')$$"#).last == .definition)
    let squares = #"$$a = b^2 + c^2$$"# + "\n"
    #expect(try verdicts(squares + "$$a = b^2 - c^2$$").last != .definition)
  }

  @Test("What a law is given by has more than a name: a mean is a claim")
  func moments() throws {
    let law = #"$$p(z) = \mathcal{N}(z; \mu, \sigma^2)$$"# + "\n"
    #expect(try verdicts(law + #"$$\mathbb{E}_{p(z)}[z] = \mu$$"#).last != .definition)
    #expect(try verdicts(law + #"$$\mathbb{E}_{p(z)}[z^2] = \mu$$"#).last == .refuted)
  }

  @Test("A name among its own terms, or one of two that are known, is a claim")
  func claims() throws {
    #expect(try verdicts(#"$$1 - F(x) = F(-x)$$"#).last == .notUnderstood)
    #expect(try verdicts(#"$$G(P, Q) = G(Q, P)$$"#).last == .notUnderstood)
    #expect(try verdicts(#"$$\phi(x) = \phi(-x)$$"#).last == .notUnderstood)
  }

  @Test("A density at a value that it is computed from ends")
  func circular() throws {
    let text = #"$$\mathbb{E}_{q}[z] = \log q\left(\frac{1}{\mathbb{E}_q[z]} \mid x\right)$$"#
    #expect(try verdicts(text).allSatisfy { !$0.isTrue })
  }

  @Test("Derivatives within one another, in any number, are read or refused at once")
  func nested() throws {
    let many = String(repeating: #"\nabla_X "#, count: 60)
    #expect(try verdicts("$$" + many + #"q \mathbb{E}_{q} f g = 1$$"#).allSatisfy { !$0.isTrue })
  }

  @Test("Superscripts behind one thing, in any number, are read or refused at once")
  func superscripts() throws {
    let many = String(repeating: #"^\top"#, count: 60)
    #expect(try verdicts("$$KL[q(z|x)||p(z|x)] " + many + " = 1$$").allSatisfy { !$0.isTrue })
  }
}
