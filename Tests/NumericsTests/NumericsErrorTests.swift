import Foundation
import Numerics
import Testing

@Suite struct NumericsErrorTests {
  @Test func statusesAreThrownAgainAndAgainAndNeverEndTheProcess() throws {
    for _ in 0..<3 {
      let steep = #expect(throws: NumericsError.self) {
        try Quadrature(subdivisions: 2).integral(from: 0, to: 1) { sin(1 / ($0 + 1e-4)) }
      }
      #expect(steep?.reason == .status(code: 11, name: "GSL_EMAXITER"))
      #expect(steep?.routine == "qag")
      #expect(steep?.partial?.value.isFinite == true)
      #expect(steep?.description.hasPrefix("qag: GSL_EMAXITER (11): ") == true)

      let pole = #expect(throws: NumericsError.self) { try SpecialFunctions.digamma(-1) }
      #expect(pole?.reason == .status(code: 1, name: "GSL_EDOM"))

      let overflow = #expect(throws: NumericsError.self) {
        try SpecialFunctions.besselI(order: 0, 1e4)
      }
      #expect(overflow?.reason == .status(code: 16, name: "GSL_EOVRFLW"))

      let unbracketed = #expect(throws: NumericsError.self) {
        try Minimization.minimum(of: { $0 }, in: 0...1)
      }
      #expect(unbracketed?.reason == .status(code: 4, name: "GSL_EINVAL"))
      // The distribution functions call the handler too, and answer NaN.
      #expect(Reference.gaussianQuantile(1) == .infinity)
    }
  }

  @Test func divergentIntegralsFail() {
    for singularities in [[], [0.0]] {
      #expect(throws: NumericsError.self) {
        try Quadrature().integral(from: 0, to: 1, singularities: singularities) { 1 / $0 }
      }
    }
    #expect(throws: NumericsError.self) {
      try Quadrature().integral(from: 1, to: .infinity) { 1 / $0.squareRoot() }
    }
  }

  @Test func valuesThatAreNotFiniteAreReportedWhereTheyOccur() throws {
    let rule = Quadrature()
    var calls = 0
    let error = #expect(throws: NumericsError.self) {
      try rule.integral(from: -1, to: 1) { x in
        calls += 1
        return x.squareRoot()
      }
    }
    guard case .notFinite(let point, let value)? = error?.reason else {
      Issue.record("unexpected: \(String(describing: error))")
      return
    }
    #expect(point.count == 1 && point[0] < 0 && value.isNaN)
    #expect(calls <= 61)
    for (from, to, points) in [
      (0.0, Double.infinity, []), (-.infinity, 0, []), (-.infinity, .infinity, []),
      (-1, 1, [0.0]), (-.infinity, .infinity, [0.0]),
    ] {
      #expect(throws: NumericsError.self) {
        try rule.integral(from: from, to: to, singularities: points) { _ in .infinity }
      }
    }
    #expect(throws: NumericsError.self) { try rule.doublyAdaptive(from: 0, to: 1) { _ in .nan } }
    #expect(throws: NumericsError.self) {
      try VegasIntegration(seed: 1).integral(over: [0...1]) { _ in .nan }
    }
    #expect(throws: NumericsError.self) {
      try Minimization.minimum(of: { $0[0] < 0.5 ? .nan : $0[0] }, from: [1], steps: [0.1])
    }
    #expect(throws: NumericsError.self) {
      try Minimization.minimum(
        of: { $0[0] * $0[0] }, gradient: { _ in [.nan] }, from: [1])
    }
    #expect(throws: NumericsError.self) { try SpecialFunctions.logGamma(.infinity) }
  }

  @Test func singularPointsThatAreNamedAreForgiven() throws {
    let result = try Quadrature().integral(from: -1, to: 1, singularities: [0]) { x in
      x == 0 ? .infinity : log(abs(x))
    }
    #expect(result.contains(-2))
  }
}
