// Sums, products and quotients.
extension ExpressionParser {
  /// Reads terms up to something that is neither `+` nor `−`.
  mutating func sum() throws(ReadingError) -> Expression {
    try descend { (parser) throws(ReadingError) in try parser.terms() }
  }

  private mutating func terms() throws(ReadingError) -> Expression {
    let start = index
    var terms: [Expression] = []
    repeat {
      let signStart = index
      let sign = readSign()
      let isOpened = !terms.isEmpty || sign != nil
      var term = try self.term()
      if isOpened, index == end || next == .sign(","), isConstantName(term) {
        term = Expression(.unspecified, at: term.range)
      }
      switch sign {
      case "-": term = Expression(.negated(term), at: range(from: signStart))
      case "±": term = Expression(.plusMinus(term), at: range(from: signStart))
      default: break
      }
      terms.append(term)
    } while isAdditive || isSignedGroup(index)
    return terms.count == 1 ? terms[0] : Expression(.sum(terms), at: range(from: start))
  }

  /// Whether a `+`, `−` or `±` follows.
  var isAdditive: Bool { isSign("+") || isSign("-") || isCommand("pm") || isCommand("mp") }

  /// Whether a group at an index opens with a sign, as in `a \underbrace{- b}`: it is a term of its own.
  func isSignedGroup(_ index: Int) -> Bool {
    guard index + 1 < end else { return false }
    switch lexemes[index].kind {
    case .command("underbrace"), .command("overbrace"): return isSignedGroup(index + 1)
    case .open(.group):
      return lexemes[index + 1].kind == .sign("-") || lexemes[index + 1].kind == .sign("+")
    default: return false
    }
  }

  /// Reads the signs before a term; two of them, `+ -a`, count as their product.
  private mutating func readSign() -> Character? {
    guard isAdditive else { return nil }
    var isNegative = false
    var isEither = false
    while isAdditive {
      if isSign("-") { isNegative.toggle() }
      if isCommand("pm") || isCommand("mp") { isEither = true }
      index += 1
    }
    return isEither ? "±" : isNegative ? "-" : "+"
  }

  /// Whether a term is the C of `+ C`.
  private func isConstantName(_ term: Expression) -> Bool {
    term.kind == .symbol(Symbol("C")) || term.kind == .symbol(Symbol("C", typeface: .upright))
  }

  /// Reads factors up to something that multiplies no more.
  mutating func term() throws(ReadingError) -> Expression {
    try descend { (parser) throws(ReadingError) in try parser.factors() }
  }

  private mutating func factors() throws(ReadingError) -> Expression {
    let start = index
    var factors = [try factor()]
    while let operation = multiplication() {
      if operation != .juxtaposed { index += 1 }
      switch operation {
      case .juxtaposed, .times:
        factors.append(try factor())
      case .divided:
        let divisor = try self.divisor(of: factors)
        factors = [Expression(.quotient(.product(factors), divisor), at: range(from: start))]
      case .elementwise:
        let right = try factor()
        if factors.count == 1, case .elementwiseProduct(let earlier) = factors[0].kind {
          factors = [Expression(.elementwiseProduct(earlier + [right]), at: range(from: start))]
        } else {
          factors = [
            Expression(.elementwiseProduct([.product(factors), right]), at: range(from: start))
          ]
        }
      case .other(let sign):
        let right = try factor()
        factors = [
          Expression(.otherProduct(sign, .product(factors), right), at: range(from: start))
        ]
      }
    }
    guard factors.count > 1 else { return factors[0] }
    return Expression(Expression.product(ConstantPi.marked(factors)).kind, at: range(from: start))
  }

  private enum Multiplication: Equatable {
    case juxtaposed, times, divided, elementwise
    case other(String)
  }

  /// What multiplies the next factor to the ones before, nil if nothing does.
  private func multiplication() -> Multiplication? {
    switch next {
    case .command("cdot"), .command("times"), .command("ast"), .sign("*"): .times
    case .sign("/"), .command("slash"): .divided
    case .command("odot"): .elementwise
    case .command("circ"): .other("\\circ")
    case .command("otimes"): .other("\\otimes")
    default: startsOperand ? .juxtaposed : nil
    }
  }

  /// Reads what stands behind a slash.
  private mutating func divisor(of dividend: [Expression]) throws(ReadingError) -> Expression {
    let start = index
    let first = try factor()
    guard startsOperand, !startsOperator else { return first }
    ambiguities.insert(.wide)
    ambiguities.insert(.slash)
    let isClose = isCoefficient(first, of: dividend)
    guard reading == .wide || (reading == .slash) != isClose else { return first }
    var factors = [first]
    while startsOperand, !startsOperator {
      if isClose, reading != .wide, !isCloseName { break }
      factors.append(try factor())
    }
    return Expression(Expression.product(factors).kind, at: range(from: start))
  }

  /// Whether a number behind a slash belongs to the letters that stand close behind it: 2 in x / 2σ².
  private func isCoefficient(_ first: Expression, of dividend: [Expression]) -> Bool {
    guard case .number = first.kind, isCloseName else { return false }
    return dividend.contains { factor in
      if case .number = factor.kind { false } else { true }
    }
  }

  /// Whether a letter follows without a space.
  private var isCloseName: Bool {
    guard case .name = next else { return false }
    return !lexemes[index].isSpaced
  }

  /// Reads one factor: an operator with its reach, or an operand with its scripts.
  mutating func factor() throws(ReadingError) -> Expression {
    try descend { (parser) throws(ReadingError) in
      let start = parser.index
      // A sign behind a multiplication sign or a function: 2 · −3.
      if parser.skip(.sign("-")) {
        return Expression(.negated(try parser.factor()), at: parser.range(from: start))
      }
      var operand: Expression
      if let operation = try parser.operation() {
        operand = operation
      } else {
        operand = try parser.operand()
      }
      if parser.skip(.sign("!")) {
        operand = Expression(.function(.factorial, [operand]), at: parser.range(from: start))
        // n!! is no factorial of a factorial.
        if parser.next == .sign("!") { throw parser.fail("a double factorial") }
      }
      return try parser.evaluated(operand, from: start)
    }
  }

  /// Reads `|_{θ = θ₀}` behind an operand.
  private mutating func evaluated(_ operand: Expression, from start: Int) throws(ReadingError)
    -> Expression
  {
    guard next == .bar, peek(1) == .subscript, peek(2) == .open(.group) else { return operand }
    let group = index + 2
    var statements: [Expression.Statement] = []
    for part in commaParts(contents(group)) {
      let argument = try argument(part)
      guard case .statement(let statement) = argument.kind else {
        throw fail("a value is taken at something that is no equation", at: argument.range)
      }
      statements.append(statement)
    }
    index = partners[group] + 1
    return Expression(.evaluated(operand, statements), at: range(from: start))
  }

  /// Whether the next lexeme can begin an operand that is multiplied without a sign.
  var startsOperand: Bool {
    switch next {
    case .name, .word, .number: true
    case .open, .command("underbrace"), .command("overbrace"): !isSignedGroup(index)
    case .bar: !barsSeparate && peek(1) != .subscript
    case .doubleBar: !barsSeparate
    case .text: false
    case .command(let name): !Self.endings.contains(name)
    case .begin: true
    default: false
    }
  }

  /// Commands that never begin an operand.
  private static let endings: Set<String> = [
    "cdot", "times", "ast", "odot", "circ", "otimes", "slash", "pm", "mp", "over", "forall",
    "exists", "setminus",
    "backslash", "cup", "cap", "oplus", "ominus", "wedge", "vee", "where", "because", "therefore",
    "atop",
    "choose", "hline", "notin", "subset", "subseteq",
  ]

  /// Whether the next lexeme begins an operator that has a reach of its own.
  var startsOperator: Bool {
    switch next {
    case .command(let name): Self.operators.contains(name) || Vocabulary.functions[name] != nil
    case .name(let symbol): isExpectation(symbol, before: index + 1)
    default: false
    }
  }

  private static let operators: Set<String> = [
    "sum", "prod", "int", "iint", "iiint", "oint", "nabla", "partial", "argmax", "argmin", "arg",
    "max", "min", "sup",
    "inf", "lim", "KL", "JS", "Var", "Cov",
  ]
}

/// The number π, told from a symbol of that name by the number beside it: 2π.
enum ConstantPi {
  /// Returns factors with a bare π next to a number replaced by the constant.
  static func marked(_ factors: [Expression]) -> [Expression] {
    var factors = factors
    for index in factors.indices where factors[index].kind == .symbol(Symbol("pi")) {
      if index > 0, case .number = factors[index - 1].kind { factors[index].kind = .constant(.pi) }
    }
    return factors
  }
}
