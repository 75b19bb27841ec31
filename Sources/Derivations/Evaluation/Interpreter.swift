/// Gives expressions their meaning as terms.
///
/// Both sides of a step go through one interpreter, so that a name means the same on both. Where a name has no meaning
/// the interpreter throws the obstacle that names it; nothing is skipped.
struct Interpreter {
  /// What names are used for in the step and around it.
  let notation: Notation
  /// What the document has said before.
  let background: Background
  /// Whether p and p_θ are two laws rather than two spellings of one.
  let separatesDecoratedLaws: Bool
  /// Whether laws and variables are what the document gives them as, rather than any.
  let usesDeclaredLaws: Bool

  /// What the terms talk about.
  var scene = Scene()
  /// The rules that interpretation has applied, in order, each once.
  var rules: [Rule] = []
  /// Whether an unspecified constant was met.
  var hasUnspecified = false
  /// The values of indices that are bound.
  var bound: [String: Int] = [:]
  /// The places that the enclosing expectation or integral binds: where a bare law is taken.
  var scope: [Int] = []
  /// Names that are being expanded, against definitions that refer to themselves.
  var expanding: Set<String> = []
  /// The nodes left before the step counts as too large.
  var budget = Self.largest
  /// The most nodes that a step may have.
  static let largest = 20_000

  /// The random variables that the step itself speaks of; nil where that is not known.
  var spoken: Set<String>?
  /// The densities that the step itself shows, by the names of their laws.
  var near: [String: [Notation.Signature]] = [:]
  /// A form of a law that the document gives and that is not understood, where another form is used.
  var doubt: Obstacle?
  /// What bare laws are taken as where the document leaves several possibilities.
  var taken: [String: Notation.Signature] = [:]

  /// The laws that are being put together from their factors.
  var assembling: Set<String> = []

  /// Creates an interpreter.
  init(
    notation: Notation, background: Background, separatesDecoratedLaws: Bool = false,
    usesDeclaredLaws: Bool = false
  ) {
    self.notation = notation
    self.background = background
    self.separatesDecoratedLaws = separatesDecoratedLaws
    self.usesDeclaredLaws = usesDeclaredLaws
  }

  /// Notes that a rule was applied.
  mutating func use(_ rule: Rule) {
    if !rules.contains(rule) { rules.append(rule) }
  }

  /// Returns the meaning of an expression.
  mutating func term(_ expression: Expression) throws -> Term {
    budget -= 1
    guard budget > 0 else { throw Obstacle("the step is too large", at: expression.range) }
    switch expression.kind {
    case .number(let value): return .number(value)
    case .constant(.infinity): throw Obstacle("∞ is not a value", at: expression.range)
    case .constant(let constant): return .constant(constant)
    case .symbol(let symbol): return try term(symbol, at: expression)
    case .unspecified:
      hasUnspecified = true
      return .zero
    case .sum(let terms): return .sum(try terms.map { try term($0) })
    case .product(let factors):
      return .product(
        try factors.map { $0.isEuler(among: factors) ? .constant(.e) : try term($0) })
    case .elementwiseProduct(let factors): return .product(try factors.map { try term($0) })
    case .innerProduct(let a, let b): return .product([try term(a), try term(b)])
    case .negated(let a): return -(try term(a))
    case .quotient(let a, let b): return .quotient(try term(a), try term(b))
    case .power(let base, let exponent): return try power(base, exponent)
    case .transpose(let a): return try term(a)
    case .function(let function, let arguments):
      return try term(function, arguments, at: expression)
    case .application(let application): return try term(application, at: expression)
    case .density(let density): return try term(density, at: expression)
    case .law(let law): return try term(law, at: expression)
    case .expectation(let expectation): return try term(expectation, at: expression)
    case .variance(let variance): return try term(variance: variance, at: expression)
    case .divergence(let divergence): return try term(divergence, at: expression)
    case .entropy(let entropy): return try term(entropy, at: expression)
    case .crossEntropy(let p, let q): return try crossEntropy(p, q, at: expression)
    case .mutualInformation(let information): return try term(information, at: expression)
    case .integral(let integral): return try term(integral, at: expression)
    case .series(let series): return try term(series, at: expression)
    case .derivative(let derivative): return try term(derivative, at: expression)
    case .optimum(let optimum): return try term(optimum, at: expression)
    case .tuple(let parts) where parts.count == 1: return try term(parts[0])
    default:
      throw Obstacle("\(expression.kind.label) is not decided", at: expression.range)
    }
  }

  /// Returns the meaning of a name that stands for a value.
  private mutating func term(_ symbol: Symbol, at expression: Expression) throws -> Term {
    if let value = integer(expression) { return .number(Rational(value)) }
    let head = symbol.headKey
    if !isRandom(head), let definition = definition(of: expression) {
      return try expanded(definition, at: expression)
    }
    if isRandom(head) {
      let axes = try axes(of: [expression])
      guard axes.count == 1 else {
        throw Obstacle("\(symbol.headKey) is a whole sequence here", at: expression.range)
      }
      return .place(axes[0].place)
    }
    if symbol.head.headKey == "I" || symbol.name == "1" && symbol.typeface == .bold { return .one }
    if symbol.name.contains(where: { $0 == "\"" || $0 == " " }) {
      throw Obstacle("\(symbol.name) is not understood", at: expression.range)
    }
    // p_i with a running index and no density of that name is a probability, a number.
    let isNumbered = symbol.subscripts.contains { index in
      if case .value(let inner) = index { integer(inner) != nil } else { false }
    }
    let isProbability =
      isNumbered && notation.signatures[symbol.lawKey] == nil
      && !isFactor(symbol, at: expression)
    let isLaw =
      expression.isLawName || symbol.isRandomLike && notation.signatures[symbol.lawKey] != nil
    if isLaw && !isProbability && !notation.parameters.contains(head) {
      return try law(expression, near: scope).density
    }
    if let place = try valueIndex(of: symbol) { return place }
    return .quantity(try quantity(symbol, at: expression.range))
  }

  /// Returns the function of the index for a quantity whose index runs over the values of a random variable: π_k.
  private mutating func valueIndex(of symbol: Symbol) throws -> Term? {
    for index in symbol.subscripts {
      if case .value(let inner) = index, let letter = inner.asSymbol, isRandom(letter.headKey) {
        let axes = try axes(of: [inner])
        return .opaque(symbol.headKey, axes.map { .place($0.place) })
      }
    }
    return nil
  }

  /// Returns whether a name without indices is a random variable.
  func isRandom(_ head: String) -> Bool {
    notation.random.contains(head) || notation.valueIndices[head] != nil && bound[head] == nil
  }

  /// Returns the number of a quantity.
  mutating func quantity(_ symbol: Symbol, at range: SourceRange) throws -> Int {
    scene.quantity(
      try resolvedName(symbol, at: range), isPositive: Self.positiveNames.contains(symbol.name))
  }

  /// The letters that stand for positive numbers by convention.
  private static let positiveNames: Set<String> = [
    "sigma", "Sigma", "alpha", "beta", "gamma", "tau", "kappa", "lambda", "Lambda", "pi", "s",
    "rho",
    "epsilon", "delta", "eta", "Z", "N", "K", "L", "M", "J", "D", "T", "S", "n", "d", "k", "a", "b",
  ]

  /// Returns a power: e to a power is the exponential, a half is the root.
  private mutating func power(_ base: Expression, _ exponent: Expression) throws -> Term {
    if case .symbol(let symbol) = exponent.kind, symbol.name == "T" || symbol.name == "top",
      notation.limits.contains("T") == false
    {
      return try term(base)
    }
    let raised = try term(exponent)
    if case .constant(.e) = base.kind { return .exponential(raised) }
    return .power(try term(base), raised)
  }

  /// Returns a function of fixed meaning.
  private mutating func term(
    _ function: Function, _ arguments: [Expression], at expression: Expression
  ) throws -> Term {
    guard arguments.count == 1 else {
      throw Obstacle(
        "a function of \(arguments.count) arguments is not decided", at: expression.range)
    }
    let argument = try term(arguments[0])
    switch function {
    case .log(nil): return .logarithm(argument)
    case .log(let base?): return .quotient(.logarithm(argument), .logarithm(try term(base)))
    case .exp: return .exponential(argument)
    case .squareRoot: return .function(.squareRoot, argument)
    case .root(let degree): return .power(argument, .quotient(.one, try term(degree)))
    case .sigmoid: return .function(.sigmoid, argument)
    case .softplus: return .function(.softplus, argument)
    case .sin: return .function(.sine, argument)
    case .cos: return .function(.cosine, argument)
    case .tanh: return .function(.hyperbolicTangent, argument)
    case .absolute, .norm(nil): return .function(.magnitude, argument)
    case .trace, .determinant, .diagonal, .vectorised: return argument
    case .stopGradient: return .still(argument)
    case .dimension, .rank: return .one
    default: throw Obstacle("the function \(function) is not decided", at: expression.range)
    }
  }

  /// Returns the meaning of a function that the document names: its definition, or an unknown function.
  private mutating func term(
    _ application: Application, at expression: Expression
  ) throws -> Term {
    if let definition = definition(of: expression) {
      return try expanded(definition, at: expression)
    }
    if let slope = try slope(application, at: expression) { return slope }
    if application.name.isRandomLike, isRandom(application.name.headKey) {
      throw Obstacle(
        "\(application.name.headKey) is a random variable and a function", at: expression.range)
    }
    var name = application.name.headKey
    var arguments: [Term] = []
    for index in application.name.subscripts + application.name.superscripts {
      for inner in index.expressions {
        if let symbol = inner.asSymbol, notation.parameters.contains(symbol.headKey) {
          arguments.append(.quantity(try quantity(symbol, at: inner.range)))
        } else {
          name += "_" + (try text(of: index, at: expression.range))
        }
      }
    }
    for argument in application.arguments + application.conditions + application.parameters {
      if argument.isLawWithoutValue {
        name += "[\(argument.latex)]"
      } else if case .tuple(let parts) = argument.kind {
        arguments.append(contentsOf: try parts.map { try term($0) })
      } else if let symbol = argument.asSymbol, isRandom(symbol.headKey) {
        arguments.append(contentsOf: try axes(of: [argument]).map { .place($0.place) })
      } else {
        arguments.append(try term(argument))
      }
    }
    return .opaque(name, arguments)
  }
}

extension Symbol {
  /// Whether the name could be a random variable's: a single letter.
  var isRandomLike: Bool { name.count == 1 }
}

extension Expression {
  /// Whether the expression is a law that is not taken at a value: N(0, 1), a bare q.
  fileprivate var isLawWithoutValue: Bool {
    switch kind {
    case .law(let law): law.value == nil
    case .symbol: isLawName
    default: false
    }
  }

  /// Whether the expression is the number e for standing beside π, as in 2πeσ².
  fileprivate func isEuler(among factors: [Expression]) -> Bool {
    guard case .symbol(let symbol) = kind, symbol == Symbol("e") else { return false }
    return factors.contains { $0.kind == .constant(.pi) }
  }
}
