/// Sets the tokens of a formula as presentation MathML.
///
/// It follows how a formula looks, not what it means, so that what the grammar does not understand can be
/// shown too. A command that is not known is shown by its name.
struct MathMLWriter {
  let tokens: [Token]
  var index = 0
  /// The attributes of what begins at a place, until the next such place or the end of the formula.
  var marks: [SourcePosition: String]
  /// The attributes that hold where reading stands.
  var current: String?
  private var depth = 0
  /// The alphabet that `\mathbb` and the like ask for.
  var alphabet = ""
  /// Whether letters are set upright, in bold type, or both.
  var isUpright = false
  var isBold = false

  static let deepest = 80

  init(_ tokens: [Token], marks: [SourcePosition: String] = [:]) {
    self.tokens = tokens
    self.marks = marks
  }

  /// Sets the whole formula.
  ///
  /// - Parameter isDisplay: Whether it stands in a block of its own.
  mutating func formula(isDisplay: Bool) -> String {
    var parts: [String] = []
    // A closing sign without an opening one must not end the formula.
    while index < tokens.count {
      parts += table(isOpen: true)
      if index < tokens.count {
        parts.append(Self.element("mo", tokens[index].spelling))
        index += 1
      }
    }
    let mode = isDisplay ? "block" : "inline"
    return "<math display=\"\(mode)\">\(parts.joined())</math>"
  }

  /// The kind of the token where reading stands.
  var kind: Token.Kind? { index < tokens.count ? tokens[index].kind : nil }

  /// Sets rows and cells up to something that ends them; a single cell is no table.
  mutating func table(isOpen: Bool = false, columns: String = "") -> [String] {
    var rows: [[String]] = [[]]
    while true {
      rows[rows.count - 1].append(row(cell()))
      if kind == .alignment {
        index += 1
      } else if kind == .rowBreak {
        index += 1
        rows.append([])
      } else {
        break
      }
    }
    if rows.last == ["<mrow></mrow>"], rows.count > 1 { rows.removeLast() }
    if isOpen, rows.count == 1, rows[0].count == 1 { return rows[0] }
    let body = rows.map { row in
      "<mtr>" + row.map { "<mtd>\($0)</mtd>" }.joined() + "</mtr>"
    }
    return ["<mtable displaystyle=\"true\" class=\"\(columns)\">\(body.joined())</mtable>"]
  }

  /// Sets a cell or the content of a group, with the marks that begin in it.
  private mutating func cell() -> [String] {
    var parts: [String] = []
    var opened = current.map { (attributes: $0, start: 0) }
    var beginsRelation = false
    while let kind {
      switch kind {
      case .alignment, .rowBreak, .groupEnd, .end: return Self.wrapped(parts, opened)
      case .command("right"): return Self.wrapped(parts, opened)
      default: break
      }
      if let attributes = marks.removeValue(forKey: tokens[index].range.start) {
        parts = Self.wrapped(parts, opened)
        opened = (attributes, parts.count)
        current = attributes
        beginsRelation = true
      }
      if kind == .command("over") {
        index += 1
        let numerator = row(parts)
        parts = ["<mfrac>\(numerator)\(row(cell()))</mfrac>"]
        opened = nil
      } else {
        var part = scripted()
        if beginsRelation, part.hasPrefix("<mo>") {
          // The first sign of a row is set without space otherwise, as a sign before a number is.
          part = "<mo form=\"infix\">" + part.dropFirst("<mo>".count)
        }
        beginsRelation = false
        parts.append(part)
      }
    }
    return Self.wrapped(parts, opened)
  }

  private static func wrapped(
    _ parts: [String], _ opened: (attributes: String, start: Int)?
  ) -> [String] {
    guard let opened, opened.start < parts.count else { return parts }
    let inside = parts[opened.start...].joined()
    return Array(parts[..<opened.start]) + ["<mrow \(opened.attributes)>\(inside)</mrow>"]
  }

  func row(_ parts: [String]) -> String {
    parts.count == 1 ? parts[0] : "<mrow>\(parts.joined())</mrow>"
  }

  // Atoms with their scripts.

  private mutating func scripted() -> String {
    let isLarge = takesLimits
    let base = atom()
    var below: String?
    var above: String?
    var primes = ""
    while let kind {
      if kind == .symbol("'") {
        index += 1
        primes += "′"
      } else if kind == .subscript, below == nil {
        index += 1
        below = script()
      } else if kind == .superscript, above == nil {
        index += 1
        above = script()
      } else {
        break
      }
    }
    if !primes.isEmpty {
      let sign = Self.element("mo", primes)
      above = above.map { "<mrow>\(sign)\($0)</mrow>" } ?? sign
    }
    let (low, high, both) =
      isLarge ? ("munder", "mover", "munderover") : ("msub", "msup", "msubsup")
    switch (below, above) {
    case (let below?, let above?): return "<\(both)>\(base)\(below)\(above)</\(both)>"
    case (let below?, nil): return "<\(low)>\(base)\(below)</\(low)>"
    case (nil, let above?): return "<\(high)>\(base)\(above)</\(high)>"
    case (nil, nil): return base
    }
  }

  /// Whether the next atom has its scripts below and above it.
  private var takesLimits: Bool {
    guard case .command(let name) = kind else { return false }
    if ["underbrace", "overbrace", "mathop", "operatorname*"].contains(name) { return true }
    switch MathMLSymbols.commands[name]?.style {
    case .large: return !name.hasSuffix("int")
    case .limit: return true
    default: return false
    }
  }

  /// Sets an index, an exponent or the argument of a command.
  mutating func script() -> String {
    switch kind {
    case nil, .alignment, .rowBreak, .groupEnd, .end: "<mrow></mrow>"
    default: atom()
    }
  }

  /// Sets one token or group, or a command with its arguments.
  mutating func atom() -> String {
    guard index < tokens.count else { return "<mrow></mrow>" }
    depth += 1
    defer { depth -= 1 }
    let token = tokens[index]
    guard depth < Self.deepest else {
      index += 1
      return Self.element("mtext", token.spelling)
    }
    index += 1
    switch token.kind {
    case .groupStart: return group()
    case .letter(let scalar): return letter(scalar)
    case .number(let digits):
      return alphabet == "mathbb"
        ? Self.element(
          "mn", digits.unicodeScalars.map { MathMLSymbols.letter($0, in: alphabet) }.joined())
        : Self.element("mn", digits)
    case .symbol(let scalar): return sign(scalar)
    case .text(let words): return Self.element("mtext", Self.spaced(words))
    case .begin(let name): return environment(name)
    case .command(let name): return command(name)
    case .subscript, .superscript:
      // A script without a base, or a second one.
      index -= 1
      return scriptedNothing()
    default: return Self.element("mtext", token.spelling)
    }
  }

  private mutating func scriptedNothing() -> String {
    let isBelow = kind == .subscript
    index += 1
    let tag = isBelow ? "msub" : "msup"
    return "<\(tag)><mrow></mrow>\(script())</\(tag)>"
  }

  /// Sets the rest of a group whose brace is taken already.
  private mutating func group() -> String {
    let (outerAlphabet, outerUpright, outerBold, outerMark) = (alphabet, isUpright, isBold, current)
    current = nil
    let content = table(isOpen: true)
    if kind == .groupEnd { index += 1 }
    (alphabet, isUpright, isBold, current) = (outerAlphabet, outerUpright, outerBold, outerMark)
    return row(content)
  }

  private func letter(_ scalar: Unicode.Scalar) -> String {
    let text = MathMLSymbols.letter(scalar, in: alphabet)
    let isOrdinary = text == String(Character(scalar))
    return identifier(text, isUpright: isUpright && isOrdinary)
  }

  func identifier(_ text: String, isUpright: Bool) -> String {
    let variant = isUpright ? " mathvariant=\"normal\"" : ""
    let type = isBold ? " class=\"bold\"" : ""
    return "<mi\(variant)\(type)>\(Self.escaped(text))</mi>"
  }

  private mutating func sign(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "|" where kind == .symbol("|"):
      index += 1
      return "<mo stretchy=\"false\">‖</mo>"
    case "-": return "<mo>−</mo>"
    case "(", ")", "[", "]", "|":
      return "<mo stretchy=\"false\">\(Self.escaped(String(Character(scalar))))</mo>"
    case "/": return "<mo>/</mo>"
    default: return Self.element("mo", String(Character(scalar)))
    }
  }

  /// An element with text as its content.
  static func element(_ name: String, _ text: String) -> String {
    "<\(name)>\(escaped(text))</\(name)>"
  }

  /// Words with their outer spaces, which MathML would drop.
  static func spaced(_ words: String) -> String {
    let text = words.replacing("\n", with: " ")
    guard text.hasPrefix(" ") || text.hasSuffix(" ") else { return text }
    let start = text.hasPrefix(" ") ? "\u{A0}" : ""
    let end = text.hasSuffix(" ") && text.count > 1 ? "\u{A0}" : ""
    return start + text.split(separator: " ").joined(separator: " ") + end
  }

  /// Text in which nothing is markup.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
