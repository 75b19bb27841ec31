import Derivations
import Testing

/// Steps over vectors and matrices, which are read in two and in three dimensions.
@Suite("Vectors and matrices")
struct MatrixTests {
  /// Returns the verdict on the last step of formulas that are read one after the other.
  static func finding(_ formulas: String...) throws -> Finding {
    var reader = DerivationReader()
    var examiner = Examiner(suggests: false)
    var last: Finding?
    for latex in formulas {
      let reading = reader.read(try Formula(latex: latex).tokens())
      #expect(reading.unread.isEmpty, "\(latex): \(reading.unread)")
      last = examiner.findings(for: reading.steps).last
    }
    return try #require(last)
  }

  static let right = [
    #"(\mathbf{a} + \mathbf{b})^\top (\mathbf{a} + \mathbf{b}) = \mathbf{a}^\top \mathbf{a} + 2 \mathbf{a}^\top \mathbf{b} + \mathbf{b}^\top \mathbf{b}"#,
    #"(\mathbf{A} \mathbf{B})^\top = \mathbf{B}^\top \mathbf{A}^\top"#,
    #"(\mathbf{A} \mathbf{B})^{-1} = \mathbf{B}^{-1} \mathbf{A}^{-1}"#,
    #"\operatorname{tr}(\mathbf{A} \mathbf{B}) = \operatorname{tr}(\mathbf{B} \mathbf{A})"#,
    #"\mathbf{x}^\top \mathbf{A} \mathbf{x} = \operatorname{tr}(\mathbf{A} \mathbf{x} \mathbf{x}^\top)"#,
    #"\det(\mathbf{A} \mathbf{B}) = \det \mathbf{A} \det \mathbf{B}"#,
    #"\nabla_{\mathbf{x}} \left(\mathbf{x}^\top \mathbf{A} \mathbf{x}\right) = (\mathbf{A} + \mathbf{A}^\top) \mathbf{x}"#,
    #"\nabla_{\mathbf{x}} \|\mathbf{x} - \mathbf{b}\|^2 = 2 (\mathbf{x} - \mathbf{b})"#,
    #"\mathbf{a}^\top (\mathbf{b} \odot \mathbf{c}) = (\mathbf{a} \odot \mathbf{b})^\top \mathbf{c}"#,
    #"\log |\mathbf{\Sigma}^{-1}| = -\log |\mathbf{\Sigma}|"#,
    #"H(\mathcal{N}(\mu, \Sigma)) = \frac{d}{2} (1 + \log 2 \pi) + \frac{1}{2} \log \det \Sigma"#,
    #"\mathbb{E}_{x \sim \mathcal{N}(m, \Sigma)}[x^\top A x] = \operatorname{tr}(A \Sigma) + m^\top A m"#,
    #"\mathbb{E}_{x \sim \mathcal{N}(m, \Sigma)}[x x^\top] = \Sigma + m m^\top"#,
    #"\mathbb{E}_{\epsilon \sim \mathcal{N}(0, I_d)}[\|\epsilon\|^2] = d"#,
    #"\log \mathcal{N}(\mathbf{x}; \mathbf{W} \mathbf{z}, \sigma^2 \mathbf{I}) = -\frac{D}{2} \log (2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \|\mathbf{x} - \mathbf{W} \mathbf{z}\|^2"#,
    #"\nabla_{\mathbf{x}} \log \mathcal{N}(\mathbf{x}; \boldsymbol{\mu}, \boldsymbol{\Sigma}) = -\boldsymbol{\Sigma}^{-1} (\mathbf{x} - \boldsymbol{\mu})"#,
    #"D_{KL}(\mathcal{N}(\mu_1, \Sigma_1) \| \mathcal{N}(\mu_2, \Sigma_2)) = \frac12 \left[\log \frac{|\Sigma_2|}{|\Sigma_1|} - d + \text{tr}\{\Sigma_2^{-1} \Sigma_1\} + (\mu_2 - \mu_1)^T \Sigma_2^{-1} (\mu_2 - \mu_1)\right]"#,
    #"D_{KL}(\mathcal{N}(\mu, \operatorname{diag}(\sigma^2)) \| \mathcal{N}(0, I)) = \frac12 \sum_{j=1}^{J} (\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2)"#,
    #"D_{KL}(\mathcal{N}(\mu, \sigma^2 I) \| \mathcal{N}(0, I)) = \frac12 \left(\|\mu\|^2 + d \sigma^2 - d - d \log \sigma^2\right)"#,
    #"\int \mathcal{N}(z; \mu, \sigma^2) \log \mathcal{N}(z; \mu, \sigma^2) dz = -\frac{J}{2} \log 2\pi - \frac12 \sum_{j=1}^J (1 + \log \sigma_j^2)"#,
  ]

  @Test("Identities of vectors, matrices and their normal laws hold", arguments: right)
  func holds(_ latex: String) throws {
    let finding = try Self.finding(latex)
    #expect([.holds, .proved].contains(finding.verdict), "\(finding)")
  }

  static let wrong = [
    #"(\mathbf{A} \mathbf{B})^\top = \mathbf{A}^\top \mathbf{B}^\top"#,
    #"(\mathbf{A} \mathbf{B})^{-1} = \mathbf{A}^{-1} \mathbf{B}^{-1}"#,
    #"\operatorname{tr}(\mathbf{A} \mathbf{B}) = \operatorname{tr}(\mathbf{A}) \operatorname{tr}(\mathbf{B})"#,
    #"\mathbf{x}^\top \mathbf{A} \mathbf{x} = \det(\mathbf{A} \mathbf{x} \mathbf{x}^\top)"#,
    #"\log |\mathbf{\Sigma}^{-1}| = -\operatorname{tr} \mathbf{\Sigma}"#,
    #"H(\mathcal{N}(\mu, \Sigma)) = \frac{1}{2} (1 + \log 2 \pi) + \frac{1}{2} \log \det \Sigma"#,
    #"\mathbb{E}_{x \sim \mathcal{N}(m, \Sigma)}[x^\top A x] = \det(A \Sigma) + m^\top A m"#,
    #"\log \mathcal{N}(\mathbf{x}; \mathbf{W} \mathbf{z}, \sigma^2 \mathbf{I}) = -\frac{1}{2} \log (2 \pi \sigma^2) - \frac{1}{2 \sigma^2} \|\mathbf{x} - \mathbf{W} \mathbf{z}\|^2"#,
    #"\nabla_{\mathbf{x}} \log \mathcal{N}(\mathbf{x}; \boldsymbol{\mu}, \boldsymbol{\Sigma}) = -\boldsymbol{\Sigma} (\mathbf{x} - \boldsymbol{\mu})"#,
    #"D_{KL}(\mathcal{N}(\mu_1, \Sigma_1) \| \mathcal{N}(\mu_2, \Sigma_2)) = \frac12 \left[\log \frac{|\Sigma_2|}{|\Sigma_1|} - d + \text{tr}\{\Sigma_2 \Sigma_1\} + (\mu_2 - \mu_1)^T \Sigma_2^{-1} (\mu_2 - \mu_1)\right]"#,
    #"D_{KL}(\mathcal{N}(\mu, \operatorname{diag}(\sigma^2)) \| \mathcal{N}(0, I)) = \frac12 \sum_{j=1}^{J} (\mu_j^2 + \sigma_j - 1 - \log \sigma_j^2)"#,
    #"D_{KL}(\mathcal{N}(\mu, \sigma^2 I) \| \mathcal{N}(0, I)) = \frac12 \left(\|\mu\|^2 + d \sigma^2 - 1 - d \log \sigma^2\right)"#,
    #"\int \mathcal{N}(z; \mu, \sigma^2) \log \mathcal{N}(z; \mu, \sigma^2) dz = -\frac{J}{2} \log 2\pi - \frac12 \sum_{j=1}^J (1 + \log \sigma_j)"#,
  ]

  @Test("What is wrong only in several dimensions is found", arguments: wrong)
  func refutes(_ latex: String) throws {
    let finding = try Self.finding(latex)
    #expect(finding.verdict == .refuted, "\(finding)")
  }

  @Test("Shapes that do not fit are named and not decided")
  func shapes() throws {
    let sum = try Self.finding(#"\mathbf{a}^\top \mathbf{b} + \mathbf{c} = \mathbf{c}"#)
    #expect(sum.verdict == .notUnderstood && sum.reason.contains("a vector"), "\(sum)")
    let sides = try Self.finding(#"\mathbf{A} \mathbf{x} = \mathbf{x}^\top \mathbf{x}"#)
    #expect(sides.verdict == .notUnderstood && sides.reason.contains("a vector"), "\(sides)")
  }

  @Test("What holds in one dimension only is conditional where nothing says that there are more")
  func oneDimension() throws {
    let finding = try Self.finding(
      #"\log \mathcal{N}(x; f(z), \sigma^2) = -\frac{1}{2} \log (2 \pi \sigma^2) - \frac{\|x - f(z)\|^2}{2 \sigma^2}"#
    )
    #expect(finding.verdict == .conditional, "\(finding)")
    #expect(finding.reason == "only in one dimension")
  }

  @Test(
    "A letter is a dimension and an index of a sum; single entries of a covariance are a diagonal")
  func diagonal() throws {
    let chain =
      #"\begin{aligned} D_{KL}(\mathcal{N}(\mu, \Sigma) \| \mathcal{N}(0, I)) &= \frac12 \left(\text{tr}(\Sigma) + \mu^T \mu - k - \log \det(\Sigma)\right) \\ &= \frac12 \left(\sum_k \Sigma_k + \sum_k \mu_k^2 - \sum_k 1 - \log \prod_k \Sigma_k\right) \\ &= \frac12 \sum_k \left(\Sigma_k + \mu_k^2 - 1 - \log \Sigma_k\right) \end{aligned}"#
    var reader = DerivationReader()
    let reading = reader.read(try Formula(latex: chain).tokens())
    var examiner = Examiner(suggests: false)
    let findings = examiner.findings(for: reading.steps)
    #expect(findings.count == 3)
    for finding in findings {
      #expect([.holds, .proved].contains(finding.verdict), "\(finding)")
    }
  }

  @Test("A vector of variances beside the identity is the diagonal, which is said")
  func variancesBesideIdentity() throws {
    let law = #"\mathcal{N}(x; \mu, \sigma^2 I)"#
    let taken = try Self.finding(
      law + #" = \prod_{j=1}^D \mathcal{N}(x_j; \mu_j, \sigma_j^2)"#)
    #expect(taken.verdict == .holds, "\(taken)")
    #expect(taken.reason.contains("as the diagonal matrix of the components"))
    let single = try Self.finding(
      law + #" = \prod_{j=1}^D \mathcal{N}(x_j; \mu_j, \sigma^2)"#)
    #expect(single.verdict == .holds, "\(single)")
    #expect(!single.reason.contains("diagonal"))
  }

  @Test("Laws that the document declares over vectors are used in later formulas")
  func declared() throws {
    let prior = #"p(z) = \mathcal{N}(z; 0, I)"#
    let encoder = #"q_\phi(z | x) = \mathcal{N}(z; \mu, \sigma^2 I)"#
    let form = #"D_{KL}(q_\phi(z|x) \| p(z)) = "#
    let sum = #"\frac12 \sum_{j=1}^J \left(\mu_j^2 + \sigma_j^2 - 1 - \log \sigma_j^2\right)"#
    let right = try Self.finding(prior, encoder, form + sum)
    #expect([.holds, .proved].contains(right.verdict), "\(right)")
    let wrong = try Self.finding(
      prior, encoder, form + sum.replacing("\\log \\sigma_j^2", with: "\\log \\sigma_j"))
    #expect(wrong.verdict == .refuted, "\(wrong)")
  }
}
