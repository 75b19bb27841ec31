import Distributions

/// F(μ, σ) = E f(z) for z ~ N(μ, σ²): an objective on the line whose gradient is wanted.
public protocol LineProblem: Sendable {
  /// The name by which it is called.
  static var name: String { get }

  /// N(μ, σ²).
  var law: Gaussian { get }

  /// f(z).
  func value(_ z: Double) -> Double

  /// f′(z), almost everywhere.
  func slope(_ z: Double) -> Double

  /// f″(z), almost everywhere.
  func curvature(_ z: Double) -> Double

  /// Points where f jumps or has a kink, for the quadrature of the truth.
  var singularities: [Double] { get }

  /// Whether f is absolutely continuous, so that a pathwise gradient is right.
  var isContinuous: Bool { get }
}

extension LineProblem {
  /// None.
  public var singularities: [Double] { [] }

  /// True.
  public var isContinuous: Bool { true }
}

/// A bound as a problem: f(z) = log p(x, z) − log q(z), in which q is the law itself.
///
/// `value` and `slope` are those of the whole integrand at fixed parameters of q; an estimator adds what the
/// parameters of log q contribute, where they do.
public protocol BoundProblem: LineProblem {
  /// log p(x|z).
  func reconstruction(_ z: Double) -> Double

  /// ∂ log p(x|z)/∂z.
  func reconstructionSlope(_ z: Double) -> Double

  /// ∂ log p(x, z)/∂w at fixed z, for the weight w of the model.
  func weightScore(_ z: Double) -> Double

  /// The gradient of KL(q ‖ p(z)) in (μ, σ), in closed form.
  var divergenceGradient: LineGradient { get }
}
