// Functions with and without brackets.
extension ExpressionParser {
  /// Reads the argument of a function from behind its name.
  mutating func applied(_ function: Function, from start: Int) throws(ReadingError)
    -> Expression
  {
    var function = function
    var power: Expression?
    while next == .subscript || next == .superscript || next == .command("nolimits"),
      peek(1) == .open(.group)
    {
      let script = try expression(in: contents(index + 1))
      if next == .superscript {
        power = script
      } else if case .log = function {
        function = .log(base: script)
      } else {
        throw fail("an index on a function", at: place(index))
      }
      index = partners[index + 1] + 1
    }
    var arguments: [Expression] = []
    if case .open(let delimiter) = next,
      delimiter == .parenthesis || delimiter == .bracket || delimiter == .brace
    {
      let outside = index
      for part in commaParts(contents(outside)) { arguments.append(try expression(in: part)) }
      index = partners[outside] + 1
      if case .log = function, arguments.count > 1 {
        throw fail("a logarithm of a list", at: place(outside))
      }
      if next == .superscript { ambiguities.insert(.wide) }
      if reading == .wide, next == .superscript, arguments.count == 1 {
        arguments[0] = try scripted(arguments[0], from: outside)
      }
    } else {
      arguments = [try openArgument()]
    }
    guard !arguments.isEmpty else { throw fail("a function of nothing", at: place(start)) }
    let value = Expression(.function(function, arguments), at: range(from: start))
    if let power { return Expression(.power(value, power), at: range(from: start)) }
    return try scripted(value, from: start)
  }

  /// Reads the argument of a function that has no brackets, as far as it reaches.
  private mutating func openArgument() throws(ReadingError) -> Expression {
    let start = index
    guard index < end else { throw fail("a function without its argument") }
    let first = try factor()
    var factors = [first]
    let isNumber = if case .number = first.kind { true } else { false }
    while true {
      let isSlash = isSign("/") || isCommand("slash")
      let isTimes = isCommand("cdot") || isCommand("times") || isSign("*")
      let isSeries = startsSeries
      guard isSlash || isTimes || isSeries || (startsOperand && !startsOperator) else { break }
      // The coefficient of a product, log 2πσ², is never alone.
      let isForced = isNumber && factors.count == 1 && !isSlash && !isTimes && !isSeries
      if !isForced {
        ambiguities.formUnion([.narrow, .wide])
        if isSeries, reading == .standard || reading == .powers || reading == .overSums {
          // log 1/K Σ w is the log of the mean; behind a density the sum is a factor of its own.
          guard !isDifferentiated, factors.allSatisfy({ !$0.holdsLaw }) else { break }
        } else {
          guard takesNext(isSlash: isSlash, isTimes: isTimes) else { break }
        }
      }
      if isSlash || isTimes { index += 1 }
      let next = try factor()
      if isSlash {
        factors = [Expression(.quotient(.product(factors), next), at: range(from: start))]
      } else {
        factors.append(next)
      }
    }
    guard factors.count > 1 else { return factors[0] }
    return Expression(Expression.product(ConstantPi.marked(factors)).kind, at: range(from: start))
  }

  /// Whether a function without brackets takes one more factor.
  private func takesNext(isSlash: Bool, isTimes: Bool) -> Bool {
    switch reading {
    case .narrow: return false
    case .wide: return true
    case .standard, .overSums, .slash, .powers:
      if isDifferentiated || isTimes { return false }
      if isSlash { return true }
      switch next {
      case .open(.parenthesis), .open(.bracket), .open(.brace): return false
      case .name(let symbol):
        // An opaque f(x) ends the argument, a density does not.
        return Self.isLawName(symbol) || symbol.name == "N" || !isApplied(index)
      default: return true
      }
    }
  }

  /// Whether a sum, a product series, an integral or an expectation follows.
  private var startsSeries: Bool {
    switch next {
    case .command(let name): ["sum", "prod", "int", "iint", "iiint", "oint"].contains(name)
    case .name(let symbol): isExpectation(symbol, before: index + 1)
    default: false
    }
  }

  /// Whether a bracket follows a name and its scripts.
  private func isApplied(_ index: Int) -> Bool {
    var index = index + 1
    while index + 1 < end, lexemes[index].kind == .subscript || lexemes[index].kind == .superscript
    {
      index = after(index + 1)
    }
    return index < end && lexemes[index].kind == .open(.parenthesis)
  }
}
