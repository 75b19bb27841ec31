/// A probability density or mass at a point: p_θ(x ∣ z), q(z ∣ x; φ), P(X = x).
public struct Density: Hashable, Sendable {
  /// The name of the law with what is written on it, without parameters: p, q, p_data, q\*, p with subscript X∣Z.
  public var name: Symbol

  /// The parameters, from the subscript or from behind a semicolon: θ in p_θ(x) and in p(x; θ).
  public var parameters: [Expression]

  /// What the density is of; an event X = x is a `statement`.
  public var arguments: [Expression]

  /// What it is conditional on.
  public var conditions: [Expression]

  /// Makes a density at a point.
  public init(
    _ name: Symbol, parameters: [Expression] = [], of arguments: [Expression],
    given conditions: [Expression] = []
  ) {
    self.name = name
    self.parameters = parameters
    self.arguments = arguments
    self.conditions = conditions
  }
}

/// A law with a name of its own, as a density at a value or as a law without one.
public struct Law: Hashable, Sendable {
  /// The families that documents use.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    case normal, bernoulli, categorical, uniform, exponential, gamma, inverseGamma, beta, dirichlet
    case poisson, binomial, multinomial, laplace, gumbel, studentT, chiSquared, wishart
    case inverseWishart, logNormal, geometric, dirac, cauchy
  }

  /// The family.
  public var family: Family

  /// Where the density is taken: x in N(x; μ, Σ); nil in N(μ, Σ), which is the law itself.
  public var value: Expression?

  /// The parameters as written: for the normal law, mean and (co)variance.
  public var parameters: [Expression]

  /// Makes a law, or its density at a value.
  public init(_ family: Family, at value: Expression? = nil, parameters: [Expression]) {
    self.family = family
    self.value = value
    self.parameters = parameters
  }
}
