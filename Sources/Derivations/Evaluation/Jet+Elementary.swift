import Numerics

extension Jet {
  /// Creates the value of a fraction.
  init(_ number: Rational) {
    self =
      number.denominator & (number.denominator - 1) == 0 && number.numerator.magnitude < 1 << 53
      ? Jet(number.value) : .constant(Bounded(rounded: number.value, ulps: 1))
  }
}

extension Term.Elementary {
  /// Returns the function at a number.
  func value(_ x: Jet) -> Jet {
    switch self {
    case .squareRoot: x.squareRoot
    case .sigmoid: (Jet(1) + (-x).exponential).reciprocal
    case .softplus: (Jet(1) + x.exponential).logarithm
    case .sine: x.sine
    case .cosine: x.cosine
    case .hyperbolicTangent:
      Jet(1) - Jet(2) * (Jet(1) + (Jet(2) * x).exponential).reciprocal
    case .errorFunction: x.errorFunction
    case .magnitude: x.magnitude
    }
  }
}
