import Derivations
import Testing

@Suite("Samples, pairs and variables with laws of their own")
struct SampleTests {
  private func verdict(_ text: String) throws -> Verdict? { try verdicts(text).last }

  @Test("A draw under an average over its variable is not taken for a value that is given")
  func draw() throws {
    let draw = #"Let $z_l \sim q(z|x)$."# + "\n\n"
    let average =
      #"$$\mathbb{E}_{q(z|x)}\left[\frac1L\sum_{l=1}^L f(z_l)\right] = \mathbb{E}_{q(z|x)}[f(z)]$$"#
    #expect(try verdict(draw + average) != .refuted)
  }

  @Test("The mean of independent draws from one law")
  func mean() throws {
    let law = #"Let $p(u_{1:n}) = \prod_{i=1}^n p(u_i)$."# + "\n\n"
    let variance = { (side: String) in
      #"$$\operatorname{Var}_{p(u_{1:n})}\left[\frac1n\sum_{i=1}^n g(u_i)\right] = "# + side + "$$"
    }
    let right = try verdict(law + variance(#"\frac1n\operatorname{Var}_{p(u_1)}[g(u_1)]"#))
    #expect(right != .refuted && right != .notUnderstood)
    #expect(
      try verdict(law + variance(#"\operatorname{Var}_{p(u_1)}[g(u_1)]"#)) == .refuted)
  }

  @Test("A sum over i < j, where nothing binds j, runs over every pair or over i alone")
  func pairs() throws {
    let side = #"\sum_{i=1}^N f(x_i)"#
    #expect(
      try verdict(
        #"$$\frac{1}{N-1}\sum_{i<j} \left(f(x_i) + f(x_j)\right) = "# + side + "$$")?.isTrue == true
    )
    #expect(
      try verdict(#"$$\frac{1}{N}\sum_{i<j} \left(f(x_i) + f(x_j)\right) = "# + side + "$$")?.isTrue
        == false)
  }

  @Test("A variable with a law that no witness has is not tried under another")
  func bernoulli() throws {
    let law = #"Let $x \sim \mathrm{Bernoulli}(\theta)$."# + "\n\n"
    #expect(try verdict(law + #"$$0 \le \mathbb{E}_{p(x|t)}[x]$$"#) != .refuted)
    #expect(try verdict(#"$$0 \le \mathbb{E}_{p(x|t)}[x]$$"#) == .refuted)
  }

  @Test("What counts is not below 1")
  func count() throws {
    #expect(
      try verdict(
        #"$$\log\sum_k K^{-P} p(x|k) \ge \mathbb{E}_{q(k|x)}[\log p(x|k)] + P\log K + H(q(k|x))$$"#)?
        .isTrue == false)
  }

  @Test("A letter that a comment declares as an index has a law where a density is of it")
  func index() throws {
    let comment = "<!-- vae-lab: index k -->\n\n"
    #expect(try verdict(comment + #"$$p(z) = \sum_k p(k)\,p(z|k)$$"#)?.isTrue == true)
    #expect(try verdict(comment + #"$$p(z) = \sum_k p(k)\,p(k|z)$$"#)?.isTrue == false)
  }

  @Test("A sum over a part of the values of a law is not one over all")
  func parts() throws {
    #expect(try verdict(#"$$\sum_{k=2}^M q(k|x) = 1$$"#)?.isTrue == false)
    #expect(try verdict(#"$$\sum_{k=1}^{M-1} q(k|x) = 1$$"#)?.isTrue == false)
    #expect(try verdict(#"$$\sum_{k=1}^M q(k|x) = 1$$"#)?.isTrue == true)
    #expect(try verdict(#"$$\sum_{k=0}^{M-1} q(k|x) = 1$$"#)?.isTrue == true)
  }

  @Test("A law by a formula that is not read is not any law")
  func unread() throws {
    let text =
      #"$$p(m) = g(m)^m \mathcal{N}(m; 0, 1)$$"# + "\n\n" + #"$$\mathbb{E}_{p(m)}[m^2] = 3$$"#
    #expect(try verdict(text) == .notUnderstood)
  }

  @Test("A bracket behind a transposed matrix holds a factor")
  func transposed() throws {
    #expect(
      try verdict(
        #"$$\mathbf{x}^\top \mathbf{V}^\top(\mathbf{c} \odot \mathbf{w}) = (\mathbf{V}\mathbf{x})^\top(\mathbf{c} \odot \mathbf{w})$$"#
      )?.isTrue == true)
  }
}
