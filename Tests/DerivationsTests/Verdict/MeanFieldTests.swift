import Derivations
import Testing

@Suite("Mean field: a law that is a product of one factor for each member")
struct MeanFieldTests {
  static let factors = #"Let $q(w) = \prod_{i=1}^{M} q_i(w_i)$ be all we allow."#

  static let truths: [String] = [
    #"\int q(w) \log p(y, w) \, dw = \int \prod_{i=1}^M q_i(w_i) \log p(y, w) \, dw"#,
    #"\mathbb{E}_{q(w)}[\log q(w)] = \sum_{i=1}^M \int q_i(w_i) \log q_i(w_i) \, dw_i"#,
    #"\int \prod_i q_i(w_i) \log p(y, w) \, dw = \int q_j(w_j) \left\{ \int \log p(y, w) \prod_{i \ne j} q_i(w_i) \, dw_i \right\} dw_j"#,
    #"\int q_j(w_j) \left\{ \int \log p(y, w) \prod_{i \ne j} q_i(w_i) \, dw_i \right\} dw_j = \int q_j(w_j) \mathbb{E}_{-j}[\log p(y, w)] \, dw_j"#,
    #"\mathbb{E}_{i \ne j}[\log p(y, w)] = \mathbb{E}_{\prod_{i \ne j} q_i(w_i)}[\log p(y, w)]"#,
    #"\sum_i \int q_i(w_i) \log q_i(w_i) \, dw_i = \int q_j(w_j) \log q_j(w_j) \, dw_j + \text{const}"#,
    #"\int q_j \log p(y, w_j) \, dw_j = \mathbb{E}_{q_j(w_j)}[\log p(y, w_j)]"#,
  ]

  static let mistakes: [String] = [
    #"\mathbb{E}_{q(w)}[\log q(w)] = \prod_{i=1}^M \int q_i(w_i) \log q_i(w_i) \, dw_i"#,
    #"\int \prod_i q_i(w_i) \log p(y, w) \, dw = -\int q_j(w_j) \mathbb{E}_{-j}[\log p(y, w)] \, dw_j"#,
    #"\sum_i \int q_i(w_i) \log q_i(w_i) \, dw_i = -\int q_j(w_j) \log q_j(w_j) \, dw_j + \text{const}"#,
    #"\int q_j(w_j) \mathbb{E}_{-j}[\log p(y, w)] \, dw_j = \int q_j(w_j) \mathbb{E}_{-j}[p(y, w)] \, dw_j"#,
  ]

  @Test("A true step holds", arguments: truths)
  func holds(step: String) throws {
    let found = try verdicts("\(Self.factors) Then\n\n$$\(step)$$\n")
    let isTrue = found.allSatisfy(\.isTrue)
    #expect(isTrue, "\(found)")
  }

  @Test("A mistake is found", arguments: mistakes)
  func fails(step: String) throws {
    let found = try verdicts("\(Self.factors) Then\n\n$$\(step)$$\n")
    #expect(found == [.refuted])
  }

  @Test(
    "An optimal factor up to its normalisation is a definition, an unnormalised one is a mistake")
  func optimum() throws {
    let text = #"""
      Let $q(w) = \prod_{i=1}^{M} q_i(w_i)$.

      $$\log q_j^*(w_j) = \mathbb{E}_{i \ne j}[\log p(y, w)] + \text{const}$$

      $$q_j^*(w_j) = \frac{\exp \mathbb{E}_{i \ne j}[\log p(y, w)]}{\int \exp \mathbb{E}_{i \ne j}[\log p(y, w)] \, dw_j}$$

      $$q_j(w_j) = \exp \mathbb{E}_{i \ne j}[\log p(y, w)]$$
      """#
    let found = try verdicts(text)
    #expect(found == [.definition, .definition, .refuted])
  }

  @Test("A law of no normalisation is used as it is given, above or below")
  func unnormalised() throws {
    let text = #"""
      Let $q(w) = \prod_{i=1}^{M} q_i(w_i)$.

      $$\int q_j(w_j) \mathbb{E}_{i \ne j}[\log p(y, w)] \, dw_j = \int q_j(w_j) \log \tilde{p}(y, w_j) \, dw_j + \text{const}$$

      $$\log \tilde{p}(y, w_j) = \mathbb{E}_{i \ne j}[\log p(y, w)] + \text{const}$$

      $$\int q_j(w_j) \log \frac{\tilde{p}(y, w_j)}{q_j(w_j)} \, dw_j = -D_{KL}(q_j(w_j) \| \tilde{p}(y, w_j))$$
      """#
    let found = try verdicts(text)
    #expect(found.count == 3 && found[0].isTrue && found[1] == .definition && found[2].isTrue)
  }

  @Test("The letter of a label is no number: the laws of p_g and p_r differ")
  func labels() throws {
    #expect(
      try verdicts(#"$$\mathbb{E}_{p_g(x)}[f(x)] = \mathbb{E}_{p_r(x)}[f(x)]$$"#) != [.proved])
  }
}
