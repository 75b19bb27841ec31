/// A recursive descent from lexemes to an expression.
///
/// Every bracket is read as a range of its own that must be used up: what is left over is an error at its place.
struct ExpressionParser {
  let lexemes: [Lexeme]
  let partners: [Int]
  let reading: Reading
  /// The names that the formula takes of something elsewhere, so that a bracket behind them holds their arguments.
  let functions: Set<Symbol>
  var index: Int
  var end: Int
  /// The readings that differ from the one taken at some place.
  var ambiguities: Set<Reading> = []
  /// What underbraces name.
  var namings: [Naming] = []
  /// Whether bars at this level separate (as in a conditional) rather than enclose.
  var barsSeparate = false
  /// Whether the operand is differentiated, so that a logarithm takes one operand.
  var isDifferentiated = false
  /// The names of the indices that enclosing sums and products run over.
  var boundIndices: Set<String> = []
  private var depth = 0
  private var steps = 0

  /// The nesting that is read at most.
  static let deepest = 100
  /// The number of steps that a row may take at most.
  static let longest = 20_000

  init(
    _ bracketed: BracketedLexemes, range: Range<Int>, reading: Reading = .standard,
    functions: Set<Symbol> = []
  ) {
    self.functions = functions
    lexemes = bracketed.lexemes
    partners = bracketed.partners
    index = range.lowerBound
    end = range.upperBound
    self.reading = reading
  }

  // MARK: Looking ahead

  /// The kind of the next lexeme, nil at the end of the range.
  var next: Lexeme.Kind? { index < end ? lexemes[index].kind : nil }

  /// The kind of a lexeme ahead.
  func peek(_ offset: Int) -> Lexeme.Kind? {
    index + offset < end ? lexemes[index + offset].kind : nil
  }

  /// The place of the next lexeme, or of the last one at the end.
  var here: SourceRange { place(index) }

  func place(_ index: Int) -> SourceRange {
    lexemes.isEmpty ? .nowhere : lexemes[max(0, min(index, lexemes.count - 1))].range
  }

  /// The place from a lexeme up to where reading stands.
  func range(from start: Int) -> SourceRange {
    place(start).union(index > start ? place(index - 1) : place(start))
  }

  func isSign(_ sign: Unicode.Scalar) -> Bool { next == .sign(sign) }

  func isCommand(_ name: String) -> Bool { next == .command(name) }

  mutating func skip(_ kind: Lexeme.Kind) -> Bool {
    guard next == kind else { return false }
    index += 1
    return true
  }

  func fail(_ message: String, at place: SourceRange? = nil) -> ReadingError {
    ReadingError(message, at: place ?? here)
  }

  /// An error that names the next lexeme.
  func unexpected() -> ReadingError {
    guard let next else { return fail("something is missing at the end of this") }
    return fail("\(next.spelling) is not understood here")
  }

  // MARK: Ranges

  /// Reads a range of lexemes with a reader of its own, which must use it up.
  mutating func within<Result>(
    _ range: Range<Int>, separating: Bool? = nil,
    _ read: (inout ExpressionParser) throws(ReadingError) -> Result
  ) throws(ReadingError) -> Result {
    let outside = (index, end, barsSeparate)
    (index, end) = (range.lowerBound, range.upperBound)
    barsSeparate = separating ?? barsAreOdd(range)
    let result = try read(&self)
    guard index == end else { throw unexpected() }
    (index, end, barsSeparate) = outside
    return result
  }

  /// Reads a range as one expression.
  mutating func expression(in range: Range<Int>, separating: Bool? = nil) throws(ReadingError)
    -> Expression
  {
    guard !range.isEmpty else {
      throw fail("something is missing here", at: place(range.lowerBound))
    }
    return try within(range, separating: separating) { (parser) throws(ReadingError) in
      try parser.sum()
    }
  }

  /// The contents of the bracket that opens at the index.
  func contents(_ open: Int) -> Range<Int> { open + 1..<max(open + 1, partners[open]) }

  /// Whether the single bars of a range at its own level are odd in number, so that they cannot all enclose.
  private func barsAreOdd(_ range: Range<Int>) -> Bool {
    var count = 0
    forEachTop(range) { index in
      let isEvaluation = index + 1 < range.upperBound && lexemes[index + 1].kind == .subscript
      if lexemes[index].kind == .bar, !isEvaluation { count += 1 }
    }
    return !count.isMultiple(of: 2)
  }

  /// Calls a function with the indices of a range that are in no bracket within it.
  func forEachTop(_ range: Range<Int>, _ body: (Int) -> Void) {
    var index = range.lowerBound
    while index < range.upperBound {
      body(index)
      index = after(index)
    }
  }

  /// The index behind a lexeme, or behind the whole bracket that it opens.
  func after(_ index: Int) -> Int {
    partners[index] > index ? partners[index] + 1 : index + 1
  }

  /// The parts of a range between separators at its own level.
  func split(_ range: Range<Int>, at isSeparator: (Lexeme.Kind) -> Bool) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    forEachTop(range) { index in
      if isSeparator(lexemes[index].kind) {
        parts.append(start..<index)
        start = index + 1
      }
    }
    parts.append(start..<range.upperBound)
    return parts
  }

  /// The parts of a range between commas at its own level; none if it is empty.
  func commaParts(_ range: Range<Int>) -> [Range<Int>] {
    range.isEmpty ? [] : split(range) { $0 == .sign(",") }
  }

  // MARK: Bounds

  /// Goes back to read something in another way; what is read twice counts twice, so that attempts within attempts end.
  mutating func goBack(to outside: ExpressionParser) {
    let spent = steps
    self = outside
    steps = spent
  }

  /// Goes one level down, within bounds.
  mutating func descend<Result>(_ read: (inout ExpressionParser) throws(ReadingError) -> Result)
    throws(ReadingError) -> Result
  {
    depth += 1
    steps += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fail("nested too deep to be read") }
    guard steps < Self.longest else { throw fail("too long to be read") }
    return try read(&self)
  }
}

/// Something that the document gives a name to by an underbrace.
struct Naming: Hashable {
  /// What is named.
  var value: Expression
  /// The lexemes of the name.
  var name: Range<Int>
}

extension Lexeme.Kind {
  /// How a message writes the lexeme.
  var spelling: String {
    switch self {
    case .name(let symbol): "“\(symbol.name)”"
    case .word(let word), .text(let word): "“\(word)”"
    case .number(let number): "“\(number.value)”"
    case .command(let name): "“\\\(name)”"
    case .sign(let sign): "“\(sign)”"
    case .bar: "“|”"
    case .doubleBar: "“‖”"
    case .open(let delimiter): "“\(delimiter.spelling.0)”"
    case .close(let delimiter): "“\(delimiter.spelling.1)”"
    case .superscript: "“^”"
    case .subscript: "“_”"
    case .relation(let sign): "“\(sign.relation.rawValue)”"
    case .begin(let name): "“\\begin{\(name)}”"
    case .end(let name): "“\\end{\(name)}”"
    case .alignment: "“&”"
    case .rowBreak: "“\\\\”"
    case .wideSpace: "“\\quad”"
    }
  }
}

extension Lexeme.Delimiter {
  /// How messages write the two sides.
  var spelling: (String, String) {
    switch self {
    case .parenthesis: ("(", ")")
    case .bracket: ("[", "]")
    case .brace: ("\\{", "\\}")
    case .group: ("{", "}")
    case .angle: ("⟨", "⟩")
    case .bar: ("|", "|")
    case .doubleBar: ("‖", "‖")
    case .floor: ("⌊", "⌋")
    case .ceiling: ("⌈", "⌉")
    }
  }
}
