/// What an expectation is taken over, one entry of its subscript.
public struct Sampling: Hashable, Sendable {
  /// The variables named: z in E_z and E_{z ∼ q}; empty in E_{q(z∣x)} and E_q, where the law tells.
  public var variables: [Expression]

  /// The law: a density, a law's bare name (a symbol), a named law, a product of densities; nil in E_z.
  public var law: Expression?

  /// Makes one entry of an expectation's subscript.
  public init(variables: [Expression] = [], law: Expression? = nil) {
    self.variables = variables
    self.law = law
  }
}

/// An expectation, or another moment, of a body under laws.
public struct Expectation: Hashable, Sendable {
  /// The entries of the subscript, in order; empty for a bare E[…].
  public var samplings: [Sampling]

  /// What is averaged.
  public var body: Expression

  /// What it is conditional on: Y in E[X ∣ Y].
  public var conditions: [Expression]

  /// Makes an expectation.
  public init(_ samplings: [Sampling], of body: Expression, given conditions: [Expression] = []) {
    self.samplings = samplings
    self.body = body
    self.conditions = conditions
  }
}
