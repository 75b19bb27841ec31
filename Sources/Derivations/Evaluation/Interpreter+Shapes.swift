extension Interpreter {
  /// Returns the meaning of a name that stands for a value: a number, or a vector or matrix of its components.
  mutating func tensor(_ symbol: Symbol, at expression: Expression) throws -> Tensor {
    if let value = integer(expression) { return Tensor(.number(Rational(value))) }
    let head = symbol.headKey
    if !isRandom(head), let definition = definition(of: expression) {
      return try expanded(definition, at: expression)
    }
    guard let shapes else { return Tensor(try term(symbol, at: expression)) }
    let ones = Array(repeating: Term.one, count: shapes.dimension)
    if symbol.isIdentity { return .diagonal(ones) }
    if symbol.isOnes { return Tensor(column: ones) }
    switch shapes.shape(of: symbol) {
    case .column:
      if isRandom(head) {
        return Tensor(column: try axes(of: [expression]).map { .place($0.place) })
      }
      let entries: [Term] = try components(of: symbol).map {
        .quantity(try quantity($0, of: symbol, at: expression.range))
      }
      guard shapes.areUnits, !notation.differentiated.contains(head) else {
        return Tensor(column: entries)
      }
      let square = Term.sum(entries.map { .power($0, .number(Rational(2))) })
      return Tensor(column: entries.map { .quotient($0, .function(.squareRoot, square)) })
    case .matrix:
      guard !isRandom(head) else {
        throw Obstacle("\(head) is a random matrix, which is not decided", at: expression.range)
      }
      return try matrix(symbol, shapes, at: expression)
    default:
      return Tensor(try entry(of: symbol, shapes, at: expression) ?? term(symbol, at: expression))
    }
  }

  /// The names of the components of a vector.
  func components(of symbol: Symbol) -> [Symbol] {
    (1...(shapes?.dimension ?? 1)).map { number in
      var component = symbol
      component.typeface = .plain
      component.subscripts.append(.value(.number(number)))
      return component
    }
  }

  /// Returns a matrix of quantities: any, a diagonal one, or for a covariance the product of a triangular matrix and its
  /// transpose.
  private mutating func matrix(
    _ symbol: Symbol, _ shapes: Shapes, at expression: Expression
  ) throws -> Tensor {
    let size = shapes.dimension
    if shapes.isDiagonal(symbol) {
      return .diagonal(
        try components(of: symbol).map {
          .quantity(try quantity($0, of: symbol, at: expression.range))
        })
    }
    let name = try resolvedName(symbol, at: expression.range)
    guard shapes.isCovariance(symbol), !isVaried(symbol) else {
      return Tensor(
        rows: size, columns: size,
        (0..<size * size).map { number in
          let (row, column) = (number / size, number % size)
          let entry = Term.quantity(
            scene.quantity("\(name)_\(row + 1)_\(column + 1)", isPositive: false, of: name))
          guard shapes.isCovariance(symbol) else { return entry }
          // Not symmetric, since a derivative moves each entry alone, but with a positive determinant.
          let part = Term.quotient(entry, .number(Rational(Self.share)))
          return row == column ? .sum([.number(Rational(2)), part]) : part
        })
    }
    var factor = Tensor(
      rows: size, columns: size, Array(repeating: .zero, count: size * size))
    for row in 0..<size {
      for column in 0...row {
        factor[row, column] = .quantity(
          scene.quantity(
            "root of \(name)_\(row + 1)_\(column + 1)", isPositive: row == column, of: name))
      }
    }
    return factor.times(factor.transposed)
  }

  /// Whether a derivative is by a covariance, in a step without laws.
  func isVaried(_ symbol: Symbol) -> Bool {
    notation.differentiated.contains(symbol.headKey) && notation.laws.isEmpty
      && notation.random.isEmpty
  }

  /// What the entries of a matrix that derivatives are by are divided by.
  static let share = 4

  /// Returns the entry of a matrix that a name with two indices is.
  private mutating func entry(
    of symbol: Symbol, _ shapes: Shapes, at expression: Expression
  ) throws -> Term? {
    guard symbol.subscripts.count >= 2, case .value(let second)? = symbol.subscripts.last,
      case .value(let first) = symbol.subscripts[symbol.subscripts.count - 2],
      let row = integer(first), let column = integer(second)
    else { return nil }
    var whole = symbol
    whole.subscripts.removeLast(2)
    guard shapes.shape(of: whole) == .matrix else { return nil }
    let matrix = try tensor(Expression(.symbol(whole), at: expression.range))
    guard (1...matrix.rows).contains(row), (1...matrix.columns).contains(column) else {
      throw Obstacle("\(whole.headKey) has no such entry", at: expression.range)
    }
    return matrix[row - 1, column - 1]
  }

  /// Returns the meaning of a function that the document names: its definition, or an unknown function of the shape that
  /// its use shows.
  mutating func tensor(
    _ application: Application, at expression: Expression
  ) throws -> Tensor {
    if let definition = definition(of: expression) {
      return try expanded(definition, at: expression)
    }
    if let slope = try slope(application, at: expression) { return Tensor(slope) }
    let (name, arguments) = try unknown(application, at: expression)
    guard let shapes, let shape = shapes.shape(of: application.name) else {
      return Tensor(.opaque(name, arguments))
    }
    let size = shapes.dimension
    if shape == .column {
      return Tensor(column: (1...size).map { .opaque("\(name)_\($0)", arguments) })
    }
    func entry(_ row: Int, _ column: Int) -> Term {
      .opaque("\(name)_\(row + 1)_\(column + 1)", arguments)
    }
    guard shapes.isCovariance(application.name) else {
      return Tensor(
        rows: size, columns: size, (0..<size * size).map { entry($0 / size, $0 % size) })
    }
    var factor = Tensor(
      rows: size, columns: size, Array(repeating: .zero, count: size * size))
    for row in 0..<size {
      for column in 0...row {
        let own = entry(row, column)
        factor[row, column] =
          row == column ? .exponential(.quotient(own, .number(Rational(8)))) : own
      }
    }
    return factor.times(factor.transposed)
  }

  /// Returns the normal density of a vector.
  ///
  /// A number beside a vector as variance is that of every coordinate; a vector is the diagonal.
  mutating func normal(
    at value: Tensor, mean: Tensor, covariance: Tensor, in expression: Expression
  ) throws -> Term {
    let size = value.entries.count
    guard value.isColumn || value.isNumber else {
      throw mismatch([value, mean, covariance], at: expression)
    }
    let center: [Term]
    if mean.isZero {
      center = value.entries.map { _ in .zero }
    } else {
      guard mean.fits(value) else { throw mismatch([value, mean], at: expression) }
      center = mean.entries
    }
    let spread: Tensor
    if covariance.isNumber {
      spread = .diagonal(value.entries.map { _ in covariance.entries[0] })
    } else if covariance.isColumn, covariance.rows == size {
      spread = .diagonal(covariance.entries)
    } else {
      guard covariance.rows == size, covariance.columns == size else {
        throw mismatch([value, covariance], at: expression)
      }
      spread = covariance
    }
    return .normal(at: value.entries, mean: center, covariance: spread)
  }

  /// Returns in how many dimensions a law without value is.
  mutating func size(of law: Law) throws -> Int {
    guard shapes != nil, law.family == .normal else { return 1 }
    var trial = self
    for parameter in law.parameters {
      let shape = try trial.tensor(parameter)
      if !shape.isNumber { return shape.rows }
    }
    return 1
  }

  /// Returns the component that a component of a copy is of: z_1 for z^{(l)}_1 and z'_1.
  func originalOfVector(_ symbol: Symbol) -> Symbol? {
    guard let shapes, let last = symbol.subscripts.last else { return nil }
    var whole = symbol
    whole.subscripts.removeLast()
    guard shapes.shape(of: whole) == .column else { return nil }
    var plain = whole
    if !whole.superscripts.isEmpty {
      plain.superscripts = []
    } else if !whole.accents.isEmpty {
      plain.accents = []
    } else if notation.isEstimate {
      plain.subscripts = []
    }
    if plain.headKey != whole.headKey,
      !notation.random.contains(plain.headKey)
        || notation.together.contains([plain.headKey, whole.headKey])
    {
      return symbol
    }
    plain.typeface = .plain
    plain.subscripts.append(last)
    return plain
  }
}

extension Shapes {
  /// Whether a matrix is symmetric and positive: by its use, or by its letter.
  func isCovariance(_ symbol: Symbol) -> Bool {
    covariances.contains(Self.key(symbol))
      || ["Sigma", "Lambda", "Psi", "Omega", "Gamma"].contains(symbol.name)
  }

  /// Whether a matrix is diagonal, since single entries of it carry one index.
  func isDiagonal(_ symbol: Symbol) -> Bool { diagonals.contains(Self.key(symbol)) }

  /// Whether a letter runs over the components of vectors, or names a vector.
  func counts(_ head: String) -> Bool {
    componentIndices.contains(head) || table[head] == .column
  }
}

extension Notation {
  /// The notation with vectors that are random as groups of their components.
  func withVectors(_ shapes: Shapes) -> Notation {
    var result = self
    for name in random where shapes.table[name] == .column { result.groups.insert(name) }
    return result
  }
}
