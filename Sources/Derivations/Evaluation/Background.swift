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

  /// Whether the step carries on from the row before, so that it says what follows and assumes nothing.
  var isRow = false

  /// Quantities that the document requires to sum to 1, by name, with what they are summed over.
  public var normalised: [String: Binding] = [:]

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
