import Derivations
import Testing

@Suite("How far notation without brackets reaches")
struct ReadingTests {
  /// A formula, its meaning by the rules, and the meanings kept besides.
  static let formulas: [(String, String, [String])] = [
    // Logarithms.
    (#"\log p(x|z) p(z)"#, #"\log(p(x\midz)p(z))"#, [#"\log(p(x\midz))p(z)"#]),
    (#"\log (a) b"#, #"\log(a)b"#, []),
    (#"\log [a + b] c"#, #"\log(a+b)c"#, []),
    (#"\log a + b"#, #"\log(a)+b"#, []),
    (#"\log p(x)/q(x)"#, #"\log(\frac{p(x)}{q(x)})"#, [#"\frac{\log(p(x))}{q(x)}"#]),
    (#"\log a \cdot b"#, #"\log(a)b"#, [#"\log(ab)"#]),
    (
      #"\log \frac{a}{b} \frac{c}{d}"#, #"\log(\frac{a}{b}\frac{c}{d})"#,
      [#"\log(\frac{a}{b})\frac{c}{d}"#]
    ),
    (#"\log 2\pi"#, #"\log(2\pi)"#, []),
    (#"\log p(z) \log q(z)"#, #"\log(p(z))\log(q(z))"#, []),
    (#"\log p(z) f(z)"#, #"\log(p(z))f(z)"#, [#"\log(p(z)f(z))"#]),
    (#"\log(x)^2"#, #"(\log(x))^{2}"#, [#"\log(x^{2})"#]),
    (#"\log^2 x"#, #"(\log(x))^{2}"#, []),
    (#"\log |A|"#, #"\log(\lvertA\rvert)"#, []),
    // Derivatives.
    (
      #"\nabla_\phi q_\phi(z) f(z)"#, #"(\nabla_{\phi}[q(z;\phi)])f(z)"#,
      [#"\nabla_{\phi}[q(z;\phi)f(z)]"#]
    ),
    (#"\nabla_\theta (a) b"#, #"(\nabla_{\theta}[a])b"#, []),
    (
      #"\nabla_\phi \log q_\phi(z) f(z)"#, #"(\nabla_{\phi}[\log(q(z;\phi))])f(z)"#,
      [#"\nabla_{\phi}[\log(q(z;\phi)f(z))]"#]
    ),
    // Expectations and sums.
    (
      #"\mathbb{E}_{q(z)} \log p(z) - \log q(z)"#, #"\mathbb{E}_{q(z)}[\log(p(z))]-\log(q(z))"#,
      [#"\mathbb{E}_{q(z)}[\log(p(z))-\log(q(z))]"#]
    ),
    (#"\mathbb{E}_{q(z)} f(z) - b"#, #"\mathbb{E}_{q(z)}[f(z)]-b"#, []),
    (
      #"\mathbb{E}_{q(z)} (f(z) - b) g(z)"#, #"\mathbb{E}_{q(z)}[f(z)-b]g(z)"#,
      [#"\mathbb{E}_{q(z)}[(f(z)-b)g(z)]"#]
    ),
    (#"\mathbb{E}_{q(z)} [f(z) - b] g(z)"#, #"\mathbb{E}_{q(z)}[f(z)-b]g(z)"#, []),
    (#"\sum_i a_i + b_i"#, #"(\sum_{i}a_{i})+b_{i}"#, [#"\sum_{i}(a_{i}+b_{i})"#]),
    (#"\sum_i a_i + b"#, #"\sum_{i}a_{i}+b"#, []),
    (
      #"\prod_i p(x_i|z) p(z)"#, #"(\prod_{i}p(x_{i}\midz))p(z)"#,
      [#"\prod_{i}(p(x_{i}\midz)p(z))"#]
    ),
    // Integrals.
    (#"\int f(x) dx + c"#, #"\intf(x)\,dx+c"#, []),
    (#"\int f(x) + g(x) dx"#, #"\intf(x)+g(x)\,dx"#, []),
    (#"\int dx f(x) + c"#, #"\intf(x)\,dx+c"#, []),
    // Optima.
    (
      #"\max_\theta f(\theta) + g(\theta)"#, #"\max_{\theta}f(\theta)+g(\theta)"#,
      [#"(\max_{\theta}f(\theta))+g(\theta)"#]
    ),
    (#"\max_\theta [f(\theta)] + g(\theta)"#, #"(\max_{\theta}f(\theta))+g(\theta)"#, []),
    // Slashes.
    (#"a / b c"#, #"\frac{a}{b}c"#, [#"\frac{a}{bc}"#]),
    (#"a b / c"#, #"\frac{ab}{c}"#, []),
    // Superscripts.
    (#"z^l"#, #"z^{(l)}"#, [#"z^{l}"#]),
    (#"\sigma^k"#, #"\sigma^{k}"#, []),
    (#"x^{(i)}"#, #"x^{(i)}"#, []),
    (#"x^2"#, #"x^{2}"#, []),
  ]

  @Test("The rules, and the readings that are kept", arguments: formulas)
  func readings(formula: (String, String, [String])) throws {
    let readback = try Readback("Y = " + formula.0)
    #expect(readback.messages.isEmpty)
    let step = try #require(readback.details.first)
    #expect(bare(step.right.latex) == formula.1)
    #expect(Set(step.otherReadings.map { bare($0.right.latex) }) == Set(formula.2))
  }
}
