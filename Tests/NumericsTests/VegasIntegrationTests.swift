import Foundation
import Numerics
import Testing

@Suite struct VegasIntegrationTests {
  /// A correlated Gaussian in four dimensions: a chain with coefficient 1/2.
  private func chain(_ x: [Double]) -> Double {
    var exponent = -0.5 * x[0] * x[0]
    for index in 1..<4 {
      let rest = x[index] - 0.5 * x[index - 1]
      exponent -= 0.5 * rest * rest
    }
    return exp(exponent) / pow(2 * Double.pi, 2)
  }

  private let box = Array(repeating: -10.0...10.0, count: 4)

  @Test func fourDimensionalGaussian() throws {
    let mass = try VegasIntegration(seed: 11).integral(over: box, of: chain)
    // What lies outside of the box is below 1e-15, the standard error is not.
    #expect(mass.standardError > 1e-6 && mass.standardError < 1e-2)
    #expect(((mass.value - 1) / mass.standardError).magnitude <= 5)
    #expect(mass.chiSquaredPerDegree > 0 && mass.chiSquaredPerDegree < 5)
    let product = try VegasIntegration(seed: 12).integral(over: box) { x in
      (1 + x[2] * x[3]) * chain(x)
    }
    // The third variable has variance 1 + 1/4 + 1/16, half of which is its covariance with the next.
    let exact = 1 + 0.5 * (1 + 0.25 + 0.0625)
    #expect(((product.value - exact) / product.standardError).magnitude <= 5)
    #expect(((product.value - 1) / product.standardError).magnitude > 5)
  }

  @Test func theSeedDecides() throws {
    let low = try VegasIntegration(seed: 3, calls: 2000).integral(over: box, of: chain)
    let again = try VegasIntegration(seed: 3, calls: 2000).integral(over: box, of: chain)
    let other = try VegasIntegration(seed: 4, calls: 2000).integral(over: box, of: chain)
    let high = try VegasIntegration(seed: 3 << 32, calls: 2000).integral(over: box, of: chain)
    #expect(low == again)
    #expect(low.value != other.value)
    #expect(high.value.isFinite)
    #expect(low.calls == 16_000)
  }
}
