import Foundation
import Numerics
import Testing

@Suite struct MinimizationTests {
  private func rosenbrock(_ x: [Double]) -> Double {
    let bend = x[1] - x[0] * x[0]
    return (1 - x[0]) * (1 - x[0]) + 100 * bend * bend
  }

  private func rosenbrockGradient(_ x: [Double]) -> [Double] {
    let bend = x[1] - x[0] * x[0]
    return [-2 * (1 - x[0]) - 400 * x[0] * bend, 200 * bend]
  }

  private func distance(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).map { ($0 - $1).magnitude }.max() ?? .nan
  }

  @Test func rosenbrockWithoutDerivatives() throws {
    let minimum = try Minimization.minimum(of: rosenbrock, from: [-1.2, 1], steps: [0.5, 0.5])
    #expect(distance(minimum.argument, [1, 1]) <= 1e-7)
    #expect(minimum.value <= 1e-14)
    #expect(minimum.value == rosenbrock(minimum.argument))
    #expect(minimum.iterations > 10)
  }

  @Test(arguments: Minimization.Method.allCases)
  func rosenbrockWithItsGradient(_ method: Minimization.Method) throws {
    let minimum = try Minimization.minimum(
      of: rosenbrock, gradient: rosenbrockGradient, from: [-1.2, 1], method: method,
      tolerance: 1e-8)
    #expect(distance(minimum.argument, [1, 1]) <= 1e-6)
  }

  @Test func edgesOfTheDomainAreBarriers() throws {
    // -log x + x, least at 1, defined for positive x only.
    let minimum = try Minimization.minimum(
      of: { $0[0] > 0 ? $0[0] - log($0[0]) : .infinity }, from: [0.1], steps: [0.5])
    #expect(distance(minimum.argument, [1]) <= 1e-6)
    #expect(throws: NumericsError.self) {
      try Minimization.minimum(of: { _ in .infinity }, from: [0, 0], steps: [1, 1])
    }
    // On a plateau any point is as low as the others.
    #expect(try Minimization.minimum(of: { _ in 2 }, from: [0], steps: [1]).value == 2)
  }

  @Test func manyDimensions() throws {
    let target = (0..<6).map { Double($0) - 2.5 }
    let quadratic = { (x: [Double]) in
      zip(x, target).enumerated().reduce(0.0) { sum, term in
        let gap = term.element.0 - term.element.1
        return sum + Double(1 + term.offset) * gap * gap
      }
    }
    let minimum = try Minimization.minimum(
      of: quadratic, from: Array(repeating: 0, count: 6), steps: Array(repeating: 1, count: 6))
    #expect(distance(minimum.argument, target) <= 1e-6)
    let exact = try Minimization.minimum(
      of: quadratic,
      gradient: { x in x.indices.map { 2 * Double(1 + $0) * (x[$0] - target[$0]) } },
      from: Array(repeating: 0, count: 6))
    #expect(distance(exact.argument, target) <= 1e-10)
  }

  @Test func oneVariable() throws {
    let cosine = try Minimization.minimum(of: { cos($0) }, in: 0...6)
    #expect((cosine.argument[0] - .pi).magnitude <= 1e-7)
    #expect(cosine.value == -1)
    let atZero = try Minimization.minimum(of: { $0 * $0 }, in: -1...1.5)
    #expect(atZero.argument[0].magnitude <= 1e-7)
    // The lower of two minima, although the range's middle is on the other's side.
    let double = { (x: Double) in (x * x - 1) * (x * x - 1) + 0.3 * x }
    let lower = try Minimization.minimum(of: double, in: -2...4)
    #expect(lower.argument[0] < -1 && lower.value < double(1))
  }

  @Test func tooFewIterationsAreThrownWithTheValueReached() {
    let error = #expect(throws: NumericsError.self) {
      try Minimization.minimum(
        of: rosenbrock, from: [-1.2, 1], steps: [0.5, 0.5], maximumIterations: 5)
    }
    #expect(error?.reason == .status(code: 11, name: "GSL_EMAXITER"))
    #expect(error?.partial?.value.isFinite == true)
  }
}
