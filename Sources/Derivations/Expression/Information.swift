/// A divergence between two laws.
public struct Divergence: Hashable, Sendable {
  /// Which divergence.
  public enum Kind: Hashable, Sendable {
    case kullbackLeibler
    case jensenShannon
    /// Another one by its letters as written: `\alpha`, `f`, `TV`, `W`; `D` for a divergence that is not named.
    case named(String)
  }

  /// Which divergence.
  public var kind: Kind

  /// The law under which the Kullback-Leibler divergence takes its expectation: q in KL(q ∥ p).
  public var from: Expression

  /// The law it is compared with: p in KL(q ∥ p).
  public var to: Expression

  /// Makes a divergence.
  ///
  /// A law is a density, a bare name, a named law, or a product of densities.
  public init(_ kind: Kind, from: Expression, to: Expression) {
    self.kind = kind
    self.from = from
    self.to = to
  }
}

/// An entropy: H(p), H[q(z ∣ x)], H(X, Y ∣ Z).
public struct Entropy: Hashable, Sendable {
  /// One law, or one or more random variables.
  public var subjects: [Expression]

  /// The variables it is conditional on.
  public var conditions: [Expression]

  /// The law written as a subscript, as in H_q(z); nil if there is none.
  public var law: Expression?

  /// The number written as a subscript, as in H_2(p): the base of its logarithm, or an order; nil if there is none.
  public var base: Rational?

  /// Makes an entropy.
  public init(
    of subjects: [Expression], given conditions: [Expression] = [], under law: Expression? = nil,
    base: Rational? = nil
  ) {
    self.subjects = subjects
    self.conditions = conditions
    self.law = law
    self.base = base
  }
}

/// A mutual information: I(X; Z), I_q(x; z), I(X; Y ∣ Z).
public struct MutualInformation: Hashable, Sendable {
  /// The variables on one side.
  public var first: [Expression]

  /// The variables on the other side.
  public var second: [Expression]

  /// The variables it is conditional on.
  public var conditions: [Expression]

  /// The law written as a subscript; nil if there is none.
  public var law: Expression?

  /// Makes a mutual information.
  public init(
    _ first: [Expression], _ second: [Expression], given conditions: [Expression] = [],
    under law: Expression? = nil
  ) {
    self.first = first
    self.second = second
    self.conditions = conditions
    self.law = law
  }
}
