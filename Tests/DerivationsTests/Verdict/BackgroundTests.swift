import Derivations
import Testing

@Suite("What a document says elsewhere: definitions below, choices, letters of laws")
struct BackgroundTests {
  @Test("A name is used before it is defined")
  func below() throws {
    let text = #"""
      $$\log p(y) = F(q) + D_{KL}(q(w) \| p(w|y))$$

      where

      $$F(q) = \mathbb{E}_{q(w)}\left[\log \frac{p(y,w)}{q(w)}\right]$$
      """#
    let found = try verdicts(text)
    #expect(found[0].isTrue && found[1] == .definition)
    let wrong = try verdicts(text.replacing("+ D_{KL}", with: "- D_{KL}"))
    #expect(wrong == [.refuted, .definition])
  }

  @Test("Two terms are named after the sum that they make up")
  func parts() throws {
    let text = #"""
      $$\mathbb{E}_{q(w)}[\log p(y,w) - \log q(w)] = A + B$$

      $$A = \int q(w) \log p(y,w) \, dw = \mathbb{E}_{q(w)}[\log p(y,w)]$$

      $$B = -\int q(w) \log q(w) \, dw$$
      """#
    let found = try verdicts(text)
    #expect(found.count == 4 && found[0].isTrue && found[2].isTrue)
    #expect(found[1] == .definition && found[3] == .definition)
  }

  @Test("A name with two meanings makes nothing false")
  func twice() throws {
    let text = #"""
      $$L = \mathbb{E}_{q(w)}[\log p(y,w)]$$

      $$L = -\mathbb{E}_{q(w)}[\log p(y,w)]$$
      """#
    let found = try verdicts(text)
    #expect(found == [.definition, .notUnderstood])
  }

  @Test("Functions of one name are told apart by what they are functions of")
  func shapes() throws {
    let text = #"""
      $$L(\theta; D) = \sum_{i=1}^N \log p_\theta(y_i)$$

      $$L(q, \theta) = \mathbb{E}_{q(w)}[\log p_\theta(y,w) - \log q(w)]$$

      $$\log p_\theta(y) = L(q, \theta) + D_{KL}(q(w) \| p_\theta(w|y))$$
      """#
    let found = try verdicts(text)
    #expect(found[0] == .definition && found[1] == .definition && found[2].isTrue)
  }

  @Test("A derivative of a name says what it is")
  func derivative() throws {
    let text = #"""
      $$\nabla_\lambda J = \nabla_\lambda \mathbb{E}_{q_\lambda(w)}[f(w)] = \mathbb{E}_{q_\lambda(w)}[f(w) \nabla_\lambda \log q_\lambda(w)]$$
      """#
    let found = try verdicts(text)
    #expect(found[0] == .definition && found[1].isTrue)
  }

  @Test("A derivative by a prime is no definition")
  func prime() throws {
    let text = #"""
      $$s(t) = \frac{1}{1 + e^{-t}}$$

      $$s'(t) = s(t) (1 - s(t))$$

      $$s'(t) = s(t) (1 + s(t))$$
      """#
    let found = try verdicts(text)
    #expect(found[0] == .definition && found[1].isTrue && found[2] == .refuted)
  }

  @Test("What holds for a chosen law only is conditional")
  func choice() throws {
    let text = #"""
      We set $q(w) = p(w|y)$ and get

      $$\log p(y) = \mathbb{E}_{q(w)}\left[\log \frac{p(y,w)}{q(w)}\right]$$
      """#
    let found = try verdicts(text)
    #expect(found == [.conditional])
  }

  @Test("A letter that stands in a divergence is a law everywhere")
  func letters() throws {
    let text = #"""
      $$D_{KL}(g(w) \| p(w|y)) = \mathbb{E}_{g}[\log g(w)] - \mathbb{E}_{g(w)}[\log p(w|y)]$$

      $$\log p(y) \ge \int g(w) \log \frac{p(y,w)}{g(w)} \, dw$$

      $$D_{KL}(g(w) \| p(w|y)) = \mathbb{E}_{g}[\log p(w|y)] - \mathbb{E}_{g(w)}[\log g(w)]$$
      """#
    let found = try verdicts(text)
    #expect(found[0].isTrue && found[1].isTrue && found[2] == .refuted)
  }

  @Test("An integral over a set that is all values of the variable")
  func sets() throws {
    let text = #"""
      $$p(y) = \int_{\theta \in \Theta} p(y, \theta) \, d\theta = \int_{\mathcal{W}} p(y, w) \, dw$$
      """#
    let isTrue = try verdicts(text).allSatisfy(\.isTrue)
    #expect(isTrue)
  }

  @Test("A bare law that could be several is whichever makes the step true")
  func ambiguity() throws {
    let text = #"""
      $$\begin{aligned}
      F &= \mathbb{E}_q[\log p(y,w)] - \mathbb{E}_{q(w|y)}[\log q(w|y)] + \int q(w) \, dw - 1 \\
      &= \mathbb{E}_{q(w|y)}[\log p(y,w)] + H(q(w|y))
      \end{aligned}$$
      """#
    let found = try verdicts(text)
    #expect(found[0] == .definition && found[1].isTrue)
  }
}
