extension Interpreter {
  /// Returns the meaning of an expression: a number, a vector or a matrix.
  mutating func tensor(_ expression: Expression) throws -> Tensor {
    budget -= 1
    depth += 1
    defer { depth -= 1 }
    try requireRoom(at: expression)
    switch expression.kind {
    case .number(let value): return Tensor(.number(value))
    case .constant(.infinity): throw Obstacle("∞ is not a value", at: expression.range)
    case .constant(let constant): return Tensor(.constant(constant))
    case .symbol(let symbol): return try tensor(symbol, at: expression)
    case .unspecified:
      hasUnspecified = true
      return Tensor(.zero)
    case .sum(let terms):
      return try sum(written(terms).map { try tensor($0) }, at: expression)
    case .product(let factors):
      return try product(
        written(factors).map {
          $0.isEuler(among: factors) ? Tensor(.constant(.e)) : try tensor($0)
        }, at: expression)
    case .elementwiseProduct(let factors):
      return try elementwise(factors.map { try tensor($0) }, at: expression)
    case .innerProduct(let a, let b):
      let (first, second) = (try tensor(a), try tensor(b))
      guard first.fits(second) else { throw mismatch([first, second], at: expression) }
      return Tensor(inner(first.entries, second.entries))
    case .negated(let a): return try tensor(a).map { -$0 }
    case .quotient(let a, let b): return try quotient(a, b, at: expression)
    case .power(let base, let exponent): return try power(base, exponent, at: expression)
    case .transpose(let a): return try tensor(a).transposed
    case .function(let function, let arguments):
      return try tensor(function, arguments, at: expression)
    case .application(let application): return try tensor(application, at: expression)
    case .expectation(let expectation): return try tensor(expectation, at: expression)
    case .variance(let variance): return try tensor(variance: variance, at: expression)
    case .covariance(let a, let b): return try tensor(variance: a, with: b, at: expression)
    case .integral(let integral): return try tensor(integral, at: expression)
    case .series(let series): return try tensor(series, at: expression)
    case .derivative(let derivative): return try tensor(derivative, at: expression)
    case .matrix(let rows): return try tensor(rows: rows, at: expression)
    case .tuple(let parts) where parts.count == 1: return try tensor(parts[0])
    default: return Tensor(try probability(expression))
    }
  }

  /// Returns the obstacle that shapes do not fit.
  func mismatch(_ parts: [Tensor], at expression: Expression) -> Obstacle {
    let words = parts.map(\.words)
    return Obstacle("\(words.joined(separator: " and ")) do not fit here", at: expression.range)
  }

  /// Returns a sum, in which 0 is a vector or matrix of zeros beside one.
  func sum(_ parts: [Tensor], at expression: Expression) throws -> Tensor {
    if parts.allSatisfy(\.isNumber) { return Tensor(.sum(parts.map { $0.entries[0] })) }
    let rest = parts.filter { !$0.isZero }
    guard let first = rest.first else { return Tensor(.zero) }
    guard let other = rest.first(where: { !$0.fits(first) }) else {
      return Tensor(
        rows: first.rows, columns: first.columns,
        first.entries.indices.map { number in .sum(rest.map { $0.entries[number] }) })
    }
    throw mismatch([first, other], at: expression)
  }

  /// Returns a product in the order written; numbers scale what they stand beside.
  ///
  /// A vector of variances beside the identity, σ² I, is the diagonal matrix of them.
  func product(_ parts: [Tensor], at expression: Expression) throws -> Tensor {
    if parts.allSatisfy(\.isNumber) { return Tensor(.product(parts.map { $0.entries[0] })) }
    let numbers = parts.filter(\.isNumber).map { $0.entries[0] }
    var result: Tensor?
    for part in parts where !part.isNumber {
      guard let left = result else {
        result = part
        continue
      }
      if left.columns == part.rows {
        result = left.times(part)
      } else if left.isColumn, part == .diagonal(left.entries.map { _ in .one }) {
        result = .diagonal(left.entries)
      } else {
        throw mismatch([left, part], at: expression)
      }
    }
    guard let result else { return Tensor(.product(numbers)) }
    return numbers.isEmpty
      ? result : result.scaled(by: numbers.count == 1 ? numbers[0] : .product(numbers))
  }

  /// Returns the product of entries that stand at the same place.
  private func elementwise(_ parts: [Tensor], at expression: Expression) throws -> Tensor {
    if parts.allSatisfy(\.isNumber) { return Tensor(.product(parts.map { $0.entries[0] })) }
    let shaped = parts.filter { !$0.isNumber }
    let numbers = parts.filter(\.isNumber).map { $0.entries[0] }
    guard shaped.allSatisfy({ $0.fits(shaped[0]) }) else {
      throw mismatch(shaped, at: expression)
    }
    var result = shaped[0]
    for number in result.entries.indices {
      result.entries[number] = .product(numbers + shaped.map { $0.entries[number] })
    }
    return result
  }

  private func inner(_ a: [Term], _ b: [Term]) -> Term {
    if a.count == 1 { return .product([a[0], b[0]]) }
    return .sum(zip(a, b).map { .product([$0, $1]) })
  }

  /// Returns a quotient: by a number, or entry by entry.
  private mutating func quotient(
    _ a: Expression, _ b: Expression, at expression: Expression
  ) throws -> Tensor {
    let (above, below) = (try tensor(a), try tensor(b))
    if below.isNumber { return above.map { .quotient($0, below.entries[0]) } }
    if below.isVector, above.isNumber {
      return below.map { .quotient(above.entries[0], $0) }
    }
    guard below.isVector, above.fits(below) else { throw mismatch([above, below], at: expression) }
    var result = above
    for number in above.entries.indices {
      result.entries[number] = .quotient(above.entries[number], below.entries[number])
    }
    return result
  }

  /// Returns a power: e to a power is the exponential, T transposes, −1 inverts; others go entry by entry.
  private mutating func power(
    _ base: Expression, _ exponent: Expression, at expression: Expression
  ) throws -> Tensor {
    if case .symbol(let symbol) = exponent.kind, symbol.name == "T" || symbol.name == "top",
      notation.limits.contains("T") == false
    {
      return try tensor(base).transposed
    }
    let raised = try term(exponent)
    if case .constant(.e) = base.kind { return Tensor(.exponential(raised)) }
    if case .function(.norm(let order), let arguments) = base.kind, exponent == .number(2) {
      return try squaredNorm(arguments[0], order: order, at: expression)
    }
    let value = try tensor(base)
    if value.isNumber { return Tensor(.power(value.entries[0], raised)) }
    if value.isVector {
      guard value.isColumn else { throw mismatch([value, value], at: expression) }
      return value.map { .power($0, raised) }
    }
    guard value.isSquare, let whole = integer(exponent), whole.magnitude <= 4, whole != 0 else {
      throw Obstacle("this power of a matrix is not decided", at: expression.range)
    }
    let factor = whole < 0 ? value.inverse : value
    var result = factor
    for _ in 1..<Int(whole.magnitude) { result = result.times(factor) }
    return result
  }

  /// Returns the square of a norm, without a root to be squared again.
  private mutating func squaredNorm(
    _ argument: Expression, order: Expression?, at expression: Expression
  ) throws -> Tensor {
    let value = try tensor(argument)
    let two = Term.number(Rational(2))
    if let order, order != .number(2), order.asSymbol?.name != "F" {
      guard shapes != nil else {
        throw Obstacle("this norm is not decided", at: expression.range)
      }
      let weights = try tensor(order)
      guard weights.isSquare, value.isColumn else {
        guard order == .number(1) else {
          throw Obstacle("this norm is not decided", at: expression.range)
        }
        return Tensor(.power(try norm(value, order: order, at: expression), two))
      }
      return value.transposed.times(weights).times(value)
    }
    if value.isNumber { return Tensor(.power(value.entries[0], two)) }
    return Tensor(.sum(value.entries.map { .power($0, two) }))
  }

  /// Returns a norm: Euclidean, or the sum of magnitudes.
  private func norm(
    _ value: Tensor, order: Expression?, at expression: Expression
  ) throws -> Term {
    if value.isNumber, order == nil { return .function(.magnitude, value.entries[0]) }
    guard order == nil || order == .number(2) || order?.asSymbol?.name == "F" else {
      guard order == .number(1), value.isVector || value.isNumber else {
        throw Obstacle("this norm is not decided", at: expression.range)
      }
      return .sum(value.entries.map { .function(.magnitude, $0) })
    }
    return .function(
      .squareRoot, .sum(value.entries.map { .power($0, .number(Rational(2))) }))
  }

  /// Returns a function of fixed meaning; functions of one number go entry by entry over vectors.
  private mutating func tensor(
    _ function: Function, _ arguments: [Expression], at expression: Expression
  ) throws -> Tensor {
    if arguments.count > 1, function == .maximum || function == .minimum {
      return try extreme(of: arguments, isLargest: function == .maximum)
    }
    guard arguments.count == 1 else {
      throw Obstacle(
        "a function of \(arguments.count) arguments is not decided", at: expression.range)
    }
    let argument = try tensor(arguments[0])
    if [.tan, .sinh, .cosh, .rectifier].contains(function) {
      try Self.requireSmall(argument.entries)
    }
    func entrywise(_ transform: (Term) -> Term) throws -> Tensor {
      guard argument.isNumber || argument.isVector else {
        throw Obstacle("this function of a matrix is not decided", at: expression.range)
      }
      return argument.map(transform)
    }
    switch function {
    case .log(nil): return try entrywise { .logarithm($0) }
    case .log(let base?):
      let base = try term(base)
      return try entrywise { .quotient(.logarithm($0), .logarithm(base)) }
    case .exp: return try entrywise { .exponential($0) }
    case .squareRoot: return try entrywise { .function(.squareRoot, $0) }
    case .root(let degree):
      let degree = try term(degree)
      return try entrywise { .power($0, .quotient(.one, degree)) }
    case .sigmoid: return try entrywise { .function(.sigmoid, $0) }
    case .softplus: return try entrywise { .function(.softplus, $0) }
    case .sin: return try entrywise { .function(.sine, $0) }
    case .cos: return try entrywise { .function(.cosine, $0) }
    case .tan: return try entrywise { .quotient(.function(.sine, $0), .function(.cosine, $0)) }
    case .sinh: return try entrywise { Self.half(.exponential($0) - .exponential(-$0)) }
    case .cosh: return try entrywise { Self.half(.sum([.exponential($0), .exponential(-$0)])) }
    case .rectifier: return try entrywise { Self.half(.sum([$0, .function(.magnitude, $0)])) }
    case .tanh: return try entrywise { .function(.hyperbolicTangent, $0) }
    case .erf: return try entrywise { .function(.errorFunction, $0) }
    case .stopGradient: return argument.map { .still($0) }
    case .absolute where argument.isSquare: return Tensor(argument.determinant)
    case .absolute, .norm(nil):
      return Tensor(try norm(argument, order: nil, at: expression))
    case .norm(let order?): return Tensor(try norm(argument, order: order, at: expression))
    case .trace, .determinant:
      if argument.isNumber { return argument }
      guard argument.isSquare else { throw mismatch([argument], at: expression) }
      return Tensor(function == .trace ? .sum(argument.diagonalEntries) : argument.determinant)
    case .diagonal:
      if argument.isNumber { return argument }
      return argument.isVector
        ? .diagonal(argument.entries) : Tensor(column: argument.diagonalEntries)
    case .vectorised where argument.isNumber: return argument
    case .dimension, .rank:
      return Tensor(.number(Rational(argument.isNumber ? 1 : argument.rows)))
    default: throw Obstacle("the function \(function) is not decided", at: expression.range)
    }
  }

  /// Returns the largest or smallest of several numbers, by max(a, b) = (a + b + |a − b|)/2.
  private mutating func extreme(of arguments: [Expression], isLargest: Bool) throws -> Tensor {
    let values = try arguments.map { try term($0) }
    return Tensor(
      try values.dropFirst().reduce(values[0]) { found, value in
        try Self.requireSmall([found, value])
        let distance = Term.function(.magnitude, found - value)
        return Self.half(.sum([found, value, isLargest ? distance : -distance]))
      })
  }

  /// Refuses to write terms twice that are large, since nesting would double them again and again.
  private static func requireSmall(_ terms: [Term]) throws {
    var left = 256
    func count(_ term: Term) {
      left -= 1
      for child in term.children where left > 0 { count(child) }
    }
    for term in terms where left > 0 { count(term) }
    guard left > 0 else { throw Obstacle.tooMuchWork }
  }

  private static func half(_ term: Term) -> Term { .quotient(term, .number(Rational(2))) }

  /// Returns a matrix that is written out, whose entries are numbers.
  private mutating func tensor(
    rows: [[Expression]], at expression: Expression
  ) throws -> Tensor {
    guard shapes != nil, let width = rows.first?.count, width > 0,
      rows.allSatisfy({ $0.count == width })
    else { throw Obstacle("a matrix is not decided", at: expression.range) }
    return Tensor(
      rows: rows.count, columns: width, try rows.flatMap { try $0.map { try term($0) } })
  }
}

extension Tensor {
  /// Returns the only entry.
  ///
  /// - Throws: The obstacle that there are several where a number is expected.
  func number(at range: SourceRange) throws -> Term {
    guard isNumber else { throw Obstacle("\(words) stands where a number is expected", at: range) }
    return entries[0]
  }
}
