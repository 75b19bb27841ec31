import Derivations
import Foundation
import Testing

@Suite("Marginals that laws share")
struct SharedMarginalTests {
  /// The verdict on the last display.
  private func verdict(_ text: String) throws -> Verdict { try #require(try verdicts(text).last) }

  /// The divergence from the prior on average over the data, taken apart.
  private static let parts = #"""
    $$\mathbb{E}_{p(x)}[D_{KL}(q(z|x) \| p(z))]
      = D_{KL}(q(z, x) \| q(z) p(x)) + D_{KL}(q(z) \| \prod_j q(z_j)) + \sum_j D_{KL}(q(z_j) \| p(z_j))$$
    """#

  @Test(
    "A joint law or an aggregate that the document writes says which marginal is taken from another law",
    arguments: [
      #"$$q(z, x) = q(z|x) p(x)$$"#, #"$$q(z) = \mathbb{E}_{p(x)}[q(z|x)]$$"#,
      #"$$q(z) = \int q(z|x) p(x) \, dx$$"#, #"$$q(z) = \sum_x p(x) q(z|x)$$"#,
    ])
  func stated(_ statement: String) throws {
    #expect(try verdict(statement) == .definition)
    let identity =
      #"$$\mathbb{E}_{p(x)}[D_{KL}(q(z|x) \| p(z))] = I_q(x; z) + D_{KL}(q(z) \| p(z))$$"#
    #expect(try verdict(identity) == .conditional)
    #expect(try verdict(statement + "\n\n" + identity) == .holds)
    let wrong = identity.replacingOccurrences(of: "+ D", with: "- D")
    #expect(try verdict(statement + "\n\n" + wrong) == .refuted)
  }

  @Test("A law p that would take the marginal of q is a mistake and no statement")
  func swapped() throws {
    #expect(try verdict(#"$$p(x, z) = p(x|z) q(z)$$"#) != .definition)
    // Two laws of which each would take the marginal of the other.
    #expect(
      try verdict(
        #"$$q_1(x, z) = q_1(z|x) q_2(x)$$"# + "\n\n" + #"$$q_2(x, z) = q_2(z|x) q_1(x)$$"# + "\n\n"
          + #"$$\mathbb{E}_{q_1(x)}[\log q_2(x)] = \mathbb{E}_{q_2(x)}[\log q_1(x)]$$"#)
        != .definition)
  }

  @Test("Two conditions together: a marginal that is shared, and members that are independent")
  func together() throws {
    #expect(try verdict(Self.parts) == .conditional)
    let prior = #"$$p(z) = \prod_j p(z_j)$$"# + "\n\n"
    let aggregate = #"$$q(z, x) = q(z|x) p(x)$$"# + "\n\n"
    #expect(try verdict(aggregate + Self.parts) == .conditional)
    #expect(try verdict(prior + aggregate + Self.parts) == .holds)
    let wrong = Self.parts.replacingOccurrences(of: #"+ \sum"#, with: #"- \sum"#)
    #expect(try verdict(wrong) == .refuted)
    #expect(try verdict(prior + aggregate + wrong) == .refuted)
  }
}
