import Distributions
import Foundation
import Networks
import Tensors

/// A surrogate along a straight line through the parameters, t ↦ f(θ + t v), with its exact derivatives at 0.
struct ParameterLine {
  /// v, of length 1.
  let direction: Parameters<Double>
  /// f(θ) and the first three derivatives along the line, by dual numbers over dual numbers.
  let derivatives: [Double]
  /// The largest rounding error met in values of f near θ.
  private(set) var noise: Double
  private let surrogate: (Parameters<Double>) -> Double
  private let origin: Parameters<Double>
  private let moved: Parameters<Double>

  /// Measures the rounding along a direction.
  private init(
    _ subject: some CertifiableGradient, _ surrogate: @escaping (Parameters<Double>) -> Double,
    direction: Parameters<Double>, derivatives: [Double]
  ) {
    self.direction = direction
    self.surrogate = surrogate
    self.derivatives = derivatives
    (origin, moved) = (subject.parameters, subject.parameters.copy())
    // Steps so short that the curvature is far below the rounding.
    noise = derivatives[0].ulp / 2
    for exponent in stride(from: -13.0, through: -10.0, by: 0.25) {
      for sign in [-1.0, 1] {
        let t = sign * pow(10, exponent)
        let gap = value(at: t) - derivatives[0] - t * derivatives[1]
        noise = max(noise, gap.magnitude)
      }
    }
  }

  /// Draws directions: of every four the one along which |f‴| is largest.
  ///
  /// Where f‴ happens to be near 0, the remainder of second order grows like t⁴ for a while, whatever the gradient; the
  /// rule looks at f alone.
  static func several(
    _ count: Int, _ subject: some CertifiableGradient,
    _ surrogate: @escaping (Parameters<Double>) -> Double, using generator: inout Philox
  ) -> [ParameterLine] {
    let cubic = subject.surrogate(in: Cubic.self)
    return (0..<count).map { _ in
      let candidates = (0..<4).map { _ in
        let direction = direction(subject.layout, using: &generator)
        return (direction, derivatives(of: cubic, at: subject.parameters, along: direction))
      }
      let best = candidates.dropFirst().reduce(candidates[0]) {
        $0.1[3].magnitude < $1.1[3].magnitude ? $1 : $0
      }
      return ParameterLine(subject, surrogate, direction: best.0, derivatives: best.1)
    }
  }

  private typealias Cubic = Dual<Dual<Dual<Double>>>

  private static func derivatives(
    of f: (Parameters<Cubic>) -> Cubic, at origin: Parameters<Double>,
    along direction: Parameters<Double>
  ) -> [Double] {
    let point = Parameters<Cubic>(origin.layout)
    for place in 0..<point.buffer.count {
      let θ = Dual(origin.buffer.start[place], tangent: direction.buffer.start[place])
      let v = Dual(direction.buffer.start[place], tangent: 0)
      point.buffer.start[place] = Dual(
        Dual(θ, tangent: v), tangent: Dual(v, tangent: Dual(0, tangent: 0)))
    }
    let y = f(point)
    return [
      y.value.value.value, y.value.value.tangent, y.value.tangent.tangent,
      y.tangent.tangent.tangent,
    ]
  }

  /// f(θ + t v).
  func value(at t: Double) -> Double {
    for place in 0..<moved.buffer.count {
      moved.buffer.start[place] =
        origin.buffer.start[place] + t * direction.buffer.start[place]
    }
    return surrogate(moved)
  }

  /// A direction of length 1, uniform over all directions.
  static func direction(
    _ layout: ParameterLayout, using generator: inout Philox
  ) -> Parameters<Double> {
    let direction = Parameters<Double>(layout)
    var sum = 0.0
    for place in layout.blocks.flatMap(\.range) {
      let number = generator.standardNormal()
      direction.buffer.start[place] = number
      sum += number * number
    }
    for place in 0..<layout.count { direction.buffer.start[place] /= sum.squareRoot() }
    return direction
  }
}

extension Parameters where Element == Double {
  /// Σ of the products of corresponding numbers.
  func dot(_ other: Parameters) -> Double {
    zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
