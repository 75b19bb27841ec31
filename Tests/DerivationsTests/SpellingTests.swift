import Derivations
import Testing

@Suite("Spellings that mean the same")
struct SpellingTests {
  /// An expression as it is written back, and spellings of it.
  static let spellings: [(String, [String])] = [
    (
      #"\mathbb{E}_{q(z)}[f(z)]"#,
      [
        #"\mathbb{E}_{q(z)}[f(z)]"#, #"\mathbb E_{q(z)} f(z)"#, #"E_{q(z)}[f(z)]"#,
        #"{\mathbb E}_{q(z)} [f(z)]"#,
        #"\langle f(z) \rangle_{q(z)}"#, #"\left\langle f(z) \right\rangle_{q(z)}"#,
        #"\E_{q(z)}[f(z)]"#,
        #"\mathrm{E}_{q(z)}[f(z)]"#, #"\text{E}_{q(z)}[f(z)]"#, #"\operatorname{E}_{q(z)}[f(z)]"#,
        #"\mathcal{E}_{q(z)}[f(z)]"#, #"\mathbf{E}_{q(z)}[f(z)]"#,
        #"\mathop{\mathbb{E}}_{q(z)}[f(z)]"#,
        #"\underset{q(z)}{\mathbb{E}}[f(z)]"#, #"\mathbb{E}_{q(z)}(f(z))"#,
        #"\mathbb{E}_{q(z)}\left\{ f(z) \right\}"#,
        #"\mathbb{E}_{q(z)}\big( f(z) \big)"#, #"\mathbb{E}_{q(z)}\Bigl[ f(z) \Bigr]"#,
        #"\mathbb{E}{q(z)}[f(z)]"#,
        #"\E{q(z)}{f(z)}"#, #"\mathbb{E_{q(z)}}[f(z)]"#,
        #"\mathbb{E}_{q\left(z\right)}\left[f\left(z\right)\right]"#,
        #"{\rm E}_{q(z)}[f(z)]"#, #"\mathsf{E}_{q(z)}\{f(z)\}"#, #"𝔼_{q(z)}[f(z)]"#,
      ]
    ),
    (
      #"\mathbb{E}_{z\simq}[f(z)]"#,
      [
        #"\mathbb{E}_{z \sim q}[f(z)]"#, #"\mathbb{E}_{z ∼ q} f(z)"#,
        #"\underset{z\sim q}{\mathbb{E}}\left[f(z)\right]"#,
      ]
    ),
    (
      #"\mathrm{KL}(q(z)\,\|\,p(z))"#,
      [
        #"D_{KL}(q(z)\|p(z))"#, #"KL(q(z)||p(z))"#, #"D_{\text{KL}}(q(z) \Vert p(z))"#,
        #"\text{KL}(q(z) \| p(z))"#,
        #"\mathrm{KL}\left(q(z) \,\|\, p(z)\right)"#, #"D_{\mathrm{KL}}[q(z) \lVert p(z)]"#,
        #"\mathcal{D}_{KL}(q(z) \parallel p(z))"#, #"\operatorname{KL}(q(z), p(z))"#,
        #"\KL(q(z) \| p(z))"#,
        #"\dkl{q(z)}{p(z)}"#, #"\KL{q(z)}{p(z)}"#, #"KL[q(z) \lvert\lvert p(z)]"#,
        #"D_{K L}(q(z) \mid\mid p(z))"#,
        #"\textsc{KL}(q(z) | p(z))"#, #"\textbf{KL}(q(z) \|\| p(z))"#,
        #"\mathcal{KL}(q(z) || p(z))"#,
        #"D_{KL}\Big(q(z) \Big\| p(z)\Big)"#, #"D^{KL}(q(z) \| p(z))"#,
        #"\mathbb{KL}(q(z) \| p(z))"#,
        #"\mathbb{D}_{KL}\left[ q(z) \middle\| p(z) \right]"#, #"K L(q(z) | p(z))"#,
        #"\mathrm{D}_{\rm KL}(q(z) \| p(z))"#,
        #"KL(q(z) \text{ || } p(z))"#, #"D_\text{KL}(q(z) ‖ p(z))"#,
      ]
    ),
    (
      #"D(q(z)\,\|\,p(z))"#,
      [#"D(q(z) \| p(z))"#, #"\mathcal D(q(z) || p(z))"#, #"D(q(z) | p(z))"#, #"D(q(z), p(z))"#]
    ),
    (
      #"p(x\midz;\theta)"#,
      [
        #"p_\theta(x|z)"#, #"p_{\theta}(x \mid z)"#, #"p_\theta(x\vert z)"#,
        #"p_\theta(x \lvert z)"#, #"p(x|z;\theta)"#,
        #"p_\theta\left(x \middle| z\right)"#, #"p_{\theta}(x \given z)"#,
        #"p_\theta \big( x | z \big)"#,
        #"p_θ(x∣z)"#, #"p_{ \theta } ( x \, | \, z )"#, #"p_\vartheta(x|z)"#,
      ]
    ),
    (#"P(X\midZ)"#, [#"P(X|Z)"#, #"P(X \mid Z)"#]),
    (#"p(X=x)"#, [#"p(X=x)"#, #"p(X = x)"#]),
    (
      #"\log(p(x))"#,
      [
        #"\log p(x)"#, #"\ln p(x)"#, #"log p(x)"#, #"\text{log } p(x)"#, #"\log{p(x)}"#,
        #"\log \left[ p(x) \right]"#, #"logp(x)"#, #"\mathrm{log}\, p(x)"#,
        #"\operatorname{log} p(x)"#,
      ]
    ),
    (
      #"\intf(z)\,dz"#,
      [
        #"\int f(z) dz"#, #"\int f(z)\,\mathrm{d}z"#, #"\int f(z) \mathrm dz"#, #"\int dz f(z)"#,
        #"\int_z f(z)"#,
        #"\int_{z} f(z) dz"#, #"\int f(z) \text{d}z"#, #"\int {f(z) dz}"#, #"\int f(z) \d z"#,
        #"\int \mathrm{d}z\, f(z)"#,
        #"\int f(z) {\rm d}z"#, #"∫ f(z) dz"#,
      ]
    ),
    (
      #"\int\intf(x,z)\,dx\,dz"#,
      [
        #"\int\int f(x,z) dx dz"#, #"\iint f(x,z) \, dx \, dz"#,
        #"\int \int f(x,z)\mathrm{d}x\mathrm{d}z"#, #"\int f(x,z) dxdz"#,
      ]
    ),
    (
      #"\frac{a}{b}"#,
      [#"\frac{a}{b}"#, #"\frac ab"#, #"{a \over b}"#, #"a / b"#, #"\dfrac{a}{b}"#, #"\tfrac ab"#]
    ),
    (
      #"\boldsymbol{x}"#,
      [
        #"\mathbf{x}"#, #"\boldsymbol{x}"#, #"{\bf x}"#, #"\bm{x}"#, #"\mathbf x"#,
        #"{\boldsymbol x}"#,
      ]
    ),
    (
      #"\nabla_{\phi}[f(\phi)]"#,
      [
        #"\nabla_\phi f(\phi)"#, #"\nabla_{\phi} \left[ f(\phi) \right]"#,
        #"\nabla_\phi (f(\phi))"#,
      ]
    ),
    (
      #"\frac{\partial}{\partial\mu}[f(\mu)]"#,
      [
        #"\frac{\partial}{\partial \mu} f(\mu)"#, #"\frac{\partial f(\mu)}{\partial \mu}"#,
        #"\partial f(\mu) / \partial \mu"#, #"\partial_\mu f(\mu)"#,
      ]
    ),
    (
      #"\frac{d}{dt}[f(t)]"#,
      [#"\frac{d}{dt} f(t)"#, #"\frac{\mathrm{d} f(t)}{\mathrm{d} t}"#, #"\frac{d f(t)}{d t}"#]
    ),
    (
      #"\mu+\sigma\odot\epsilon"#,
      [#"\mu + \sigma \odot \epsilon"#, #"{\mu} + {\sigma} \odot {\varepsilon}"#, #"μ + σ ⊙ ε"#]
    ),
    (
      #"x^{\top}"#,
      [#"x^T"#, #"x^\top"#, #"x^{\top}"#, #"x^\mathsf{T}"#, #"x^{\rm T}"#, #"x^\intercal"#]
    ),
    (#"x^{(i)}"#, [#"x^{(i)}"#, #"x^{\left(i\right)}"#]),
    (#"x_{1:T}"#, [#"x_{1:T}"#, #"x_{1 : T}"#]),
    (#"z_{\setminusj}"#, [#"z_{-j}"#, #"z_{\setminus j}"#, #"z_{\neq j}"#, #"z_{\backslash j}"#]),
    (
      #"\mathcal{N}(x;\mu,\Sigma)"#,
      [
        #"\mathcal N(x; \mu, \Sigma)"#, #"N(x|\mu,\Sigma)"#, #"\mathcal{N}(x \mid \mu, \Sigma)"#,
        #"N(x;\mu,\Sigma)"#, #"\text{Normal}(x; \mu, \Sigma)"#,
        #"\mathcal{N}\left(x; \mu, \Sigma\right)"#,
      ]
    ),
    (#"\mathcal{N}(0,I)"#, [#"\mathcal{N}(0, I)"#, #"N(0, I)"#]),
    (
      #"H(q)"#,
      [#"H(q)"#, #"\mathcal{H}(q)"#, #"\mathbb{H}[q]"#, #"\mathrm{H}\left[q\right]"#, #"H[q]"#]
    ),
    (#"H(p,q)"#, [#"H(p,q)"#, #"\mathbb{H}(p, q)"#]),
    (
      #"I(x;z)"#,
      [
        #"I(x;z)"#, #"\mathbb{I}(x; z)"#, #"I(x, z)"#, #"\mathcal{I}(x ; z)"#,
        #"\mathrm{MI}(x; z)"#,
      ]
    ),
    (
      #"\arg\max_{\theta}L(\theta)"#,
      [
        #"\arg\max_\theta L(\theta)"#, #"\operatorname{argmax}_\theta L(\theta)"#,
        #"\underset{\theta}{\arg\max} L(\theta)"#, #"\operatorname*{arg\,max}_\theta L(\theta)"#,
        #"\argmax_\theta L(\theta)"#, #"\text{argmax}_\theta L(\theta)"#,
        #"\mathop{\arg\max}_{\theta} L(\theta)"#, #"\arg \max_{\theta} \; L(\theta)"#,
      ]
    ),
    (
      #"\operatorname{exp}(-x)"#,
      [#"\exp(-x)"#, #"e^{-x}"#, #"\exp\{-x\}"#, #"\exp\left(-x\right)"#, #"\mathrm{e}^{-x}"#]
    ),
    (
      #"\lVertx\rVert"#,
      [#"\|x\|"#, #"||x||"#, #"\lVert x \rVert"#, #"\Vert x \Vert"#, #"\left\| x \right\|"#]
    ),
    (
      #"\lvert\Sigma\rvert"#,
      [#"|\Sigma|"#, #"\lvert \Sigma \rvert"#, #"\left| \Sigma \right|"#, #"\vert \Sigma \vert"#]
    ),
    (
      #"\operatorname{tr}(A)"#,
      [
        #"\mathrm{tr}(A)"#, #"\operatorname{tr}[A]"#, #"\text{Tr}(A)"#, #"tr(A)"#,
        #"\mathrm{Trace}(A)"#,
      ]
    ),
    (
      #"\operatorname{Var}[x]"#,
      [
        #"\operatorname{Var}(x)"#, #"\mathrm{Var}[x]"#, #"\mathbb{V}[x]"#,
        #"\text{Var}\left(x\right)"#, #"Var(x)"#,
      ]
    ),
    (
      #"\sum_{i=1}^{n}x_{i}"#,
      [#"\sum_{i=1}^n x_i"#, #"\sum^n_{i=1} x_i"#, #"\sum\nolimits_{i=1}^n x_i"#]
    ),
    (#"\prod_{t=1}^{T}p(x_{t})"#, [#"\prod_{t=1}^T p(x_t)"#, #"\prod_{t=1}^{T} { p(x_t) }"#]),
  ]

  @Test("Every spelling is read as the same expression", arguments: spellings)
  func spelling(entry: (String, [String])) throws {
    for latex in entry.1 {
      let read = try Readback.expression(latex).map(bare)
      #expect(read == entry.0, "\(latex)")
    }
  }

  @Test("Relations by all their signs")
  func relations() throws {
    for (sign, relation) in [
      ("=", "="), (#"\neq"#, "≠"), (#"\ge"#, "≥"), (#"\geqslant"#, "≥"), ("≥", "≥"),
      (#"\leq"#, "≤"), (">=", "≥"),
      (#"\approx"#, "≈"), (#"\simeq"#, "≈"), (#"\cong"#, "≈"), (#"\propto"#, "∝"), (":=", "≔"),
      (#"\triangleq"#, "≔"),
      (#"\equiv"#, "≔"), (#"\overset{\mathrm{def}}{=}"#, "≔"), (#"\stackrel{def}{=}"#, "≔"),
      (#"\coloneqq"#, "≔"),
      (#"\sim"#, "∼"), (#"\overset{iid}{\sim}"#, "∼"), (#"\in"#, "∈"),
      (#"\overset{(a)}{\ge}"#, "≥"),
      (#"\stackrel{\text{Jensen}}{\geq}"#, "≥"),
    ] {
      #expect(try Readback("a \(sign) b").steps == ["a \(relation) b"], "\(sign)")
    }
  }
}
