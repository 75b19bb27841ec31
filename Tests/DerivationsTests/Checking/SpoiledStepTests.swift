import Derivations
import Testing

@Suite("Spoiled steps")
struct SpoiledStepTests {
  /// Steps on which a fuzzer with mutated formulas once found the checker to fail.
  @Test(
    "Steps that mean nothing are reported and end nothing",
    arguments: [
      "KL(p(x, z) \\| q(x, z)) = \\iint p(x,z) \\ln \\frac{p(x,z)}dx",
      "L = \\underbrace{E_{z \\sim q(z|x)}[\\log p(x \\mid z)]}_{\\text{a term} = \\mu + \\sigma} "
        + "- \\underbrace{D_{KL}(q(z|x) \\,\\|\\, p(z))}_{\\text{another}}",
    ])
  func spoiled(latex: String) throws {
    let report = Report(checking: try document("$$ \(latex) $$"))
    #expect(!report.steps.isEmpty)
  }
}
