import Foundation
import Numerics
import Testing

@Suite struct LineQuadratureTests {
  @Test func narrowPeaksFarOutAreFoundWhereTheyAreSaidToBe() throws {
    let normaliser = (2 * Double.pi).squareRoot()
    for (center, scale) in [(0.0, 1.0), (3.5, 0.05), (-40, 1e-3), (1e3, 1e-2), (2, 50)] {
      let peak = { (x: Double) in
        exp(-0.5 * pow((x - center) / scale, 2)) / (scale * normaliser)
      }
      let mass = try Quadrature().integral(around: center, scale: scale, of: peak)
      // The point x is rounded, and with it the exponent.
      let rounding = Bounded(0, error: 8 * .ulpOfOne * (1 + center.magnitude / scale))
      #expect((mass + rounding).contains(1), "\(center), \(scale): \(mass)")
      let off = try Quadrature().integral(around: center + scale, scale: 2 * scale, of: peak)
      #expect((off + rounding).contains(1), "\(center), \(scale): \(off)")
      // An equivalent way: name the places between which the peak lies.
      let points = [center - 8 * scale, center, center + 8 * scale]
      let split = try Quadrature().integral(
        from: -.infinity, to: .infinity, singularities: points, of: peak)
      #expect((split + rounding).contains(1), "\(center), \(scale): \(split)")
    }
  }

  @Test func momentsOfNormalVariables() throws {
    for (mean, deviation) in [(0.0, 1.0), (-3, 0.01), (100, 2)] {
      let expectation = { (f: (Double) -> Double) throws(NumericsError) -> Bounded in
        try Quadrature().gaussianExpectation(mean: mean, standardDeviation: deviation, of: f)
      }
      #expect(try expectation { _ in 1 }.contains(1))
      let first = try expectation { $0 }
      #expect((first + Bounded(rounded: 0, magnitude: mean)).contains(mean))
      let second = try expectation { ($0 - mean) * ($0 - mean) }
      let variance = deviation * deviation
      #expect((second + Bounded(rounded: 0, magnitude: mean * deviation)).contains(variance))
    }
    let growth = try Quadrature().gaussianExpectation { exp(3 * $0) }
    #expect((growth - Bounded(exactly: 4.5).exponential).contains(0))
  }

  @Test func failuresAreReportedInTheCallersVariable() {
    let outside = #expect(throws: NumericsError.self) {
      try Quadrature().gaussianExpectation(mean: 5, standardDeviation: 0.1) {
        $0 > 5.05 ? .nan : 1
      }
    }
    guard case .notFinite(let point, _)? = outside?.reason else {
      Issue.record("unexpected: \(String(describing: outside))")
      return
    }
    #expect(point.count == 1 && point[0] > 5.05)
  }
}
