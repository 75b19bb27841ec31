// Derivatives by quantities and by the values of variables.
extension Interpreter {
  /// Returns a derivative by parameters or by the values of random variables.
  ///
  /// The gradient of a number by a vector is a vector, the derivative of a vector by a vector the matrix with a row for
  /// every entry that is differentiated.
  mutating func tensor(_ derivative: Derivative, at expression: Expression) throws -> Tensor {
    guard !derivative.variables.isEmpty else {
      throw Obstacle("the derivative does not say by what", at: expression.range)
    }
    let body = try tensor(derivative.body)
    switch derivative.kind {
    case .gradient where derivative.variables.count > 1:
      // A gradient by several parameters is compared by one direction in their space.
      var parts: [Tensor] = []
      for (position, variable) in derivative.variables.enumerated() {
        let weight = Term.number(Rational(2 * position + 3))
        let directions = try self.directions(variable)
        guard directions.count == 1 else {
          throw Obstacle("a gradient by several vectors is not decided", at: expression.range)
        }
        parts.append(body.map { .product([weight, directions[0].derivative(of: $0)]) })
      }
      return try sum(parts, at: expression)
    case .gradient, .partial, .total:
      var result = body
      for variable in derivative.variables {
        if let base = variable.baseOfFunction {
          result = try slope(of: result, by: variable, over: base)
          continue
        }
        if let found = try byMatrix(variable, of: result) {
          result = found
          continue
        }
        let directions = try self.directions(variable)
        guard directions.count == 1 || result.isNumber || result.isColumn else {
          throw Obstacle(
            "a derivative of \(result.words) by a vector is not decided", at: expression.range)
        }
        let entries = result.entries.flatMap { entry in
          directions.map { $0.derivative(of: entry) }
        }
        result =
          directions.count == 1
          ? Tensor(rows: result.rows, columns: result.columns, entries)
          : result.isNumber
            ? Tensor(column: entries)
            : Tensor(rows: result.rows, columns: directions.count, entries)
      }
      return result
    case .laplacian where derivative.variables.count == 1:
      let directions = try self.directions(derivative.variables[0])
      return body.map { entry in
        let parts = directions.map { $0.derivative(of: $0.derivative(of: entry)) }
        return parts.count == 1 ? parts[0] : .sum(parts)
      }
    case .laplacian:
      var result = body
      for variable in derivative.variables {
        let directions = try self.directions(variable)
        guard directions.count == 1 else {
          throw Obstacle("a mixed derivative by vectors is not decided", at: expression.range)
        }
        result = result.map { directions[0].derivative(of: $0) }
      }
      return result
    case .divergence where shapes != nil && derivative.variables.count == 1:
      let directions = try self.directions(derivative.variables[0])
      guard body.isColumn, body.rows == directions.count else {
        throw Obstacle("the divergence of \(body.words)", at: expression.range)
      }
      return Tensor(.sum(zip(directions, body.entries).map { $0.derivative(of: $1) }))
    default: throw Obstacle("this derivative is not decided", at: expression.range)
    }
  }

  /// Returns the derivative of a number by all entries of a matrix that nothing is known of, in one of the two layouts
  /// that are usual; nil for any other derivative.
  private mutating func byMatrix(_ variable: Expression, of body: Tensor) throws -> Tensor? {
    guard let symbol = variable.asSymbol, let shapes, shapes.shape(of: symbol) == .matrix,
      !shapes.isDiagonal(symbol), !isRandom(symbol.headKey), definition(of: variable) == nil,
      body.isNumber, !shapes.isCovariance(symbol) || isVaried(symbol)
    else { return nil }
    let own = try tensor(symbol, at: variable)
    let entries = own.entries.compactMap { $0.writtenQuantities.min() }
    guard entries.count == own.entries.count else { return nil }
    var slopes = Tensor(
      rows: own.rows, columns: own.columns, entries.map { .derivative($0, body.entries[0]) })
    if shapes.isCovariance(symbol) {
      slopes = slopes.scaled(by: .number(Rational(Self.share)))
      doubt =
        doubt
        ?? Obstacle(
          "how a derivative by a symmetric matrix is meant is not said", at: variable.range)
    }
    let layouts = [
      "with the entry ∂f/∂X_ij of a derivative by a matrix at the place of X_ij",
      "with the entry ∂f/∂X_ij of a derivative by a matrix at the place of X_ji",
    ]
    return alternatives.pick("layout", from: layouts) == 0 ? slopes : slopes.transposed
  }

  /// Returns f′(x) as the derivative of the function f that the document defines; nil for any other function.
  mutating func slope(_ application: Application, at expression: Expression) throws -> Term? {
    let order = application.name.accents.count
    guard order > 0, order < 4, application.name.accents.allSatisfy({ $0 == .prime }),
      application.arguments.count == 1, application.conditions.isEmpty,
      application.parameters.isEmpty
    else { return nil }
    var base = application
    base.name.accents = []
    let plain = Expression(.application(base), at: expression.range)
    guard let definition = definition(of: plain)?.0, definition.name == plain else {
      return try slope(ofUnknown: base, at: plain, order)
    }
    use(.definition(base.name.headKey))
    let variables = Array(repeating: application.arguments[0], count: order)
    return try term(
      Expression(
        .derivative(Derivative(.total, by: variables, of: definition.body)),
        at: expression.range))
  }

  /// Returns f′(a) for an unknown function f of numbers: the derivative of f(a + h) by h where h adds nothing.
  ///
  /// A prime may mark another function as well, so that no step is false for it.
  private mutating func slope(
    ofUnknown base: Application, at plain: Expression, _ order: Int
  ) throws -> Term? {
    guard shapes == nil, ["f", "g", "h", "F", "phi", "psi"].contains(base.name.name),
      base.name.head == base.name, definition(of: plain) == nil,
      case .opaque(let name, let arguments) = try term(plain), arguments.count == 1
    else { return nil }
    doubt = doubt ?? Obstacle("\(name)′ may be another function", at: plain.range)
    let step = Term.quantity(scene.quantity("step of \(name)", isPositive: false))
    guard case .quantity(let number) = step else { return nil }
    var slope = Term.opaque(name, [.sum([arguments[0], step, -.still(step)])])
    for _ in 0..<order { slope = .derivative(number, slope) }
    return slope
  }

  /// Returns the derivative by a function of one quantity, ∂/∂σ² and ∂/∂log σ: that by the quantity over its own.
  private mutating func slope(
    of body: Tensor, by function: Expression, over base: Expression
  ) throws -> Tensor {
    let directions = try self.directions(base)
    guard directions.count == 1 else {
      throw Obstacle("what the derivative is by is not understood", at: function.range)
    }
    let own = directions[0].derivative(of: try term(function))
    return body.map { .quotient(directions[0].derivative(of: $0), own) }
  }

  /// What a derivative is by: a quantity or the value at a place.
  enum Direction {
    case quantity(Int)
    case place(Int)

    func derivative(of term: Term) -> Term {
      switch self {
      case .quantity(let quantity): .derivative(quantity, term)
      case .place(let place): .slope(place, term)
      }
    }
  }

  /// Returns the parameter θ of a law for its component θ_j, where the step speaks of one component only and of that as
  /// what derivatives are by; nil for anything else.
  private mutating func wholeParameter(of symbol: Symbol, at range: SourceRange) throws -> Int? {
    guard symbol.subscripts.count == 1, symbol.superscripts.isEmpty,
      let whole = scene.quantities.firstIndex(where: { $0.name == symbol.headKey }),
      scene.laws.contains(where: { $0.parameters.contains(whole) })
    else { return nil }
    let name = try resolvedName(symbol, at: range)
    guard !scene.quantities.contains(where: { $0.name == name }),
      components[symbol.headKey, default: symbol] == symbol
    else { return nil }
    components[symbol.headKey] = symbol
    return whole
  }

  /// Returns what a derivative by a name is by: itself, or the entries of a vector.
  mutating func directions(_ variable: Expression) throws -> [Direction] {
    guard let symbol = variable.asSymbol else {
      throw Obstacle("what the derivative is by is not understood", at: variable.range)
    }
    let shape = shapes?.shape(of: symbol)
    if shape == .matrix || shape == nil && symbol.typeface == .bold && symbol.isCapital {
      throw Obstacle("a derivative by a matrix is not decided", at: variable.range)
    }
    if isRandom(symbol.headKey) {
      let axes = try axes(of: [variable])
      guard axes.count == 1 || shape == .column else {
        throw Obstacle("a derivative by a sequence is not decided", at: variable.range)
      }
      for axis in axes { scene.variables[axis.variable].isReal = true }
      return axes.map { .place($0.place) }
    }
    if shape == nil, let whole = try wholeParameter(of: symbol, at: variable.range) {
      return [.quantity(whole)]
    }
    guard shape == .column else {
      return [.quantity(try quantity(symbol, at: variable.range))]
    }
    return try components(of: symbol).map {
      .quantity(try quantity($0, at: variable.range))
    }
  }
}
