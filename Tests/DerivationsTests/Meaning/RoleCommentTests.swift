import Derivations
import Testing

@Suite("Comments about names in a document")
struct RoleCommentTests {
  private func report(_ text: String) throws -> Report {
    Report(checking: try Document(name: "notes.md", bytes: Array(text.utf8)))
  }

  @Test("A declared law is a law in the steps")
  func law() throws {
    let formula = "$$ \\int g(z) \\log p(x) \\, dz = \\log p(x) $$"
    let plain = try report(formula)
    let declared = try report("<!-- vae-lab: law g -->\n\n" + formula)
    #expect(plain.count(.holds) + plain.count(.proved) == 0)
    #expect(declared.count(.holds) + declared.count(.proved) == 1)
  }

  @Test("A comment that says nothing is reported with its place")
  func problem() throws {
    let report = try report("<!-- vae-lab: whatever -->\n\n$$ a = a $$")
    #expect(report.comments.problems.count == 1)
    #expect(report.messages().contains("neither a role with names nor a formula"))
  }

  @Test("A comment that asks for a piece of a handout is not addressed to the reader")
  func handout() throws {
    let report = try report("<!-- vae-lab: value verify --json : claims.0.sound -->\n\n$$ a = a $$")
    #expect(report.comments.problems.isEmpty)
  }

  @Test("Roles of a whole document")
  func roles() throws {
    let report = try report("Let $z \\sim p(z)$.\n\n$$ p(x) = \\int p(x|z) p(z) dz $$")
    #expect(report.roles.role(of: "x") == .data)
    #expect(report.roles.role(of: "z") == .latent)
  }
}
