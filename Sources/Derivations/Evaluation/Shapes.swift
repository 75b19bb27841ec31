/// Which names of a step are vectors and matrices, as their use shows, and which letters count dimensions.
///
/// A name is a vector if it is bold and small, transposed, under a norm, in ⊙ or diag, the mean or value of a normal law
/// with a matrix as covariance, or added to a vector; a matrix if it is under a trace, a determinant or an inverse, or
/// stands before a vector and is a capital. What use does not show is a number.
struct Shapes: Sendable {
  /// The shape of a name or of an expression.
  enum Shape: Hashable, Sendable { case number, column, row, matrix }

  /// In how many dimensions a step is read.
  static let sizes = [2, 3]

  /// The number of dimensions in which the step is read.
  var dimension = 2
  /// The names, with their indices as written, whose shape is known.
  var table: [String: Shape] = [:]
  /// Matrices that are symmetric and positive: covariances, and what has the logarithm of a determinant.
  var covariances: Set<String> = []
  /// Covariances whose single entries carry one index.
  var diagonals: Set<String> = []
  /// Names of which a transpose is written.
  var transposed: Set<String> = []
  /// The letters that count dimensions.
  var dimensions: Set<String> = []
  /// The letters that run over components.
  var componentIndices: Set<String> = []
  /// Whether the expressions hold a vector or a matrix at all.
  var isSpatial = false
  /// Whether it is certain that they do: a norm may also be an absolute value.
  var isCertain = false

  /// Whether vectors that are given have the length 1.
  var areUnits = false
  /// Whether a vector is among the names.
  var hasVectors: Bool { table.values.contains(.column) }

  /// Whether the last round of inference found a name more.
  var isGrowing = false
  /// What is only read to know what names are; it does not make a step spatial.
  var isBeside = false

  /// Infers from the sides of a step and from what stands beside it.
  ///
  /// - Parameters:
  ///   - sides: The two sides, which are equal or compared.
  ///   - given: The laws that the step relies on.
  ///   - beside: What else shows how names are used.
  ///   - pairs: Names with what they stand for.
  init(
    of sides: [Expression], with given: [Expression], beside: [Expression],
    equal pairs: [(Expression, Expression)]
  ) {
    for case .series(let series) in (sides + given + beside).flatMap(\.descendants).map(\.kind) {
      for binding in series.bindings {
        if let letter = binding.componentLetter { componentIndices.insert(letter) }
      }
    }
    var rounds = 0
    repeat {
      isGrowing = false
      rounds += 1
      isBeside = true
      for (a, b) in pairs { unify(a, b) }
      for expression in beside { _ = shape(expression) }
      isBeside = false
      if sides.count == 2 { unify(sides[0], sides[1]) }
      for expression in given { _ = shape(expression) }
      gatherComponents(sides + given + beside + pairs.flatMap { [$0.0, $0.1] })
    } while isGrowing && rounds < 4
    isSpatial = false
    isCertain = false
    for side in sides + given { _ = shape(side) }
    noteTransposed(sides + given, pairs)
    noteDimensionsBesideIdentity(sides)
  }

  private mutating func unify(_ a: Expression, _ b: Expression) {
    let first = shape(a)
    let second = shape(b, wanted: first)
    if let second, second != .number { _ = shape(a, wanted: second) }
  }

  /// The name by which a shape is kept: the letter with its indices, whatever its weight.
  static func key(_ symbol: Symbol) -> String {
    guard !symbol.subscripts.isEmpty || !symbol.superscripts.isEmpty else { return symbol.headKey }
    var copy = symbol
    copy.typeface = .plain
    return copy.plainWeight.latex
  }

  /// The shape of a name as a whole.
  func shape(of symbol: Symbol) -> Shape? { table[Self.key(symbol)] }

  mutating func note(_ symbol: Symbol, _ shape: Shape) {
    let shape = shape == .row ? .column : shape
    guard shape != .number else { return }
    let key = Self.key(symbol)
    if table[key] == nil {
      table[key] = shape
      isGrowing = true
    }
    if symbol.typeface == .bold { certain() }
    spatial()
  }

  mutating func spatial() { if !isBeside { isSpatial = true } }
  mutating func certain() {
    if !isBeside { (isSpatial, isCertain) = (true, true) }
  }

  /// Notes of which names a transpose is written, in the expressions or in what their names stand for.
  private mutating func noteTransposed(
    _ expressions: [Expression], _ pairs: [(Expression, Expression)]
  ) {
    let names = Set(expressions.flatMap(\.descendants).filter { $0.asSymbol != nil })
    for part in expressions + pairs.filter({ names.contains($0.0) }).map(\.1) {
      for case .transpose(let inner) in part.descendants.map(\.kind) {
        let factors = if case .product(let factors) = inner.kind { factors } else { [inner] }
        transposed.formUnion(factors.compactMap(\.asSymbol).map { Self.key($0) })
      }
    }
  }

  /// Takes matrices of which no transpose is written as symmetric and positive; returns their names.
  mutating func takeAsSymmetric() -> [String] {
    let names = table.filter {
      $0.value == .matrix && $0.key != "I" && !covariances.contains($0.key)
        && !transposed.contains($0.key)
    }.keys.sorted()
    covariances.formUnion(names)
    return names
  }

  mutating func covariance(_ expression: Expression) {
    switch expression.kind {
    case .symbol(let symbol): covariances.insert(Self.key(symbol))
    case .application(let application): covariances.insert(Self.key(application.name))
    case .power(let base, _): covariance(base)
    case .sum(let terms): terms.forEach { covariance($0) }
    default: break
    }
  }
}

extension Symbol {
  /// Whether the name is the identity matrix.
  var isIdentity: Bool {
    name == "I" && accents.isEmpty && typeface != .calligraphic && superscripts.isEmpty
  }

  /// Whether the name is the vector of ones.
  var isOnes: Bool { name == "1" && typeface == .bold }

  /// The shape that the typeface gives a name.
  var naturalShape: Shapes.Shape? {
    if accents.contains(.vector) { return .column }
    guard typeface == .bold, name.count == 1 || isGreek else { return nil }
    return isCapital ? .matrix : .column
  }

  var isCapital: Bool { name.first?.isUppercase ?? false }
  private var isGreek: Bool { name.count > 1 && name.allSatisfy(\.isLetter) }

  /// Whether the letter may count dimensions.
  var isDimensionLetter: Bool {
    subscripts.isEmpty && superscripts.isEmpty && typeface != .bold
      && ["k", "d", "D", "n", "N", "J", "K", "p", "m", "M", "L", "P"].contains(name)
  }
}
