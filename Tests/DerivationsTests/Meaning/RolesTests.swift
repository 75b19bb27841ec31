import Derivations
import Testing

@Suite("Roles of names")
struct RolesTests {
  private func roles(_ formulas: String..., comments: String = "") throws -> Roles {
    var reader = DerivationReader()
    var expressions: [Expression] = []
    for latex in formulas {
      let reading = reader.read(try Formula(latex: latex).tokens())
      expressions += reading.steps.flatMap { [$0.left, $0.right] } + reading.expressions
    }
    return Roles(of: expressions, declarations: RoleDeclarations([directive(comments)]))
  }

  private func directive(_ text: String) -> Directive { Directive(text: text, range: .nowhere) }

  @Test("A bound in the notation of VAEs")
  func bound() throws {
    let roles = try roles(
      #"\log p_\theta(x) \ge \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - \mathrm{KL}(q_\phi(z|x) \| p(z))"#
    )
    #expect(roles.role(of: "x") == .data)
    #expect(roles.role(of: "z") == .latent)
    #expect(roles.role(of: #"\theta"#) == .parameter)
    #expect(roles.role(of: #"\phi"#) == .parameter)
    let densities = Dictionary(
      uniqueKeysWithValues: roles.densities.map { (bare($0.density), $0.role) })
    #expect(densities[#"p(x;\theta)"#] == .evidence)
    #expect(densities[#"p(x\midz;\theta)"#] == .likelihood)
    #expect(densities["p(z)"] == .prior)
    #expect(densities[#"q(z\midx;\phi)"#] == .approximatePosterior)
  }

  @Test("Letters do not decide where use does")
  func use() throws {
    let roles = try roles(
      #"\log p(d) \ge \mathbb{E}_{q(w|d)}[\log p(d|w)] - \mathrm{KL}(q(w|d) \| p(w))"#)
    #expect(roles.role(of: "d") == .data)
    #expect(roles.role(of: "w") == .latent)
  }

  @Test("Noise that a function takes")
  func noise() throws {
    let roles = try roles(#"z = g_\phi(\epsilon, x)"#, #"\mathbb{E}_{p(\epsilon)}[f(\epsilon)]"#)
    #expect(roles.role(of: #"\epsilon"#) == .noise)
  }

  @Test("A comment is stronger than use")
  func comment() throws {
    let roles = try roles(
      #"\mathbb{E}_{q(z|x)}[f(z)] = a"#, comments: "data z; latent x; parameter a")
    #expect(roles.role(of: "z") == .data)
    #expect(roles.role(of: "x") == .latent)
    #expect(roles.role(of: "a") == .parameter)
  }

  @Test("Comments are read in full or reported")
  func directives() {
    let declarations = RoleDeclarations([
      directive(#"latent z, h; noise \epsilon; parameters theta φ; z ~ q(z|x); nonsense; law r"#)
    ])
    #expect(
      declarations.roles == [
        "z": .latent, "h": .latent, "epsilon": .noise, "theta": .parameter, "phi": .parameter,
        "r": .law,
      ])
    #expect(
      declarations.steps.map { "\($0.left.latex) \($0.relation.rawValue) \(bare($0.right.latex))" }
        == [#"z ∼ q(z\midx)"#])
    #expect(declarations.problems.count == 1)
  }

  @Test("A declared law is a density")
  func law() throws {
    let declarations = RoleDeclarations([directive("law g")])
    let step = try #require(Readback(#"g_\theta(z) = a"#).details.first)
    guard case .density(let density) = declarations.applied(to: step).left.kind else {
      Issue.record("not a density")
      return
    }
    #expect(density.parameters == [.symbol("theta")])
  }
}
