import Foundation
import Numerics
import Testing

@Suite struct NestedQuadratureTests {
  private let rule = Quadrature(absoluteTolerance: 1e-11, relativeTolerance: 1e-11)

  @Test func correlatedGaussianOverThePlane() throws {
    let correlation = 0.7
    let rest = 1 - correlation * correlation
    let normaliser = 2 * Double.pi * rest.squareRoot()
    let density = { (x: Double, y: Double) in
      exp(-0.5 * (x * x - 2 * correlation * x * y + y * y) / rest) / normaliser
    }
    let plane = (-Double.infinity, Double.infinity)
    let mass = try rule.integral(over: plane, plane, of: density)
    #expect(mass.contains(1))
    #expect(mass.error <= 1e-8)
    let covariance = try rule.integral(over: plane, plane) { x, y in x * y * density(x, y) }
    #expect(covariance.contains(correlation))
    let library = try rule.integral(over: (-1, 1), (0, 2)) { x, y in
      Reference.bivariateGaussianDensity(x, y, correlation: correlation)
    }
    let own = try rule.integral(over: (-1, 1), (0, 2), of: density)
    #expect((library - own).contains(0))
    // A quadrant has probability 1/4 + asin(correlation)/2π (Sheppard 1899).
    let quadrant = try rule.integral(over: (0, .infinity), (0, .infinity), of: density)
    #expect((quadrant - 0.25).contains(asin(correlation) / (2 * .pi)))
  }

  @Test func rectanglesAndReversedRanges() throws {
    let forward = try rule.integral(over: (0, 1), (0, 2)) { x, y in x * exp(y) }
    #expect((forward - 0.5 * expm1(2)).contains(0))
    let backward = try rule.integral(over: (1, 0), (0, 2)) { x, y in x * exp(y) }
    #expect(backward.value == -forward.value)
    let ends = try rule.integral(over: (-.infinity, 0), (1, .infinity)) { x, y in
      exp(x) / (y * y)
    }
    #expect(ends.contains(1))
  }

  @Test func failuresNameBothCoordinates() throws {
    let error = #expect(throws: NumericsError.self) {
      try rule.integral(over: (0, 1), (2, 3)) { x, y in y > 2.9 ? .nan : x }
    }
    guard case .notFinite(let point, let value)? = error?.reason else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
    #expect(value.isNaN)
    #expect(point.count == 2 && (0...1).contains(point[0]) && (2.9...3).contains(point[1]))
  }
}
