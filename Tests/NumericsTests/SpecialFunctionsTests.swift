import Foundation
import Numerics
import Testing

@Suite struct SpecialFunctionsTests {
  /// Whether two bounded numbers can be the same quantity, both being known to a few digits at least.
  private func agree(_ x: Bounded, _ y: Bounded) -> Bool {
    (x - y).contains(0) && x.error <= 1e-10 * max(1, x.value.magnitude)
  }

  private let points = [0.1, 0.5, 1, 1.5, 2, 3.7, 10, 31.4]

  @Test func gammaAndItsDerivatives() throws {
    for x in points {
      let log = try SpecialFunctions.logGamma(x)
      #expect(agree(try SpecialFunctions.logGamma(x + 1), log + Bounded(exactly: x).logarithm))
      #expect(
        agree(
          try SpecialFunctions.digamma(x + 1),
          try SpecialFunctions.digamma(x) + 1 / Bounded(exactly: x)))
      #expect(
        agree(
          try SpecialFunctions.trigamma(x + 1),
          try SpecialFunctions.trigamma(x) - 1 / Bounded(exactly: x).squared))
      let slope = try Differentiation.derivative(
        ofBounded: { (t: Double) throws(NumericsError) in try SpecialFunctions.logGamma(t) }, at: x,
        step: x / 16)
      #expect((slope - (try SpecialFunctions.digamma(x))).contains(0))
      let both = try SpecialFunctions.polygamma(order: 1, x)
      #expect(agree(both, try SpecialFunctions.trigamma(x)))
      let sum =
        try SpecialFunctions.upperIncompleteGamma(x, 2)
        + SpecialFunctions.lowerIncompleteGamma(x, 2)
      #expect(agree(sum, 1))
    }
    #expect(agree(try SpecialFunctions.logFactorial(5), Bounded(exactly: 120).logarithm))
    #expect(agree(try SpecialFunctions.logBeta(2, 3), -Bounded(exactly: 12).logarithm))
    #expect(agree(try SpecialFunctions.trigamma(1), try SpecialFunctions.zeta(2)))
  }

  @Test func errorFunctions() throws {
    for x in [-2, -0.3, 0, 0.4, 1, 2.5] {
      let whole = SpecialFunctions.errorFunction(x) + SpecialFunctions.complementaryErrorFunction(x)
      #expect(agree(whole, 1))
      let area = try Quadrature().integral(from: 0, to: x) { exp(-$0 * $0) }
      let factor = 2 / Bounded(rounded: Double.pi, ulps: 1).squareRoot
      #expect(agree(SpecialFunctions.errorFunction(x), factor * area))
      #expect(
        agree(
          SpecialFunctions.logComplementaryErrorFunction(x).exponential,
          SpecialFunctions.complementaryErrorFunction(x)))
    }
    #expect(SpecialFunctions.logComplementaryErrorFunction(100).value < -1e4)
  }

  @Test func integralRepresentations() throws {
    let rule = Quadrature()
    let pi = Bounded(rounded: Double.pi, ulps: 1)
    for x in [0.2, 1, 3] {
      for order in [0, 1, 2] {
        let turn = try rule.integral(from: 0, to: .pi) { t in
          exp(x * cos(t)) * cos(Double(order) * t)
        }
        #expect(agree(try SpecialFunctions.besselI(order: order, x), turn / pi))
        let scaled = try SpecialFunctions.scaledBesselI(order: order, x)
        #expect(agree(scaled * Bounded(exactly: x).exponential, turn / pi))
        let decay = try rule.integral(from: 0, to: 8) { t in
          exp(-x * cosh(t)) * cosh(Double(order) * t)
        }
        #expect(agree(try SpecialFunctions.besselK(order: order, x), decay))
      }
      let root = try SpecialFunctions.lambertW(x)
      #expect(agree(root * root.exponential, Bounded(exactly: x)))
    }
    let dilogarithm = try rule.integral(from: 0x1p-1000, to: 0.7) { -log1p(-$0) / $0 }
    #expect(agree(try SpecialFunctions.dilogarithm(0.7), dilogarithm))
    let tail = try rule.integral(from: -.infinity, to: -0.5) { exp($0) / $0 }
    #expect(agree(try SpecialFunctions.exponentialIntegral(-0.5), tail))
  }
}
