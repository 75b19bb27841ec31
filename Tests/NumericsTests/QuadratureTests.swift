import Foundation
import Numerics
import Testing

@Suite struct QuadratureTests {
  @Test func integratesTheNormalDensity() throws {
    let whole = try Quadrature().integral(from: -.infinity, to: .infinity) { x in
      exp(-0.5 * x * x)
    }
    #expect(whole.contains((2 * Double.pi).squareRoot()))
  }
}
