/// What commands and characters look like in a terminal, and their classes.
enum FormulaSymbols {
  /// The piece of one plain character.
  static func piece(of character: Character) -> Piece {
    switch character {
    case "-": Piece(text: "−", kind: .binary)
    case "+", "*", "±", "·", "×": Piece(text: String(character), kind: .binary)
    case "=", "<", ">", "≤", "≥", "≈", "≠", "~", ":", "→":
      Piece(text: String(character), kind: .relation)
    case "|": Piece(text: "|", kind: .bar)
    case "/": Piece(text: "/", kind: .stroke)
    case "(", "[": Piece(text: String(character), kind: .opening)
    case ")", "]", "!": Piece(text: String(character), kind: .closing)
    case ",", ";": Piece(text: String(character), kind: .punctuation)
    default: Piece(text: String(character), kind: .ordinary)
    }
  }

  /// A backslash followed by a character that is no letter.
  static func escape(_ character: Character) -> [Piece] {
    switch character {
    case ",", ";", ":", " ", ">": [Piece(text: " ", kind: .space)]
    case "!": []
    case "\\": [Piece(text: "\n", kind: .space)]
    case "|": [Piece(text: "‖", kind: .bar)]
    case "{": [Piece(text: "{", kind: .opening)]
    case "}": [Piece(text: "}", kind: .closing)]
    default: [Piece(text: String(character), kind: .ordinary)]
    }
  }

  /// Commands without arguments.
  static let commands: [String: Piece] = {
    var table: [String: Piece] = [:]
    func add(_ kind: Piece.Class, _ pairs: KeyValuePairs<String, String>) {
      for (name, text) in pairs { table[name] = Piece(text: text, kind: kind) }
    }
    add(.ordinary, greek)
    add(
      .ordinary,
      [
        "infty": "∞", "partial": "∂", "nabla": "∇", "emptyset": "∅", "varnothing": "∅", "top": "⊤",
        "bot": "⊥", "ell": "ℓ", "prime": "′", "dots": "…", "ldots": "…", "cdots": "⋯",
        "forall": "∀",
        "exists": "∃",
        "star": "⋆", "ast": "∗", "circ": "∘",
        "colon": ":", "square": "□", "neg": "¬",
      ])
    for name in ["mid", "vert", "lvert", "rvert"] { table[name] = Piece(text: "|", kind: .bar) }
    for name in ["Vert", "lVert", "rVert", "parallel"] {
      table[name] = Piece(text: "‖", kind: .bar)
    }
    for name in [
      "log", "ln", "exp", "sin", "cos", "tan", "tanh", "min", "max", "sup", "inf", "det", "lim",
      "Pr",
      "dim", "ker", "gcd",
    ] {
      table[name] = Piece(text: name, kind: .operation)
    }
    add(.operation, ["arg": "arg", "argmin": "arg min", "argmax": "arg max"])
    add(.summation, ["sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "bigcup": "⋃"])
    add(
      .binary,
      [
        "cdot": "·", "times": "×", "pm": "±", "mp": "∓", "odot": "⊙", "oplus": "⊕", "otimes": "⊗",
        "cup": "∪", "cap": "∩", "setminus": "∖", "land": "∧", "lor": "∨", "wedge": "∧",
      ])
    add(
      .relation,
      [
        "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈",
        "simeq": "≃", "sim": "∼", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈",
        "notin": "∉", "subset": "⊂", "subseteq": "⊆", "to": "→", "rightarrow": "→",
        "leftarrow": "←", "gets": "←", "mapsto": "↦", "Rightarrow": "⇒", "implies": "⇒",
        "iff": "⇔", "Leftrightarrow": "⇔", "longrightarrow": "⟶", "perp": "⊥", "coloneqq": "≔",
        "not": "¬", "lesssim": "≲", "gtrsim": "≳",
      ])
    add(.opening, ["langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "lbrace": "{", "lbrack": "["])
    add(.closing, ["rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rbrace": "}", "rbrack": "]"])
    add(.space, ["quad": "  ", "qquad": "   ", "newline": "\n"])
    return table
  }()

  private static let greek: KeyValuePairs<String, String> = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
  ]

  /// Combining marks.
  static let accents: [String: Character] = [
    "bar": "\u{304}", "overline": "\u{304}", "hat": "\u{302}", "widehat": "\u{302}",
    "tilde": "\u{303}", "widetilde": "\u{303}", "dot": "\u{307}", "ddot": "\u{308}",
    "vec": "\u{20D7}",
  ]

  static let fractions: [String: String] = [
    "1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾", "1/8": "⅛",
  ]

  static let doubleStruck = table("CEHNPQRVZ", "ℂ𝔼ℍℕℙℚℝ𝕍ℤ").merging(["1": "𝟙"]) { $1 }

  static let calligraphic = table("DFHJKLMNQRXZ", "𝒟ℱℋ𝒥𝒦ℒℳ𝒩𝒬ℛ𝒳𝒵")

  static let subscripts = table(
    "0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

  static let superscripts = table(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzT⊤′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′")

  private static func table(_ plain: String, _ set: String) -> [Character: Character] {
    Dictionary(uniqueKeysWithValues: zip(plain, set))
  }
}
