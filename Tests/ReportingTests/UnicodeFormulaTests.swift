import Reporting
import Testing

@Suite("A formula in a terminal")
struct UnicodeFormulaTests {
  @Test(
    "LaTeX becomes one line of Unicode",
    arguments: [
      (
        #"\log p_\theta(x) \geq \mathbb{E}_{q_\phi(z \mid x)}[\log p_\theta(x \mid z)]"#,
        "log p_θ(x) ≥ 𝔼_{q_φ(z|x)}[log p_θ(x|z)]"
      ),
      (
        #"D_{\mathrm{KL}}(q \,\|\, p) = \int q(z) \ln \frac{q(z)}{p(z)}\,dz"#,
        "D_KL(q ‖ p) = ∫ q(z) ln (q(z)/p(z)) dz"
      ),
      (
        #"-\frac{1}{2}\sum_{j=1}^{J} \left(1 + \ln\sigma_j^2 - \mu_j^2 - \sigma_j^2\right)"#,
        "−½ ∑ⱼ₌₁^J (1 + ln σⱼ² − μⱼ² − σⱼ²)"
      ),
      (#"\frac{p(z)\,p(x|z)}{p(x)}"#, "p(z) p(x|z)/p(x)"),
      (#"|\frac{d\epsilon}{dz}| \frac{\partial f}{\partial\theta}"#, "|dε/dz|∂f/∂θ"),
      (#"D/\ln 2 - 1/-x"#, "D/ln 2 − 1/−x"),
      (#"\log\frac{p(x,z)}{q(z|x)}"#, "log (p(x, z)/q(z|x))"),
      (#"\frac{a+b}{2\sigma^2}x"#, "(a + b)/(2σ²) x"),
      (
        #"z = \boldsymbol{\mu} + \sqrt{\Sigma}\odot\epsilon,\quad \epsilon\sim\mathcal{N}(0, I)"#,
        "z = μ + √Σ ⊙ ε,  ε ∼ 𝒩(0, I)"
      ),
      (#"\arg\min_{\phi} \mathrm{KL}(q_\phi\|p)"#, "arg min_φ KL(q_φ‖p)"),
      (#"\bar{x} = \tfrac12 (x_1 + x_2)"#, "x\u{304} = ½(x₁ + x₂)"),
      (#"\lVert x - y\rVert^2"#, "‖x − y‖²"),
      (#"\sqrt{2\pi s^2}\,e^{-x}"#, "√(2πs²) e⁻ˣ"),
      (#"x^{-1} + A^\top"#, "x⁻¹ + Aᵀ"),
      (#"\underbrace{a}_{\text{the bound}} + f'(x) \in \{0, 1\}"#, "a + f′(x) ∈ {0, 1}"),
      (#"H(q, p) - H(q) \unknown"#, "H(q, p) − H(q)\\unknown"),
      (#"1.5 < \infty"#, "1.5 < ∞"),
      ("", ""),
    ])
  func formula(latex: String, expected: String) {
    #expect(UnicodeFormula.text(latex) == expected)
  }

  @Test(
    "Broken LaTeX is set as far as it goes",
    arguments: ["{", "}", "\\", "_", "a^", "\\frac{1}", "\\text{a"])
  func broken(latex: String) {
    #expect(UnicodeFormula.text(latex).count <= latex.count + 2)
  }
}
