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
  /// What is chosen where notation leaves the meaning open.
  let alternatives: Alternatives

  /// What has been found about the background, which no copy of the interpreter changes.
  let shared: Shared

  /// What is found about a background once and for all.
  final class Shared {
    var factorShapes: [Symbol: FactorShape?] = [:]
    /// The definitions of names, by what `key(of:)` returns.
    let names: [String: [Background.Definition]]
    /// The definitions of densities, by the keys of their laws.
    let laws: [String: [Background.Definition]]
    /// The names in the formulas of laws, by the keys of the laws.
    private var namesInLaws: [String: Set<String>] = [:]

    /// Returns the names without indices in the formulas that the document gives for a law.
    func namesInFormulas(of law: String) -> Set<String> {
      if let known = namesInLaws[law] { return known }
      let found = Set(
        (laws[law] ?? []).flatMap { $0.body.descendants }.compactMap { $0.asSymbol?.headKey })
      namesInLaws[law] = found
      return found
    }

    init(_ definitions: [Background.Definition]) {
      var names: [String: [Background.Definition]] = [:]
      var laws: [String: [Background.Definition]] = [:]
      for definition in definitions {
        if case .density(let density) = definition.name.kind {
          laws[density.name.lawKey, default: []].append(definition)
        } else if let key = Interpreter.key(of: definition.name) {
          names[key, default: []].append(definition)
        }
      }
      self.names = names
      self.laws = laws
    }
  }

  /// What the terms talk about.
  var scene = Scene()
  /// The rules that interpretation has applied, in order, each once.
  var rules: [Rule] = []
  /// Whether an unspecified constant was met.
  var hasUnspecified = false
  /// Whether an expectation is taken under any law, since none is said.
  var assumesLaw = false
  /// The values of indices that are bound.
  var bound: [String: Int] = [:]
  /// The places that the enclosing expectation or integral binds: where a bare law is taken.
  var scope: [Int] = []
  /// The places that all enclosing expectations, integrals and sums bind.
  var enclosing: Set<Int> = []
  /// Names that are being expanded, against definitions that refer to themselves.
  var expanding: Set<String> = []
  /// Which names are vectors and matrices; nil where all are read as numbers.
  var shapes: Shapes?
  /// The nodes left before the step counts as too large.
  var budget = Self.largest
  /// The most nodes that a step may have.
  static let largest = 20_000

  /// The random variables that the step itself speaks of; nil where that is not known.
  var spoken: Set<String>?
  /// The densities that the step itself shows, by the names of their laws.
  var near: [String: [Notation.Signature]] = [:]
  /// The variables that used forms of laws are of, and those that they are given, by the names of the laws.
  var formsUsed: [String: [[Set<Int>]]] = [:]
  /// A form of a law that the document gives and that is not understood, where another form is used.
  var doubt: Obstacle?
  /// The variables that bare laws are taken over, by the names of the laws.
  var bareVariables: [String: Set<Int>] = [:]
  /// What bare laws are taken as where the document leaves several possibilities.
  var taken: [String: Notation.Signature] = [:]

  /// The components of parameters that derivatives are by, by the names of the parameters.
  var components: [String: Symbol] = [:]
  /// How many members more than otherwise sequences and sums have.
  var longer = 0
  /// What names that are defined without these arguments are applied to.
  var applied: [String: Expression] = [:]
  /// The laws that are being put together from their factors.
  var assembling: Set<String> = []
  /// Densities whose computed values are being interpreted, against values that are computed from them.
  var computing: Set<Density> = []
  /// How many expressions are being interpreted within one another.
  var depth = 0
  /// The most of them, definitions included, that the stack is good for.
  static let deepest = 200

  /// Refuses what is interpreted from more nodes than may be, or too deep within others.
  func requireRoom(at expression: Expression) throws {
    guard budget > 0, depth < Self.deepest else {
      throw Obstacle("the step is too large", at: expression.range)
    }
  }

  /// Creates an interpreter.
  init(
    notation: Notation, background: Background, separatesDecoratedLaws: Bool = false,
    usesDeclaredLaws: Bool = false, shapes: Shapes? = nil,
    alternatives: Alternatives = Alternatives()
  ) {
    self.shapes = shapes
    self.notation = shapes.map { notation.withVectors($0) } ?? notation
    self.background = background
    shared = Shared(background.definitions)
    self.separatesDecoratedLaws = separatesDecoratedLaws
    self.usesDeclaredLaws = usesDeclaredLaws
    self.alternatives = alternatives
  }

  /// Notes that a rule was applied.
  mutating func use(_ rule: Rule) {
    if !rules.contains(rule) { rules.append(rule) }
  }

  /// Returns the meaning of an expression that is a number.
  mutating func term(_ expression: Expression) throws -> Term {
    try tensor(expression).number(at: expression.range)
  }

  /// Returns the meaning of an expression of probability, which is a number whatever it speaks of.
  mutating func probability(_ expression: Expression) throws -> Term {
    switch expression.kind {
    case .density(let density): return try term(density, at: expression)
    case .law(let law): return try term(law, at: expression)
    case .divergence(let divergence): return try term(divergence, at: expression)
    case .entropy(let entropy): return try term(entropy, at: expression)
    case .crossEntropy(let p, let q): return try crossEntropy(p, q, at: expression)
    case .mutualInformation(let information): return try term(information, at: expression)
    case .optimum(let optimum): return try term(optimum, at: expression)
    default:
      throw Obstacle("\(expression.kind.label) is not decided", at: expression.range)
    }
  }

  /// Returns the meaning of a name that stands for a value.
  mutating func term(_ symbol: Symbol, at expression: Expression) throws -> Term {
    let head = symbol.headKey
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
    if isLaw, !isProbability, !notation.parameters.contains(head), !notation.values.contains(head) {
      return try law(expression, near: scope).density
    }
    if let place = try valueIndex(of: symbol) { return place }
    if let share = try share(of: symbol, at: expression) { return share }
    return .quantity(try quantity(symbol, at: expression.range))
  }

  /// Returns one of several quantities that the document requires to sum to 1: a positive number over the sum of all.
  private mutating func share(of symbol: Symbol, at expression: Expression) throws -> Term? {
    guard let binding = background.normalised[symbol.headKey],
      !notation.parameters.contains(symbol.headKey), symbol.superscripts.isEmpty,
      symbol.subscripts.count == 1, case .value(let index) = symbol.subscripts[0],
      let own = integer(index), let letter = binding.variables.first?.asSymbol
    else { return nil }
    let all = try range(of: binding, head: letter.headKey, at: expression)
    guard all.contains(own) else { return nil }
    let members = try all.map { value in
      var member = symbol
      member.subscripts = [.value(.number(value))]
      return Term.quantity(
        scene.quantity(try resolvedName(member, at: expression.range), isPositive: true))
    }
    guard let position = all.firstIndex(of: own) else { return nil }
    return .quotient(members[position], .sum(members))
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
  ///
  /// - Parameter whole: The vector that it is a component of.
  mutating func quantity(
    _ symbol: Symbol, of whole: Symbol? = nil, at range: SourceRange
  ) throws -> Int {
    scene.quantity(
      try resolvedName(symbol, at: range),
      isPositive: Self.positiveNames.contains(symbol.name)
        || notation.variances.contains(symbol.headKey),
      of: try whole.map { try resolvedName($0, at: range) },
      in: background.ranges[symbol.headKey])
  }

  /// The letters that stand for positive numbers by convention.
  static let positiveNames: Set<String> = [
    "sigma", "Sigma", "alpha", "beta", "gamma", "tau", "kappa", "lambda", "Lambda", "pi", "s",
    "rho",
    "epsilon", "delta", "eta", "Z", "N", "K", "L", "M", "J", "D", "T", "S", "n", "d", "k", "a", "b",
  ]

  /// Returns the name and the arguments of a function that the document names and does not define.
  mutating func unknown(
    _ application: Application, at expression: Expression
  ) throws -> (name: String, arguments: [Term]) {
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
        for part in parts { arguments += try tensor(part).entries }
      } else if let symbol = argument.asSymbol, isRandom(symbol.headKey) {
        arguments.append(contentsOf: try axes(of: [argument]).map { .place($0.place) })
      } else {
        arguments += try tensor(argument).entries
      }
    }
    return (name, arguments)
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
  func isEuler(among factors: [Expression]) -> Bool {
    guard case .symbol(let symbol) = kind, symbol == Symbol("e") else { return false }
    return factors.contains { $0.kind == .constant(.pi) }
  }
}
