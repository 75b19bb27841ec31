/// Lexemes with every bracket paired.
struct BracketedLexemes {
  /// The lexemes; a bar that was marked as opening or closing but has no partner is a plain bar.
  private(set) var lexemes: [Lexeme]
  /// For every opening and closing bracket the index of its partner; −1 elsewhere.
  private(set) var partners: [Int]

  /// What keeps brackets from being paired.
  enum Fault: Error {
    /// A bracket is open at the end: it may be closed in a later row.
    case unclosed(Int)
    /// A bracket is closed that is not open, or by one of another shape.
    case unopened(Int)

    /// Whether a later row may mend it.
    var isUnclosed: Bool { if case .unclosed = self { true } else { false } }
  }

  /// Pairs the brackets.
  init(_ lexemes: [Lexeme]) throws(Fault) {
    self.lexemes = lexemes
    partners = Array(repeating: -1, count: lexemes.count)
    var open: [(delimiter: Lexeme.Delimiter, index: Int)] = []
    var environments: [(name: String, index: Int)] = []
    for index in lexemes.indices {
      switch lexemes[index].kind {
      case .open(let delimiter): open.append((delimiter, index))
      case .close(let delimiter):
        let isBar = delimiter == .bar || delimiter == .doubleBar
        if isBar {
          guard open.last?.delimiter == delimiter, let start = open.popLast()?.index else {
            self.lexemes[index].kind = delimiter == .bar ? .bar : .doubleBar
            continue
          }
          pair(start, index)
        } else {
          dropBars(&open)
          guard let last = open.popLast() else { throw .unopened(index) }
          guard last.delimiter == delimiter else {
            throw delimiter == .group ? .unclosed(last.index) : .unopened(index)
          }
          pair(last.index, index)
        }
      case .begin(let name): environments.append((name, index))
      case .end(let name):
        guard let last = environments.popLast(), last.name == name else { throw .unopened(index) }
        pair(last.index, index)
      default: break
      }
    }
    dropBars(&open)
    if let last = open.last { throw .unclosed(last.index) }
    if let last = environments.last { throw .unclosed(last.index) }
  }

  private mutating func pair(_ start: Int, _ end: Int) {
    partners[start] = end
    partners[end] = start
  }

  /// Makes plain bars of the opening bars on top of the stack, which nothing closes.
  private mutating func dropBars(_ open: inout [(delimiter: Lexeme.Delimiter, index: Int)]) {
    while let last = open.last, last.delimiter == .bar || last.delimiter == .doubleBar {
      lexemes[last.index].kind = last.delimiter == .bar ? .bar : .doubleBar
      open.removeLast()
    }
  }
}
