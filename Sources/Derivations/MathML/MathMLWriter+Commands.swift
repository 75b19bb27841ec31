// Commands and environments.
extension MathMLWriter {
  /// Sets a command whose name is taken already.
  mutating func command(_ name: String) -> String {
    if let accent = MathMLSymbols.accents[name] {
      let base = script()
      let tag = accent.isBelow ? "munder" : "mover"
      let kind = accent.isBelow ? "accentunder" : "accent"
      return "<\(tag) \(kind)=\"true\">\(base)<mo>\(Self.escaped(accent.sign))</mo></\(tag)>"
    }
    if Self.bars.contains(name), kind == .command(name) {
      // Two bars in one place are one double bar, and so are two double bars: Markdown's escape of ||.
      index += 1
      return "<mo stretchy=\"false\">‖</mo>"
    }
    if let symbol = MathMLSymbols.commands[name] { return set(symbol.text, as: symbol.style) }
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac":
      let numerator = script()
      return "<mfrac>\(numerator)\(script())</mfrac>"
    case "binom":
      let upper = script()
      return
        "<mrow><mo>(</mo><mfrac linethickness=\"0\">\(upper)\(script())</mfrac><mo>)</mo></mrow>"
    case "sqrt": return root()
    case "mathbb", "mathcal", "mathscr", "mathfrak": return styled { $0.alphabet = name }
    case "mathbf", "boldsymbol", "bm", "pmb", "mathbfit": return styled { $0.isBold = true }
    case "mathrm", "mathsf", "mathtt", "mathit", "rm", "mathnormal":
      if name == "rm" {
        isUpright = true
        return ""
      }
      return words() ?? styled { $0.isUpright = name != "mathit" && name != "mathnormal" }
    case "bf":
      isBold = true
      return ""
    case "cal":
      alphabet = name
      return ""
    case "it": return ""
    case "operatorname", "mathop":
      if kind == .symbol("*") { index += 1 }
      return words() ?? styled { $0.isUpright = true }
    case "left", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
      "biggr",
      "Biggl", "Biggr", "bigm", "Bigm", "biggm":
      return delimiter(name)
    case "underbrace": return "<munder>\(script())<mo>⏟</mo></munder>"
    case "overbrace": return "<mover>\(script())<mo>⏞</mo></mover>"
    case "overset", "stackrel":
      let above = script()
      return "<mover>\(script())\(above)</mover>"
    case "underset":
      let below = script()
      return "<munder>\(script())\(below)</munder>"
    case "substack":
      return script()
    case "not":
      let base = script()
      return "<mrow><mpadded width=\"0\"><mo>/</mo></mpadded>\(base)</mrow>"
    default: return "<mtext class=\"unknown\">\(Self.escaped("\\" + name))</mtext>"
    }
  }

  private static let bars: Set<String> = [
    "|", "mid", "vert", "lvert", "rvert", "Vert", "lVert", "rVert",
  ]

  private func set(_ text: String, as style: MathMLSymbols.Style) -> String {
    switch style {
    case .identifier:
      let isCapital = text.unicodeScalars.first?.properties.isUppercase ?? false
      return identifier(text, isUpright: isUpright || isCapital)
    case .function, .limit: return "<mi>\(text)</mi><mspace width=\"0.17em\"/>".asRow
    case .sign:
      let isFence = ["|", "‖", "{", "}", "⟨", "⟩", "⌈", "⌉", "⌊", "⌋", "[", "]"].contains(text)
      return isFence
        ? "<mo stretchy=\"false\">\(Self.escaped(text))</mo>" : Self.element("mo", text)
    case .large: return Self.element("mo", text)
    case .space: return "<mspace width=\"\(text)em\"/>"
    }
  }

  /// Sets the next group with the type changed.
  private mutating func styled(_ change: (inout MathMLWriter) -> Void) -> String {
    let outer = (alphabet, isUpright, isBold)
    change(&self)
    let content = script()
    (alphabet, isUpright, isBold) = outer
    return content
  }

  /// Sets a group of nothing but letters as one upright word, if the next group is one.
  private mutating func words() -> String? {
    guard kind == .groupStart else { return nil }
    var word = ""
    var next = index + 1
    while next < tokens.count {
      switch tokens[next].kind {
      case .letter(let scalar):
        if tokens[next].isSpaced, !word.isEmpty { word += " " }
        word.unicodeScalars.append(scalar)
      case .symbol("-"): word += "-"
      case .text(let text): word += text
      case .groupEnd where !word.isEmpty:
        index = next + 1
        return "<mi mathvariant=\"normal\">\(Self.escaped(word))</mi>"
      default: return nil
      }
      next += 1
    }
    return nil
  }

  private mutating func root() -> String {
    guard kind == .symbol("[") else { return "<msqrt>\(script())</msqrt>" }
    index += 1
    var degree = ""
    while let kind, kind != .symbol("]"), kind != .groupEnd { degree += atom() }
    if kind == .symbol("]") { index += 1 }
    return "<mroot>\(script())<mrow>\(degree)</mrow></mroot>"
  }

  /// Sets the sign behind `\left`, `\middle`, `\big` and the like; `\left` goes on to its `\right`.
  private mutating func delimiter(_ name: String) -> String {
    let opening = fence(size: name)
    guard name == "left" else { return opening }
    let outer = current
    current = nil
    let content = table(isOpen: true)
    current = outer
    guard kind == .command("right") else { return "<mrow>\(opening)\(content.joined())</mrow>" }
    index += 1
    return "<mrow>\(opening)\(content.joined())\(fence(size: name))</mrow>"
  }

  private mutating func fence(size: String) -> String {
    guard let kind else { return "" }
    let sign: String
    switch kind {
    case .symbol("."):
      index += 1
      return ""
    case .symbol(let scalar): sign = String(Character(scalar))
    case .command(let name):
      guard let symbol = MathMLSymbols.commands[name], symbol.style == .sign else { return "" }
      sign = symbol.text
    default: return ""
    }
    index += 1
    let heights = ["big": "1.2em", "Big": "1.6em", "bigg": "2.1em", "Bigg": "2.6em"]
    let stem =
      ["l", "r", "m"].contains(size.last.map(String.init) ?? "") ? String(size.dropLast()) : size
    let height = heights[stem].map { " minsize=\"\($0)\" maxsize=\"\($0)\"" } ?? ""
    return "<mo stretchy=\"true\" symmetric=\"true\"\(height)>\(Self.escaped(sign))</mo>"
  }

  /// Sets an environment whose beginning is taken already.
  mutating func environment(_ name: String) -> String {
    let plain = name.hasSuffix("*") ? String(name.dropLast()) : name
    let columns =
      switch plain {
      case "align", "aligned", "split", "alignat", "alignedat", "flalign", "eqnarray": "pairs"
      case "cases", "array": "left"
      default: "centered"
      }
    let isSingle = ["equation", "displaymath", "math", "gather", "gathered", "multline", "dmath"]
      .contains(plain)
    let content = table(isOpen: isSingle, columns: columns)
    if case .end = kind { index += 1 }
    let fences = [
      "cases": ("{", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"),
      "Bmatrix": ("{", "}"), "Vmatrix": ("‖", "‖"),
    ]
    let (opening, closing) = fences[plain] ?? ("", "")
    func fence(_ sign: String) -> String {
      sign.isEmpty ? "" : "<mo stretchy=\"true\" symmetric=\"true\">\(sign)</mo>"
    }
    return "<mrow>\(fence(opening))\(content.joined())\(fence(closing))</mrow>"
  }
}

extension String {
  /// The markup in a row of its own.
  fileprivate var asRow: String { "<mrow>\(self)</mrow>" }
}
