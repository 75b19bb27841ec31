import Derivations
import Testing

@Suite("Variables computed from noise, and estimates from samples of it")
struct NoiseTests {
  /// Returns the finding about the last step of a document.
  static func last(_ parts: String...) throws -> Finding {
    let text = parts.joined(separator: "\n\n")
    let document = try Document(name: "note.md", bytes: Array(text.utf8))
    return try #require(Report(checking: document).steps.last).finding
  }

  static let unknown = #"Let $z = g(\epsilon, \phi, x)$ with $\epsilon \sim p(\epsilon)$."#
  static let affine =
    #"Let $z = \mu + \sigma \odot \epsilon$ with $\epsilon \sim \mathcal{N}(0, 1)$."#

  @Test("A function of noise carries expectations and gradients over")
  func function() throws {
    for right in [
      #"$$\mathbb{E}_{q_\phi(z|x)}[f(z)] = \mathbb{E}_{p(\epsilon)}[f(g(\epsilon, \phi, x))]$$"#,
      #"$$\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[f(z)] = \mathbb{E}_{p(\epsilon)}[\nabla_\phi f(g(\epsilon, \phi, x))]$$"#,
      #"$$\mathbb{E}_{q_\phi(z|x)}[f(z)] \approx \frac{1}{L} \sum_{l=1}^L f(g(\epsilon^{(l)}, \phi, x))$$"#,
    ] {
      let finding = try Self.last(Self.unknown, right)
      #expect(finding.verdict == .holds, "\(right): \(finding)")
    }
    for wrong in [
      #"$$\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[f(z)] = \mathbb{E}_{q_\phi(z|x)}[\nabla_\phi f(z)]$$"#,
      #"$$\mathbb{E}_{q_\phi(z|x)}[f(z)] \approx \sum_{l=1}^L f(g(\epsilon^{(l)}, \phi, x))$$"#,
    ] {
      let finding = try Self.last(Self.unknown, wrong)
      #expect(finding.verdict == .refuted, "\(wrong): \(finding)")
    }
  }

  @Test(
    "An average over noise that its body does not show is not decided where nothing gives the noise"
  )
  func unsaid() throws {
    for latex in [
      #"\mathbb{E}_{p(\epsilon)}[\log p(x|z)] = \mathbb{E}_{q(z|x)}[\log p(x|z)]"#,
      #"\log p(x) \geq \mathbb{E}_{p(\epsilon)}[\log p(x, z) - \log q(z|x)]"#,
    ] {
      let finding = try Self.last("$$\(latex)$$")
      #expect(finding.verdict == .notUnderstood, "\(latex): \(finding)")
    }
  }

  @Test("A mean and a deviation that are functions elsewhere are those functions")
  func applied() throws {
    let gradient =
      #"$$\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[f(z)] = \mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[\nabla_\phi f(\mu_\phi(x) + \sigma_\phi(x) \odot \epsilon)]$$"#
    #expect(try Self.last(Self.affine, gradient).verdict == .holds)
  }

  @Test("Samples have the law that the document draws their noise from")
  func samples() throws {
    let estimate =
      #"$$\mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[f(z)] \approx \frac{1}{L} \sum_{l=1}^L f(\mu + \sigma \epsilon^{(l)})$$"#
    let noise = #"Draw $\epsilon^{(l)} \sim \mathcal{N}(0, 1)$."#
    #expect(try Self.last(noise, estimate).verdict == .holds)
    let wrong = estimate.replacing(#"\sigma \epsilon"#, with: #"\sigma^2 \epsilon"#)
    #expect(try Self.last(noise, wrong).verdict == .refuted)
    let unscaled = estimate.replacing(#"\frac{1}{L} "#, with: "")
    #expect(try Self.last(noise, unscaled).verdict == .refuted)
  }

  @Test(
    "An estimate from many samples is no integral over all of them")
  func manySamples() throws {
    let estimate =
      #"$$\mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(\mu + \sigma \epsilon)] \approx \frac{1}{L} \sum_{l=1}^L f(\mu + \sigma \epsilon^{(l)})$$"#
    #expect(try Self.last(estimate).verdict == .holds)
    let wrong = estimate.replacing(#"\sigma \epsilon^"#, with: #"\sigma^2 \epsilon^"#)
    #expect(try Self.last(wrong).verdict == .refuted)
  }

  @Test("The same seed gives the same report, and the seeds of witnesses are in it")
  func seeds() throws {
    let text =
      Self.affine + #"$$\mathbb{E}_{z \sim \mathcal{N}(\mu, \sigma^2)}[z^2] = \mu^2 + \sigma$$"#
    let document = try Document(name: "note.md", bytes: Array(text.utf8))
    let first = Report(checking: document, seed: 5)
    let second = Report(checking: document, seed: 5)
    #expect(first.steps.map(\.finding) == second.steps.map(\.finding))
    let seed = try #require(first.steps.last?.finding.witness?.seed)
    #expect(first.messages().contains("seed \(seed)"), "\(first.messages())")
  }
}
