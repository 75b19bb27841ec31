/// Reads LaTeX from left to right into set pieces.
struct FormulaReader {
  private var rest: Substring

  init(_ latex: some StringProtocol) {
    rest = Substring(latex)
  }

  /// Reads pieces up to a closing character, which is taken too, or to the end.
  mutating func pieces(until end: Character?) -> [Piece] {
    var pieces: [Piece] = []
    while let character = rest.first {
      if character == end {
        rest.removeFirst()
        return pieces
      }
      switch character {
      case "_", "^":
        rest.removeFirst()
        attachScript(isLower: character == "_", to: &pieces)
      case "'":
        rest.removeFirst()
        attach("′", to: &pieces)
      default:
        pieces += atom()
      }
    }
    return pieces
  }

  /// Reads the next atom: a group, a command, a number or one character.
  private mutating func atom() -> [Piece] {
    let character = rest.removeFirst()
    switch character {
    case "{": return pieces(until: "}")
    case "\\": return command()
    case "~": return [Piece(text: " ", kind: .space)]
    case "&", "$", "}": return []
    case _ where character.isWhitespace: return []
    case _ where character.isNumber:
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      // A full stop at the end of a sentence is no part of the number.
      let number = digits.last == "." ? digits.dropLast() : digits
      rest = rest.dropFirst(number.count)
      return [Piece(text: String(character) + number, kind: .ordinary)]
    default: return [FormulaSymbols.piece(of: character)]
    }
  }

  /// Reads the argument of a command or script: a group, a command with its arguments, a character.
  private mutating func argument() -> [Piece] {
    rest = rest.drop(while: \.isWhitespace)
    guard let character = rest.first else { return [] }
    if character == "{" || character == "\\" { return atom() }
    rest.removeFirst()
    return [FormulaSymbols.piece(of: character)]
  }

  /// Reads the text of a braced argument as it stands.
  private mutating func rawArgument() -> String {
    rest = rest.drop(while: \.isWhitespace)
    guard rest.first == "{" else { return rest.isEmpty ? "" : String(rest.removeFirst()) }
    rest.removeFirst()
    var depth = 1
    var text = ""
    while let character = rest.popFirst() {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 { break }
      text.append(character)
    }
    return text
  }

  /// Reads the name of a command and what it governs; the backslash is gone already.
  private mutating func command() -> [Piece] {
    guard let first = rest.first else { return [Piece(text: "\\", kind: .ordinary)] }
    guard first.isLetter else {
      rest.removeFirst()
      return FormulaSymbols.escape(first)
    }
    let name = String(rest.prefix(while: { $0.isLetter && $0.isASCII }))
    rest = rest.dropFirst(max(1, name.count)).drop(while: { $0 == " " })
    if let piece = FormulaSymbols.commands[name] { return [piece] }
    if let mark = FormulaSymbols.accents[name] { return [accented(argument(), by: mark)] }
    switch name {
    case "frac", "tfrac", "dfrac": return [fraction(argument(), argument())]
    case "sqrt": return [root()]
    case "mathbb", "mathcal": return [Piece(text: letters(of: name), kind: .ordinary)]
    case "mathbf", "boldsymbol", "bm", "mathsf", "mathit", "underline", "mathrm":
      return unwrapped(argument())
    case "text", "textrm", "textbf", "textit", "mbox":
      return [Piece(text: rawArgument(), kind: .ordinary)]
    case "operatorname": return [Piece(text: rawArgument(), kind: .operation)]
    case "underbrace", "overbrace": return underbrace()
    case "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
      "biggr", "bigm", "middle":
      return delimiter(isMiddle: name == "middle" || name == "bigm")
    case "begin", "end":
      _ = rawArgument()
      return []
    case "displaystyle", "textstyle", "limits", "nolimits", "nonumber", "hfill": return []
    default: return [Piece(text: "\\" + name, kind: .ordinary)]
    }
  }

  /// A delimiter after `\left`, `\big` and the like: itself, or nothing for a full stop.
  private mutating func delimiter(isMiddle: Bool) -> [Piece] {
    rest = rest.drop(while: \.isWhitespace)
    if rest.first == "." {
      rest.removeFirst()
      return []
    }
    return argument().map { isMiddle ? Piece(text: $0.text, kind: .ordinary) : $0 }
  }

  /// The content of a brace; what is written under it is left out.
  private mutating func underbrace() -> [Piece] {
    let content = argument()
    rest = rest.drop(while: \.isWhitespace)
    if rest.first == "_" || rest.first == "^" {
      rest.removeFirst()
      _ = argument()
    }
    return content
  }

  private mutating func root() -> Piece {
    let radicand = argument()
    let text = Piece.joined(radicand)
    return Piece(text: "√" + (isSimple(radicand) ? text : "(\(text))"), kind: .ordinary)
  }

  /// Sets a fraction on one line, with parentheses only where they are needed.
  private func fraction(_ upper: [Piece], _ lower: [Piece]) -> Piece {
    let (above, below) = (Piece.joined(upper), Piece.joined(lower))
    if let sign = FormulaSymbols.fractions[above + "/" + below] {
      return Piece(text: sign, kind: .ordinary)
    }
    let shownAbove = isProduct(upper) ? above : "(\(above))"
    return Piece(text: shownAbove + "/" + (isSimple(lower) ? below : "(\(below))"), kind: .fraction)
  }

  /// Whether pieces stay together without parentheses: one atom, or a function applied to arguments.
  private func isSimple(_ pieces: [Piece]) -> Bool {
    let outer = outerPieces(pieces).map(\.kind)
    let isDifferential = ["d", "∂"].contains(pieces.first?.text)
    if isDifferential, outer.allSatisfy({ $0 == .ordinary }) { return true }
    return outer == [.ordinary] || outer == [.ordinary, .closing] || outer == [.closing]
  }

  /// Whether pieces are a product, which a stroke after it cannot tear apart.
  private func isProduct(_ pieces: [Piece]) -> Bool {
    outerPieces(pieces).allSatisfy { [.ordinary, .closing, .space, .bar].contains($0.kind) }
  }

  /// The pieces outside all parentheses; a group in parentheses is represented by its closing one.
  private func outerPieces(_ pieces: [Piece]) -> [Piece] {
    var depth = 0
    return pieces.filter { piece in
      if piece.kind == .opening { depth += 1 }
      if piece.kind == .closing { depth = max(0, depth - 1) }
      return depth == 0
    }
  }

  private mutating func letters(of alphabet: String) -> String {
    let table =
      alphabet == "mathbb" ? FormulaSymbols.doubleStruck : FormulaSymbols.calligraphic
    return String(rawArgument().map { table[$0] ?? $0 })
  }

  private func accented(_ base: [Piece], by mark: Character) -> Piece {
    let text = Piece.joined(base)
    guard text.count == 1 else { return Piece(text: "(\(text))" + String(mark), kind: .ordinary) }
    return Piece(text: text + String(mark), kind: .ordinary)
  }

  /// A group of letters in another type is one word; anything else keeps its pieces.
  private func unwrapped(_ pieces: [Piece]) -> [Piece] {
    guard pieces.count > 1, pieces.allSatisfy({ $0.kind == .ordinary }) else { return pieces }
    return [Piece(text: pieces.map(\.text).joined(), kind: .ordinary)]
  }

  /// Sets a script with Unicode's own small characters if it has all of them, otherwise in line.
  private mutating func attachScript(isLower: Bool, to pieces: inout [Piece]) {
    let content = argument()
    let text = Piece.joined(content)
    let table = isLower ? FormulaSymbols.subscripts : FormulaSymbols.superscripts
    let compact = text.filter { $0 != " " }
    let small = compact.compactMap { table[$0] }
    if small.count == compact.count, compact.count <= 8 {
      attach(String(small), to: &pieces)
    } else if !isLower, ["*", "∗", "⋆", "′"].contains(text) {
      attach(text, to: &pieces)
    } else {
      let mark = isLower ? "_" : "^"
      let isWord = isLower && text.allSatisfy(\.isLetter)
      attach(mark + (text.count == 1 || isWord ? text : "{\(text)}"), to: &pieces)
    }
  }

  /// Appends text to the last piece, which keeps its class.
  private func attach(_ text: String, to pieces: inout [Piece]) {
    if pieces.isEmpty || pieces[pieces.count - 1].kind == .space {
      pieces.append(Piece(text: text, kind: .ordinary))
    } else {
      pieces[pieces.count - 1].text += text
    }
  }
}
