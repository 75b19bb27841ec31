/// What the rest of a document says that a step relies on.
public struct Background: Sendable {
  /// A name that the document gives to an expression.
  public struct Definition: Hashable, Sendable {
    /// What is named: a symbol, an application of a function to its arguments, or a density.
    public var name: Expression
    /// What it stands for.
    public var body: Expression

    /// Makes a definition.
    public init(_ name: Expression, as body: Expression) {
      self.name = name
      self.body = body
    }
  }

  /// The definitions, the latest last.
  public var definitions: [Definition]
  /// Laws that variables are said to have: z ∼ q(z ∣ x), the latest last.
  public var draws: [Definition]
  /// Expressions near the step that show how its names are used: the rows of its chain, first of all.
  public var mentions: [Expression]

  /// Densities that the document has shown, the latest last: what a bare q stands for.
  public var laws: [Expression]

  /// Laws that are taken to be other laws, q(z) = p(z ∣ x), which is a choice and no definition for good.
  public var choices: [Definition] = []

  /// Equations that write a density as a product of densities of the same law, anywhere in the document: what it
  /// assumes of the law where they do not hold of every law.
  var factorisations: [Definition] = []

  /// Equations that give a density as a mixture of densities of other laws, anywhere in the document.
  var mixtures: [Definition] = []

  /// Named laws that the document gives to letters without arguments, q = N(μ, σ²).
  var bareLaws: [Definition] = []

  /// Equations that say what a divergence between bare letters is, KL(q ‖ p) = −∫ q(z) log p(z ∣ x)/q(z) dz, anywhere in the
  /// document.
  var divergences: [Definition] = []

  /// The ranges that the document says quantities are in, by name without indices.
  var ranges: [String: QuantityRange] = [:]

  /// Marginals that the document, anywhere in it, takes from other laws.
  var marginals: [SharedMarginal] = []

  /// Whether the step is said to follow from laws that are only supposed, under which it has to hold.
  var supposes = false

  /// Whether the step carries on from the row before, so that it says what follows and assumes nothing.
  var isRow = false

  /// Quantities that the document requires to sum to 1, by name, with what they are summed over.
  public var normalised: [String: Binding] = [:]

  /// Whether the document writes a normal law with the square of a deviation, so that the second parameter of
  /// any is a variance.
  var writesVariances = false

  /// The names of variables that the document says take the values 0 and 1 alone, b ∈ {0, 1}, or takes at both.
  var binary: Set<String> = []

  /// What comments in the document say that names stand for, by name without indices.
  public var roles: [String: Role] = [:]

  /// The names of the variables that the document gives a normal law, without indices.
  var continuous: Set<String> {
    var found = Set<String>()
    for definition in definitions + draws {
      guard case .law(let law) = definition.body.kind, law.family == .normal else { continue }
      if case .density(let density) = definition.name.kind {
        found.formUnion(density.arguments.flatMap(\.variableSymbols).map(\.headKey))
      } else if let symbol = definition.name.asSymbol {
        found.insert(symbol.headKey)
      }
    }
    return found
  }

  /// Makes what a document says.
  public init(
    definitions: [Definition] = [], draws: [Definition] = [], mentions: [Expression] = [],
    laws: [Expression] = []
  ) {
    self.definitions = definitions
    self.draws = draws
    self.mentions = mentions
    self.laws = laws
  }
}

extension Expression {
  /// Whether the expression is σ, with indices or arguments, and not squared.
  var isDeviation: Bool {
    switch kind {
    case .symbol(let symbol): symbol.name == "sigma"
    case .application(let application): application.name.name == "sigma"
    case .product(let factors): factors.count == 2 && factors[0].isDeviation && factors[1].isUnit
    default: false
    }
  }

  /// Whether the expression is a law with the square of a deviation as its second parameter.
  var writesVariance: Bool {
    guard case .law(let law) = kind, law.family == .normal, law.parameters.count == 2 else {
      return false
    }
    return law.parameters[1].descendants.contains { node in
      guard case .power(let base, let exponent) = node.kind else { return false }
      return base.isDeviation && exponent == .number(2)
    }
  }

  /// Whether the expression is the unit matrix.
  private var isUnit: Bool { asSymbol?.name == "I" }
}
