import Derivations
import Testing

@Suite("Lines of notes on VAEs that general readers of LaTeX misread")
struct TypicalLinesTests {
  /// A line, and the expression that it means with every bracket written out.
  static let lines: [(String, String)] = [
    (#"\mathbb{E}_{q(z)}[\log p(x,z)-\log q(z)]"#, #"\mathbb{E}_{q(z)}[\log(p(x,z))-\log(q(z))]"#),
    (#"p(x|z)"#, #"p(x\midz)"#),
    (#"q_\phi(z\mid x)"#, #"q(z\midx;\phi)"#),
    (#"\operatorname{tr}(\Sigma)"#, #"\operatorname{tr}(\Sigma)"#),
    (#"\mu + \sigma\odot\epsilon"#, #"\mu+\sigma\odot\epsilon"#),
    (#"D_{KL}(q\|p)"#, #"\mathrm{KL}(q\,\|\,p)"#),
    (#"\mathcal N(z;\mu,\sigma^2)"#, #"\mathcal{N}(z;\mu,\sigma^{2})"#),
    (#"\int q(z)\log\frac{q(z)}{p(z)}\,dz"#, #"\intq(z)\log(\frac{q(z)}{p(z)})\,dz"#),
    (#"\int p(x|z)p(z)dz"#, #"\intp(x\midz)p(z)\,dz"#),
    (
      #"\frac12\sum_{j=1}^{d}(\sigma_j^2+\mu_j^2-1-\log\sigma_j^2)"#,
      #"\frac{1}{2}\sum_{j=1}^{d}(\sigma_{j}^{2}+\mu_{j}^{2}-1-\log(\sigma_{j}^{2}))"#
    ),
    (#"\frac{p(x|z)p(z)}{p(x)}"#, #"\frac{p(x\midz)p(z)}{p(x)}"#),
    (
      #"\nabla_\phi\mathbb{E}_{q_\phi(z)}[f(z)]"#, #"\nabla_{\phi}[\mathbb{E}_{q(z;\phi)}[f(z)]]"#
    ),
    (
      #"f(z)\nabla_\phi\log q_\phi(z)"#, #"f(z)\nabla_{\phi}[\log(q(z;\phi))]"#
    ),
    (
      #"\mathbb{E}_{\epsilon\sim\mathcal N(0,I)}[f(\mu+\sigma\epsilon)]"#,
      #"\mathbb{E}_{\epsilon\sim\mathcal{N}(0,I)}[f(\mu+\sigma\epsilon)]"#
    ),
    (
      #"\|z_e(x)-\mathrm{sg}[e]\|_2^2"#, #"(\lVertz_{e}(x)-\operatorname{sg}(e)\rVert_{2})^{2}"#
    ),
    (#"\log|\Sigma|"#, #"\log(\lvert\Sigma\rvert)"#),
    (
      #"\arg\max_\theta\sum_i\log p_\theta(x^{(i)})"#,
      #"\arg\max_{\theta}\sum_{i}\log(p(x^{(i)};\theta))"#
    ),
  ]

  @Test("Each line means what its author meant", arguments: lines)
  func meaning(line: (String, String)) throws {
    #expect(try Readback.expression(line.0).map(bare) == line.1)
  }

  @Test("A line with two terms and a divergence is read to its end")
  func evidence() throws {
    let readback = try Readback(#"\log p(x)=\mathcal L(x)+D_{KL}(q(z|x)\|p(z|x))"#)
    #expect(
      readback.steps.map(bare) == [
        #"\log(p(x))=\mathcal{L}(x)+\mathrm{KL}(q(z\midx)\,\|\,p(z\midx))"#
      ])
    #expect(readback.messages.isEmpty)
  }
}
