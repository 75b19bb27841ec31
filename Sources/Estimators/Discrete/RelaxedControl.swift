import Distributions

/// A smooth function c of the perturbed logits z that stands in for f(threshold(z)) in a control variate.
public protocol RelaxedControl: Sendable {
  /// Whether c is a sum of functions of one coordinate each, which makes exact moments a matter of one dimension.
  static var isAdditive: Bool { get }

  /// c(z), with two vectors aside.
  func value(_ z: Coordinates, aside scratch: Scratch) -> Double

  /// ∇c(z), with two vectors aside.
  func slope(_ z: Coordinates, into slope: Coordinates, aside scratch: Scratch)
}

/// c(z) = η f(relax(z/τ)): f itself between its states, as REBAR takes it.
public struct RelaxedObjective<Problem: DiscreteProblem>: RelaxedControl {
  /// Not in general.
  public static var isAdditive: Bool { false }

  /// f.
  public let problem: Problem

  /// τ.
  public let temperature: Double

  /// η.
  public let strength: Double

  /// Sets up the surrogate.
  ///
  /// - Precondition: The temperature is positive.
  public init(_ problem: Problem, temperature: Double, strength: Double) {
    precondition(
      temperature > 0 && temperature.isFinite, "the temperature is not positive: \(temperature)")
    self.problem = problem
    self.temperature = temperature
    self.strength = strength
  }

  /// η f(s).
  @inlinable public func value(_ z: Coordinates, aside scratch: Scratch) -> Double {
    problem.relax(z, temperature: temperature, into: scratch[0])
    return strength * problem.value(scratch[0])
  }

  /// η Jᵀ∇f(s)/τ.
  @inlinable public func slope(
    _ z: Coordinates, into slope: Coordinates, aside scratch: Scratch
  ) {
    problem.relax(z, temperature: temperature, into: scratch[0])
    problem.slope(scratch[0], into: scratch[1])
    problem.pullBack(scratch[1], at: scratch[0], into: slope)
    for d in 0..<slope.count { slope[d] *= strength / temperature }
  }
}

/// c(z) = c₀ + Σ w_d sigmoid(z_d/τ): knows f only by D + 1 values, needs no slope of it.
public struct AdditiveSurrogate: RelaxedControl {
  /// By construction.
  public static var isAdditive: Bool { true }

  /// c₀.
  public let offset: Double

  /// w, shape `[D]`.
  public let weights: [Double]

  /// τ.
  public let temperature: Double

  /// Sets up the surrogate.
  ///
  /// - Precondition: The temperature is positive.
  public init(offset: Double, weights: [Double], temperature: Double) {
    precondition(
      temperature > 0 && temperature.isFinite, "the temperature is not positive: \(temperature)")
    self.offset = offset
    self.weights = weights
    self.temperature = temperature
  }

  /// Takes c₀ = f(0) and w_d = f(e_d) − f(0): the values at no bit and at single bits.
  public init(of problem: some BernoulliProblem, temperature: Double) {
    let origin = problem.value(atState: 0)
    self.init(
      offset: origin,
      weights: (0..<problem.width).map { problem.value(atState: 1 << $0) - origin },
      temperature: temperature)
  }

  /// c₀ + w·s.
  @inlinable public func value(_ z: Coordinates, aside scratch: Scratch) -> Double {
    var total = offset
    for d in 0..<z.count { total += weights[d] * sigmoid(z[d] / temperature) }
    return total
  }

  /// w ∘ s(1 − s)/τ.
  @inlinable public func slope(
    _ z: Coordinates, into slope: Coordinates, aside scratch: Scratch
  ) {
    for d in 0..<z.count {
      let s = sigmoid(z[d] / temperature)
      slope[d] = weights[d] * s * (1 - s) / temperature
    }
  }
}
