/// A row of a display, its cells run together.
struct Row {
  /// One lexeme stream; the alignment signs that stood in it are gone.
  var lexemes: [Lexeme] = []
  /// The remarks that stood in columns of their own.
  var remarks: [String] = []
  /// Whether the first alignment sign stood before everything else.
  var startsWithAlignment = false
  /// Whether the first alignment sign stood at the first relation sign of the row, with something before it.
  var hasLeftCell = false
  /// Where the row stands.
  var range: SourceRange { lexemes.reduce(.nowhere) { $0.union($1.range) } }
}

/// Takes displays apart into rows.
enum RowSplitter {
  /// Environments whose rows are rows of the derivation, wherever they stand.
  private static let aligned: Set<String> = [
    "align", "align*", "aligned", "alignat", "alignat*", "alignedat", "split", "gather", "gather*",
    "gathered",
    "equation", "equation*", "eqnarray", "eqnarray*", "multline", "multline*", "multlined",
    "displaymath", "math",
    "flalign", "flalign*", "subequations", "dmath", "dmath*", "eqn", "IEEEeqnarray",
    "IEEEeqnarray*", "center",
    "small", "footnotesize", "scriptsize", "large", "spreadlines", "empheq", "tightalign", "fleqn",
  ]

  /// Returns the rows of a formula, without the environments around them.
  static func rows(_ lexemes: [Lexeme]) -> [Row] {
    var rows: [[Lexeme]] = [[]]
    var groups = 0
    var inner = 0
    for lexeme in lexemes {
      switch lexeme.kind {
      case .open(.group): groups += 1
      case .close(.group): groups -= 1
      case .begin(let name):
        if aligned.contains(name), inner == 0 { continue }
        inner += 1
      case .end(let name):
        if aligned.contains(name), inner == 0 { continue }
        inner -= 1
      case .rowBreak where inner == 0 && groups == 0:
        rows.append([])
        continue
      default: break
      }
      rows[rows.count - 1].append(lexeme)
    }
    return rows.map(cells).filter { !$0.lexemes.isEmpty || !$0.remarks.isEmpty }
  }

  /// Takes the alignment signs out of a row, and the columns that hold remarks.
  private static func cells(_ lexemes: [Lexeme]) -> Row {
    var cells: [[Lexeme]] = [[]]
    var inner = 0
    for lexeme in lexemes {
      switch lexeme.kind {
      case .begin, .open(.group): inner += 1
      case .end, .close(.group): inner -= 1
      case .alignment where inner == 0:
        cells.append([])
        continue
      default: break
      }
      cells[cells.count - 1].append(lexeme)
    }
    var row = Row()
    row.startsWithAlignment = cells.count > 1 && cells[0].isEmpty
    row.hasLeftCell = cells.count > 1 && !cells[0].isEmpty && isAtRelation(cells)
    for (index, cell) in cells.enumerated() {
      if index > 0, !row.lexemes.isEmpty, isRemark(cell, behindEmpty: cells[index - 1].isEmpty) {
        row.remarks.append(spelling(cell))
      } else {
        var cell = cell
        if index > 1, !cell.isEmpty, !row.lexemes.isEmpty {
          // Columns of their own are set apart like formulas side by side.
          row.lexemes.append(Lexeme(kind: .alignment, range: cell[0].range))
        }
        if !cell.isEmpty { cell[0].isSpaced = true }
        row.lexemes += cell
      }
    }
    return row
  }

  private static func isAtRelation(_ cells: [[Lexeme]]) -> Bool {
    if let last = cells[0].last, case .relation = last.kind { return true }
    if let first = cells.dropFirst().first(where: { !$0.isEmpty })?.first,
      case .relation = first.kind
    {
      return true
    }
    return false
  }

  /// Whether a cell holds a remark: words first, perhaps in brackets; behind an empty cell anything in brackets.
  private static func isRemark(_ cell: [Lexeme], behindEmpty: Bool) -> Bool {
    var cell = cell[...]
    while cell.first?.kind == .wideSpace { cell = cell.dropFirst() }
    if case .text? = cell.first(where: { $0.kind != .open(.group) })?.kind {
      // `{\scriptstyle\text{because} …}`
      cell = cell.drop { $0.kind == .open(.group) }
    }
    guard let first = cell.first else { return false }
    switch first.kind {
    case .text(let words): return words.count > 1 && !isFollowedByOperator(cell)
    case .open(.parenthesis), .open(.bracket):
      if cell.count > 1, case .text = cell[cell.startIndex + 1].kind { return true }
      return behindEmpty
    case .sign("("): return true
    case .sign("\\"), .command("because"), .command("therefore"), .command("leftarrow"),
      .command("triangleright"):
      return true
    case .relation(let sign): return behindEmpty && sign.relation == .arrow
    default: return false
    }
  }

  private static func isFollowedByOperator(_ cell: ArraySlice<Lexeme>) -> Bool {
    guard let second = cell.dropFirst().first else { return false }
    switch second.kind {
    case .relation, .sign("+"), .sign("-"), .subscript, .superscript, .open(.parenthesis):
      return !second.isSpaced
    default: return false
    }
  }

  /// The remark as words.
  static func spelling(_ lexemes: some Sequence<Lexeme>) -> String {
    lexemes.map { lexeme in
      switch lexeme.kind {
      case .text(let words), .word(let words): words
      case .name(let symbol): symbol.name
      case .open(let delimiter): delimiter == .group ? "" : delimiter.spelling.0
      case .close(let delimiter): delimiter == .group ? "" : delimiter.spelling.1
      case .relation(let sign): sign.relation.rawValue
      case .sign(let sign): String(Character(sign))
      case .number(let number): number.denominator == 1 ? "\(number.numerator)" : "\(number.value)"
      case .command(let name): "\\\(name)"
      case .bar: "|"
      case .doubleBar: "‖"
      case .superscript: "^"
      case .subscript: "_"
      default: ""
      }
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }
}
