import Tensors
import Testing

@Suite("Kernels of Float: optimisers")
struct OptimizerKernelTests {
  /// Weights, mean, square and gradient before a step.
  static func start(_ count: Int) -> [[Float]] {
    var gradient = KernelInputs.normals(count, scale: 0.1, "gradient")
    gradient[count - 1] = 0
    // Moments of the size of what a step adds to them, so that every rounding shows.
    return [
      KernelInputs.normals(count, scale: 1e-3, "weights"),
      KernelInputs.normals(count, scale: 3e-3, "mean"),
      KernelInputs.normals(count, scale: 3e-3, "square").map { $0 * $0 }, gradient,
    ]
  }

  static func steps<S: Scalar>(_ parts: [[S]], _ step: (inout [[S]]) -> Void) -> [[S]] {
    var parts = parts
    for _ in 0..<3 { step(&parts) }
    return parts
  }

  static func adam<S: Scalar>(_ p: inout [[S]]) {
    var (w, m, v) = (p[0], p[1], p[2])
    S.adam(
      &w, mean: &m, square: &v, gradient: p[3], count: w.count, rate: S(1e-3), beta1: S(0.9),
      beta2: S(0.999), epsilon: S(1e-8), correction1: S(1 / (1 - 0.9)),
      correction2: S(1 / (1 - 0.999)))
    p = [w, m, v, p[3]]
  }

  static func rmsprop<S: Scalar>(_ p: inout [[S]]) {
    var (w, v) = (p[0], p[2])
    S.rmsprop(
      &w, mean: nil, square: &v, gradient: p[3], count: w.count, rate: S(1e-3), decay: S(0.99),
      epsilon: S(1e-8))
    p = [w, p[1], v, p[3]]
  }

  static func centred<S: Scalar>(_ p: inout [[S]]) {
    var (w, m, v) = (p[0], p[1], p[2])
    S.rmsprop(
      &w, mean: &m, square: &v, gradient: p[3], count: w.count, rate: S(1e-3), decay: S(0.99),
      epsilon: S(1e-8))
    p = [w, m, v, p[3]]
  }

  static func descend<S: Scalar>(_ p: inout [[S]]) {
    var (w, m) = (p[0], p[1])
    S.descend(
      &w, velocity: &m, gradient: p[3], count: w.count, rate: S(1e-3), momentum: S(0.9))
    p = [w, m, p[2], p[3]]
  }

  @Test("Three steps have the bits of the definition, beyond the last whole vector too")
  func bits() {
    for count in KernelInputs.lengths {
      let start = Self.start(count), plain = start.map(\.plain)
      #expect(Self.steps(start, Self.adam) == Self.steps(plain, Self.adam).map(\.floats))
      #expect(Self.steps(start, Self.rmsprop) == Self.steps(plain, Self.rmsprop).map(\.floats))
      // The squares are drawn apart from the means: some variances are negative, and count as 0.
      #expect(Self.steps(start, Self.centred) == Self.steps(plain, Self.centred).map(\.floats))
      #expect(Self.steps(start, Self.descend) == Self.steps(plain, Self.descend).map(\.floats))
    }
  }

  @Test("A gradient that is NaN makes the weight NaN, and no other")
  func notANumber() {
    for place in [0, 16, 39] {
      var start = Self.start(40)
      start[3][place] = .nan
      let rules: [(inout [[Float]]) -> Void] = [
        Self.adam, Self.rmsprop, Self.centred, Self.descend,
      ]
      for step in rules {
        let w = Self.steps(start, step)[0]
        #expect(w.indices.filter { w[$0].isNaN } == [place])
      }
    }
  }
}
