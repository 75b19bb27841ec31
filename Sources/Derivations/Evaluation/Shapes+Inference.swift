// What the use of names says of their shapes.
extension Shapes {
  /// Returns the shape of an expression, and notes what its use says of the names in it.
  ///
  /// - Parameter wanted: The shape that its place asks for.
  mutating func shape(_ expression: Expression, wanted: Shape? = nil) -> Shape? {
    switch expression.kind {
    case .number(let value): return value == Rational(0) ? wanted : .number
    case .constant, .unspecified: return .number
    case .symbol(let symbol): return shape(symbol, wanted: wanted)
    case .negated(let a), .plusMinus(let a): return shape(a, wanted: wanted)
    case .sum(let terms): return shape(sum: terms, wanted: wanted)
    case .product(let factors): return shape(product: factors, wanted: wanted)
    case .elementwiseProduct(let factors):
      certain()
      var found = Shape.column
      for factor in factors where shape(factor) == .matrix { found = .matrix }
      for factor in factors { _ = shape(factor, wanted: found) }
      return found
    case .innerProduct(let a, let b):
      _ = (shape(a, wanted: .column), shape(b, wanted: .column))
      spatial()
      return .number
    case .quotient(let a, let b):
      let below = shape(b)
      let above = shape(a, wanted: wanted)
      return below == .column ? .column : above
    case .power(let base, let exponent):
      if exponent.asSymbol?.name == "T" || exponent.asSymbol?.name == "top" {
        return shape(transposed: base)
      }
      noteDimension(power: base, exponent)
      if exponent == .number(-1) || exponent == Expression.number(1).negated {
        if base.isCapitalName { return shape(base, wanted: .matrix) }
        return shape(base, wanted: wanted)
      }
      return shape(base, wanted: exponent == .number(2) ? wanted : nil)
    case .transpose(let a): return shape(transposed: a)
    case .function(let function, let arguments):
      return shape(function, arguments, wanted: wanted)
    case .application(let application):
      // What a function that is not known is taken of needs no coordinates.
      let outer = isBeside
      isBeside = true
      for argument in application.arguments + application.conditions + application.parameters {
        _ = shape(argument)
      }
      isBeside = outer
      return shape(application.name, wanted: wanted)
    case .law(let law): return shape(law)
    case .density(let density):
      for argument in density.arguments + density.conditions where argument.asSymbol == nil {
        _ = shape(argument)
      }
      return .number
    case .expectation(let expectation):
      for sampling in expectation.samplings { note(sampling) }
      return shape(expectation.body, wanted: wanted)
    case .variance(let expectation), .covariance(let expectation, _):
      for sampling in expectation.samplings { note(sampling) }
      return shape(expectation.body) == .column ? .matrix : nil
    case .integral(let integral): return shape(integral.body, wanted: wanted)
    case .series(let series):
      if runsOverComponents(series) { certain() }
      return shape(series.body, wanted: wanted)
    case .derivative(let derivative):
      let body = shape(derivative.body)
      guard derivative.kind == .gradient || derivative.kind == .partial,
        derivative.variables.count == 1, let symbol = derivative.variables[0].asSymbol,
        table[Self.key(symbol)] == .column
      else { return derivative.kind == .laplacian ? .number : body }
      certain()
      return body == .column ? .matrix : .column
    case .matrix(let rows):
      certain()
      return rows.count == 1 ? .row : rows.allSatisfy { $0.count == 1 } ? .column : .matrix
    default:
      for child in expression.children { _ = shape(child) }
      return nil
    }
  }

  /// Whether a sum from 1 to J, D or d runs over the components of what is a vector elsewhere.
  private func runsOverComponents(_ series: Series) -> Bool {
    let letters = Set(series.bindings.compactMap(\.componentLetter))
    guard !letters.isEmpty else { return false }
    return series.body.descendants.compactMap(\.asSymbol).contains { symbol in
      guard let last = symbol.subscripts.last, letters.isSuperset(of: last.componentLetters) else {
        return false
      }
      var whole = symbol
      whole.subscripts.removeLast()
      return table[Self.key(whole)] == .column
    }
  }

  private mutating func note(_ sampling: Sampling) {
    guard let law = sampling.law else { return }
    if case .law(var inner) = law.kind, inner.value == nil, sampling.variables.count == 1 {
      inner.value = sampling.variables[0]
      _ = shape(inner)
    } else {
      _ = shape(law)
    }
  }

  private mutating func shape(_ symbol: Symbol, wanted: Shape?) -> Shape? {
    if symbol.isIdentity {
      for index in symbol.subscripts.flatMap(\.symbols) { dimensions.insert(index.headKey) }
      certain()
      return .matrix
    }
    if let known = table[Self.key(symbol)] {
      if symbol.typeface == .bold || known == .matrix { certain() }
      spatial()
      return known
    }
    if symbol.isOnes { return .column }
    if symbol.subscripts.last.map({ componentIndices.isSuperset(of: $0.componentLetters) }) ?? false
    {
      return .number
    }
    if let natural = symbol.naturalShape {
      note(symbol, wanted.map { $0 == .row ? .column : $0 == .number ? natural : $0 } ?? natural)
      return table[Self.key(symbol)]
    }
    if let wanted, wanted != .number { note(symbol, wanted) }
    return table[Self.key(symbol)] ?? component(symbol)
  }

  /// A component of a vector is a number.
  private func component(_ symbol: Symbol) -> Shape? {
    guard !symbol.subscripts.isEmpty else { return nil }
    var whole = symbol
    whole.subscripts.removeLast()
    return table[Self.key(whole)] == nil ? nil : .number
  }

  private mutating func shape(sum terms: [Expression], wanted: Shape?) -> Shape? {
    var found = wanted == .number ? nil : wanted
    var isNumber = false
    for term in terms {
      switch shape(term, wanted: found) {
      case .number: isNumber = true
      case let shape?: found = found ?? shape
      case nil: break
      }
    }
    if let found, !isNumber { for term in terms { _ = shape(term, wanted: found) } }
    if isNumber || terms.contains(where: \.isMatrixNumber) {
      // A letter beside a trace or a square counts dimensions.
      for term in terms where terms.contains(where: \.isMatrixNumber) {
        let inner = if case .negated(let a) = term.kind { a } else { term }
        if let letter = inner.asSymbol, letter.isDimensionLetter { note(dimension: letter) }
      }
    }
    return found ?? (isNumber ? .number : nil)
  }

  mutating func note(dimension symbol: Symbol) {
    guard table[Self.key(symbol)] == nil else { return }
    dimensions.insert(symbol.headKey)
  }

  private mutating func shape(product factors: [Expression], wanted: Shape?) -> Shape? {
    noteDimension(product: factors)
    var shapes = factors.map { shape($0) }
    let isVector = wanted == .column || wanted == .row
    if let last = factors.indices.last, shapes[last] == nil {
      let isForm = shapes.dropLast().contains { $0 == .row || $0 == .matrix }
      if isForm || isVector && !shapes.contains(.column) {
        shapes[last] = shape(factors[last], wanted: .column)
      }
    }
    // A capital before a vector or behind a transposed one is a matrix.
    for (number, factor) in factors.enumerated() where shapes[number] == nil && factor.isCapitalName
    {
      let next = number + 1 < factors.count ? shapes[number + 1] : nil
      let last = number > 0 ? shapes[number - 1] : nil
      if next == .column || next == .matrix || last == .row || last == .matrix {
        shapes[number] = shape(factor, wanted: .matrix)
      }
    }
    var result: Shape? = .number
    for factor in shapes {
      switch (result, factor) {
      case (_, .number), (nil, nil): break
      case (.number, let next), (nil, let next): result = next
      case (_, nil): break
      case (.row, .column): result = .number
      case (.row, _): result = .row
      case (.column, .row): result = .matrix
      case (.column, _): result = .column
      case (.matrix, .column): result = .column
      case (.matrix, _): result = .matrix
      }
    }
    return result
  }

  private mutating func shape(transposed a: Expression) -> Shape? {
    certain()
    var inner = shape(a)
    if inner == nil { inner = shape(a, wanted: a.isCapitalName ? .matrix : .column) }
    return inner == .column ? .row : inner == .row ? .column : inner
  }

  private mutating func shape(
    _ function: Function, _ arguments: [Expression], wanted: Shape?
  ) -> Shape? {
    guard arguments.count == 1 else {
      for argument in arguments { _ = shape(argument) }
      return nil
    }
    let argument = arguments[0]
    switch function {
    case .trace, .determinant:
      certain()
      if shape(argument) == nil, argument.isCapitalName || function == .trace {
        _ = shape(argument, wanted: .matrix)
      }
      return .number
    case .diagonal:
      certain()
      if shape(argument) == .matrix { return .column }
      _ = shape(argument, wanted: .column)
      return .matrix
    case .norm(let order):
      if let order { _ = shape(order) }
      if shape(argument) == nil { _ = shape(argument, wanted: .column) }
      spatial()
      return .number
    case .absolute:
      _ = shape(argument)
      return .number
    case .log:
      if let inner = argument.determinantArgument(in: self) { covariance(inner) }
      return shape(argument, wanted: wanted)
    case .exp, .squareRoot, .sigmoid, .softplus, .sin, .cos, .tanh, .rectifier, .stopGradient:
      return shape(argument, wanted: wanted)
    default:
      _ = shape(argument)
      return .number
    }
  }

  private mutating func shape(_ law: Law) -> Shape? {
    guard law.family == .normal, law.parameters.count == 2 else {
      for part in law.parameters + (law.value.map { [$0] } ?? []) { _ = shape(part) }
      return .number
    }
    let (mean, spread) = (law.parameters[0], law.parameters[1])
    var found = shape(spread)
    if found == nil, spread.isCapitalGreek { found = shape(spread, wanted: .matrix) }
    if found == .matrix { covariance(spread) }
    let first = shape(mean)
    let value = law.value.flatMap { shape($0) }
    if found == .matrix || found == .column || first == .column || value == .column {
      _ = shape(mean, wanted: .column)
      if let value = law.value { _ = shape(value, wanted: .column) }
      if found == nil, spread.asSymbol.map({ table[Self.key($0)] == nil && $0.isCapital }) ?? false
      {
        _ = shape(spread, wanted: .matrix)
        covariance(spread)
      }
      spatial()
    }
    return .number
  }
}

extension Expression {
  /// Whether the expression is one name of a capital, inverted, transposed or applied or not.
  var isCapitalName: Bool {
    switch kind {
    case .symbol(let symbol): symbol.isCapital && symbol.typeface != .calligraphic
    case .application(let application): application.name.isCapital
    case .power(let base, _): base.isCapitalName
    case .transpose(let a): a.isCapitalName
    default: false
    }
  }

  fileprivate var isCapitalGreek: Bool {
    switch kind {
    case .symbol(let symbol): symbol.isCapital && symbol.name.count > 1
    case .application(let application):
      application.name.isCapital && application.name.name.count > 1
    case .power(let base, _): base.isCapitalGreek
    default: false
    }
  }

  /// Whether the expression is a trace, a quadratic form or the logarithm of a determinant, whatever its sign.
  fileprivate var isMatrixNumber: Bool {
    switch kind {
    case .negated(let a): a.isMatrixNumber
    case .function(.trace, _): true
    case .product(let factors):
      factors.contains { factor in
        if case .transpose = factor.kind { true } else { factor.isMatrixNumber }
      }
    default: false
    }
  }

  /// What the expression is a determinant of, or a quotient of determinants.
  fileprivate func determinantArgument(in shapes: Shapes) -> Expression? {
    switch kind {
    case .function(.determinant, let arguments): arguments[0]
    case .function(.absolute, let arguments):
      arguments[0].asSymbol.flatMap { shapes.shape(of: $0) == .matrix ? arguments[0] : nil }
    default: nil
    }
  }
}
