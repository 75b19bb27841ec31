// Commands by name, and signs with something over or under them.
extension Lexer {
  mutating func readCommand(_ name: String, at index: Int, to end: Int, font: Typeface?)
    throws(ReadingError) -> Int
  {
    let token = tokens[index]
    if let side = Vocabulary.sizes[name] { return try readSized(side, at: index, to: end) }
    if let letter = Vocabulary.greek[name] {
      append(.name(Symbol(letter, typeface: font ?? .plain)), token)
      return index + 1
    }
    if let shape = Vocabulary.fonts[name] { return try readFont(name, shape, at: index, to: end) }
    if let relation = Vocabulary.relations[name] {
      append(.relation(RelationSign(relation: relation)), token)
      return index + 1
    }
    if let delimiter = Vocabulary.delimiters[name] {
      return readDelimiter(delimiter, at: index, to: end)
    }
    if let operation = Vocabulary.operations[name] {
      append(.command(operation), token)
      return index + 1
    }
    if let (letter, shape) = Self.houseNames[name] {
      append(.name(Symbol(letter, typeface: shape)), token)
      return index + 1
    }
    switch name {
    case "quad", "qquad": append(.wideSpace, token)
    case "not": return try readNegated(at: index, to: end)
    case "textcircled", "circled":
      // A mark that numbers the row.
      return try argument(of: name, at: index + 1, to: end).next
    case "idotsint": append(.command("int"), token)
    case "limits", "nolimits", "displaylimits", "displaystyle", "textstyle", "scriptstyle",
      "nonumber", "notag":
      break
    case "colon": append(.sign(":"), token)
    case "lq", "rq": append(.sign("'"), token)
    case "overset", "stackrel", "underset": return try readStacked(name, at: index, to: end)
    case "operatornamewithlimits": return try readFont("operatorname", .upright, at: index, to: end)
    default: append(.command(name), token)
    }
    return index + 1
  }

  /// What authors' own commands mean where the document does not define them.
  private static let houseNames: [String: (String, Typeface)] = [
    "E": ("E", .blackboard), "EE": ("E", .blackboard), "Ex": ("E", .blackboard),
    "expect": ("E", .blackboard),
    "Expect": ("E", .blackboard), "N": ("N", .calligraphic), "R": ("R", .blackboard),
    "Real": ("R", .blackboard), "reals": ("R", .blackboard), "RR": ("R", .blackboard),
    "Re": ("R", .blackboard),
    "d": ("d", .upright), "dd": ("d", .upright), "diff": ("d", .upright), "dif": ("d", .upright),
  ]

  /// The number of letters at an index that spell an operation such as `max`.
  private func operationLength(at index: Int, to end: Int) -> Int? {
    var word = String.UnicodeScalarView()
    var position = index
    while position < end, case .letter(let letter) = tokens[position].kind,
      position == index || !tokens[position].isSpaced
    {
      word.append(letter)
      position += 1
      if ["max", "min", "argmax", "argmin", "sup", "inf"].contains(String(word)) {
        return position - index
      }
    }
    return nil
  }

  /// Reads `\overset{above}{sign}` and its kin.
  private mutating func readStacked(_ name: String, at index: Int, to end: Int) throws(ReadingError)
    -> Int
  {
    let (note, baseStart) = try argument(of: name, at: index + 1, to: end)
    var (base, next) = try argument(of: name, at: baseStart, to: end)
    if let length = operationLength(at: baseStart, to: end) {
      // `\underset{\theta}max`: the whole word, though TeX takes its first letter.
      base = baseStart..<baseStart + length
      next = base.upperBound
    }
    let count = lexemes.count
    try read(base, font: nil, inScript: false)
    guard count < lexemes.count else {
      throw ReadingError("\\\(name) over nothing", at: tokens[index].range)
    }
    if lexemes.count == count + 1, case .relation(let sign) = lexemes[count].kind {
      lexemes[count].kind = .relation(
        try StackedRelation.read(sign, under: tokens[note], at: tokens[index].range))
      lexemes[count].range = tokens[index].range.union(tokens[next - 1].range)
      return next
    }
    guard name == "underset" else {
      throw ReadingError("\\\(name) over something that is no relation", at: tokens[index].range)
    }
    // What stands under an operator is its subscript.
    lexemes.append(Lexeme(kind: .subscript, range: tokens[index].range))
    lexemes.append(Lexeme(kind: .open(.group), range: tokens[index].range))
    try read(note, font: nil, inScript: true)
    lexemes.append(Lexeme(kind: .close(.group), range: tokens[index].range))
    return next
  }
}
