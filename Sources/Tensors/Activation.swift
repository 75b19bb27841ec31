/// An element-wise nonlinearity y = f(a), with its derivative as a function of y.
public enum Activation: Int32, Sendable, Codable, CaseIterable {
  /// y = a, y′ = 1.
  case identity
  /// y = max(a, 0), y′ = 1 where y > 0 and 0 elsewhere.
  case relu
  /// y = tanh a, y′ = 1 − y².
  case tanh
  /// y = log(1 + eᵃ), y′ = σ(a) = 1 − e⁻ʸ.
  case softplus
  /// y = σ(a) = 1/(1 + e⁻ᵃ), y′ = y(1 − y).
  case sigmoid
}
