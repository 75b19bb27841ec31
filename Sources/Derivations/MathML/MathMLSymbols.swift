/// What commands and characters look like in MathML.
enum MathMLSymbols {
  /// How a command is set.
  enum Style {
    /// A letter.
    case identifier
    /// A word such as log.
    case function
    /// A sign between or around others.
    case sign
    /// A sign that takes its scripts below and above in a display formula.
    case large
    /// A word that takes its scripts below and above.
    case limit
    /// A space by its width in em.
    case space
  }

  static let commands: [String: (text: String, style: Style)] = {
    var table: [String: (text: String, style: Style)] = [:]
    func add(_ style: Style, _ names: String, _ signs: String) {
      for (name, sign) in zip(names.split(separator: " "), signs.split(separator: " ")) {
        table[String(name)] = (String(sign), style)
      }
    }
    add(
      .identifier,
      "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho "
        + "sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon "
        + "Phi Psi Omega ell infty emptyset varnothing hbar Re Im top bot forall exists aleph",
      "α β γ δ ϵ ε ζ η θ ϑ ι κ λ μ ν ξ π ρ σ ς τ υ ϕ φ χ ψ ω Γ Δ Θ Λ Ξ Π Σ Υ Φ Ψ Ω ℓ ∞ ∅ ∅ ℏ ℜ ℑ ⊤ ⊥ ∀ ∃ ℵ"
    )
    add(
      .sign,
      "nabla partial cdot times pm mp div ast star circ odot oplus ominus otimes cap cup setminus wedge vee "
        + "land lor neg lnot prime dagger leq le leqslant geq ge geqslant neq ne approx simeq sim cong equiv propto "
        + "triangleq coloneqq doteq ll gg lesssim gtrsim in notin ni subset subseteq supset supseteq perp to "
        + "rightarrow longrightarrow leftarrow gets leftrightarrow Rightarrow Longrightarrow implies Leftarrow "
        + "Leftrightarrow iff mapsto dots ldots cdots vdots ddots colon mid vert lvert rvert Vert lVert rVert "
        + "parallel | { } lbrace rbrace langle rangle lceil rceil lfloor rfloor lbrack rbrack backslash % # & $ _",
      "∇ ∂ · × ± ∓ ÷ ∗ ⋆ ∘ ⊙ ⊕ ⊖ ⊗ ∩ ∪ ∖ ∧ ∨ ∧ ∨ ¬ ¬ ′ † ≤ ≤ ⩽ ≥ ≥ ⩾ ≠ ≠ ≈ ≃ ∼ ≅ ≡ ∝ ≜ ≔ ≐ ≪ ≫ ≲ ≳ ∈ ∉ ∋ ⊂ ⊆ ⊃ ⊇ ⊥ "
        + "→ → ⟶ ← ← ↔ ⇒ ⟹ ⟹ ⇐ ⇔ ⟺ ↦ … … ⋯ ⋮ ⋱ : ∣ | | | ‖ ‖ ‖ ∥ ‖ { } { } ⟨ ⟩ ⌈ ⌉ ⌊ ⌋ [ ] \\ % # & $ _"
    )
    add(
      .large, "sum prod int iint iiint oint bigcup bigcap bigoplus bigotimes coprod",
      "∑ ∏ ∫ ∬ ∭ ∮ ⋃ ⋂ ⨁ ⨂ ∐")
    for name in [
      "log", "ln", "exp", "sin", "cos", "tan", "tanh", "sinh", "cosh", "det", "dim", "ker", "deg",
      "gcd",
      "Pr", "lg",
    ] { table[name] = (name, .function) }
    for (name, text) in [
      ("max", "max"), ("min", "min"), ("sup", "sup"), ("inf", "inf"), ("lim", "lim"),
      ("argmax", "arg max"), ("argmin", "arg min"), ("arg", "arg"), ("limsup", "lim sup"),
    ] { table[name] = (text, .limit) }
    table["quad"] = ("1", .space)
    table["qquad"] = ("2", .space)
    return table
  }()

  /// The accents that stand above or below an expression.
  static let accents: [String: (sign: String, isBelow: Bool)] = [
    "hat": ("^", false), "widehat": ("^", false), "tilde": ("~", false), "widetilde": ("~", false),
    "bar": ("¯", false), "overline": ("¯", false), "vec": ("→", false), "dot": ("˙", false),
    "ddot": ("¨", false), "underline": ("_", true), "check": ("ˇ", false), "breve": ("˘", false),
    "overrightarrow": ("→", false), "underbar": ("_", true),
  ]

  /// Letters of an alphabet that has characters of its own.
  static func letter(_ scalar: Unicode.Scalar, in alphabet: String) -> String {
    let text = String(Character(scalar))
    switch alphabet {
    case "mathbb": return doubleStruck[text] ?? offset(scalar, upper: 0x1D538, lower: 0x1D552)
    case "mathcal", "mathscr", "cal":
      return script[text] ?? offset(scalar, upper: 0x1D49C, lower: 0x1D4B6)
    case "mathfrak": return fraktur[text] ?? offset(scalar, upper: 0x1D504, lower: 0x1D51E)
    default: return text
    }
  }

  private static func offset(_ scalar: Unicode.Scalar, upper: UInt32, lower: UInt32) -> String {
    let value: UInt32 =
      switch scalar {
      case "A"..."Z": upper + scalar.value - 65
      case "a"..."z": lower + scalar.value - 97
      default: scalar.value
      }
    return String(Character(Unicode.Scalar(value) ?? scalar))
  }

  // Letters that Unicode had before it had the alphabets.
  private static let doubleStruck = [
    "C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ", "1": "𝟙", "0": "𝟘",
  ]
  private static let script = [
    "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ",
    "g": "ℊ",
    "o": "ℴ",
  ]
  private static let fraktur = ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
}
