/// Variables that a sum, product, integral or optimum runs over, and the values they take.
public struct Binding: Hashable, Sendable {
  /// The values.
  public enum Domain: Hashable, Sendable {
    /// Nothing is said: all values.
    case everything
    /// From the first to the last: Σ_{i=1}^n, ∫_0^1. An end that is missing is nil: Σ_{i=1}.
    case between(Expression, Expression?)
    /// The members of a set: Σ_{z ∈ Z}.
    case members(Expression)
    /// Those that satisfy a relation: Σ_{j ≠ i}, Σ_{i < j}.
    case satisfying(Relation, Expression)
  }

  /// The variables, in order.
  public var variables: [Expression]

  /// The values they take.
  public var domain: Domain

  /// Whether the ends are others than those of all values: Σ_{k=2}^K, Σ_{k=1}^{K−1}, Σ_{k ≠ j}.
  var isPartial: Bool {
    switch domain {
    case .everything, .members: return false
    case .between(let first, let last):
      guard first == .number(0) || first == .number(1) else { return true }
      switch last?.kind {
      case nil, .number, .symbol, .constant, .ellipsis: return false
      // From 0 the last of K values is K − 1.
      case .sum?: return first == .number(1)
      default: return true
      }
    case .satisfying: return true
    }
  }

  /// Makes a binding.
  public init(_ variables: [Expression], _ domain: Domain = .everything) {
    self.variables = variables
    self.domain = domain
  }
}

/// A sum or product over an index or a variable.
public struct Series: Hashable, Sendable {
  /// Which operation is repeated.
  public enum Operation: String, Hashable, Sendable { case sum, product }

  /// Which operation is repeated.
  public var operation: Operation

  /// What it runs over; empty for a bare Σ.
  public var bindings: [Binding]

  /// What is added or multiplied.
  public var body: Expression

  /// Makes a sum or product.
  public init(_ operation: Operation, over bindings: [Binding], of body: Expression) {
    self.operation = operation
    self.bindings = bindings
    self.body = body
  }
}

/// An integral; one differential a binding, or several variables in one.
public struct Integral: Hashable, Sendable {
  /// What it runs over: from its differentials, else from its subscript; empty if the document names nothing.
  public var bindings: [Binding]

  /// The integrand, without differentials.
  public var body: Expression

  /// Makes an integral.
  public init(over bindings: [Binding], of body: Expression) {
    self.bindings = bindings
    self.body = body
  }
}

/// A derivative of a body.
public struct Derivative: Hashable, Sendable {
  /// How it is written.
  public enum Kind: String, Hashable, Sendable {
    /// ∇
    case gradient
    /// ∂/∂x
    case partial
    /// d/dx
    case total
    /// δ/δq, by a function
    case functional
    /// ∇·, the divergence of a field
    case divergence
    /// ∇² or Δ
    case laplacian
  }

  /// How it is written.
  public var kind: Kind

  /// By what, once for each order: [x, x] for ∂²/∂x²; empty for a bare ∇.
  public var variables: [Expression]

  /// What is differentiated.
  public var body: Expression

  /// Makes a derivative.
  public init(_ kind: Kind, by variables: [Expression], of body: Expression) {
    self.kind = kind
    self.variables = variables
    self.body = body
  }
}

/// A best value, or where it is taken.
public struct Optimum: Hashable, Sendable {
  /// What is looked for.
  public enum Kind: String, Hashable, Sendable {
    case maximum, minimum, supremum, infimum, argmax, argmin
  }

  /// What is looked for.
  public var kind: Kind

  /// What may be chosen; empty if the document does not say.
  public var bindings: [Binding]

  /// What is optimised.
  public var body: Expression

  /// Makes an optimum.
  public init(_ kind: Kind, over bindings: [Binding], of body: Expression) {
    self.kind = kind
    self.bindings = bindings
    self.body = body
  }
}
