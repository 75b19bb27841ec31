/// A function whose meaning is fixed.
public enum Function: Hashable, Sendable {
  /// log with the base that is written, natural if none is.
  case log(base: Expression?)
  case exp, squareRoot
  /// The n-th root.
  case root(Expression)
  case sigmoid, softplus, softmax, rectifier
  case sin, cos, tan, tanh, sinh, cosh, arctan, erf
  /// Trace, determinant, diagonal matrix, rank, dimension.
  case trace, determinant, diagonal, rank, dimension
  /// A norm with the order that is written, Euclidean if none is: ‖x‖, ‖x‖₁, ‖x‖_F.
  case norm(Expression?)
  /// |x|; the determinant where x is a matrix.
  case absolute
  case sign, floor, ceiling, factorial
  /// The largest or smallest of its arguments.
  case maximum, minimum
  /// 1[condition].
  case indicator
  /// The value, with gradient zero: sg[x], stop\_gradient(x).
  case stopGradient
  case gammaFunction, digamma, betaFunction
  case vectorised, concatenation
}

/// A function that the document names and the reader does not know: f(x), μ_θ(z), L(θ, φ; x).
public struct Application: Hashable, Sendable {
  /// The name with all that is written on it.
  public var name: Symbol

  /// The arguments before any bar or semicolon; a dot as an argument, f(·), is `argumentDot`.
  public var arguments: [Expression]

  /// The arguments behind a bar.
  public var conditions: [Expression]

  /// The arguments behind a semicolon.
  public var parameters: [Expression]

  /// Makes an application.
  public init(
    _ name: Symbol, to arguments: [Expression], given conditions: [Expression] = [],
    parameters: [Expression] = []
  ) {
    self.name = name
    self.arguments = arguments
    self.conditions = conditions
    self.parameters = parameters
  }
}
