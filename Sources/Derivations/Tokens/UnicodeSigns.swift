/// Unicode characters that stand for commands of LaTeX, so that later stages see one spelling only.
enum UnicodeSigns {
  /// The tokens that a character stands for.
  static let kinds: [Unicode.Scalar: [Token.Kind]] = {
    var table: [Unicode.Scalar: [Token.Kind]] = [:]
    for (signs, names) in commands {
      for (sign, name) in zip(signs.unicodeScalars, names.split(separator: " ")) {
        table[sign] = [.command(String(name))]
      }
    }
    for (sign, plain) in zip("−∗∶，；：（）［］｛｝｜＝＋．！".unicodeScalars, "-*:,;:()[]{}|=+.!".unicodeScalars)
    {
      table[sign] = [plainKind(plain)]
    }
    for (signs, alphabet, letters) in alphabets {
      for (sign, letter) in zip(signs.unicodeScalars, letters.unicodeScalars) {
        table[sign] = [.command(alphabet), .groupStart, .letter(letter), .groupEnd]
      }
    }
    for (sign, digit) in zip("⁰¹²³⁴⁵⁶⁷⁸⁹".unicodeScalars, 0...9) {
      table[sign] = [.superscript, .number(String(digit))]
    }
    for (sign, digit) in zip("₀₁₂₃₄₅₆₇₈₉".unicodeScalars, 0...9) {
      table[sign] = [.subscript, .number(String(digit))]
    }
    for (sign, letter) in zip(
      "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ".unicodeScalars, "aehijklmnoprstuvx".unicodeScalars)
    {
      table[sign] = [.subscript, .letter(letter)]
    }
    for (sign, letter) in zip("ⁱⁿ".unicodeScalars, "in".unicodeScalars) {
      table[sign] = [.superscript, .letter(letter)]
    }
    for (sign, parts) in zip("½⅓¼⅔¾".unicodeScalars, [(1, 2), (1, 3), (1, 4), (2, 3), (3, 4)]) {
      table[sign] = [
        .command("frac"), .groupStart, .number(String(parts.0)), .groupEnd, .groupStart,
        .number(String(parts.1)), .groupEnd,
      ]
    }
    table["ᵀ"] = [.superscript, .command("top")]
    return table
  }()

  /// Whether a character has no shape: joiners, direction marks, variation selectors.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: true
    default: false
    }
  }

  private static func plainKind(_ scalar: Unicode.Scalar) -> Token.Kind {
    switch scalar {
    case "{": .command("{")
    case "}": .command("}")
    default: .symbol(scalar)
    }
  }

  private static let commands: KeyValuePairs<String, String> = [
    "αβγδεϵζηθϑικλμµνξπρσςτυφϕχψω":
      "alpha beta gamma delta varepsilon epsilon zeta eta theta vartheta iota kappa lambda mu mu nu xi pi rho sigma varsigma tau upsilon varphi phi chi psi omega",
    "ΓΔΘΛΞΠΣΥΦΨΩ": "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega",
    "∇∂∞∫∑∏√∅ℓ": "nabla partial infty int sum prod sqrt emptyset ell",
    "≤≥≠≈≃≅≡∝∼≪≫≔≜≲≳":
      "leq geq neq approx simeq cong equiv propto sim ll gg coloneqq triangleq lesssim gtrsim",
    "⩽⩾": "leq geq",
    "·⋅×⊙⊗⊕±∘": "cdot cdot times odot otimes oplus pm circ",
    "∈∉⊂⊆∪∩∀∃": "in notin subset subseteq cup cap forall exists",
    "→←↔⇒⇔↦⟶⟹": "to leftarrow leftrightarrow Rightarrow Leftrightarrow mapsto to Rightarrow",
    "∥‖∣": "Vert Vert mid",
    "⟨⟩〈〉": "langle rangle langle rangle",
    "…⋯′⊤⊥": "dots cdots prime top bot",
  ]

  private static let alphabets: [(signs: String, alphabet: String, letters: String)] = [
    ("𝔼ℝℕℤℙ𝕍ℍ𝟙", "mathbb", "ERNZPVH1"),
    ("𝒩ℒ𝒟𝒵𝒳ℱ𝒢ℋ𝒬𝒫", "mathcal", "NLDZXFGHQP"),
  ]
}
